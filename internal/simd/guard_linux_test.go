package simd

import (
	"math/rand/v2"
	"runtime/debug"
	"syscall"
	"testing"
	"unsafe"
)

// guarded returns n random floats right before a page without access, or right after one: a kernel that reads a single
// float too far faults.
func guarded(t *testing.T, rnd *rand.Rand, n int, atEnd bool) []float32 {
	t.Helper()
	page := syscall.Getpagesize()
	body := (n*4 + page - 1) / page * page
	m, err := syscall.Mmap(-1, 0, body+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Skip("no memory map: ", err)
	}
	t.Cleanup(func() { syscall.Munmap(m) })
	for _, p := range [][]byte{m[:page], m[page+body:]} {
		if err := syscall.Mprotect(p, syscall.PROT_NONE); err != nil {
			t.Skip("no guard page: ", err)
		}
	}
	start := page
	if atEnd {
		start = page + body - 4*n
	}
	x := unsafe.Slice((*float32)(unsafe.Pointer(&m[start])), n)
	for i := range x {
		x[i] = float32(rnd.NormFloat64())
	}
	return x
}

func TestReadsNoFurther(t *testing.T) {
	each(t, func(t *testing.T) {
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		rnd := rand.New(rand.NewPCG(23, 24))
		const most = 1 << 13
		for _, atEnd := range []bool{true, false} {
			dst, src, other := guarded(t, rnd, most, atEnd), guarded(t, rnd, most, atEnd), guarded(t, rnd, most, atEnd)
			part := func(x []float32, n int) []float32 { // n floats against the guard page
				if atEnd {
					return x[most-n:]
				}
				return x[:n:n]
			}
			for _, lanes := range []int{1, 3, 7, 8, 9, 13, 16, 17, 31, 32, 40} {
				for cols := 1; cols <= 13; cols++ {
					for m := 1; m <= 5; m++ {
						for _, gap := range []int{0, 2} {
							const r = 3
							step := lanes + gap
							row := (cols-1)*step + lanes
							off := []int32{int32(lanes), 0, 1}
							d, s := part(dst, m*row), part(src, row+lanes)
							p := NewPacked(m, r)
							Correlate(d, row, step, p, part(other, m), s, off, step, cols, lanes, false)
							Correlate(d, row, step, p, nil, s, off, step, cols, lanes, true)
							LaneCorrelate(d, row, step, m, part(other, m*r*lanes), nil, s, off, step, cols, lanes, true)
							if m*lanes <= most {
								LaneCorrelate(d, row, step, m, make([]float32, m*r*lanes), part(other, m*lanes), s, off, step, cols, lanes,
									false)
							}
							Dot(part(dst, m*r), r, part(other, m*row), row, step, m, s, off, step, cols, lanes, true)
							sparse := NewSparse(1, r)
							sparse.Append(0, r, []float32{1, 2, 3}, 1)
							sparse.End()
							sparse.Multiply(part(dst, row), 0, part(src, 2*gap+row), gap, row)
							sum := Sum{Runs: 1, Steps: r, AStep: 1, BStep: lanes / 2}
							Product(d, row, step, part(other, m*r), r, m, part(src, row+2*sum.BStep), step, sum, cols, lanes, false)
						}
					}
				}
				for width := 1; width <= 10; width++ {
					NearestWindows(part(dst, 2*lanes), nil, part(src, 2*2*12*lanes), 2, 12, lanes, part(other, 2*width))
				}
			}
			for n := range 70 {
				ReLU(part(dst, n))
				Mask(part(dst, n), part(src, n))
				adam(part(dst, n), part(src, n), part(other, n), make([]float32, n), 0, 0, 0, 1, 1, 1)
				adam(make([]float32, n), part(src, n), make([]float32, n), part(other, n), 0, 0, 0, 1, 1, 1)
				SumSquares(part(src, n))
				Variation(part(dst, n), part(src, n), 1)
				Excess(part(src, n), 0, true)
				SubtractAbove(part(dst, n), part(src, n), 0, 1, true)
				Clip(part(dst, n), part(src, n), 0, 1, 1)
				AddScaled(part(dst, n), part(src, n), 1)
				Finite(part(src, n))
				Transpose(part(dst, n*9), n, part(src, n*9), 9, n, 9)
			}
		}
	})
}

func TestFiveTapsReadNoFurther(t *testing.T) {
	each(t, func(t *testing.T) {
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		rnd := rand.New(rand.NewPCG(45, 46))
		const n, most = 3, 1 << 14
		for _, atEnd := range []bool{true, false} {
			a, b, c := guarded(t, rnd, most, atEnd), guarded(t, rnd, most, atEnd), guarded(t, rnd, most, atEnd)
			part := func(x []float32, n int) []float32 {
				if atEnd {
					return x[most-n:]
				}
				return x[:n:n]
			}
			for _, lanes := range []int{1, 7, 8, 9, 16, 17, 32, 40} {
				for cols := 1; cols <= 31; cols++ {
					row, long := cols*lanes, (cols+Taps-1)*lanes
					FanOut(part(a, n*row), row, part(c, n*Taps), part(c, n), part(b, long), cols, lanes, true)
					LaneFanOut(part(a, n*row), row, part(c, n*Taps*lanes), part(b, long), part(c, n*row), cols, lanes)
					FanIn(part(a, row), part(c, n*Taps), part(b, n*long), long, cols, lanes, true)
					LaneFanIn(part(a, row), part(c, n*Taps*lanes), part(c, lanes), part(b, n*long), long, cols, lanes, false)
					if cols >= toomOut {
						toom, space := NewToom(n, n), NewToomSpace(n, cols, lanes)
						toom.Filter(space, part(a, n*row), row, part(c, n), true, part(b, n*long), long, cols)
						toom.FilterMask(space, part(a, n*row), row, part(c, n*row), part(b, n*long), long, cols)
						gradient, more := NewToomGradient(n, n, 1), NewToomGradientSpace(n, n, cols, lanes)
						gradient.Add(0, more, part(c, n), part(a, n*row), row, part(b, n*long), long, cols)
					}
				}
			}
		}
	})
}
