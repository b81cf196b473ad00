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
func Write(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return named(path, err)
	}
	open, renamed := true, false
	defer func() { // also if write panics
		if open {
			err = errors.Join(err, named(path, f.Close()))
		}
		if !renamed {
			err = errors.Join(err, named(path, os.Remove(f.Name())))
		}
	}()
	w := bufio.NewWriterSize(file{f, path}, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return named(path, err)
	}
	if err := f.Sync(); err != nil {
		return named(path, err)
	}
	open = false
	if err := f.Close(); err != nil {
		return named(path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return named(path, err)
	}
	renamed = true
	return nil
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
