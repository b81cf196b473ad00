package npy

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

type header struct {
	descr   string
	fortran bool
	shape   []int
}

func readHeader(r io.Reader) (header, error) {
	var start [8]byte
	if _, err := io.ReadFull(r, start[:]); err != nil || string(start[:6]) != magic {
		return header{}, errors.New("not an .npy array: it does not begin with \\x93NUMPY")
	}
	var length int
	switch start[6] {
	case 1:
		var b [2]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return header{}, short(err, "the length of the header")
		}
		length = int(binary.LittleEndian.Uint16(b[:]))
	case 2, 3:
		var b [4]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return header{}, short(err, "the length of the header")
		}
		n := binary.LittleEndian.Uint32(b[:])
		if n > maxHeader {
			return header{}, fmt.Errorf("the .npy header would be %d bytes long, at most %d are allowed", n, maxHeader)
		}
		length = int(n)
	default:
		return header{}, fmt.Errorf(".npy version %d is not supported, expected 1, 2 or 3", start[6])
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(r, text); err != nil {
		return header{}, short(err, "the header")
	}
	h, err := parseHeader(string(text))
	if err != nil {
		return header{}, fmt.Errorf(".npy header: %w", err)
	}
	return h, nil
}

// short returns an error with what was expected if err is an early end of the file.
func short(err error, expected string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the array ends early, expected %s", expected)
	}
	return err
}

// parseHeader reads a Python dictionary such as {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
func parseHeader(text string) (header, error) {
	p := parser{rest: text}
	var h header
	seen := map[string]bool{}
	if !p.accept("{") {
		return h, errors.New("expected a dictionary")
	}
	for !p.accept("}") {
		key, err := p.quoted()
		if err != nil {
			return h, err
		}
		if seen[key] {
			return h, fmt.Errorf("key %q occurs twice", key)
		}
		seen[key] = true
		if !p.accept(":") {
			return h, fmt.Errorf("expected a colon after %q", key)
		}
		switch key {
		case "descr":
			if strings.HasPrefix(p.rest, "[") {
				return h, errors.New("the array has fields (a structured dtype), expected plain numbers or strings")
			}
			h.descr, err = p.quoted()
		case "fortran_order":
			h.fortran, err = p.boolean()
		case "shape":
			h.shape, err = p.tuple()
		default:
			err = fmt.Errorf("key %q is not known", key)
		}
		if err != nil {
			return h, err
		}
		if !p.accept(",") && !strings.HasPrefix(p.rest, "}") {
			return h, fmt.Errorf("expected a comma after the value of %q", key)
		}
	}
	if p.rest != "" {
		return h, errors.New("text after the closing brace")
	}
	for _, key := range []string{"descr", "fortran_order", "shape"} {
		if !seen[key] {
			return h, fmt.Errorf("key %q is missing", key)
		}
	}
	return h, nil
}

// parser reads the few Python literals that occur in headers. rest never begins with a space.
type parser struct{ rest string }

func (p *parser) accept(token string) bool {
	p.rest = strings.TrimLeft(p.rest, " \t\r\n")
	rest, ok := strings.CutPrefix(p.rest, token)
	if ok {
		p.rest = strings.TrimLeft(rest, " \t\r\n")
	}
	return ok
}

func (p *parser) quoted() (string, error) {
	for _, quote := range []string{"'", `"`} {
		if p.accept(quote) {
			value, rest, ok := strings.Cut(p.rest, quote)
			if !ok || strings.Contains(value, `\`) {
				break
			}
			p.rest = strings.TrimLeft(rest, " \t\r\n")
			return value, nil
		}
	}
	return "", errors.New("expected a quoted word")
}

func (p *parser) boolean() (bool, error) {
	switch {
	case p.accept("True"):
		return true, nil
	case p.accept("False"):
		return false, nil
	}
	return false, errors.New("fortran_order must be True or False")
}

func (p *parser) tuple() ([]int, error) {
	shape := []int{}
	if !p.accept("(") {
		return nil, errors.New("shape must be a tuple")
	}
	for !p.accept(")") {
		end := strings.IndexFunc(p.rest, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			return nil, errors.New("shape does not end")
		}
		n, err := strconv.Atoi(p.rest[:end])
		if err != nil {
			return nil, errors.New("shape must contain integers that are not negative")
		}
		if shape = append(shape, n); len(shape) > maxRank {
			return nil, fmt.Errorf("shape must have at most %d dimensions", maxRank)
		}
		p.rest = p.rest[end:]
		p.accept("L") // suffix of long integers in Python 2
		if !p.accept(",") && !strings.HasPrefix(p.rest, ")") {
			return nil, errors.New("shape must contain integers separated by commas")
		}
	}
	return shape, nil
}
