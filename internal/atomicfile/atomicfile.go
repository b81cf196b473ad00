// Package atomicfile writes files that are there whole or not at all.
package atomicfile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write has write fill a temporary file beside path and renames it to path once its bytes are on the disk. If anything
// fails, path is as it was and the temporary file is gone; an error of the system names path, not the temporary file,
// which users have not heard of. The file can be read by everybody, as one made by hand.
func Write(path string, write func(io.Writer) error) error {
	p, err := Prepare(path, write)
	if err != nil {
		return err
	}
	return errors.Join(p.Commit(), p.Discard())
}

// Pending is a file that is complete and has only its temporary name: several can be prepared, and then committed
// together.
type Pending struct {
	path, temporary string
	done            bool // committed or discarded
}

// Prepare is the first half of Write: nothing is at path yet.
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

// Commit gives the file its name, in place of one that has it.
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

// file is the temporary file, whose errors name the one it becomes.
type file struct {
	*os.File
	path string
}

func (f file) Write(b []byte) (int, error) {
	n, err := f.File.Write(b)
	return n, named(f.path, err)
}

// named is an error of the system about the temporary file, with the path that was asked for in its place.
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
