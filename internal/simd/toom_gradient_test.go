package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// checkGradient compares the gradient of filters of five taps, summed over two calls and two parts, with plain loops in
// float64. The bound is that of sums of products with the magnitudes in the transforms.
func checkGradient(t *testing.T, rnd *rand.Rand, s fiveTap) {
	t.Helper()
	a, b, g := toom64()
	const parts = 2
	gradient, space := NewToomGradient(s.out, s.in, parts+1), NewToomGradientSpace(s.out+1, s.in+2, s.cols+3, s.lanes)
	bias := make([]float32, s.out)
	want, bounds := make([]float64, s.out*s.in*Taps), make([]float64, s.out*s.in*Taps)
	wantBias, biasScale := make([]float64, s.out), make([]float64, s.out)
	dirty := normal(rnd, len(gradient.sums))
	copy(gradient.sums, dirty)
	for part := range parts {
		gradient.Clear(part)
	}
	for call := range 2 * parts {
		e, _ := fenced(t, rnd, (s.out-1)*s.dstRow()+s.cols*s.lanes)
		src, _ := fenced(t, rnd, (s.in-1)*s.srcRow()+(s.cols+Taps-1)*s.lanes)
		gradient.Add(call/2, space, bias, e, s.dstRow(), src, s.srcRow(), s.cols)
		for l := range s.lanes {
			for first := 0; first < s.cols; first += toomOut {
				at := func(x []float32, row, column, end int) float64 { // zeros beyond the columns
					if column >= end {
						return 0
					}
					return float64(x[row+column*s.lanes+l])
				}
				// [channel][point]
				spread, spreadScale := make([][toomPoints]float64, s.out), make([][toomPoints]float64, s.out)
				for i := range s.out {
					for p := range toomPoints {
						for k := range toomOut {
							v := a[k][p] * at(e, i*s.dstRow(), first+k, s.cols)
							spread[i][p] += v
							spreadScale[i][p] += math.Abs(v)
						}
					}
					for k := range toomOut {
						v := at(e, i*s.dstRow(), first+k, s.cols)
						wantBias[i] += v
						biasScale[i] += math.Abs(v)
					}
				}
				for j := range s.in {
					for p := range toomPoints {
						input, scale := 0.0, 0.0
						for k := range toomIn {
							v := b[p][k] * at(src, j*s.srcRow(), first+k, s.cols+Taps-1)
							input += v
							scale += math.Abs(v)
						}
						for i := range s.out {
							for k := range Taps {
								n := (i*s.in+j)*Taps + k
								want[n] += g[p][k] * spread[i][p] * input
								bounds[n] += math.Abs(g[p][k]) * spreadScale[i][p] * scale
							}
						}
					}
				}
			}
		}
	}
	got, scratch := make([]float32, len(want)), make([]float32, len(want))
	for from := 0; from < s.out; from += 2 {
		to := min(from+2, s.out)
		n := (to - from) * s.in * Taps
		gradient.Gradient(got[from*s.in*Taps:], scratch[:n], parts, from, to)
	}
	tiles := (s.cols + toomOut - 1) / toomOut
	roundings := 4*tiles*s.lanes + 2*parts*toomPoints + 20
	for n, v := range got {
		near(t, v, want[n], bounds[n], roundings, "%+v: gradient %d", s, n)
	}
	for i, v := range bias {
		near(t, v, wantBias[i], biasScale[i], 4*s.cols*s.lanes, "%+v: bias %d", s, i)
	}
	if !slices.Equal(gradient.sums[parts*gradient.part:], dirty[parts*gradient.part:]) {
		t.Fatalf("%+v: a part that was not asked for changed", s)
	}
}

func TestToomGradient(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(65, 66))
		for cols := 1; cols <= 20; cols++ {
			checkGradient(t, rnd, fiveTap{1 + rnd.IntN(20), 1 + rnd.IntN(20), cols, 1 + rnd.IntN(20), rnd.IntN(3), rnd.IntN(3)})
		}
		for _, lanes := range []int{8, 16} {
			checkGradient(t, rnd, fiveTap{17, 33, 30, lanes, 0, 0})
		}
	})
}

// TestToomGradientPrecision checks the error that doc.go states for gradients between 64 channels.
func TestToomGradientPrecision(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(67, 68))
		const channels, cols, lanes = 64, 30, 16
		e, src := normal(rnd, channels*cols*lanes), normal(rnd, channels*(cols+Taps-1)*lanes)
		ReLU(src)
		gradient, space := NewToomGradient(channels, channels, 1), NewToomGradientSpace(channels, channels, cols, lanes)
		bias := make([]float32, channels)
		gradient.Add(0, space, bias, e, cols*lanes, src, (cols+Taps-1)*lanes, cols)
		got, scratch := make([]float32, channels*channels*Taps), make([]float32, channels*channels*Taps)
		gradient.Gradient(got, scratch, 1, 0, channels)
		var squares, errors, worst float64
		for i := range channels {
			for j := range channels {
				for k := range Taps {
					want := 0.0
					x := src[j*(cols+Taps-1)*lanes+k*lanes:]
					for n, v := range e[i*cols*lanes:][:cols*lanes] {
						want += float64(v) * float64(x[n])
					}
					d := math.Abs(float64(got[(i*channels+j)*Taps+k]) - want)
					squares += want * want
					errors += d * d
					worst = max(worst, d)
				}
			}
		}
		n := float64(len(got))
		rms := math.Sqrt(squares / n)
		t.Logf("error %.2g of the rms, at most %.2g", math.Sqrt(errors/n)/rms, worst/rms)
		if math.Sqrt(errors/n)/rms > 2.5e-6 || worst/rms > 4e-5 {
			t.Errorf("error %.2g of the rms, at most %.2g: more than doc.go says", math.Sqrt(errors/n)/rms, worst/rms)
		}
	})
}

// BenchmarkGradient3 measures the gradient of a third layer's filters for one axis of a block of signals, as a whole,
// by direct sums, and part by part.
func BenchmarkGradient3(b *testing.B) {
	variants(b, func(b *testing.B) {
		const channels, cols = benchChannels, benchTime
		lanes := Lanes()
		row, inner := benchPadded*lanes, 2*lanes
		h, e := benchData(channels*row), benchData(channels*row)
		flop := 2 * float64(channels*channels*Taps*cols*lanes)
		g, s := NewToomGradient(channels, channels, 1), NewToomGradientSpace(channels, channels, cols, lanes)
		bias := make([]float32, channels)
		b.Run("add", func(b *testing.B) { least(b, flop, func() { g.Add(0, s, bias, e[inner:], row, h, row, cols) }) })
		off := benchOffsets(lanes)
		dst := make([]float32, channels*len(off))
		b.Run("dot", func(b *testing.B) {
			least(b, flop, func() { Dot(dst, len(off), e, row, lanes, channels, h, off, lanes, cols, lanes, true) })
		})
		const tiles = benchTime / toomOut
		b.Run("of add: turn", func(b *testing.B) {
			least(b, 0, func() { turn(s.rows, h, row, channels, benchPadded, benchPadded, lanes) })
		})
		b.Run("of add: input", func(b *testing.B) {
			least(b, 0, func() {
				toomInput(s.pointsIn, s.pointIn, tiles*channels, s.rows, benchPadded*channels, lanes, tiles, channels)
			})
		})
		b.Run("of add: spread", func(b *testing.B) {
			least(b, 0, func() {
				toomSpread(s.pointsOut, s.pointOut, tiles*channels, s.rows, benchTime*channels, lanes, tiles, channels)
			})
		})
		positions := Sum{Runs: 1, Steps: lanes * tiles, AStep: channels, BStep: channels}
		b.Run("of add: a point", func(b *testing.B) {
			least(b, 2*channels*channels*tiles*float64(lanes), func() {
				Product(g.sums, channels, 0, s.pointsOut, 1, channels, s.pointsIn, 0, positions, 1, channels, true)
			})
		})
	})
}
