package study

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"

	"actmax/optimize/score"
)

// smooth draws signals of one axis that have nothing in common but how smooth they are.
func smooth(count int, seed uint64) []*score.Signal {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]*score.Signal, count)
	for u := range out {
		x := make([]float32, 30)
		level := 0.0
		for t := range x {
			level = 0.6*level + r.NormFloat64()
			x[t] = float32(level)
		}
		out[u] = &score.Signal{X: x, Axes: 1, Time: 30, From: 10, To: 20}
	}
	return out
}

// later are signals in another order, three samples later and with a little noise.
func later(signals []*score.Signal, seed uint64) []*score.Signal {
	r := rand.New(rand.NewPCG(seed, 2))
	out := make([]*score.Signal, len(signals))
	for u, at := range r.Perm(len(signals)) {
		a := signals[at]
		b := score.Signal{X: make([]float32, 30), Axes: 1, Time: 30, From: a.From + 3, To: a.To + 3}
		for t := range b.X {
			b.X[t] = a.X[(t+27)%30] + float32(0.05*r.NormFloat64())
		}
		out[u] = &b
	}
	return out
}

func compareMade(t *testing.T, all [][]*score.Signal, untrained []*score.Signal) CounterpartRow {
	t.Helper()
	var r CounterpartRow
	of := r.countSignals(all, untrained)
	within, pairs, err := compareSignals(context.Background(), all, untrained, of, 2)
	if err != nil {
		t.Fatal(err)
	}
	r.fill(of, within, pairs)
	return r
}

func TestLikenessByChance(t *testing.T) {
	a := smooth(32, 1)
	t.Run("nothing in common", func(t *testing.T) {
		r := compareMade(t, [][]*score.Signal{a, smooth(32, 2), smooth(32, 3)}, smooth(32, 4))
		c := r.Chance
		if r.Pairs != 6 || r.Units != 96 || *r.Shaped != 96 {
			t.Errorf("%d pairs, %d units, %d shaped", r.Pairs, r.Units, *r.Shaped)
		}
		// The best of many looks like a find, and chance says that it is none.
		if !(r.Correlation >= 0.7) {
			t.Errorf("correlation %.3f: the made signals are too unlike to try anything", r.Correlation)
		}
		for what, b := range map[string]Spread{"correlation": c.Beyond.Correlation, "same shape": c.Beyond.SameShape,
			"distance": c.Beyond.Distance} {
			if !(math.Abs(float64(b.Mean)) <= 0.1) || b.Min > b.Mean || b.Max < b.Mean {
				t.Errorf("%s beyond chance: %+v, want about 0", what, b)
			}
		}
		if d := float64(c.Phases.Correlation - c.Untrained.Correlation); !(math.Abs(d) <= 0.05) {
			t.Errorf("random phases %v, untrained %v: two ways to have nothing in common", c.Phases.Correlation,
				c.Untrained.Correlation)
		}
	})
	t.Run("the same units in another order", func(t *testing.T) {
		r := compareMade(t, [][]*score.Signal{a, later(a, 1)}, smooth(32, 4))
		c := r.Chance
		if !(r.Correlation >= 0.97) || !(r.SameShape >= 0.97) {
			t.Errorf("the same signals correlate at %v, %v of them are the same shape", r.Correlation, r.SameShape)
		}
		if !(c.Beyond.Correlation.Min >= 0.1) || !(c.Beyond.SameShape.Min >= 0.5) || !(c.Beyond.Distance.Min >= 0.2) {
			t.Errorf("beyond chance: %+v", c.Beyond)
		}
		if !(math.Abs(float64(r.CorrelationWithin-c.Untrained.Correlation)) <= 0.05) {
			t.Errorf("within %v, untrained %v", r.CorrelationWithin, c.Untrained.Correlation)
		}
	})
	t.Run("what an untrained network has too", func(t *testing.T) {
		// random phases alone would call this a find
		r := compareMade(t, [][]*score.Signal{a, later(a, 1)}, later(a, 2))
		c := r.Chance
		if !(math.Abs(float64(c.Beyond.Correlation.Mean)) <= 0.01) ||
			!(math.Abs(float64(c.Beyond.SameShape.Mean)) <= 0.02) || !(r.Correlation-c.Phases.Correlation >= 0.1) {
			t.Errorf("%v, chance %+v", r.Correlation, c)
		}
	})
	t.Run("flat and missing signals", func(t *testing.T) {
		with := append([]*score.Signal{nil, {X: make([]float32, 30), Axes: 1, Time: 30, From: 3, To: 13}}, a...)
		r, want := compareMade(t, [][]*score.Signal{with, with}, with), compareMade(t, [][]*score.Signal{a, a}, a)
		if r.Units != 66 || *r.Shaped != 64 || r.Correlation != want.Correlation || r.SameShape != want.SameShape ||
			r.Chance.Signals != 32 || r.Chance.Shaped != 31 {
			t.Errorf("%d units, %d shaped, %+v; without them %+v", r.Units, *r.Shaped, r, want)
		}
	})
	t.Run("fewer to choose from", func(t *testing.T) {
		// The best of eight is worse than the best of thirty; that makes nothing of nothing.
		few := append(smooth(8, 4), make([]*score.Signal, 24)...)
		r := compareMade(t, [][]*score.Signal{a, smooth(32, 2)}, few)
		if c := r.Chance; c.Signals != 8 || c.Shaped != 8 || !(math.Abs(float64(c.Beyond.Correlation.Mean)) <= 0.05) {
			t.Errorf("%v, %+v", r.Correlation, c)
		}
	})
	t.Run("nothing to compare with", func(t *testing.T) {
		r := compareMade(t, [][]*score.Signal{a, later(a, 1)}, make([]*score.Signal, 32))
		if c := r.Chance; c.Signals != 31 || !math.IsNaN(float64(c.Untrained.Correlation)) ||
			!(math.Abs(float64(c.Beyond.Correlation.Mean-r.Correlation+c.Phases.Correlation)) <= 1e-9) {
			t.Errorf("%+v", c)
		}
	})
}

// TestBest holds the expectation against every choice of k values.
func TestBest(t *testing.T) {
	values := []float64{0.3, 0.95, -0.2, 0.9, 0.9, 0.1}
	for k := 1; k <= len(values); k++ {
		sum, share, choices := 0.0, 0.0, 0.0
		for set := range 1 << len(values) {
			largest, size := math.Inf(-1), 0
			for i, v := range values {
				if set>>i&1 == 1 {
					size++
					largest = max(largest, v)
				}
			}
			if size == k {
				choices++
				sum += largest
				if largest > 0.5 {
					share++
				}
			}
		}
		got := best(slices.Clone(values), k, func(v float64) float64 { return v })
		above := best(slices.Clone(values), k, func(v float64) float64 {
			if v > 0.5 {
				return 1
			}
			return 0
		})
		if !(math.Abs(got-sum/choices) <= 1e-12) || !(math.Abs(above-share/choices) <= 1e-12) {
			t.Errorf("the best of %d: %g, %g; want %g, %g", k, got, above, sum/choices, share/choices)
		}
	}
	if v := best(nil, 3, func(v float64) float64 { return v }); !math.IsNaN(v) {
		t.Errorf("the best of nothing is %g", v)
	}
}

func TestScramble(t *testing.T) {
	for _, time := range []int{30, 29} {
		r := rand.New(rand.NewPCG(7, uint64(time)))
		a := &score.Signal{X: make([]float32, 2*time), Axes: 2, Time: time, From: 5, To: 15}
		for t := range a.X {
			a.X[t] = float32(1 + r.NormFloat64())
		}
		got := scramble([]*score.Signal{nil, a}, 3, 4)
		if got[0] != nil || got[1].From != 5 || got[1].To != 15 || got[1].Axes != 2 || got[1].Time != time {
			t.Fatalf("%+v", got[1])
		}
		power := func(x []float32) []float64 {
			y := make([]float64, len(x))
			for i, v := range x {
				y[i] = float64(v)
			}
			var out []float64
			for _, c := range fourier.NewFFT(len(y)).Coefficients(nil, y) {
				out = append(out, math.Hypot(real(c), imag(c)))
			}
			return out
		}
		for axis := range 2 {
			was, is := power(a.X[axis*time:(axis+1)*time]), power(got[1].X[axis*time:(axis+1)*time])
			for k := range was {
				if !(math.Abs(was[k]-is[k]) <= 1e-5*(1+was[k])) {
					t.Errorf("%d samples, axis %d, bin %d: %g, was %g", time, axis, k, is[k], was[k])
				}
			}
		}
		if c := score.Resemble(*a, *got[1]).Correlation; c > 0.95 {
			t.Errorf("the phases are not random: correlation %g", c)
		}
		again, other := scramble([]*score.Signal{nil, a}, 3, 4), scramble([]*score.Signal{nil, a}, 3, 5)
		if !reflect.DeepEqual(again[1].X, got[1].X) || reflect.DeepEqual(other[1].X, got[1].X) {
			t.Error("the seeds do not decide the phases")
		}
	}
}

// TestSpreadLeavesFlatPairsOut: two flat windows have no shape, a flat one and another have different ones.
func TestSpreadLeavesFlatPairsOut(t *testing.T) {
	flat := func(level float32) *score.Signal {
		s := &score.Signal{X: make([]float32, 30), Axes: 1, Time: 30, From: 5, To: 15}
		for t := range s.X {
			s.X[t] = level
		}
		return s
	}
	wave := smooth(1, 5)[0]
	for _, c := range []struct {
		what        string
		all         []*score.Signal
		ok          bool
		correlation float64
		same        float64
	}{
		{"all flat", []*score.Signal{flat(0), flat(1)}, true, math.NaN(), 1},
		{"two flat, one not", []*score.Signal{flat(0), flat(1), wave}, true, 0, 0},
		{"alike", []*score.Signal{wave, wave, nil}, true, 1, 1},
		{"one alone", []*score.Signal{wave, nil}, false, 0, 0},
	} {
		var all [][]*score.Signal
		for _, s := range c.all {
			all = append(all, []*score.Signal{s})
		}
		got, ok := unitSpread(all, 0)
		if ok != c.ok || ok && (math.Abs(got.Correlation-c.correlation) > 1e-9 ||
			math.IsNaN(got.Correlation) != math.IsNaN(c.correlation) || got.same != c.same) {
			t.Errorf("%s: %v %+v", c.what, ok, got)
		}
	}
}

func TestPairOf(t *testing.T) {
	seen := map[[2]int]bool{}
	for p := range 4 * 3 {
		i, j := pairOf(p, 4)
		if i == j || i < 0 || j < 0 || i > 3 || j > 3 || seen[[2]int{i, j}] {
			t.Errorf("pair %d: %d, %d", p, i, j)
		}
		seen[[2]int{i, j}] = true
	}
}
