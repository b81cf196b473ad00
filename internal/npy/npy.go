// Package npy reads and writes numpy's .npy arrays and .npz archives, without pickle.
//
// It reads booleans, integers and floats of any width and byte order, strings (U and S), C and Fortran order, versions
// 1 to
// 3. It writes float32 and int64, little-endian, C order.
package npy

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

const (
	magic     = "\x93NUMPY"
	maxHeader = 1 << 16 // bytes; numpy itself refuses more than 10,000 by default
	maxRank   = 64      // dimensions, numpy's own limit

	// MaxBytes is the size of the largest array that is read.
	MaxBytes = 4 << 30
)

// Array is one array in C order. Exactly one of the slices of values is used.
type Array struct {
	Shape   []int     // empty for a single value
	DType   string    // numpy's name as in the file: "<f4"
	Float32 []float32 // f2, f4
	Float64 []float64 // f8
	Int64   []int64   // integers and booleans
	Text    []string  // U, S
}

// Len returns the number of values.
func (a *Array) Len() int { return len(a.Float32) + len(a.Float64) + len(a.Int64) + len(a.Text) }

// ToFloat32 returns the values as float32. Text is an error.
func (a *Array) ToFloat32() ([]float32, error) {
	switch {
	case a.Float64 != nil:
		return convert[float32](a.Float64), nil
	case a.Int64 != nil:
		return convert[float32](a.Int64), nil
	case a.Text != nil:
		return nil, fmt.Errorf("the array contains text (%s), expected numbers", a.DType)
	}
	return a.Float32, nil
}

// ToInt64 returns the values as integers. Text, fractions, and floats beyond 2^53 are errors.
func (a *Array) ToInt64() ([]int64, error) {
	switch {
	case a.Float32 != nil:
		return whole(a.Float32)
	case a.Float64 != nil:
		return whole(a.Float64)
	case a.Text != nil:
		return nil, fmt.Errorf("the array contains text (%s), expected integers", a.DType)
	}
	return a.Int64, nil
}

func convert[T, S float32 | float64 | int64](from []S) []T {
	to := make([]T, len(from))
	for i, v := range from {
		to[i] = T(v)
	}
	return to
}

func whole[S float32 | float64](from []S) ([]int64, error) {
	to := make([]int64, len(from))
	for i, v := range from {
		if float64(v) != math.Trunc(float64(v)) || math.Abs(float64(v)) > 1<<53 {
			return nil, fmt.Errorf("value %d is %v, expected an integer", i, v)
		}
		to[i] = int64(v)
	}
	return to, nil
}

// Load reads a .npy file.
func Load(path string) (*Array, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	a, err := Read(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return a, nil
}

// Read reads one array. Its memory depends on the bytes in the file, never on what a header claims.
func Read(r io.Reader) (*Array, error) {
	h, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	t, err := parseType(h.descr)
	if err != nil {
		return nil, err
	}
	count := 1
	for _, n := range h.shape {
		if n != 0 && count > MaxBytes/n {
			return nil, fmt.Errorf("shape %v is too large, at most %d bytes are read", h.shape, int64(MaxBytes))
		}
		count *= n
	}
	const maxEmpty = 1 << 20 // empty strings take no bytes, so the length of the file does not bound their number
	if t.width > 0 && count > MaxBytes/t.width || t.width == 0 && count > maxEmpty {
		return nil, fmt.Errorf("shape %v of %s is too large, at most %d bytes are read",
			h.shape, h.descr, int64(MaxBytes))
	}
	a := &Array{Shape: h.shape, DType: h.descr}
	if err := a.fill(r, t, count); err != nil {
		return nil, err
	}
	if h.fortran {
		a.Float32, a.Float64 = toC(a.Float32, h.shape), toC(a.Float64, h.shape)
		a.Int64, a.Text = toC(a.Int64, h.shape), toC(a.Text, h.shape)
	}
	return a, nil
}

// toC reorders values from Fortran order (first index fastest) to C order.
func toC[T any](values []T, shape []int) []T {
	if len(values) == 0 || len(shape) < 2 {
		return values
	}
	step := make([]int, len(shape)) // in values, of each index
	n := 1
	for i, s := range shape {
		step[i] = n
		n *= s
	}
	out := make([]T, len(values))
	index := make([]int, len(shape))
	from := 0
	for i := range out {
		out[i] = values[from]
		for d := len(shape) - 1; d >= 0; d-- {
			index[d]++
			from += step[d]
			if index[d] < shape[d] {
				break
			}
			from -= index[d] * step[d]
			index[d] = 0
		}
	}
	return out
}

// WriteFloat32 writes an array; the number of values must be the product of shape.
func WriteFloat32(w io.Writer, shape []int, values []float32) error {
	return write(w, "<f4", shape, len(values), 4,
		func(b []byte, i int) { binary.LittleEndian.PutUint32(b, math.Float32bits(values[i])) })
}

// WriteInt64 writes an array; the number of values must be the product of shape.
func WriteInt64(w io.Writer, shape []int, values []int64) error {
	return write(w, "<i8", shape, len(values), 8,
		func(b []byte, i int) { binary.LittleEndian.PutUint64(b, uint64(values[i])) })
}

func write(w io.Writer, descr string, shape []int, count, width int, put func(b []byte, i int)) error {
	product := 1
	var tuple bytes.Buffer
	for _, n := range shape {
		if n < 0 {
			return fmt.Errorf("shape %v is negative", shape)
		}
		product *= n
		fmt.Fprintf(&tuple, "%d, ", n)
	}
	if product != count {
		return fmt.Errorf("shape %v takes %d values, got %d", shape, product, count)
	}
	text := tuple.String()
	if len(shape) > 1 {
		text = text[:len(text)-2] // numpy writes (2, 3), but (2,)
	} else if len(shape) == 1 {
		text = text[:len(text)-1]
	}
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, text)
	const align, fixed = 64, len(magic) + 4
	padding := align - (fixed+len(header)+1)%align
	length := len(header) + padding%align + 1
	if length > math.MaxUint16 {
		return errors.New("the array has too many dimensions")
	}
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString(magic)
	b.Write([]byte{1, 0, byte(length), byte(length >> 8)})
	b.WriteString(header)
	b.Write(bytes.Repeat([]byte{' '}, padding%align))
	b.WriteByte('\n')
	var chunk [8]byte
	for i := range count {
		put(chunk[:], i)
		b.Write(chunk[:width])
	}
	return b.Flush() // reports the first error of all writes
}
