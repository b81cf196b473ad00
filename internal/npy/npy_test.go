package npy

import (
	"archive/zip"
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestReadNumpy reads what numpy wrote, stored and deflated.
func TestReadNumpy(t *testing.T) {
	for _, file := range []string{"stored.npz", "deflated.npz"} {
		a, err := Open(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		read := func(name string, shape ...int) *Array {
			t.Helper()
			x, err := a.Read(name)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if !slices.Equal(x.Shape, shape) {
				t.Errorf("%s %s: shape %v, expected %v", file, name, x.Shape, shape)
			}
			return x
		}
		want32 := make([]float32, 24)
		for i := range want32 {
			want32[i] = float32(i) / 7
		}
		for _, name := range []string{"f4", "fortran"} {
			if x := read(name, 2, 3, 4); !slices.Equal(x.Float32, want32) {
				t.Errorf("%s %s: %v", file, name, x.Float32)
			}
		}
		for name, factor := range map[string]float64{"f8": math.Pi, "big": 1} {
			for i, v := range read(name, 2, 3, 4).Float64 {
				if want := float64(want32[i]) * factor; v != want {
					t.Errorf("%s %s: value %d is %v, expected %v", file, name, i, v, want)
				}
			}
		}
		if x := read("f2", 4).Float32; x[0] != 1 || x[1] != -2.5 || x[2] < 5.9e-8 || x[2] > 6.1e-8 ||
			!math.IsInf(float64(x[3]), 1) {
			t.Errorf("%s f2: %v", file, x)
		}
		for _, c := range []struct {
			name  string
			shape []int
			want  []int64
		}{
			{"i4", []int{2, 2}, []int64{1, -2, 3, -4}}, {"i8", []int{2}, []int64{1<<53 + 1, math.MinInt64}},
			{"u1", []int{2}, []int64{0, 255}},
			{"bool", []int{2}, []int64{1, 0}}, {"i2f", []int{2, 3}, []int64{0, 1, 2, 3, 4, 5}},
		} {
			if x := read(c.name, c.shape...); !slices.Equal(x.Int64, c.want) {
				t.Errorf("%s %s: %v", file, c.name, x.Int64)
			}
		}
		for _, c := range []struct {
			name string
			want []string
		}{{"names", []string{"sit", "walké", "😀 run", ""}}, {"bigU", []string{"ab", "c"}},
			{"bytes", []string{"sit", "walk"}}} {
			if x := read(c.name, len(c.want)); !slices.Equal(x.Text, c.want) {
				t.Errorf("%s %s: %q", file, c.name, x.Text)
			}
		}
		if x := read("scalar"); x.Len() != 1 || x.Float64[0] != 2.5 {
			t.Errorf("%s scalar: %v", file, x)
		}
		if x := read("empty", 0, 6, 30); x.Len() != 0 {
			t.Errorf("%s empty: %v", file, x)
		}
		if _, err := a.Read("nothing"); err == nil || !strings.Contains(err.Error(), "it has big, bigU") {
			t.Errorf("unknown name: %v", err)
		}
		if !a.Has("f4") || a.Has("nothing") {
			t.Error("Has is wrong")
		}
	}
}

// The written bytes are those that numpy writes.
func TestWriteLikeNumpy(t *testing.T) {
	x, err := Load(filepath.Join("testdata", "float32.npy"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file  string
		write func(*bytes.Buffer) error
	}{
		{"float32.npy", func(b *bytes.Buffer) error { return WriteFloat32(b, []int{2, 3, 4}, x.Float32) }},
		{"int64.npy", func(b *bytes.Buffer) error { return WriteInt64(b, []int{3}, []int64{5, -6, 7}) }},
		{"scalar.npy", func(b *bytes.Buffer) error { return WriteFloat32(b, nil, []float32{1.5}) }},
	} {
		want, err := os.ReadFile(filepath.Join("testdata", c.file))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s:\n%q, numpy writes\n%q", c.file, b.Bytes(), want)
		}
	}
	if v, err := Load(filepath.Join("testdata", "version2.npy")); err != nil || !slices.Equal(v.Float32, x.Float32) {
		t.Errorf("version 2: %v", err)
	}
	if WriteFloat32(&bytes.Buffer{}, []int{2}, nil) == nil || WriteInt64(&bytes.Buffer{}, []int{-1}, nil) == nil {
		t.Error("a shape that does not fit the values must be refused")
	}
}

func TestArchiveRoundTrip(t *testing.T) {
	var first []byte
	for range 2 {
		var b bytes.Buffer
		w := NewWriter(&b)
		if err := w.Float32("signal", []int{1, 2, 2}, []float32{1, 2, float32(math.NaN()), 4}); err != nil {
			t.Fatal(err)
		}
		if err := w.Int64("trace_step", []int{2}, []int64{0, 5000}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = slices.Clone(b.Bytes())
		} else if !bytes.Equal(first, b.Bytes()) {
			t.Error("the same calls give other bytes")
		}
	}
	a, err := newArchive(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(a.Names(), []string{"signal", "trace_step"}) {
		t.Errorf("names %v", a.Names())
	}
	x, err := a.Read("signal")
	if err != nil || x.Float32[3] != 4 || x.Float32[2] == x.Float32[2] {
		t.Errorf("%v %v", x, err)
	}
	if s, err := a.Read("trace_step"); err != nil || s.Int64[1] != 5000 {
		t.Errorf("%v %v", s, err)
	}
	broken := slices.Clone(first)
	broken[bytes.Index(broken, []byte{0, 0, 0x80, 0x3f})]++ // inside the value 1
	if a, err = newArchive(bytes.NewReader(broken), int64(len(broken))); err == nil {
		if _, err := a.Read("signal"); err == nil {
			t.Error("a wrong checksum must be noticed")
		}
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}

func TestConversions(t *testing.T) {
	text := &Array{Text: []string{"a"}, DType: "<U1"}
	for _, c := range []struct {
		array   *Array
		float   []float32
		integer []int64
	}{
		{&Array{Float32: []float32{1, 2}}, []float32{1, 2}, []int64{1, 2}},
		{&Array{Float64: []float64{1, 0.5}}, []float32{1, 0.5}, nil},
		{&Array{Int64: []int64{3}}, []float32{3}, []int64{3}},
		{text, nil, nil},
	} {
		f, errF := c.array.ToFloat32()
		i, errI := c.array.ToInt64()
		if !slices.Equal(f, c.float) || !slices.Equal(i, c.integer) || (errF == nil) != (c.float != nil) ||
			(errI == nil) != (c.integer != nil) {
			t.Errorf("%+v: %v %v, %v %v", c.array, f, errF, i, errI)
		}
	}
}

// array returns a file of a header and data.
func array(header string, data string) []byte {
	return slices.Concat([]byte(magic), []byte{1, 0, byte(len(header)), byte(len(header) >> 8)}, []byte(header),
		[]byte(data))
}

func TestReadErrors(t *testing.T) {
	object, err := os.ReadFile(filepath.Join("testdata", "objects.npy"))
	if err != nil {
		t.Fatal(err)
	}
	fields, err := os.ReadFile(filepath.Join("testdata", "fields.npy"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		data []byte
		want string
	}{
		{[]byte("PK"), "not an .npy array"},
		{[]byte(magic + "\x09\x00\x00\x00"), "version 9"},
		{[]byte(magic + "\x01\x00\x80\x00{"), "ends early, expected the header"},
		{[]byte(magic + "\x02\x00\xff\xff\xff\x7f{"), "at most 65536"},
		{object, "Python objects"},
		{fields, "structured dtype"},
		{array("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "0000"), "ends early, expected 3 values"},
		{array("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,9999999999), }", ""), "too large"},
		{array("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", ""), "integers"},
		{array("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", ""), "integers"},
		{array("{'descr': '<U0', 'fortran_order': False, 'shape': (900000000,), }", ""), "too large"},
		{array("{'descr': '<U900000000', 'fortran_order': False, 'shape': (1,), }", "a"), "ends early"},
		{array("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", "\xff\xff\xff\xff"), "not a character"},
		{array("{'descr': '|S1', 'fortran_order': False, 'shape': (1,), }", "\xff"), "not UTF-8"},
		{array("{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", "\xff\xff\xff\xff\xff\xff\xff\xff"), "too large"},
		{array("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "12345678"), `"c8" cannot be read`},
		{array("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "0000"), "True or False"},
		{array("{'descr': '<f4', 'fortran_order': False}", "0000"), `"shape" is missing`},
		{array("{'descr': '<f4', 'descr': '<f4'}", "0000"), "twice"},
		{array("{'descr': '<f4', 'size': 3}", "0000"), `"size" is not known`},
		{array("['descr']", "0000"), "expected a dictionary"},
		{array("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2), }", "0000"), "commas"},
		{array("{'descr': '<f4', 'fortran_order': True, 'shape': ("+strings.Repeat("1, ", maxRank+1)+"), }", "0000"),
			"at most 64 dimensions"},
	} {
		if _, err := Read(bytes.NewReader(c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, want %q", c.data, err, c.want)
		}
	}
	if _, err := Open(filepath.Join("testdata", "float32.npy")); err == nil ||
		!strings.Contains(err.Error(), "is not an .npz archive") {
		t.Errorf("got %v", err)
	}
}

// A header that claims gigabytes costs only the memory of the bytes in the file.
func TestHugeClaimTakesNoMemory(t *testing.T) {
	data := array("{'descr': '<f8', 'fortran_order': False, 'shape': (500000000,), }", strings.Repeat("0", 1000))
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

func FuzzRead(f *testing.F) {
	for _, name := range []string{"float32.npy", "int64.npy", "scalar.npy", "objects.npy", "version2.npy"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(array("{'descr': '>U2', 'fortran_order': True, 'shape': (1L, 2), }", strings.Repeat("\x00\x00\x00a", 4)))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		n := 1
		for _, s := range a.Shape {
			n *= s
		}
		if a.Len() != n {
			t.Fatalf("shape %v, but %d values", a.Shape, a.Len())
		}
		if a.Float32 != nil {
			var b bytes.Buffer
			if err := WriteFloat32(&b, a.Shape, a.Float32); err != nil {
				t.Fatal(err)
			}
			again, err := Read(&b)
			if err != nil || !slices.Equal(again.Shape, a.Shape) {
				t.Fatal(err)
			}
		}
	})
}

func FuzzArchive(f *testing.F) {
	for _, name := range []string{"stored.npz", "deflated.npz"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := newArchive(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, name := range a.Names() {
			if x, err := a.Read(name); err == nil && x == nil {
				t.Fatal("neither an array nor an error")
			}
		}
	})
}

// newArchive is Open for the bytes of an archive.
func newArchive(r io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	return &Archive{files: z.File}, nil
}
