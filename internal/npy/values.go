package npy

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"actmax/internal/half"
)

// dtype is a parsed descr: byte order, kind letter, and bytes per value.
type dtype struct {
	order binary.ByteOrder
	kind  byte
	width int
}

func parseType(descr string) (dtype, error) {
	t := dtype{order: binary.LittleEndian}
	if descr != "" && strings.IndexByte("<>|=", descr[0]) >= 0 {
		if descr[0] == '>' {
			t.order = binary.BigEndian
		}
		descr = descr[1:]
	}
	refuse := fmt.Errorf("values of type %q cannot be read, expected integers, floats or strings", descr)
	if descr == "" {
		return t, refuse
	}
	if descr[0] == 'O' {
		return t, fmt.Errorf("the array contains Python objects, which need pickle:" +
			" save it with a plain type, e.g. numpy.asarray(x, dtype=str) for names")
	}
	n, err := strconv.Atoi(descr[1:])
	if err != nil || n < 0 || n > MaxBytes/4 {
		return t, refuse
	}
	t.kind, t.width = descr[0], n
	switch {
	case t.kind == 'U':
		t.width = 4 * n
	case t.kind == 'S':
	case t.kind == 'f' && (n == 2 || n == 4 || n == 8):
	case (t.kind == 'i' || t.kind == 'u') && (n == 1 || n == 2 || n == 4 || n == 8):
	case t.kind == 'b' && n == 1:
	default:
		return t, refuse
	}
	return t, nil
}

// fill reads count values.
func (a *Array) fill(r io.Reader, t dtype, count int) (err error) {
	switch t.kind {
	case 'f':
		switch t.width {
		case 2:
			a.Float32, err = decode(r, t, count, func(b []byte) (float32, error) {
				return half.Widen(t.order.Uint16(b)), nil
			})
		case 4:
			a.Float32, err = decode(r, t, count, func(b []byte) (float32, error) {
				return math.Float32frombits(t.order.Uint32(b)), nil
			})
		default:
			a.Float64, err = decode(r, t, count, func(b []byte) (float64, error) {
				return math.Float64frombits(t.order.Uint64(b)), nil
			})
		}
	case 'U', 'S':
		a.Text, err = decode(r, t, count, t.text)
	default:
		a.Int64, err = decode(r, t, count, t.integer)
	}
	return err
}

// decode reads values in pieces, so that a header that claims more values than the file has costs no memory.
func decode[T any](r io.Reader, t dtype, count int, value func([]byte) (T, error)) ([]T, error) {
	const piece = 1 << 16
	out := make([]T, 0, min(count, piece))
	if t.width > piece { // such long strings are read one by one
		return decodeLong(r, t, count, value, out)
	}
	perPiece := count
	if t.width > 0 {
		perPiece = piece / t.width
	}
	buffer := make([]byte, min(count, perPiece)*t.width)
	for len(out) < count {
		k := min(count-len(out), perPiece)
		if _, err := io.ReadFull(r, buffer[:k*t.width]); err != nil {
			return nil, short(err, fmt.Sprintf("%d values", count))
		}
		for i := range k {
			v, err := value(buffer[i*t.width : (i+1)*t.width])
			if err != nil {
				return nil, fmt.Errorf("value %d: %w", len(out), err)
			}
			out = append(out, v)
		}
	}
	return out, nil
}

func decodeLong[T any](r io.Reader, t dtype, count int, value func([]byte) (T, error), out []T) ([]T, error) {
	for range count {
		b, err := io.ReadAll(io.LimitReader(r, int64(t.width)))
		if err != nil {
			return nil, err
		}
		if len(b) < t.width {
			return nil, short(io.EOF, fmt.Sprintf("%d values", count))
		}
		v, err := value(b)
		if err != nil {
			return nil, fmt.Errorf("value %d: %w", len(out), err)
		}
		out = append(out, v)
	}
	return out, nil
}

func (t dtype) integer(b []byte) (int64, error) {
	var u uint64
	switch t.width {
	case 1:
		u = uint64(b[0])
	case 2:
		u = uint64(t.order.Uint16(b))
	case 4:
		u = uint64(t.order.Uint32(b))
	default:
		u = t.order.Uint64(b)
	}
	if t.kind != 'i' {
		if u > math.MaxInt64 {
			return 0, fmt.Errorf("%d is too large", u)
		}
		return int64(u), nil
	}
	shift := 64 - 8*t.width
	return int64(u<<shift) >> shift, nil
}

// text decodes a string, which numpy pads with zeros.
func (t dtype) text(b []byte) (string, error) {
	if t.kind == 'S' {
		s := strings.TrimRight(string(b), "\x00")
		if !utf8.ValidString(s) {
			return "", fmt.Errorf("%q is not UTF-8", s)
		}
		return s, nil
	}
	var s strings.Builder
	end := len(b)
	for end >= 4 && t.order.Uint32(b[end-4:]) == 0 {
		end -= 4
	}
	for i := 0; i < end; i += 4 {
		c := t.order.Uint32(b[i:])
		if c > utf8.MaxRune || !utf8.ValidRune(rune(c)) {
			return "", fmt.Errorf("%#x is not a character", c)
		}
		s.WriteRune(rune(c))
	}
	return s.String(), nil
}
