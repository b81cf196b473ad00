package redundancy

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/internal/feed"
	"actmax/model/train/internal/fixture"
)

// scoresOf returns the scores of every test segment.
func scoresOf(t *testing.T, n *model.Network, d *data.Dataset) [][]float32 {
	t.Helper()
	p, err := model.NewPass(n, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var out [][]float32
	window := make([][]float32, len(d.Axes))
	for _, s := range d.Subset(data.Test) {
		if err := feed.Load(p, d, []int{s}, window); err != nil {
			t.Fatal(err)
		}
		if err := p.Forward(1, nil); err != nil {
			t.Fatal(err)
		}
		scores := make([]float32, len(n.Classes))
		p.Scores(0, scores)
		out = append(out, scores)
	}
	return out
}

func sameScores(t *testing.T, what string, got, want [][]float32) {
	t.Helper()
	for i := range want {
		for c := range want[i] {
			if math.Abs(float64(got[i][c]-want[i][c])) > 1e-4 {
				t.Fatalf("%s: segment %d, class %d: score %g, expected %g", what, i, c, got[i][c], want[i][c])
			}
		}
	}
}

// TestSmallerZeroed compares a network without units with the whole one whose next layer does not listen to them.
func TestSmallerZeroed(t *testing.T) {
	d := fixture.Tiny(3)
	n := doubled(t, d)
	for layer := range len(n.Layers) - 1 {
		units := []int{0, n.Units(layer) - 1}
		deaf := fixture.Small(t, d, 5)
		deaf.Layers = slices.Clone(n.Layers)
		next := &deaf.Layers[layer+1]
		next.Weight = slices.Clone(next.Weight)
		each := len(next.Weight) / len(next.Bias) / n.Units(layer)
		for i := range next.Weight {
			if slices.Contains(units, i/each%n.Units(layer)) {
				next.Weight[i] = 0
			}
		}
		if err := deaf.Derive(); err != nil {
			t.Fatal(err)
		}
		s, err := smaller(n, []removal{{layer: layer, units: units}})
		if err != nil {
			t.Fatal(err)
		}
		if s.Units(layer) != n.Units(layer)-2 {
			t.Errorf("layer %d has %d units left", layer, s.Units(layer))
		}
		sameScores(t, fmt.Sprintf("without units of layer %d", layer), scoresOf(t, s, d), scoresOf(t, deaf, d))
	}
}

// TestSmallerMerged compares the layer above the removed units with the definition: plain loops in float64 over the
// whole network's maps, in which each removed one is slope·(kept map, moved by the lag, 0 beyond its ends) + intercept.
func TestSmallerMerged(t *testing.T) {
	d := fixture.Tiny(3)
	n := doubled(t, d)
	n.Layers[1].Stride[1], n.Layers[1].Dilation[1], n.Layers[1].Padding[1] = 2, 2, 3
	if err := n.Initialize(3); err != nil {
		t.Fatal(err)
	}
	before := fixture.Maps(t, n, d)
	for layer := range len(n.Layers) - 1 {
		lag := min(3, n.Layers[layer].Out.Time/2)
		r := removal{layer: layer, units: []int{0, 2}, merge: map[int]standIn{
			0: {unit: 1, lag: lag, slope: 0.7, intercept: 0.2}, 2: {unit: 3, lag: -lag, slope: 1.6, intercept: -0.1},
		}}
		s, err := smaller(n, []removal{r})
		if err != nil {
			t.Fatal(err)
		}
		after := fixture.Maps(t, s, d)
		next := &n.Layers[layer+1]
		for segment := range before[layer][0] {
			input := func(unit, axis, time int) float64 {
				m, gone := r.merge[unit]
				if !gone {
					m = standIn{unit: unit, slope: 1}
				}
				at := time - m.lag
				if at < 0 || at >= next.In.Time {
					return m.intercept
				}
				return m.slope*float64(before[layer][m.unit][segment][axis*next.In.Time+at]) + m.intercept
			}
			for u := range n.Units(layer + 1) {
				for i, want := range above(next, u, input) {
					if got := float64(after[layer+1][u][segment][i]); math.Abs(got-want) > 1e-4*max(1, math.Abs(want)) {
						t.Fatalf("without units of %s: %s/%d, segment %d, value %d is %g, expected %g",
							n.Layers[layer].Name, next.Name, u, segment, i, got, want)
					}
				}
			}
		}
	}
}

// above computes one unit's map from inputs that are defined at any time.
func above(l *model.Layer, unit int, input func(channel, axis, time int) float64) []float64 {
	kernel, padding, stride, dilation := l.Kernel, l.Padding, l.Stride, l.Dilation
	if l.Kind == "dense" {
		kernel, padding, stride, dilation = [2]int{l.In.Axes, l.In.Time}, [2]int{}, [2]int{1, 1}, [2]int{1, 1}
	}
	fan := l.In.Channels * kernel[0] * kernel[1]
	var out []float64
	for axis := range l.Out.Axes {
		for time := range l.Out.Time {
			sum := float64(l.Bias[unit])
			for k := range fan {
				channel, row, tap := k/kernel[0]/kernel[1], k/kernel[1]%kernel[0], k%kernel[1]
				sum += float64(l.Weight[unit*fan+k]) * input(channel, axis*stride[0]+row*dilation[0]-padding[0],
					time*stride[1]+tap*dilation[1]-padding[1])
			}
			if l.Activation == "relu" {
				sum = max(sum, 0)
			}
			out = append(out, sum)
		}
	}
	return out
}

// TestAblateCopies: the copies of a unit are found, and handing their weights over costs nothing, while setting them to
// zero changes the scores.
func TestAblateCopies(t *testing.T) {
	d := fixture.Tiny(9)
	for i := range d.Recordings { // calm ends: a unit that is a sample late misses nothing
		for _, x := range d.Recordings[i].Samples {
			for k := range x {
				if k%data.Hop < 3 || k%data.Hop >= data.Hop-3 {
					x[k] = 0
				}
			}
		}
	}
	n := doubled(t, d)
	r := measured(t, n, d, Options{Lag: 3})
	clusters := r.Layers[0].Clusters(0.999)
	if len(clusters) != 1 || clusters[0].Kept != 0 || len(clusters[0].Duplicates) != 2 {
		t.Fatalf("clusters of conv1: %+v", clusters)
	}
	double, late := clusters[0].Duplicates[0], clusters[0].Duplicates[1]
	if double.Unit != 3 || double.Lag != 0 || math.Abs(float64(double.Slope)-2) > 1e-4 ||
		math.Abs(float64(double.Intercept)) > 1e-4 {
		t.Errorf("the doubled unit: %+v", double)
	}
	if late.Unit != 4 || late.Lag != 1 || math.Abs(float64(late.Slope)-1) > 1e-3 ||
		math.Abs(float64(late.Intercept)) > 1e-3 {
		t.Errorf("the late unit: %+v", late)
	}
	plans, err := plan(n, r, 0.999, AblationOptions{})
	if err != nil {
		t.Fatal(err)
	}
	whole := scoresOf(t, n, d)
	merged, err := smaller(n, plans[0].merged)
	if err != nil {
		t.Fatal(err)
	}
	sameScores(t, "merged copies", scoresOf(t, merged, d), whole)
	zeroed, err := smaller(n, plans[0].zeroed)
	if err != nil {
		t.Fatal(err)
	}
	far := 0.0
	for i, scores := range scoresOf(t, zeroed, d) {
		for c := range scores {
			far = max(far, math.Abs(float64(scores[c]-whole[i][c])))
		}
	}
	if far < 0.01 {
		t.Errorf("without the copies the scores move by %g only: they were not set to zero", far)
	}
}

func TestAblate(t *testing.T) {
	d := fixture.Tiny(9)
	n := doubled(t, d)
	r := measured(t, n, d, Options{Lag: 3})
	var last [2]int
	o := AblationOptions{Thresholds: []float64{0.99, 0.5}, Draws: 2, Seed: 4, Jobs: 2, Progress: func(done, total int) {
		if done != last[0]+1 {
			t.Errorf("progress from %d to %d", last[0], done)
		}
		last = [2]int{done, total}
	}}
	got, err := Ablate(context.Background(), n, d, r, o)
	if err != nil {
		t.Fatal(err)
	}
	if last[0] != last[1] || last[0] < 1+4 {
		t.Errorf("progress ended at %d of %d", last[0], last[1])
	}
	for _, split := range []data.Split{data.Validate, data.Test} {
		e, err := train.Evaluate(context.Background(), n, d, split, 1)
		if err != nil || (*got.Whole.of(split)).MacroF1 != e.MacroF1 {
			t.Errorf("whole network, %s: %v, expected %g (%v)", split, *got.Whole.of(split), e.MacroF1, err)
		}
	}
	together := 0
	for _, a := range got.Without {
		if len(a.Layers) > 1 {
			together++
		}
		if a.Removed == 0 {
			if a.Zeroed != nil || a.Merged != nil || a.Random != nil {
				t.Errorf("%v: evaluated without a duplicate", a.Layers)
			}
			continue
		}
		for _, e := range []*Effect{a.Zeroed, a.Merged, a.Random} {
			for _, split := range []data.Split{data.Validate, data.Test} {
				if s := *e.of(split); math.Abs(s.MacroF1-s.Change-(*got.Whole.of(split)).MacroF1) > 1e-12 {
					t.Errorf("%v: %+v is no change from the whole network", a.Layers, s)
				}
			}
		}
	}
	if got.Without[0].Layers[0] != "conv1" || got.Without[0].Removed < 1 || together == 0 {
		t.Errorf("%+v: expected copies in conv1 and several layers together", got.Without)
	}
	o.Jobs, o.Progress = 1, nil
	again, err := Ablate(context.Background(), n, d, r, o)
	if err != nil || !reflect.DeepEqual(got, again) {
		t.Errorf("one worker gets another result (%v)", err)
	}
	o.Seed = 5
	if other, err := Ablate(context.Background(), n, d, r, o); err != nil || reflect.DeepEqual(got, other) {
		t.Errorf("another seed draws the same units (%v)", err)
	}
	o.Draws = 0
	if none, err := Ablate(context.Background(), n, d, r, o); err != nil || none.Without[0].Random != nil ||
		none.Without[0].Merged == nil {
		t.Errorf("without draws: %v", err)
	}
}

func TestAblateRefuses(t *testing.T) {
	d := fixture.Tiny(3)
	n := doubled(t, d)
	r := measured(t, n, d, Options{Lag: 3})
	untested := *d
	untested.Splits = map[int]data.Split{1: data.Train}
	others := *d
	others.Activities = []string{"a", "b", "c"}
	for name, c := range map[string]struct {
		d *data.Dataset
		o AblationOptions
	}{
		"nobody to test with": {&untested, AblationOptions{}},
		"other activities":    {&others, AblationOptions{}},
		"threshold":           {d, AblationOptions{Thresholds: []float64{0.9, 1.5}}},
		"no number":           {d, AblationOptions{Thresholds: []float64{math.NaN()}}},
		"draws":               {d, AblationOptions{Draws: -1}},
	} {
		var wrong *train.MismatchError
		if _, err := Ablate(context.Background(), n, c.d, r, c.o); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Ablate(ctx, n, d, r, AblationOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	r.Layers[0].Units++
	if _, err := Ablate(context.Background(), n, d, r, AblationOptions{}); err == nil {
		t.Error("the redundancy of another network was taken")
	}
}

// BenchmarkMeasure times the correlations of SF-HF at the usual lag.
func BenchmarkMeasure(b *testing.B) {
	d := fixture.Tiny(40)
	n, err := model.NewSFHF("flatten", d.Activities, 1)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Measure(context.Background(), n, d, Options{Lag: DefaultLag}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(d.Subset(data.Train)))/b.Elapsed().Seconds(), "segments/s")
}
