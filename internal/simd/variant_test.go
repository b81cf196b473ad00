package simd

import (
	"strings"
	"testing"
	"unsafe"
)

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		request string
		best    level
		want    level
		err     string
	}{
		{"", avx512, avx512, ""},
		{"", portable, portable, ""},
		{"portable", avx512, portable, ""},
		{"avx2", avx512, avx2, ""},
		{"avx512", avx512, avx512, ""},
		{"avx512", avx2, avx2, "ACTMAX_SIMD=avx512: this processor or build only has \"avx2\""},
		{"AVX2", avx512, avx512, "ACTMAX_SIMD=\"AVX2\" is unknown; expected portable, avx2 or avx512"},
	} {
		got, err := choose(c.request, c.best)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%q with %v: %v, %v", c.request, c.best, got, err)
		}
	}
}

func TestLanes(t *testing.T) {
	for l, want := range map[level]int{portable: 16, avx2: 8, avx512: 16} {
		use(t, l)
		if Lanes() != want || Variant() != levels[l] {
			t.Errorf("%s: %d lanes, named %s", levels[l], Lanes(), Variant())
		}
	}
}

func TestAligned(t *testing.T) {
	for n := range 200 {
		x := Aligned(n)
		if len(x) != n || cap(x) != n {
			t.Fatalf("Aligned(%d): length %d, capacity %d", n, len(x), cap(x))
		}
		if n > 0 && uintptr(unsafe.Pointer(&x[0]))%64 != 0 {
			t.Fatalf("Aligned(%d) begins at %p", n, &x[0])
		}
	}
}

// Arguments that reach beyond a slice panic before any assembly runs.
func TestBounds(t *testing.T) {
	f := func(n int) []float32 { return make([]float32, n) }
	p := NewPacked(4, 2)
	off := []int32{0, 16}
	toom, space := NewToom(4, 2), NewToomSpace(4, 30, 16)
	sparse := NewSparse(2, 3)
	sparse.Append(0, 3, f(3), 1)
	sparse.End()
	sparse.End()
	gradient, gradientSpace := NewToomGradient(4, 2, 2), NewToomGradientSpace(4, 2, 30, 16)
	for name, call := range map[string]func(){
		"dst has 63 elements, the arguments need 64": func() {
			Correlate(f(63), 16, 16, p, nil, f(32), off, 16, 1, 16, false)
		},
		"src has 31 elements, the arguments need 32": func() {
			Correlate(f(64), 16, 16, p, nil, f(31), off, 16, 1, 16, false)
		},
		"off has 1 elements, expected 2": func() {
			Correlate(f(64), 16, 16, p, nil, f(32), off[:1], 16, 1, 16, false)
		},
		"bias has 3 elements, the arguments need 4": func() {
			Correlate(f(64), 16, 16, p, f(3), f(32), off, 16, 1, 16, false)
		},
		"negative offset -1": func() {
			Correlate(f(64), 16, 16, p, nil, f(32),
				[]int32{0, -1}, 16, 1, 16, false)
		},
		"negative step": func() { Correlate(f(80), 16, 16, p, nil, f(32), off, -16, 2, 16, false) },
		"w has 127 elements, the arguments need 128": func() {
			LaneCorrelate(f(64), 16, 16, 4, f(127), nil, f(32), off, 16, 1, 16, false)
		},
		"bias has 63 elements, the arguments need 64": func() {
			LaneCorrelate(f(64), 16, 16, 4, f(128), f(63), f(32), off, 16, 1, 16, false)
		},
		"Dot: a has 63 elements, the arguments need 64": func() {
			Dot(f(8), 2, f(63), 16, 16, 4, f(32), off, 16, 1, 16, false)
		},
		"Dot: b has 31 elements, the arguments need 32": func() {
			Dot(f(8), 2, f(64), 16, 16, 4, f(31), off, 16, 1, 16, false)
		},
		"Dot: dst has 7 elements, the arguments need 8": func() {
			Dot(f(7), 2, f(64), 16, 16, 4, f(32), off, 16, 1, 16, false)
		},
		"blocks has 479 elements, the arguments need 480": func() {
			NearestWindows(f(16), nil, f(479), 1, 30, 16, f(10))
		},
		"at has 15 elements, expected 16": func() {
			NearestWindows(f(16), make([]int32, 15), f(480), 1, 30, 16, f(10))
		},
		"a query of [axes][1..length]":                      func() { NearestWindows(f(16), nil, f(480), 1, 30, 16, f(31)) },
		"activation has 4 elements, expected 5":             func() { Mask(f(5), f(4)) },
		"vNext has 4 elements, expected 5":                  func() { adam(f(5), f(5), f(5), f(4), 0, 0, 0, 0, 0, 0) },
		"Transpose: dst has 11 elements, the arguments nee": func() { Transpose(f(11), 3, f(12), 4, 3, 4) },
		"FanOut: dst has 95 elements, the arguments need 96": func() {
			FanOut(f(95), 48, f(10), nil, f(112), 3, 16, false)
		},
		"FanOut: src has 111 elements, the arguments need 112": func() {
			FanOut(f(96), 48, f(10), nil, f(111), 3, 16, false)
		},
		"FanOut: bias has 1 elements, the arguments need 2": func() {
			FanOut(f(96), 48, f(10), f(1), f(112), 3, 16, false)
		},
		"LaneFanOut: act has 95 elements, the arguments need 96": func() {
			LaneFanOut(f(96), 48, f(160), f(112), f(95), 3, 16)
		},
		"FanIn: src has 223 elements, the arguments need 224": func() { FanIn(f(48), f(10), f(223), 112, 3, 16, false) },
		"LaneFanIn: bias has 15 elements, the arguments need 16": func() {
			LaneFanIn(f(48), f(160), f(15), f(224), 112, 3, 16, false)
		},
		"Filter: dst has 1919 elements": func() { toom.Filter(space, f(1919), 480, nil, false, f(1088), 544, 30) },
		"Filter: src has 1087 elements": func() { toom.Filter(space, f(1920), 480, nil, false, f(1087), 544, 30) },
		"Filter: bias has 3 elements":   func() { toom.Filter(space, f(1920), 480, f(3), false, f(1088), 544, 30) },
		"FilterMask: act has 1919 elements": func() {
			toom.FilterMask(space, f(1920), 480, f(1919), f(1088), 544, 30)
		},
		"Filter: 31 columns": func() { toom.Filter(space, f(2000), 496, nil, false, f(1200), 600, 31) },
		"Filter: 5 columns":  func() { toom.Filter(space, f(1920), 480, nil, false, f(1088), 544, 5) },
		"filters from 2 to 5 channels": func() {
			NewToom(5, 2).Filter(space, f(1920), 480, nil, false, f(1088), 544, 30)
		},
		"Product: dst has 31 elements, the arguments need 32": func() {
			Product(f(31), 16, 0, f(2), 1, 2, f(16), 0,
				Sum{1, 0, 0, 1, 1, 16}, 1, 16, false)
		},
		"Product: a has 5 elements, the arguments need 6": func() {
			Product(f(32), 16, 0, f(5), 1, 2, f(32), 0,
				Sum{2, 2, 0, 3, 1, 8}, 1, 16, false)
		},
		"Product: b has 47 elements, the arguments need 48": func() {
			Product(f(32), 16, 0, f(6), 1, 2, f(47), 0,
				Sum{2, 2, 16, 3, 1, 8}, 1, 16, false)
		},
		"Sparse: a has 4 elements, the arguments need 5":        func() { NewSparse(1, 3).Append(0, 3, f(4), 2) },
		"Sparse: matrix has 3 elements, the arguments need 4":   func() { NewSparse(1, 3).Append(0, 4, f(4), 1) },
		"Sparse: dst has 31 elements, the arguments need 32":    func() { sparse.Multiply(f(31), 16, f(48), 16, 16) },
		"Sparse: src has 47 elements, the arguments need 48":    func() { sparse.Multiply(f(32), 16, f(47), 16, 16) },
		"PackFilters: w has 39 elements, the arguments need 40": func() { toom.PackFilters(f(39), 10, 5, true, 0, 4) },
		"ToomGradient: e has 1919 elements": func() {
			gradient.Add(0, gradientSpace, f(4), f(1919), 480, f(1088), 544, 30)
		},
		"ToomGradient: src has 1087 elements": func() {
			gradient.Add(0, gradientSpace, f(4), f(1920), 480, f(1087), 544, 30)
		},
		"ToomGradient: bias has 3 elements": func() {
			gradient.Add(0, gradientSpace, f(3), f(1920), 480, f(1088), 544, 30)
		},
		"ToomGradient: 31 columns": func() {
			gradient.Add(0, gradientSpace, f(4), f(2000), 496, f(1200), 600, 31)
		},
		"ToomGradient: part 2 of 2": func() {
			gradient.Add(2, gradientSpace, f(4), f(1920), 480, f(1088), 544, 30)
		},
		"ToomGradient: dst has 39 elements":                 func() { gradient.Gradient(f(39), f(40), 2, 0, 4) },
		"ToomGradient: scratch has 39 elements":             func() { gradient.Gradient(f(40), f(39), 2, 0, 4) },
		"ToomGradient: 3 parts of 2":                        func() { gradient.Gradient(f(40), f(40), 3, 0, 4) },
		"PackMatrix: w has 7 elements, the arguments need ": func() { p.PackMatrix(f(7), 2, 1) },
	} {
		func() {
			defer func() {
				if e, _ := recover().(string); !strings.Contains(e, name) {
					t.Errorf("expected a panic with %q, got %q", name, e)
				}
			}()
			call()
		}()
	}
	// Empty work needs no slices.
	Correlate(nil, 0, 0, NewPacked(0, 0), nil, nil, nil, 0, 1, 1, false)
	Correlate(nil, 16, 16, p, nil, nil, nil, 16, 0, 16, false)
	LaneCorrelate(nil, 0, 0, 0, nil, nil, nil, off, 0, 1, 1, false)
	Dot(nil, 0, nil, 0, 0, 0, nil, off, 0, 1, 1, false)
	NearestWindows(nil, nil, nil, 1, 30, 16, f(10))
	ReLU(nil)
	Mask(nil, nil)
	adam(nil, nil, nil, nil, 0, 0, 0, 0, 0, 0)
	FanOut(nil, 0, nil, nil, nil, 3, 16, true)
	LaneFanOut(nil, 0, nil, nil, nil, 3, 16)
	FanIn(nil, nil, nil, 0, 3, 16, false)
	Product(nil, 0, 0, nil, 0, 0, nil, 0, Sum{}, 1, 1, false)
	LaneFanIn(nil, nil, nil, nil, 0, 3, 16, false)
	// An empty sum is 0.
	dst := []float32{1, 1, 1, 1}
	Dot(dst, 2, nil, 0, 0, 2, nil, off, 0, 0, 16, true)
	if dst[0] != 1 {
		t.Error("Dot over no columns changed what it adds to")
	}
	Dot(dst, 2, nil, 0, 0, 2, nil, off, 0, 0, 16, false)
	if dst[0] != 0 || dst[3] != 0 {
		t.Error("Dot over no columns is not 0")
	}
}
