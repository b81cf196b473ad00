// Package filelock prevents two processes from writing the same file or folder at once.
package filelock

import "errors"

// ErrBusy means that another process, or another part of this one, holds the lock.
var ErrBusy = errors.New("claimed by another process")
