// Package filelock keeps two processes from writing the same thing at once.
package filelock

import "errors"

// ErrBusy says that another process, or another part of this one, holds the lock.
var ErrBusy = errors.New("claimed by another process")
