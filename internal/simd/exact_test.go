package simd

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The result of a lane does not depend on the values computed next to it, bit for bit within a variant.

func normal(rnd *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rnd.NormFloat64())
	}
	return x
}

// spread puts one signal, [time], into a lane of a block of lanes whose other lanes hold noise.
func spread(rnd *rand.Rand, signal []float32, lanes, lane int) []float32 {
	x := normal(rnd, len(signal)*lanes)
	for t, v := range signal {
		x[t*lanes+lane] = v
	}
	return x
}

func TestLaneAlone(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(11, 12))
		const channels, time, taps = 6, 34, 5
		for _, m := range []int{1, 4, 7} {
			cols := time - taps + 1
			signal := normal(rnd, channels*time)
			w, bias := normal(rnd, m*channels*taps), normal(rnd, m)
			p := NewPacked(m, channels*taps)
			p.Pack(func(i, r int) float32 { return w[i*channels*taps+r] })
			reference := make([]float32, m*cols) // one lane, column by column, row by row
			for i := range m {
				one := NewPacked(1, channels*taps)
				one.Pack(func(_, r int) float32 { return w[i*channels*taps+r] })
				off := offsetsOf(channels, time, taps, 1)
				for c := range cols {
					Correlate(reference[i*cols+c:], 1, 1, one, bias[i:], signal[c:], off, 1, 1, 1, false)
				}
			}
			for _, lanes := range []int{1, 2, 5, 8, 11, 16, 17, 24, 32, 40} {
				lane := rnd.IntN(lanes)
				src := spread(rnd, signal, lanes, lane)
				off := offsetsOf(channels, time, taps, lanes)
				for _, gap := range []int{0, lanes, 3} { // between columns of dst
					for _, columns := range []int{1, 2, 5, 6, 7, 13, cols} {
						step := lanes + gap
						dst := make([]float32, m*columns*step)
						Correlate(dst, columns*step, step, p, bias, src, off, lanes, columns, lanes, false)
						byLane := make([]float32, len(dst))
						LaneCorrelate(byLane, columns*step, step, m, laneWeights(rnd, w, lanes, lane),
							laneWeights(rnd, bias, lanes, lane), src, off, lanes, columns, lanes, false)
						// In two halves, the second added to the first: the order of the sum is the same.
						halves := make([]float32, len(dst))
						half := channels * taps / 2
						p1, p2 := NewPacked(m, half), NewPacked(m, channels*taps-half)
						p1.Pack(func(i, r int) float32 { return w[i*channels*taps+r] })
						p2.Pack(func(i, r int) float32 { return w[i*channels*taps+half+r] })
						Correlate(halves, columns*step, step, p1, bias, src, off[:half], lanes, columns, lanes, false)
						Correlate(halves, columns*step, step, p2, nil, src, off[half:], lanes, columns, lanes, true)
						for i := range m {
							for c := range columns {
								at := (i*columns+c)*step + lane
								if want := reference[i*cols+c]; dst[at] != want || byLane[at] != want || halves[at] != want {
									t.Fatalf("%d rows, %d columns %d apart, lane %d of %d: row %d column %d:"+
										" %g, by lane %g, in halves %g; alone %g", m, columns, step, lane, lanes, i, c, dst[at], byLane[at],
										halves[at], want)
								}
							}
						}
					}
				}
			}
		}
	})
}

func offsetsOf(channels, time, taps, lanes int) []int32 {
	var off []int32
	for c := range channels {
		for k := range taps {
			off = append(off, int32((c*time+k)*lanes))
		}
	}
	return off
}

// laneWeights puts weights into one lane, noise into the others.
func laneWeights(rnd *rand.Rand, w []float32, lanes, lane int) []float32 {
	return spread(rnd, w, lanes, lane)
}

// An element of Dot does not depend on the rows and columns computed with it.
func TestDotAlone(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(13, 14))
		for _, lanes := range []int{1, 7, 8, 16, 20, 33} {
			for _, gap := range []int{0, 4} {
				const m, n, cols = 9, 11, 7
				step := lanes + gap
				row := cols * step
				a, b := normal(rnd, m*row), normal(rnd, n*row)
				off := make([]int32, n)
				for i := range off {
					off[i] = int32(i * row)
				}
				all := make([]float32, m*n)
				Dot(all, n, a, row, step, m, b, off, step, cols, lanes, false)
				for i := range m {
					for j := range n {
						var one [1]float32
						Dot(one[:], 1, a[i*row:], row, step, 1, b, off[j:j+1], step, cols, lanes, false)
						if one[0] != all[i*n+j] {
							t.Fatalf("%d lanes %d apart: row %d column %d: %g alone, %g in the matrix", lanes, step, i, j, one[0],
								all[i*n+j])
						}
					}
				}
			}
		}
	})
}

// Variants that agree by contract: avx2 and avx512 in Correlate, LaneCorrelate and NearestWindows, all in the rest.
func TestVariantsAgree(t *testing.T) {
	rnd := rand.New(rand.NewPCG(15, 16))
	const lanes, cols, m, r = 16, 30, 10, 40
	p := NewPacked(m, r)
	p.Pack(func(_, _ int) float32 { return float32(rnd.NormFloat64()) })
	w := normal(rnd, m*r*lanes)
	src := normal(rnd, 100+cols*lanes)
	off, _ := offsets(rnd, r, 100)
	odd := append(normal(rnd, 999), 0, float32(math.Copysign(0, -1)), 1e-40, -1e-40, math.SmallestNonzeroFloat32,
		float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), float32(-math.NaN()), math.MaxFloat32)
	rnd.Shuffle(len(odd), func(i, j int) { odd[i], odd[j] = odd[j], odd[i] })
	grad, weights := normal(rnd, len(odd)), normal(rnd, len(odd))
	type results struct{ fused, plain []float32 }
	run := func(l level) (out results) {
		use(t, l)
		dst := make([]float32, m*cols*lanes)
		Correlate(dst, cols*lanes, lanes, p, nil, src, off, lanes, cols, lanes, false)
		LaneCorrelate(dst, cols*lanes, lanes, m, w, nil, src, off, lanes, cols, lanes, true)
		dist := make([]float32, lanes)
		NearestWindows(dist, nil, src, 1, 30, lanes, w[:10])
		gradient, space := NewToomGradient(3, 3, 1), NewToomGradientSpace(3, 3, 30, 4)
		filters := make([]float32, 3*3*Taps)
		gradient.Add(0, space, dist, w, 120, w, 136, 30)
		gradient.Gradient(filters, make([]float32, len(filters)), 1, 0, 3)
		out.fused = append(append(dst, dist...), filters...)
		relu, mask := append([]float32(nil), odd...), append([]float32(nil), grad...)
		ReLU(relu)
		Mask(mask, odd)
		out.plain = append(relu, mask...)
		pulled := append([]float32(nil), odd...)
		Variation(pulled, odd, 0.3)
		SubtractAbove(pulled, odd, 0.2, 0.3, true)
		Clip(pulled, odd, 0.4, 1, 0.3)
		AddScaled(pulled, odd, 0.3)
		out.plain = append(out.plain, pulled...)
		ww, first, second := append([]float32(nil), weights...), make([]float32, len(grad)), make([]float32, len(grad))
		for step := 1.0; step < 5; step++ {
			adam(ww, grad, first, second, 1e-2, 0.9, 0.999, 1e-8, float32(1/(1-math.Pow(0.9, step))),
				float32(1/(1-math.Pow(0.999, step))))
		}
		out.plain = append(append(append(out.plain, ww...), first...), second...)
		return out
	}
	base := run(portable)
	var fused []float32
	for l := avx2; l <= best(); l++ {
		got := run(l)
		same(t, levels[l], got.plain, base.plain)
		if fused != nil {
			same(t, levels[l]+" and avx2", got.fused, fused)
		}
		fused = got.fused
	}
}

func same(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i, v := range got {
		if math.Float32bits(v) != math.Float32bits(want[i]) && (v == v || want[i] == want[i]) {
			t.Fatalf("%s: element %d: %g (%08x), expected %g (%08x)", what, i, v, math.Float32bits(v), want[i],
				math.Float32bits(want[i]))
		}
	}
}

func TestReLUAndMask(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(17, 18))
		for n := range 70 {
			x, fence := fenced(t, rnd, n)
			g, gradFence := fenced(t, rnd, n)
			if n > 3 {
				x[0], x[n/2], x[n-1] = float32(math.NaN()), 0, math.SmallestNonzeroFloat32
			}
			old, oldGrad := append([]float32(nil), x...), append([]float32(nil), g...)
			Mask(g, x)
			ReLU(x)
			fence()
			gradFence()
			for i, v := range old {
				relu, masked := v, float32(0)
				if v <= 0 {
					relu = 0
				}
				if v > 0 {
					masked = oldGrad[i]
				}
				if x[i] != relu && v == v || v != v && x[i] == x[i] || g[i] != masked {
					t.Fatalf("%d of %d: ReLU(%g) = %g, Mask(%g) = %g", i, n, v, x[i], oldGrad[i], g[i])
				}
			}
		}
	})
}

func TestAdam(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(19, 20))
		for _, n := range []int{0, 1, 7, 8, 15, 16, 17, 50, 1000} {
			w, wFence := fenced(t, rnd, n)
			m, mFence := fenced(t, rnd, n)
			v, vFence := fenced(t, rnd, n)
			clear(m)
			clear(v)
			mm, vv, ww := make([]float64, n), make([]float64, n), make([]float64, n)
			for i := range w {
				ww[i] = float64(w[i])
			}
			for step := 1; step <= 20; step++ {
				grad := normal(rnd, n)
				c1, c2 := 1/(1-math.Pow(0.9, float64(step))), 1/(1-math.Pow(0.999, float64(step)))
				adam(w, grad, m, v, 1e-3, 0.9, 0.999, 1e-8, float32(c1), float32(c2))
				for i, g := range grad {
					b2 := float64(float32(0.999)) // as the function gets it
					g := float64(g)
					mm[i] = 0.9*mm[i] + 0.1*g
					vv[i] = b2*vv[i] + (1-b2)*g*g
					ww[i] -= 1e-3 * mm[i] * c1 / (math.Sqrt(vv[i]*c2) + 1e-8)
				}
			}
			wFence()
			mFence()
			vFence()
			for i := range w {
				if d := math.Abs(float64(w[i]) - ww[i]); !(d < 1e-6*(1+math.Abs(ww[i]))) {
					t.Fatalf("%d weights: number %d is %g after 20 steps, float64 says %g", n, i, w[i], ww[i])
				}
			}
		}
	})
}

// Denormal numbers are not flushed to 0, infinities stay, and finite input never gives NaN.
func TestExtremes(t *testing.T) {
	each(t, func(t *testing.T) {
		const lanes = 16
		p := NewPacked(5, 3)
		p.Pack(func(_, r int) float32 { return []float32{0.5, -0.25, 1}[r] })
		src := make([]float32, 3*lanes)
		for i := range src {
			src[i] = []float32{8 * math.SmallestNonzeroFloat32, 4 * math.SmallestNonzeroFloat32, 1e-38}[i/lanes]
		}
		dst := make([]float32, 5*lanes)
		Correlate(dst, lanes, lanes, p, nil, src, []int32{0, lanes, 2 * lanes}, lanes, 1, lanes, false)
		exact := 0.5*8*math.SmallestNonzeroFloat32 - 0.25*4*math.SmallestNonzeroFloat32 + float64(float32(1e-38))
		for i, v := range dst {
			if v != float32(exact) {
				t.Fatalf("element %d: %g, expected %g", i, v, float32(exact))
			}
		}
		var sum [1]float32
		Dot(sum[:], 1, []float32{2, 2}, 2, 2, 1, []float32{math.SmallestNonzeroFloat32, 0}, []int32{0}, 2, 1, 2, false)
		if sum[0] != 2*math.SmallestNonzeroFloat32 {
			t.Fatalf("Dot of a denormal: %g", sum[0])
		}
		Dot(sum[:], 1, []float32{math.MaxFloat32, 1}, 2, 2, 1, []float32{math.MaxFloat32, 1}, []int32{0}, 2, 1, 2, false)
		if !math.IsInf(float64(sum[0]), 1) {
			t.Fatalf("Dot beyond the range: %g", sum[0])
		}
	})
}

// Windows with NaN are never nearest, and lanes next to them do not change.
func TestNearestWindowsNaN(t *testing.T) {
	each(t, func(t *testing.T) {
		const lanes, length = 16, 30
		rnd := rand.New(rand.NewPCG(21, 22))
		x := normal(rnd, lanes*length)
		query := normal(rnd, 10)
		before, place := make([]float32, lanes), make([]int32, lanes)
		NearestWindows(before, place, x, 1, length, lanes, query)
		x[15*lanes+3] = float32(math.NaN())
		for i := range length {
			x[i*lanes+5] = float32(math.NaN())
		}
		dist, at := make([]float32, lanes), make([]int32, lanes)
		NearestWindows(dist, at, x, 1, length, lanes, query)
		for l := range lanes {
			switch l {
			case 3:
				if !(dist[l] >= before[l]) || at[l] > 5 && at[l] < 16 {
					t.Fatalf("found a window with NaN: %g at %d", dist[l], at[l])
				}
			case 5:
				if !math.IsInf(float64(dist[l]), 1) || at[l] != 0 {
					t.Fatalf("only NaN: %g at %d", dist[l], at[l])
				}
			default:
				if dist[l] != before[l] || at[l] != place[l] {
					t.Fatalf("lane %d changed", l)
				}
			}
		}
	})
}

func TestNoAllocations(t *testing.T) {
	each(t, func(t *testing.T) {
		const lanes = 16
		p, x, y := NewPacked(7, 5), Aligned(40*lanes), Aligned(40*lanes)
		w, taps := make([]float32, 7*5*lanes), make([]float32, 7*5)
		off := []int32{0, 16, 32, 48, 64}
		toom, space := NewToom(3, 2), NewToomSpace(3, 30, lanes)
		sparse := NewSparse(1, 5)
		gradient, gradientSpace := NewToomGradient(3, 2, 1), NewToomGradientSpace(3, 2, 30, lanes)
		if n := testing.AllocsPerRun(10, func() {
			p.Pack(func(_, r int) float32 { return w[r] })
			Correlate(y, 3*lanes, lanes, p, nil, x, off, lanes, 3, lanes, false)
			LaneCorrelate(y, 3*lanes, lanes, 7, w, nil, x, off, lanes, 3, lanes, false)
			Dot(w, 5, x, lanes, lanes, 7, y, off, lanes, 3, lanes, true)
			Product(y, 2*lanes, 0, w, 5, 7, x, 0, Sum{Runs: 1, Steps: 5, AStep: 1, BStep: lanes}, 1, 2*lanes, true)
			sparse.Reset()
			sparse.Append(0, 5, w[1:], 3)
			sparse.End()
			sparse.Multiply(y, 0, x, lanes, 30)
			gradient.Clear(0)
			gradient.Add(0, gradientSpace, w, x, 10*lanes, x, 12*lanes, 10)
			gradient.Gradient(y[:30], w[:30], 1, 0, 3)
			toom.PackFilters(w, 10, 5, true, 0, 3)
			NearestWindows(y[:lanes], nil, x, 1, 30, lanes, w[:10])
			ReLU(y)
			Mask(x, y)
			adam(x, y, x, y, 0, 0, 0, 1, 1, 1)
			Variation(x, y, 0.1)
			Excess(x, 0, true)
			SubtractAbove(x, y, 0, 0.1, true)
			Clip(x, y, 1, 1, float32(SumSquares(y)))
			AddScaled(x, y, 0.1)
			FanOut(y, 3*lanes, taps, taps, x, 3, lanes, true)
			LaneFanOut(y, 3*lanes, w, x, nil, 3, lanes)
			FanIn(y, taps, x, 0, 3, lanes, true)
			LaneFanIn(y, w, nil, x, 0, 3, lanes, false)
			toom.Filter(space, y, 0, nil, true, x, 0, 30)
			toom.FilterMask(space, y, 0, x, x, 0, 30)
		}); n != 0 {
			t.Fatalf("%g allocations", n)
		}
	})
}
