package simd

import (
	"math"
	"math/rand/v2"
	"testing"
)

// checkSparse compares a product with that of the whole matrix, bit for bit.
func checkSparse(t *testing.T, rnd *rand.Rand, rows, columns, n, gap int) {
	t.Helper()
	a := normal(rnd, rows*columns)
	for i := range a {
		if rnd.IntN(4) > 0 {
			a[i] = float32(math.Copysign(0, float64(rnd.IntN(2))-0.5))
		}
	}
	srcRow, dstRow := n+gap, n+2*gap
	src, _ := fenced(t, rnd, (columns-1)*srcRow+n)
	dst, fence := fenced(t, rnd, (rows-1)*dstRow+n)
	want := append([]float32(nil), dst...)
	Product(want, dstRow, 0, a, columns, rows, src, 0, Sum{Runs: 1, Steps: columns, AStep: 1, BStep: srcRow}, 1, n, false)
	s := NewSparse(rows, columns)
	for range 2 { // the second time over the results of the first
		s.Reset()
		for i := range rows {
			half := columns / 2
			s.Append(0, half, a[i*columns:], 1)
			s.Append(half, columns-half, a[i*columns+half:], 1)
			s.End()
		}
	}
	s.Multiply(dst, dstRow, src, srcRow, n)
	fence()
	for i, v := range dst {
		if v != want[i] {
			t.Fatalf("%d rows of %d elements, %d floats %d apart: float %d is %g, expected %g", rows, columns, n, gap, i, v,
				want[i])
		}
	}
}

func TestSparse(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(71, 72))
		for n := 1; n <= 150; n++ {
			checkSparse(t, rnd, 1+rnd.IntN(9), 1+rnd.IntN(40), n, rnd.IntN(3))
		}
		checkSparse(t, rnd, 3, 2000, 100, 0)
	})
}

// Rows and matrices without elements, and elements appended with steps.
func TestSparseEdges(t *testing.T) {
	each(t, func(t *testing.T) {
		s := NewSparse(3, 2)
		s.Multiply(nil, 0, nil, 0, 5)
		s.End()
		s.Append(0, 2, []float32{0, 9, 3}, 2)
		s.End()
		s.Append(0, 0, nil, 0)
		s.End()
		dst := []float32{1, 1, 1, 1, 1, 1}
		s.Multiply(dst, 2, []float32{1, 2, 5, 7}, 2, 2)
		for i, want := range []float32{0, 0, 15, 21, 0, 0} {
			if dst[i] != want {
				t.Errorf("float %d is %g, expected %g", i, dst[i], want)
			}
		}
		s.Reset()
		s.Append(0, 2, []float32{0, 0}, 1)
		s.End()
		s.Multiply(dst, 2, []float32{1, 2, 5, 7}, 2, 2)
		if dst[0] != 0 || dst[1] != 0 || dst[2] != 15 || s.Rows() != 1 {
			t.Errorf("a row of zeros gives %v", dst)
		}
	})
}

// BenchmarkSparse measures both products of the backward pass of a dense layer of 128 units and a batch of 64, for 360
// of its inputs, with a gradient of which a quarter is not 0.
func BenchmarkSparse(b *testing.B) {
	variants(b, func(b *testing.B) {
		const units, batch, width, fan = 128, 64, 360, 11520
		w, x := benchData(units*fan), benchData(batch*width)
		dw, dx := benchData(units*width), benchData(batch*width)
		rnd := rand.New(rand.NewPCG(1, 1))
		z := benchData(units * batch)
		for i := range z {
			if rnd.IntN(4) > 0 {
				z[i] = 0
			}
		}
		bySegment, byUnit := NewSparse(batch, units), NewSparse(units, batch)
		pack := func() {
			bySegment.Reset()
			for i := range batch {
				bySegment.Append(0, units, z[i:], batch)
				bySegment.End()
			}
			byUnit.Reset()
			for i := range units {
				byUnit.Append(0, batch, z[i*batch:], 1)
				byUnit.End()
			}
		}
		pack()
		flop := 2.0 * units * batch * width
		b.Run("inputs", func(b *testing.B) { least(b, flop, func() { bySegment.Multiply(dx, width, w, fan, width) }) })
		b.Run("weights", func(b *testing.B) { least(b, flop, func() { byUnit.Multiply(dw, width, x, width, width) }) })
		b.Run("pack", func(b *testing.B) { least(b, 0, pack) })
	})
}
