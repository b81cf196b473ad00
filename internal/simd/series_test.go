package simd

import (
	"math"
	"math/rand/v2"
	"testing"
)

// series64 computes the functions of series.go for one series in float64, with plain loops.
type series64 struct {
	squares, variation, clipped, magnitude float64
	above, aboveMagnitude                  float64
	count, countMagnitude                  int
	dVariation, dAbove, dMagnitude, dClip  []float64
	scaled                                 []float64
}

func newSeries64(x, grad []float32, pull, threshold, top, slope float32) *series64 {
	s := &series64{}
	start := func() []float64 {
		g := make([]float64, len(grad))
		for i, v := range grad {
			g[i] = float64(v)
		}
		return g
	}
	s.dVariation, s.dAbove, s.dMagnitude, s.dClip, s.scaled = start(), start(), start(), start(), start()
	for i, v := range x {
		s.squares += float64(v) * float64(v)
		s.magnitude += math.Abs(float64(v))
		s.scaled[i] += float64(float32(pull * v))
		if v > threshold {
			s.above += float64(v)
			s.count++
			s.dAbove[i] -= float64(pull)
			s.clipped += float64(top)
		} else {
			s.clipped += float64(v)
			s.dClip[i] += float64(slope)
		}
		if a := math.Abs(float64(v)); a > float64(threshold) {
			s.aboveMagnitude += a
			s.countMagnitude++
			s.dMagnitude[i] -= math.Copysign(float64(pull), float64(v))
		}
		if i > 0 {
			d := float64(v) - float64(x[i-1])
			s.variation += math.Abs(d)
			if d != 0 {
				s.dVariation[i] -= math.Copysign(float64(pull), d)
				s.dVariation[i-1] += math.Copysign(float64(pull), d)
			}
		}
	}
	return s
}

func TestSeries(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(51, 52))
		for n := range 70 {
			x, xFence := fenced(t, rnd, n)
			grad, gradFence := fenced(t, rnd, n)
			for i := 1; i < n; i++ {
				if rnd.IntN(3) == 0 {
					x[i] = x[i-1] // neither up nor down
				}
			}
			pull, threshold, top, slope := float32(0.125), float32(0.5), float32(2), float32(1)/30
			if n > 2 {
				x[n/2], x[n-1] = threshold, -threshold // equal is not above
			}
			s := newSeries64(x, grad, pull, threshold, top, slope)
			before := append([]float32(nil), grad...)
			sum := func(what string, got, want, scale float64) {
				t.Helper()
				if math.Abs(got-want) > 1e-6*scale {
					t.Fatalf("%d floats: %s is %g, expected %g", n, what, got, want)
				}
			}
			gradient := func(what string, want []float64) {
				t.Helper()
				xFence()
				gradFence()
				for i, w := range want {
					if d := math.Abs(float64(grad[i]) - w); d > 2e-7*math.Max(1, math.Abs(w)) {
						t.Fatalf("%d floats: %s: gradient %d is %g, expected %g", n, what, i, grad[i], w)
					}
				}
				copy(grad, before)
			}
			sum("SumSquares", SumSquares(x), s.squares, s.squares)
			sum("Variation", Variation(grad, x, pull), s.variation, s.variation)
			gradient("Variation", s.dVariation)
			got, count := Excess(x, threshold, false)
			sum("Excess", got, s.above, s.magnitude)
			sum("count", float64(count), float64(s.count), 0)
			got, count = Excess(x, threshold, true)
			sum("Excess of magnitudes", got, s.aboveMagnitude, s.magnitude)
			sum("count of magnitudes", float64(count), float64(s.countMagnitude), 0)
			SubtractAbove(grad, x, threshold, pull, false)
			gradient("SubtractAbove", s.dAbove)
			SubtractAbove(grad, x, threshold, pull, true)
			gradient("SubtractAbove of magnitudes", s.dMagnitude)
			sum("Clip", Clip(grad, x, threshold, top, slope), s.clipped, s.magnitude+float64(top)*float64(n))
			gradient("Clip", s.dClip)
			AddScaled(grad, x, pull)
			gradient("AddScaled", s.scaled)
		}
	})
}

// Thresholds that nothing, everything or only zero is above; NaN and infinities in a series.
func TestSeriesExtremes(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	each(t, func(t *testing.T) {
		for n := 1; n < 40; n++ {
			x, g := make([]float32, n), make([]float32, n)
			if sum, count := Excess(x, -1, false); sum != 0 || count != n {
				t.Fatalf("%d zeros above -1: %g, %d", n, sum, count)
			}
			if sum := Clip(g, x, -1, 3, 1); sum != 3*float64(n) || g[n-1] != 0 {
				t.Fatalf("%d zeros clipped at -1: %g, gradient %g", n, sum, g[n-1])
			}
			if sum := Clip(g, x, inf, inf, 1); sum != 0 || g[n-1] != 1 {
				t.Fatalf("%d zeros never clipped: %g, gradient %g", n, sum, g[n-1])
			}
			clear(g)
			for i := range x {
				x[i] = nan
			}
			if sum, count := Excess(x, -1, true); sum != 0 || count != 0 {
				t.Fatalf("%d NaN above: %g, %d", n, sum, count)
			}
			if SubtractAbove(g, x, 0, 1, true); g[0] != 0 || g[n-1] != 0 {
				t.Fatalf("NaN pulled: %v", g)
			}
			if sum := Clip(g, x, 1, 1, 1); sum == sum || g[n-1] != 1 {
				t.Fatalf("NaN clipped: %g, gradient %g", sum, g[n-1])
			}
			clear(g)
			if sum := Variation(g, x, 1); n > 1 && sum == sum || g[0] != 0 || g[n-1] != 0 {
				t.Fatalf("variation of NaN: %g, %v", sum, g)
			}
			x[n-1] = inf
			if sum := SumSquares(x[n-1:]); !math.IsInf(sum, 1) {
				t.Fatalf("square of infinity: %g", sum)
			}
		}
	})
}

// Pulls that cancel leave much smaller values unchanged.
func TestVariationCancels(t *testing.T) {
	each(t, func(t *testing.T) {
		x, g := make([]float32, 33), make([]float32, 33)
		for i := range x {
			x[i], g[i] = float32(i), 1e-12
		}
		if sum := Variation(g, x, 1); sum != 32 {
			t.Errorf("variation %g", sum)
		}
		for i, v := range g[1:32] {
			if v != 1e-12 {
				t.Errorf("gradient %d is %g", i+1, v)
			}
		}
	})
}

func TestFinite(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(53, 54))
		for n := range 70 {
			x, _ := fenced(t, rnd, n)
			if !Finite(x) {
				t.Fatalf("%d finite floats are not", n)
			}
			for i := range x {
				for _, bad := range []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))} {
					old := x[i]
					if x[i] = bad; Finite(x) {
						t.Fatalf("%g at %d of %d is finite", bad, i, n)
					}
					x[i] = old
				}
			}
		}
	})
}
