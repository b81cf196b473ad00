package number

import (
	"bytes"
	"fmt"
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

// Commas reads the numbers of a row separated by commas, blanks around them allowed, into dst. Every field must be a
// finite number and there must be len(dst) of them.
func Commas(dst []float64, line []byte) *Fault {
	n := 0
	for {
		end := bytes.IndexByte(line, ',')
		field := line
		if end >= 0 {
			field = line[:end]
		}
		if n < len(dst) {
			v, ok := Parse(field)
			if !ok {
				if v, ok = Parse(bytes.TrimSpace(field)); !ok {
					return notNumber(n, field)
				}
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
			v, ok := Parse(line[start:i])
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
	return &Fault{Column: column + 1, Problem: "expected a finite number, found " + Quote(field)}
}

// Quote shows a field in an error: quoted, and cut where it is long.
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
