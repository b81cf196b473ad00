package number

import (
	"bytes"
	"fmt"
	"math"
)

// Fault is what is wrong with a row: the 1-based column (0: the row as a whole) and what was expected and found.
type Fault struct {
	Column  int
	Problem string
}

// Line cuts the first line off text, without its line end ("\n" or "\r\n").
func Line(text []byte) (line, rest []byte) {
	i := bytes.IndexByte(text, '\n')
	if i < 0 {
		line = text
	} else {
		line, rest = text[:i], text[i+1:]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, rest
}

// Limit is the largest magnitude of a measured value: far beyond any sensor, and small enough for sums of its square to
// fit into a float32.
const Limit = 1e15

// Measured reads a number that a sensor may have measured, with blanks around it: what Parse takes, up to Limit. If ok
// is false, Problem says why.
func Measured(field []byte) (value float64, ok bool) {
	value, ok = Number(field)
	return value, ok && math.Abs(value) <= Limit
}

// Number is Parse with blanks allowed around the number.
func Number(field []byte) (value float64, ok bool) {
	if value, ok = Parse(field); ok {
		return value, true
	}
	return Parse(bytes.TrimSpace(field))
}

// Problem says what was expected of a field that Number or Measured refused, and what it holds.
func Problem(field []byte) string {
	if _, ok := Number(field); ok {
		return fmt.Sprintf("expected a measured value, at most %g, found %s", Limit, Quote(field))
	}
	return "expected a finite number, found " + Quote(field)
}

// Commas reads the numbers of a row separated by commas, blanks around them allowed, into dst. Every field must be a
// finite number of at most Limit and there must be len(dst) of them.
func Commas(dst []float64, line []byte) *Fault {
	n := 0
	for {
		end := bytes.IndexByte(line, ',')
		field := line
		if end >= 0 {
			field = line[:end]
		}
		if n < len(dst) {
			v, ok := Measured(field)
			if !ok {
				return notNumber(n, field)
			}
			dst[n] = v
		}
		n++
		if end < 0 {
			return width(n, len(dst))
		}
		line = line[end+1:]
	}
}

// Blanks reads the numbers of a row separated by tabs or spaces, any number of them, into dst, as Commas does.
func Blanks(dst []float64, line []byte) *Fault {
	n, i := 0, 0
	for {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
			i++
		}
		if i == len(line) {
			return width(n, len(dst))
		}
		start := i
		for i < len(line) && line[i] != ' ' && line[i] != '\t' {
			i++
		}
		if n < len(dst) {
			v, ok := Measured(line[start:i])
			if !ok {
				return notNumber(n, line[start:i])
			}
			dst[n] = v
		}
		n++
	}
}

func width(got, want int) *Fault {
	if got == want {
		return nil
	}
	return &Fault{Problem: fmt.Sprintf("expected %d columns, found %d", want, got)}
}

func notNumber(column int, field []byte) *Fault {
	return &Fault{Column: column + 1, Problem: Problem(field)}
}

// Quote shows a field in an error: quoted, and cut if it is long.
func Quote(field []byte) string {
	const most = 32
	field = bytes.TrimSpace(field)
	if len(field) == 0 {
		return "nothing"
	}
	if len(field) > most {
		return fmt.Sprintf("%q...", field[:most])
	}
	return fmt.Sprintf("%q", field)
}
