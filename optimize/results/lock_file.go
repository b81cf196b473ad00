//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package results

import (
	"errors"
	"os"
)

var errBusy = errors.New("claimed by another process")

// lock is a file that is there as long as a process writes. A process that is killed leaves it behind.
type lock struct{ path string }

func claim(path string) (*lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, os.ErrExist) {
		return nil, errBusy
	}
	if err != nil {
		return nil, err
	}
	return &lock{path}, file.Close()
}

func (l *lock) release() error { return os.Remove(l.path) }
