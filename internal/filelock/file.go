//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package filelock

import (
	"errors"
	"os"
)

// Lock is a file that exists as long as a process writes. A process that is killed leaves it behind.
type Lock struct{ path string }

// Claim creates the file of that name. It returns ErrBusy if the file exists.
func Claim(path string) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, os.ErrExist) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, err
	}
	return &Lock{path}, file.Close()
}

// Release releases the lock and removes its file.
func (l *Lock) Release() error { return os.Remove(l.path) }
