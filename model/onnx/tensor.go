package onnx

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"actmax/internal/half"
)

// Element types of ONNX tensors.
const (
	typeFloat   = 1
	typeInt32   = 6
	typeInt64   = 7
	typeFloat16 = 10
	typeDouble  = 11
)

// maxSize is the largest number of values of a tensor.
const maxSize = 1 << 28

// Files opens a file of external weights by its name in the model, which is relative to the model's folder. It returns
// length bytes from offset on, or all bytes from offset on if length is negative.
type Files func(name string, offset, length int64) ([]byte, error)

// size returns the number of values according to dims.
func (t *tensor) size() (int, error) {
	n := int64(1)
	for _, d := range t.dims {
		if d < 0 || d > maxSize || d > 0 && n > maxSize/d {
			return 0, fmt.Errorf("tensor %s: shape %v is out of range", t.name, t.dims)
		}
		n *= d
	}
	return int(n), nil
}

// bytes returns the tensor's little-endian data, from the model or from an external file.
func (t *tensor) bytes(files Files) ([]byte, error) {
	if !t.isExternal {
		return t.raw, nil
	}
	number := func(key string, missing int64) (int64, error) {
		text, ok := t.external[key]
		if !ok {
			return missing, nil
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return 0, fmt.Errorf("tensor %s: external %s %q is not a number", t.name, key, text)
		}
		return n, nil
	}
	offset, err := number("offset", 0)
	if err != nil {
		return nil, err
	}
	length, err := number("length", -1)
	if err != nil {
		return nil, err
	}
	if length > 8*maxSize {
		return nil, fmt.Errorf("tensor %s: external length %d is out of range", t.name, length)
	}
	data, err := files(t.external["location"], offset, length)
	if err != nil {
		return nil, fmt.Errorf("tensor %s: external data: %w", t.name, err)
	}
	return data, nil
}

// float32s returns the values of a floating-point tensor.
func (t *tensor) float32s(files Files) ([]float32, error) {
	n, err := t.size()
	if err != nil {
		return nil, err
	}
	var out []float32
	if t.hasRaw || t.isExternal {
		b, err := t.bytes(files)
		if err != nil {
			return nil, err
		}
		width := map[int64]int{typeFloat: 4, typeFloat16: 2, typeDouble: 8}[t.dataType]
		if width == 0 {
			return nil, t.wrongType("floats")
		}
		if len(b) != n*width {
			return nil, fmt.Errorf("tensor %s has %d bytes of data, shape %v takes %d", t.name, len(b), t.dims, n*width)
		}
		out = make([]float32, n)
		for i := range out {
			switch width {
			case 2:
				out[i] = half.Widen(binary.LittleEndian.Uint16(b[2*i:]))
			case 4:
				out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
			default:
				out[i] = float32(math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:])))
			}
		}
		return out, nil
	}
	switch t.dataType {
	case typeFloat:
		out = t.floats
	case typeFloat16: // the bits of half-precision numbers
		for _, v := range t.ints32 {
			out = append(out, half.Widen(uint16(v)))
		}
	case typeDouble:
		for _, v := range t.doubles {
			out = append(out, float32(v))
		}
	default:
		return nil, t.wrongType("floats")
	}
	if len(out) != n {
		return nil, fmt.Errorf("tensor %s has %d values, shape %v takes %d", t.name, len(out), t.dims, n)
	}
	return out, nil
}

// int64s returns the values of an integer tensor.
func (t *tensor) int64s(files Files) ([]int64, error) {
	n, err := t.size()
	if err != nil {
		return nil, err
	}
	var out []int64
	switch {
	case t.dataType != typeInt64 && t.dataType != typeInt32:
		return nil, t.wrongType("integers")
	case t.hasRaw || t.isExternal:
		b, err := t.bytes(files)
		if err != nil {
			return nil, err
		}
		width := 8
		if t.dataType == typeInt32 {
			width = 4
		}
		for ; len(b) >= width; b = b[width:] {
			if width == 4 {
				out = append(out, int64(int32(binary.LittleEndian.Uint32(b))))
			} else {
				out = append(out, int64(binary.LittleEndian.Uint64(b)))
			}
		}
	case t.dataType == typeInt64:
		out = t.ints64
	default:
		out = t.ints32
	}
	if len(out) != n {
		return nil, fmt.Errorf("tensor %s has %d values, shape %v takes %d", t.name, len(out), t.dims, n)
	}
	return out, nil
}

func (t *tensor) wrongType(expected string) error {
	return fmt.Errorf("tensor %s has element type %d, expected %s", t.name, t.dataType, expected)
}
