package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// errWriter prints until the first error and keeps it: output that went nowhere is no success.
type errWriter struct {
	w   io.Writer
	err error
}

func (e *errWriter) printf(format string, args ...any) {
	if e.err == nil {
		_, e.err = fmt.Fprintf(e.w, format, args...)
	}
}

// printJSON writes a result of --json.
func (a *app) printJSON(v any) error {
	text, err := jsonText(v)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(text)
	return err
}

// jsonText is a value as --json prints it.
func jsonText(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
