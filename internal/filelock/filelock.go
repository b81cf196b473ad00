// Package filelock prevents two processes from writing the same file or folder at once.
package filelock

import (
	"errors"
	"io/fs"
	"os"
	"runtime"

	"github.com/gofrs/flock"
)

// ErrBusy means that another process, or another part of this one, holds the lock.
var ErrBusy = errors.New("claimed by another process")

// Lock is a file that the system locks. The lock is released when the process ends, however it ends.
type Lock struct{ flock *flock.Flock }

// Claim locks the file of that name and creates it if needed. It returns ErrBusy at once if the file is locked. Any
// other error names the file.
func Claim(path string) (*Lock, error) {
	for {
		l := &Lock{flock.New(path, flock.SetFlag(os.O_RDWR|os.O_CREATE), flock.SetPermissions(0o666))}
		locked, err := l.flock.TryLock()
		if err != nil {
			return nil, named(path, err)
		}
		if !locked {
			return nil, ErrBusy
		}
		// The previous holder removes the file when it is done. Then another file may have the name now.
		ours, err1 := l.flock.Stat()
		current, err2 := os.Stat(path)
		if err1 == nil && err2 == nil && os.SameFile(ours, current) {
			return l, nil
		}
		if err := l.flock.Unlock(); err != nil {
			return nil, named(path, err)
		}
	}
}

// Release releases the lock and removes its file.
func (l *Lock) Release() error {
	path := l.flock.Path()
	if runtime.GOOS == "windows" {
		err := l.flock.Unlock()
		_ = os.Remove(path) // an open file cannot be removed there: one that another process has claimed by now stays
		return err
	}
	return errors.Join(os.Remove(path), l.flock.Unlock())
}

// named adds the path to an error of the system that has none.
func named(path string, err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		return err
	}
	return &fs.PathError{Op: "lock", Path: path, Err: err}
}
