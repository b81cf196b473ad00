// Package terminal finds the terminal behind an output and its width.
package terminal

import (
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// Of returns the terminal behind a writer; nil if there is none, or it cannot rewrite a line.
func Of(w io.Writer) *os.File {
	if f, ok := w.(*os.File); ok && term.IsTerminal(f.Fd()) && os.Getenv("TERM") != "dumb" {
		return f
	}
	return nil
}

// Columns returns the present width of a terminal; 0 if unknown.
func Columns(f *os.File) int {
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return width
}
