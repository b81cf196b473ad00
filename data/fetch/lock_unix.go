//go:build linux || darwin || freebsd || netbsd || openbsd

package fetch

import (
	"os"
	"syscall"
)

// lock keeps a second process from writing the same file; closing the file releases it.
func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
