package cli

import (
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// terminal returns the terminal behind a writer, nil where there is none or one that cannot rewrite a line.
func terminal(w io.Writer) *os.File {
	if f, ok := w.(*os.File); ok && term.IsTerminal(f.Fd()) && os.Getenv("TERM") != "dumb" {
		return f
	}
	return nil
}

// columns is how wide a terminal is now; 0 where it does not say.
func columns(f *os.File) int {
	width, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return width
}
