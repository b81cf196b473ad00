package redundancy

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/internal/fixture"
)

// doubled is the small network with a silent unit (conv2/1) and two copies in conv1: unit 3 is twice unit 0, and unit 4
// shows one sample later what unit 0 shows.
func doubled(t *testing.T, d *data.Dataset) *model.Network {
	t.Helper()
	n := fixture.Small(t, d, 5)
	n.Layers[1].Bias[1] = -1e4
	w := n.Layers[0].Weight // [unit][1][1][5]
	w[0*5+0], w[0*5+4] = 0, 0
	for k := range 5 {
		w[3*5+k] = 2 * w[k]
		w[4*5+k] = 0
		if k < 4 {
			w[4*5+k] = w[k+1] // one tap to the left: what the others see now, it sees a sample later
		}
	}
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	return n
}

func measured(t *testing.T, n *model.Network, d *data.Dataset, o Options) *Result {
	t.Helper()
	r, err := Measure(context.Background(), n, d, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// naive is Pearson's correlation of x[s][t] with y[s][t+lag] in float64, two passes, and the line of y in x. ok is
// false where either holds less than a hundredth of its variance.
func naive(x, y [][]float32, times, lag int) (r, slope, intercept float64, ok bool) {
	var a, b []float64
	for s := range x {
		for axis := 0; axis < len(x[s]); axis += times {
			for t := range times {
				if u := t + lag; u >= 0 && u < times {
					a, b = append(a, float64(x[s][axis+t])), append(b, float64(y[s][axis+u]))
				}
			}
		}
	}
	meanA, varA := stat.PopMeanVariance(a, nil)
	meanB, varB := stat.PopMeanVariance(b, nil)
	_, wholeA := stat.PopMeanVariance(flatten(x), nil)
	_, wholeB := stat.PopMeanVariance(flatten(y), nil)
	if varA < 0.01*wholeA || varB < 0.01*wholeB || wholeA == 0 || wholeB == 0 {
		return 0, 0, 0, false
	}
	covariance := 0.0
	for i := range a {
		covariance += (a[i] - meanA) * (b[i] - meanB)
	}
	covariance /= float64(len(a))
	slope = covariance / varA
	return covariance / math.Sqrt(varA*varB), slope, meanB - slope*meanA, true
}

func flatten(x [][]float32) []float64 {
	var out []float64
	for _, s := range x {
		for _, v := range s {
			out = append(out, float64(v))
		}
	}
	return out
}

func TestMeasureAgainstPlainLoops(t *testing.T) {
	d := fixture.Tiny(9) // 81 training segments: neither whole batches nor whole blocks of lanes
	n := doubled(t, d)
	const lag = 4
	r := measured(t, n, d, Options{Lag: lag, Jobs: 2})
	if r.Segments != 81 || r.Of != 81 || len(r.Layers) != len(n.Layers) {
		t.Fatalf("%d of %d segments, %d layers", r.Segments, r.Of, len(r.Layers))
	}
	for i, maps := range fixture.Maps(t, n, d) {
		l, times := &r.Layers[i], n.Layers[i].Out.Time
		if want := min(lag, times/2); l.Lag != want || l.Name != n.Layers[i].Name || l.Units != n.Units(i) {
			t.Errorf("layer %s, %d units, lag %d: expected lag %d", l.Name, l.Units, l.Lag, want)
		}
		var silent []int
		for u := range maps {
			if v := flatten(maps[u]); n.Layers[i].Activation == "relu" && slices.Max(v) == 0 {
				silent = append(silent, u)
			}
		}
		if !slices.Equal(l.Silent, silent) || len(l.Constant) != 0 {
			t.Errorf("%s: silent %v, constant %v; expected %v and none", l.Name, l.Silent, l.Constant, silent)
		}
		for a := range maps {
			for b := range maps {
				checkPair(t, l, maps, times, a, b)
			}
		}
		checkRank(t, l, maps)
	}
	if l := &r.Layers[1]; !slices.Equal(l.Silent, []int{1}) {
		t.Errorf("conv2/1 is silent, found %v", l.Silent)
	}
}

// TestMeasureOfLoudUnits: nothing cancels where a unit's mean is far above its deviation.
func TestMeasureOfLoudUnits(t *testing.T) {
	d := fixture.Tiny(9)
	n := doubled(t, d)
	n.Layers[0].Bias[2] = 300
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	l := &measured(t, n, d, Options{Lag: 4, Layers: []string{"conv1"}}).Layers[0]
	maps := fixture.Maps(t, n, d)[0]
	for u := range maps {
		checkPair(t, l, maps, n.Layers[0].Out.Time, 2, u)
		checkPair(t, l, maps, n.Layers[0].Out.Time, u, 2)
	}
}

// TestMeasureAtTheEdges: where a unit fires at the ends of segments only, because padding looks like a movement to it,
// what little it does in between is not enough for a correlation.
func TestMeasureAtTheEdges(t *testing.T) {
	d := fixture.Tiny(5)
	random := rand.New(rand.NewPCG(3, 3))
	for i := range d.Recordings { // people who keep still, but for their recorder's noise
		noise := make([]float32, d.Recordings[i].Len())
		for k := range noise {
			noise[k] = float32(0.001 * random.NormFloat64())
		}
		for axis, x := range d.Recordings[i].Samples {
			for k := range x {
				x[k] = 1 + 0.1*float32(axis) + noise[k]
			}
		}
	}
	n := doubled(t, d)
	w := n.Layers[0].Weight
	copy(w[0:], []float32{0, 0, 1, 0, -1})  // fires at the end, where nothing follows
	copy(w[5:], []float32{-1, 0, 1, 0, 0})  // at the beginning
	copy(w[10:], []float32{0, -1, 0, 1, 0}) // at the beginning, one sample earlier
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	l := &measured(t, n, d, Options{Lag: 6, Layers: []string{"conv1"}}).Layers[0]
	maps, times := fixture.Maps(t, n, d)[0], n.Layers[0].Out.Time
	for a := range maps {
		for b := range maps {
			checkPair(t, l, maps, times, a, b)
		}
	}
	passed := 0
	for lag := -6; lag <= 6; lag++ {
		if _, _, _, ok := naive(maps[0], maps[1], times, lag); !ok {
			passed++
		}
	}
	if passed == 0 || passed == 13 {
		t.Errorf("%d of 13 lags are passed over: the test tests nothing", passed)
	}
}

// TestTies: of equal correlations the one at the smaller lag counts.
func TestTies(t *testing.T) {
	near, far := line{lag: -1, correlation: 0.5}, line{lag: 2, correlation: 0.5}
	if !near.better(far) || far.better(near) || near.better(near) || !(line{lag: 9, correlation: 0.6}).better(near) {
		t.Error("the order of lines is not by correlation, then by the size of the lag")
	}
}

func checkPair(t *testing.T, l *Layer, maps [][][]float32, times, a, b int) {
	t.Helper()
	at := a*l.Units + b
	if !l.Varies(a) || !l.Varies(b) {
		if l.Correlation[at] != 0 || l.Lags[at] != 0 || l.Slope[at] != 0 {
			t.Errorf("%s: units %d and %d do not both vary but have a correlation", l.Name, a, b)
		}
		return
	}
	best := math.Inf(-1)
	for lag := -l.Lag; lag <= l.Lag; lag++ {
		if r, _, _, ok := naive(maps[a], maps[b], times, lag); ok {
			best = max(best, r)
		}
	}
	r, slope, intercept, ok := naive(maps[a], maps[b], times, int(l.Lags[at]))
	got := [4]float64{float64(l.Correlation[at]), float64(l.Correlation[at]), float64(l.Slope[at]),
		float64(l.Intercept[at])}
	scale := max(1, math.Abs(slope), math.Abs(intercept))
	for k, want := range [4]float64{best, r, slope, intercept} {
		if !ok || !(math.Abs(got[k]-want) <= 2e-5*scale) {
			t.Errorf("%s, units %d and %d at lag %d: figure %d is %g, expected %g", l.Name, a, b, l.Lags[at], k, got[k],
				want)
		}
	}
	if l.Lags[at] != -l.Lags[b*l.Units+a] || l.Correlation[at] != l.Correlation[b*l.Units+a] {
		t.Errorf("%s: units %d and %d are not each other's mirror", l.Name, a, b)
	}
}

// checkRank compares the participation ratio with the identity that needs no eigenvalues: trace² / sum of squares.
func checkRank(t *testing.T, l *Layer, maps [][][]float32) {
	t.Helper()
	var units [][]float64
	for u := range maps {
		if l.Varies(u) {
			units = append(units, flatten(maps[u]))
		}
	}
	var trace, squares, trace1, squares1 float64
	for _, a := range units {
		meanA, varA := stat.PopMeanVariance(a, nil)
		trace, trace1 = trace+varA, trace1+1
		for _, b := range units {
			meanB, varB := stat.PopMeanVariance(b, nil)
			c := 0.0
			for k := range a {
				c += (a[k] - meanA) * (b[k] - meanB)
			}
			c /= float64(len(a))
			squares, squares1 = squares+c*c, squares1+c*c/(varA*varB)
		}
	}
	r := l.Rank
	if r.Units != len(units) {
		t.Errorf("%s: rank of %d units, expected %d", l.Name, r.Units, len(units))
	}
	for k, want := range []float64{trace * trace / squares, trace1 * trace1 / squares1} {
		got := []EffectiveRank{r.Covariance, r.Correlation}[k]
		if math.Abs(got.Participation-want) > 1e-4*want {
			t.Errorf("%s: participation %g, expected %g", l.Name, got.Participation, want)
		}
		if got.Entropy < got.Participation*(1-1e-9) || got.Entropy > float64(r.Units) || got.Directions99 < 1 ||
			got.Directions99 > r.Units {
			t.Errorf("%s: entropy %g and %d directions of %d units with participation %g", l.Name, got.Entropy,
				got.Directions99, r.Units, got.Participation)
		}
	}
}

func TestEffectiveRank(t *testing.T) {
	for _, c := range []struct {
		values                 []float64 // symmetric, row by row
		entropy, participation float64
		most                   int
	}{
		{[]float64{2, 0, 0, 2}, 2, 2, 2},
		{[]float64{1, 1, 1, 1}, 1, 1, 1},
		{[]float64{5}, 1, 1, 1},
		{[]float64{3, 0, 0, 1}, math.Exp(0.75*math.Log(4.0/3) + 0.25*math.Log(4)), 1.6, 2},
		{[]float64{2, 1, 1, 2}, math.Exp(0.75*math.Log(4.0/3) + 0.25*math.Log(4)), 1.6, 2}, // eigenvalues 3 and 1
		{[]float64{0, 0, 0, 0}, 0, 0, 0},
		{[]float64{999, 0, 0, 1}, math.Exp(-0.999*math.Log(0.999) - 0.001*math.Log(0.001)), 1 / (0.999*0.999 + 1e-6),
			1},
	} {
		k := int(math.Sqrt(float64(len(c.values))))
		r := effective(mat.NewSymDense(k, c.values))
		if math.Abs(r.Entropy-c.entropy) > 1e-9 || math.Abs(r.Participation-c.participation) > 1e-9 ||
			r.Directions99 != c.most {
			t.Errorf("%v: %+v, expected %g, %g, %d", c.values, r, c.entropy, c.participation, c.most)
		}
	}
}

func TestMeasureIsTheSameForAnyWorkers(t *testing.T) {
	d := fixture.Tiny(9)
	n := doubled(t, d)
	var counts []int
	one := measured(t, n, d, Options{Lag: DefaultLag, Jobs: 1, Progress: func(done, total int) {
		if total != 81 {
			t.Errorf("%d of %d segments", done, total)
		}
		counts = append(counts, done)
	}})
	if !slices.Equal(counts, []int{64, 81}) {
		t.Errorf("progress %v", counts)
	}
	if many := measured(t, n, d, Options{Lag: DefaultLag, Jobs: 5}); !reflect.DeepEqual(one, many) {
		t.Error("one worker and five get different figures")
	}
	// Layers on their own are the same layers.
	some := measured(t, n, d, Options{Lag: DefaultLag, Layers: []string{"fusion", "conv1"}})
	if !reflect.DeepEqual(some.Layers, []Layer{one.Layers[0], one.Layers[2]}) {
		t.Error("two layers by themselves get other figures than among all")
	}
}

func TestMeasureOfADraw(t *testing.T) {
	d := fixture.Tiny(9)
	n := doubled(t, d)
	draw := func(seed uint64) *Result {
		return measured(t, n, d, Options{Lag: 2, Segments: 20, Seed: seed})
	}
	a, again, other := draw(1), draw(1), draw(2)
	if a.Segments != 20 || a.Of != 81 || a.Seed != 1 {
		t.Errorf("%d of %d segments, seed %d", a.Segments, a.Of, a.Seed)
	}
	if !reflect.DeepEqual(a, again) || reflect.DeepEqual(a.Layers, other.Layers) {
		t.Error("a seed must give the same draw, another seed another one")
	}
}

func TestMeasureRefuses(t *testing.T) {
	d := fixture.Tiny(3)
	n := doubled(t, d)
	other := *d
	other.Axes = d.Axes[:2]
	empty := *d
	empty.Splits = map[int]data.Split{1: data.Test}
	for name, c := range map[string]struct {
		d    *data.Dataset
		o    Options
		word string
	}{
		"unknown layer":     {d, Options{Layers: []string{"conv9"}}, "conv9"},
		"negative lag":      {d, Options{Lag: -1}, "lag -1"},
		"negative segments": {d, Options{Segments: -1}, "-1 segments"},
		"other axes":        {&other, Options{}, "2 axes"},
		"nothing to train":  {&empty, Options{}, "no segments for train"},
	} {
		var wrong *train.MismatchError
		if _, err := Measure(context.Background(), n, c.d, c.o); !errors.As(err, &wrong) ||
			!strings.Contains(err.Error(), c.word) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Counterparts(context.Background(), n, n, c.d, c.o); !errors.As(err, &wrong) ||
			!strings.Contains(err.Error(), c.word) {
			t.Errorf("counterparts, %s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Measure(ctx, n, d, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	n.Layers[0].Bias[0] = math.MaxFloat32 / 2
	n.Layers[1].Weight[2*5] = math.MaxFloat32 / 2
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	if _, err := Measure(context.Background(), n, d, Options{}); err == nil ||
		!strings.Contains(err.Error(), "beyond float32") {
		t.Errorf("overflow: %v", err)
	}
}

// TestConstantUnits: a unit that always has the same value is neither silent nor anyone's duplicate.
func TestConstantUnits(t *testing.T) {
	d := fixture.Tiny(3)
	n := doubled(t, d)
	for k := range 5 {
		n.Layers[0].Weight[2*5+k] = 0
	}
	n.Layers[0].Bias[2] = 0.3
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	l := measured(t, n, d, Options{Lag: 2}).Layers[0]
	if !slices.Equal(l.Constant, []int{2}) || len(l.Silent) != 0 || l.Varies(2) || l.Rank.Units != 4 {
		t.Errorf("constant %v, silent %v, rank of %d units", l.Constant, l.Silent, l.Rank.Units)
	}
	for u := range l.Units {
		if l.Correlation[2*l.Units+u] != 0 || l.Correlation[u*l.Units+2] != 0 {
			t.Errorf("the constant unit correlates with unit %d", u)
		}
	}
}
