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

// Write has write fill a temporary file beside path and renames it to path once its bytes are on the disk. Where anything
// fails, path is as it was and the temporary file is gone; an error of the system names path, not the temporary file, of which
// nobody has heard. The file can be read by everybody, as one made by hand.
func Write(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return named(path, err)
	}
	open, renamed := true, false
	defer func() { // also where write panics
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
