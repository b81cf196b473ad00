package data

import (
	"fmt"
	"strings"
)

// InputError is data that cannot be used: the place of the fault, what it is, and what to do. Commands exit with 2 on
// it.
type InputError struct {
	Path    string // archive, folder or file that was to be read
	Member  string // file within it, or ""
	Line    int    // 1-based; 0: the file as a whole
	Column  int    // 1-based; 0: the line as a whole
	Problem string // what was expected and what was found
	Advice  string // what to do next
	Cause   error  // the error below, or nil
}

func (e *InputError) Error() string {
	var b strings.Builder
	b.WriteString(e.Path)
	if e.Member != "" {
		b.WriteString(": " + e.Member)
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, ": line %d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&b, ", column %d", e.Column)
		}
	}
	b.WriteString(": " + e.Problem)
	if e.Advice != "" {
		b.WriteString("; " + e.Advice)
	}
	return b.String()
}

func (e *InputError) Unwrap() error { return e.Cause }

// Explained is an error with further lines that help the user. Error returns the text of Err alone, for places with
// room for one line.
type Explained struct {
	Err   error
	Lines []string
}

func (e *Explained) Error() string { return e.Err.Error() }
func (e *Explained) Unwrap() error { return e.Err }
