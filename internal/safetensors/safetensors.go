// Package safetensors reads and writes files of named tensors in the safetensors format: eight bytes with the length of
// the header (little-endian), a JSON header, then the bytes of the tensors without gaps.
package safetensors

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
)

// MaxHeader is the longest header that is read, in bytes. It is the limit of the format.
const MaxHeader = 100_000_000

const metadataKey = "__metadata__"

// Tensor is one named array in C order; Data holds its elements little-endian.
type Tensor struct {
	Name  string
	DType string // "F32", "F16", "F64", "I64", ...
	Shape []int
	Data  []byte
}

// File is the content of a safetensors file. Tensors are in the order of their bytes.
type File struct {
	Metadata map[string]string
	Tensors  []Tensor
}

// size is the number of bytes of an element, by type.
var size = map[string]int{
	"BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1,
	"U16": 2, "I16": 2, "F16": 2, "BF16": 2,
	"U32": 4, "I32": 4, "F32": 4,
	"U64": 8, "I64": 8, "F64": 8,
}

type entry struct {
	DType   string   `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets *[]int64 `json:"data_offsets"`
}

// Read reads a whole file. Its memory depends on the bytes in the file, never on what a header claims.
func Read(r io.Reader) (*File, error) {
	var prefix [8]byte
	if _, err := io.ReadFull(r, prefix[:]); err != nil {
		return nil, fmt.Errorf("not a safetensors file: %w", short(err, "8 bytes of header length"))
	}
	length := binary.LittleEndian.Uint64(prefix[:])
	if length > MaxHeader {
		return nil, fmt.Errorf("not a safetensors file: its header would be %d bytes long, at most %d are allowed",
			length, MaxHeader)
	}
	header, err := take(r, int64(length))
	if err != nil {
		return nil, fmt.Errorf("header: %w", short(err, fmt.Sprintf("%d bytes", length)))
	}
	f := &File{Metadata: map[string]string{}}
	entries, err := f.parse(header)
	if err != nil {
		return nil, err
	}
	var position int64
	for i := range f.Tensors {
		t, e := &f.Tensors[i], entries[i]
		begin, end := (*e.Offsets)[0], (*e.Offsets)[1]
		if begin != position {
			return nil, fmt.Errorf("tensor %s starts at byte %d, expected %d: tensors must follow each other without gaps",
				t.Name, begin, position)
		}
		if t.Data, err = take(r, end-begin); err != nil {
			return nil, fmt.Errorf("tensor %s: %w", t.Name, short(err, fmt.Sprintf("%d bytes", end-begin)))
		}
		position = end
	}
	if n, err := io.CopyN(io.Discard, r, 1); n > 0 {
		return nil, fmt.Errorf("bytes follow the last tensor (from byte %d of the data on)", position)
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return f, nil
}

// parse fills f from the header and returns the entries in the order of f.Tensors.
func (f *File) parse(header []byte) ([]entry, error) {
	d := json.NewDecoder(bytes.NewReader(header))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, errors.New("not a safetensors file: its header is not a JSON object")
	}
	type named struct {
		name string
		entry
	}
	var all []named
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("header: %w", err)
		}
		name := token.(string) // an object's key is always a string
		if seen[name] {
			return nil, fmt.Errorf("tensor %s is listed twice", name)
		}
		seen[name] = true
		if name == metadataKey {
			if err := d.Decode(&f.Metadata); err != nil {
				return nil, fmt.Errorf("%s: every value must be a string: %w", metadataKey, err)
			}
			continue
		}
		var e entry
		if err := d.Decode(&e); err != nil {
			return nil, fmt.Errorf("tensor %s: %w", name, err)
		}
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("tensor %s: %w", name, err)
		}
		all = append(all, named{name, e})
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("header: text after the closing brace")
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := *all[i].Offsets, *all[j].Offsets
		return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
	})
	entries := make([]entry, len(all))
	for i, n := range all {
		entries[i] = n.entry
		shape := make([]int, len(n.Shape))
		for k, v := range n.Shape {
			shape[k] = int(v)
		}
		f.Tensors = append(f.Tensors, Tensor{Name: n.name, DType: n.DType, Shape: shape})
	}
	return entries, nil
}

// check returns an error if type, shape and offsets do not agree.
func (e *entry) check() error {
	width, ok := size[e.DType]
	if !ok {
		return fmt.Errorf("unknown dtype %q", e.DType)
	}
	if e.Offsets == nil || len(*e.Offsets) != 2 {
		return errors.New("data_offsets must be two numbers")
	}
	begin, end := (*e.Offsets)[0], (*e.Offsets)[1]
	if begin < 0 || end < begin {
		return fmt.Errorf("data_offsets [%d, %d] are not a range", begin, end)
	}
	bytes := int64(width)
	for _, v := range e.Shape {
		if v < 0 || v > math.MaxInt32 {
			return fmt.Errorf("shape %v is out of range", e.Shape)
		}
		if v != 0 && bytes > math.MaxInt64/v {
			return fmt.Errorf("shape %v is too large", e.Shape)
		}
		bytes *= v
	}
	if bytes != end-begin {
		return fmt.Errorf("shape %v of %s takes %d bytes, data_offsets give %d", e.Shape, e.DType, bytes, end-begin)
	}
	return nil
}

// take reads n bytes. It does not allocate n bytes before they are read.
func take(r io.Reader, n int64) ([]byte, error) {
	const trusted = 1 << 20
	if n <= trusted {
		data := make([]byte, n)
		_, err := io.ReadFull(r, data)
		return data, err
	}
	var b bytes.Buffer
	b.Grow(trusted)
	if _, err := io.CopyN(&b, r, n); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// short returns an error with what was expected if err is an early end of the file.
func short(err error, expected string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file ends early, expected %s; copy or create it again", expected)
	}
	return err
}

// Find returns the tensor of that name, or nil.
func (f *File) Find(name string) *Tensor {
	for i := range f.Tensors {
		if f.Tensors[i].Name == name {
			return &f.Tensors[i]
		}
	}
	return nil
}

// Write writes the tensors in the given order. Metadata may be nil. The header is padded with spaces to a multiple of
// eight bytes, so that the data is aligned.
func Write(w io.Writer, metadata map[string]string, tensors []Tensor) error {
	var header bytes.Buffer
	header.WriteByte('{')
	if len(metadata) > 0 {
		if err := field(&header, metadataKey, metadata); err != nil {
			return err
		}
	}
	var position int64
	seen := map[string]bool{metadataKey: true}
	for i := range tensors {
		t := &tensors[i]
		if seen[t.Name] {
			return fmt.Errorf("tensor %s cannot be written twice", t.Name)
		}
		seen[t.Name] = true
		e := entry{DType: t.DType, Shape: make([]int64, len(t.Shape)),
			Offsets: &[]int64{position, position + int64(len(t.Data))}}
		for k, v := range t.Shape {
			e.Shape[k] = int64(v)
		}
		if err := e.check(); err != nil {
			return fmt.Errorf("tensor %s: %w", t.Name, err)
		}
		if err := field(&header, t.Name, e); err != nil {
			return err
		}
		position += int64(len(t.Data))
	}
	header.WriteByte('}')
	for header.Len()%8 != 0 {
		header.WriteByte(' ')
	}
	var prefix [8]byte
	binary.LittleEndian.PutUint64(prefix[:], uint64(header.Len()))
	if _, err := w.Write(prefix[:]); err != nil {
		return err
	}
	if _, err := w.Write(header.Bytes()); err != nil {
		return err
	}
	for i := range tensors {
		if _, err := w.Write(tensors[i].Data); err != nil {
			return err
		}
	}
	return nil
}

// field appends "key":value to a JSON object.
func field(b *bytes.Buffer, key string, value any) error {
	if b.Len() > 1 {
		b.WriteByte(',')
	}
	k, err := json.Marshal(key)
	if err != nil {
		return err
	}
	v, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	b.Write(k)
	b.WriteByte(':')
	b.Write(v)
	return nil
}
