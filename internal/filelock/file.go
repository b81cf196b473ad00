//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package filelock

import (
	"errors"
	"os"
)

// Lock is a file that is there as long as a process writes. A process that is killed leaves it behind.
type Lock struct{ path string }

// Claim makes the file of that name, or returns ErrBusy where it is there already.
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

// Release gives the lock free and removes its file.
func (l *Lock) Release() error { return os.Remove(l.path) }
