// Package atomicfile writes files atomically: to a temporary file, which is then renamed.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write calls write for a temporary file in the folder of path, and renames that file to path once its bytes are on the
// disk. If anything fails, path is unchanged and the temporary file is deleted. An error of the system names path, not
// the temporary file, whose name the user does not know. The file is readable by everybody (mode 0644).
func Write(path string, write func(io.Writer) error) error {
	p, err := Prepare(path, write)
	if err != nil {
		return err
	}
	return errors.Join(p.Commit(), p.Discard())
}

// Pending is a complete file that still has its temporary name: several can be prepared and then committed together.
type Pending struct {
	path, temporary string
	done            bool // committed or discarded
}

// Prepare is the first half of Write: path is unchanged.
func Prepare(path string, write func(io.Writer) error) (p *Pending, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, named(path, err)
	}
	open, complete := true, false
	defer func() { // also if write panics
		if open {
			err = errors.Join(err, named(path, f.Close()))
		}
		if !complete {
			err = errors.Join(err, named(path, os.Remove(f.Name())))
		}
	}()
	w := bufio.NewWriterSize(file{f, path}, 1<<16)
	if err := write(w); err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	if err := f.Chmod(0o644); err != nil {
		return nil, named(path, err)
	}
	if err := f.Sync(); err != nil {
		return nil, named(path, err)
	}
	open = false
	if err := f.Close(); err != nil {
		return nil, named(path, err)
	}
	complete = true
	return &Pending{path: path, temporary: f.Name()}, nil
}

// Commit renames the file to its path and replaces the file that is there.
func (p *Pending) Commit() error {
	if err := os.Rename(p.temporary, p.path); err != nil {
		return named(p.path, err)
	}
	p.done = true
	return nil
}

// Discard removes the file unless it was committed.
func (p *Pending) Discard() error {
	if p.done {
		return nil
	}
	p.done = true
	return named(p.path, os.Remove(p.temporary))
}

// file is the temporary file. Its errors name the path that it is renamed to.
type file struct {
	*os.File
	path string
}

func (f file) Write(b []byte) (int, error) {
	n, err := f.File.Write(b)
	return n, named(f.path, err)
}

// named returns an error of the system with path in place of the temporary file.
func named(path string, err error) error {
	var (
		p *fs.PathError
		l *os.LinkError
	)
	switch {
	case errors.As(err, &p):
		return &fs.PathError{Op: "write", Path: path, Err: p.Err}
	case errors.As(err, &l):
		return &fs.PathError{Op: "write", Path: path, Err: l.Err}
	}
	return err
}
