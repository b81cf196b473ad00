// Package outdir makes the folders that results are written into.
package outdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Error says why nothing can be written into a folder.
type Error struct {
	Dir     string // at fault: the one asked for, or one above it
	Problem string // "cannot be made"
	Cause   error  // of the system, without a path; or nil
}

func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Dir + " " + e.Problem
	}
	return fmt.Sprintf("the folder %s %s: %v", e.Dir, e.Problem, e.Cause)
}

func (e *Error) Unwrap() error { return e.Cause }

// Make makes a folder, and those above it, where they are not there, and makes sure that files can be written into it: hours
// of work must not end at a folder that takes none. undo removes the folders that were made, as far as they are empty. An error is an
// *Error and leaves nothing behind.
func Make(dir string) (undo func(), err error) {
	var made []string
	undo = func() {
		for _, d := range slices.Backward(made) {
			if os.Remove(d) != nil {
				return // something lies in it
			}
		}
	}
	var missing []string // the innermost first
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		info, err := os.Stat(d)
		if err == nil && !info.IsDir() {
			return nil, &Error{Dir: d, Problem: "is a file, and a folder is needed there"}
		}
		if err == nil || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d) // where it cannot be looked into, making it says why
	}
	for _, d := range slices.Backward(missing) {
		err := os.Mkdir(d, 0o777)
		if errors.Is(err, fs.ErrExist) {
			continue // another process was faster
		}
		if err != nil {
			undo()
			return nil, &Error{d, "cannot be made", reason(err)}
		}
		made = append(made, d)
	}
	probe, err := os.CreateTemp(dir, ".actmax.*")
	if err != nil {
		undo()
		return nil, &Error{filepath.Clean(dir), "takes no files", reason(err)}
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		undo()
		return nil, &Error{filepath.Clean(dir), "takes no files", reason(err)}
	}
	return undo, nil
}

// reason is an error of the system without the operation and the path.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
