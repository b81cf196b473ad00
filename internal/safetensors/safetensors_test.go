package safetensors

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// file returns a file of a header and data.
func file(header, data string) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), data...)
}

func TestRoundTrip(t *testing.T) {
	tensors := []Tensor{
		OfFloat32("b", []int{2, 1}, []float32{1.5, -2}),
		OfInt64("a", []int{3}, []int64{1, -2, 1 << 60}),
		OfFloat32("empty", []int{0, 4}, nil),
		OfFloat32("value", nil, []float32{7}),
	}
	var b bytes.Buffer
	if err := Write(&b, map[string]string{"format": "pt", "note": "quote \" and < é"}, tensors); err != nil {
		t.Fatal(err)
	}
	if n := binary.LittleEndian.Uint64(b.Bytes()); n%8 != 0 {
		t.Errorf("the header takes %d bytes, so the data is not aligned", n)
	}
	f, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if f.Metadata["note"] != "quote \" and < é" || len(f.Tensors) != 4 {
		t.Errorf("%v, %d tensors", f.Metadata, len(f.Tensors))
	}
	if v, err := f.Find("b").Float32(); err != nil || !slices.Equal(v, []float32{1.5, -2}) {
		t.Errorf("%v %v", v, err)
	}
	if v, err := f.Find("a").Int64(); err != nil || !slices.Equal(v, []int64{1, -2, 1 << 60}) {
		t.Errorf("%v %v", v, err)
	}
	if f.Find("nothing") != nil || !slices.Equal(f.Find("empty").Shape, []int{0, 4}) {
		t.Error("Find is wrong")
	}
	for _, bad := range [][]Tensor{{tensors[0], tensors[0]},
		{{Name: "x", DType: "F32", Shape: []int{2}, Data: make([]byte, 4)}}, {{Name: metadataKey, DType: "U8"}}} {
		if Write(&bytes.Buffer{}, nil, bad) == nil {
			t.Errorf("%v was written", bad)
		}
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		tensor Tensor
		floats []float32
		ints   []int64
	}{
		{Tensor{DType: "F16", Data: []byte{0, 0x3c, 0, 0xc0}}, []float32{1, -2}, []int64{1, -2}},
		{Tensor{DType: "F32", Data: []byte{0, 0, 0x80, 0x3f}}, []float32{1}, []int64{1}},
		{Tensor{DType: "F32", Data: []byte{0, 0, 0, 0x3f}}, []float32{0.5}, nil},
		{Tensor{DType: "I32", Data: []byte{0xfe, 0xff, 0xff, 0xff}}, nil, []int64{-2}},
		{Tensor{DType: "BF16", Data: []byte{0, 0}}, nil, nil},
	} {
		f, errF := c.tensor.Float32()
		i, errI := c.tensor.Int64()
		if !slices.Equal(f, c.floats) || !slices.Equal(i, c.ints) || (errF == nil) != (c.floats != nil) ||
			(errI == nil) != (c.ints != nil) {
			t.Errorf("%v: %v %v, %v %v", c.tensor, f, errF, i, errI)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "the file ends early, expected 8 bytes of header length"},
		{[]byte("PK\x03\x04PK\x03\x04PK"), "not a safetensors file: its header would be"},
		{file(`{}`, "")[:9], "header: the file ends early"},
		{file(`[]`, ""), "not a JSON object"},
		{file(`{"a":`, ""), "tensor a: "},
		{file(`{"a":1}`, ""), "tensor a: "},
		{file(`{} x`, ""), "header: "},
		{file(`{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}`, "0000"), `tensor a: unknown dtype "Q4"`},
		{file(`{"a":{"dtype":"F32","shape":[1]}}`, "0000"), "tensor a: data_offsets must be two numbers"},
		{file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, "0000"), "are not a range"},
		{file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, "0000"), "takes 8 bytes, data_offsets give 4"},
		{file(`{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, "0000"), "out of range"},
		{file(`{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}`, "0000"), "too large"},
		{file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, "00000000"), "tensor a starts at byte 4, expected 0"},
		{file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "000"),
			"tensor a: the file ends early, expected 4 bytes"},
		{file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "00000"), "bytes follow the last tensor"},
		{file(`{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`,
			""), "tensor a is listed twice"},
		{file(`{"__metadata__":{"a":1}}`, ""), "__metadata__: every value must be a string"},
	} {
		if _, err := Read(bytes.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q", c.data, err, c.want)
		}
	}
}

// Headers that claim gigabytes cost only the memory of the bytes in the file.
func TestHugeClaimTakesNoMemory(t *testing.T) {
	long := binary.LittleEndian.AppendUint64(nil, MaxHeader)
	for _, data := range [][]byte{append(long, '{'),
		file(`{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}`, "0000")} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Read(bytes.NewReader(data)); err == nil {
			t.Error("no error")
		}
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 10<<20 {
			t.Errorf("%d bytes were allocated", grown)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(`{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]},`+
		`"a":{"dtype":"F16","shape":[1,1],"data_offsets":[0,2]}}`, "000000"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, file.Metadata, file.Tensors); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&b)
		if err != nil || len(again.Tensors) != len(file.Tensors) {
			t.Fatalf("what was written reads as %v, %v", again, err)
		}
	})
}
