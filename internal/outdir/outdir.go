// Package outdir creates the folders that results are written into.
package outdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Error is the reason why nothing can be written into a folder.
type Error struct {
	Dir     string // the folder at fault: the given one, or one above it
	Problem string // "cannot be created"
	Cause   error  // of the system, without a path; or nil
}

func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Dir + " " + e.Problem
	}
	return fmt.Sprintf("the folder %s %s: %v", e.Dir, e.Problem, e.Cause)
}

func (e *Error) Unwrap() error { return e.Cause }

// Make creates a folder and any missing folders above it, and checks that files can be written into it, so that hours
// of work do not end at a folder that is not writable. undo removes the created folders that are empty. An error is an
// *Error; then no folder is left behind.
func Make(dir string) (undo func(), err error) {
	var made []string
	undo = func() {
		for _, d := range slices.Backward(made) {
			if os.Remove(d) != nil {
				return // not empty
			}
		}
	}
	var missing []string // the innermost first
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		info, err := os.Stat(d)
		if err == nil && !info.IsDir() {
			return nil, &Error{Dir: d, Problem: "is a file, expected a folder"}
		}
		if err == nil || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d) // also if it cannot be read: creating it then gives the reason
	}
	for _, d := range slices.Backward(missing) {
		err := os.Mkdir(d, 0o777)
		if errors.Is(err, fs.ErrExist) {
			continue // another process was faster
		}
		if err != nil {
			undo()
			return nil, &Error{d, "cannot be created", reason(err)}
		}
		made = append(made, d)
	}
	probe, err := os.CreateTemp(dir, ".actmax.*")
	if err != nil {
		undo()
		return nil, &Error{filepath.Clean(dir), "is not writable", reason(err)}
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		undo()
		return nil, &Error{filepath.Clean(dir), "is not writable", reason(err)}
	}
	return undo, nil
}

// reason returns an error of the system without the operation and the path.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
