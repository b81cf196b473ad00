//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package filelock

import (
	"errors"
	"os"
	"syscall"
)

// Lock is a file that the system locks for us. It is free again when the process ends, however it ends.
type Lock struct{ file *os.File }

// Claim locks the file of that name, made where it is not there, or returns ErrBusy at once.
func Claim(path string) (*Lock, error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			_ = file.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, ErrBusy
			}
			return nil, &os.PathError{Op: "lock", Path: path, Err: err}
		}
		// Whoever had it before removes it when done: then it is another file that bears the name now.
		ours, err1 := file.Stat()
		named, err2 := os.Stat(path)
		if err1 == nil && err2 == nil && os.SameFile(ours, named) {
			return &Lock{file}, nil
		}
		_ = file.Close()
	}
}

// Release gives the lock free and removes its file.
func (l *Lock) Release() error {
	return errors.Join(os.Remove(l.file.Name()), l.file.Close())
}
