package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"actmax/model"
	"actmax/model/reference"
)

// batchOf draws segments.
func batchOf(n *model.Network, count int, seed uint64) [][][]float64 {
	r := rand.New(rand.NewPCG(seed, 5))
	out := make([][][]float64, count)
	for i := range out {
		out[i] = randomSignal(r, n.Input.Axes, n.Input.Length)
	}
	return out
}

func fill(t testing.TB, p *model.Pass, segments [][][]float64) {
	t.Helper()
	for i, x := range segments {
		axes := make([][]float32, len(x))
		for a := range x {
			for _, v := range x[a] {
				axes[a] = append(axes[a], float32(v))
			}
		}
		if err := p.SetSegment(i, axes); err != nil {
			t.Fatal(err)
		}
	}
}

func newPass(t testing.TB, n *model.Network, batch, workers int) *model.Pass {
	t.Helper()
	p, err := model.NewPass(n, batch, workers)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// compare checks maps and scores of a pass against the reference, and all gradients if the network has scores.
func compare(t *testing.T, n *model.Network, count int, seed uint64) {
	t.Helper()
	segments := batchOf(n, count, seed)
	p := newPass(t, n, count, 2)
	// Values of an earlier, larger batch must not have an effect.
	fill(t, p, batchOf(n, p.Batch(), seed+1))
	if err := p.Forward(p.Batch(), nil); err != nil {
		t.Fatal(err)
	}
	fill(t, p, segments)
	if err := p.Forward(count, nil); err != nil {
		t.Fatal(err)
	}
	r := reference.New(n)
	last := len(n.Layers) - 1
	classes := n.Units(last)
	scoreGradient := make([]float32, count*classes)
	for i := range scoreGradient {
		scoreGradient[i] = float32(math.Sin(float64(i)))
	}
	type sums struct{ weight, bias []float64 }
	want := make([]sums, len(n.Layers))
	for i := range want {
		want[i] = sums{make([]float64, len(n.Layers[i].Weight)), make([]float64, len(n.Layers[i].Bias))}
	}
	for i, x := range segments {
		if err := r.Forward(x); err != nil {
			t.Fatal(err)
		}
		for layer := range n.Layers {
			v, reference := p.Maps(layer), r.Layers[layer].Map
			tolerance := 2e-5 * (largest(reference) + 1)
			for k, value := range reference {
				unit, axis, time := k/(v.Axes*v.Times), k/v.Times%v.Axes, k%v.Times
				got := float64(v.At(i, unit, axis, time))
				if !(math.Abs(got-value) <= tolerance) {
					t.Fatalf("%s segment %d layer %d unit %d axis %d time %d: %v, expected %v", n.Name, i, layer, unit, axis, time,
						got, value)
				}
				// For a value that is 0 except for rounding, the gradient is that of the sign that the pass computed.
				if n.Layers[layer].Activation == "relu" && (got > 0) != (value > 0) {
					reference[k] = got
				}
			}
		}
		if n.Layers[last].Kind != "dense" {
			continue
		}
		scores := make([]float32, classes)
		p.Scores(i, scores)
		var g []float64
		for c, s := range scores {
			if !(math.Abs(float64(s)-r.Layers[last].Map[c]) <= 2e-5*(largest(r.Layers[last].Map)+1)) {
				t.Fatalf("%s segment %d class %d: score %v, expected %v", n.Name, i, c, s, r.Layers[last].Map[c])
			}
			g = append(g, float64(scoreGradient[i*classes+c]))
		}
		if _, err := r.Backward(last, g); err != nil {
			t.Fatal(err)
		}
		for layer := range n.Layers {
			for k, v := range r.Layers[layer].WeightGradient {
				want[layer].weight[k] += v
			}
			for k, v := range r.Layers[layer].BiasGradient {
				want[layer].bias[k] += v
			}
		}
	}
	g := model.NewGradients(n)
	err := p.Backward(scoreGradient, g)
	if n.Layers[last].Kind != "dense" {
		if err == nil {
			t.Errorf("%s has no scores: Backward must say so", n.Name)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for layer := range n.Layers {
		for _, c := range []struct {
			what string
			got  []float32
			want []float64
		}{{"weight", g.Weight[layer], want[layer].weight}, {"bias", g.Bias[layer], want[layer].bias}} {
			tolerance := 3e-5*largest(c.want) + 1e-6
			for k, v := range c.want {
				if !(math.Abs(float64(c.got[k])-v) <= tolerance) {
					t.Fatalf("%s layer %d: gradient of %s %d is %v, expected %v (largest %v)", n.Name, layer, c.what, k, c.got[k], v,
						largest(c.want))
				}
			}
		}
	}
}

func TestPassAgainstReference(t *testing.T) {
	for seed := range cases(200) {
		compare(t, randomNetwork(t, uint64(seed)), 1+seed%37, uint64(seed))
	}
}

// Stacks of five taps by each of their kernels.
func TestPassOfFiveTaps(t *testing.T) {
	for name, choose := range map[string]func(testing.TB){"Toom-Cook": model.ToomOnly, "direct": model.DirectOnly} {
		t.Run(name, func(t *testing.T) {
			choose(t)
			for seed := range cases(60) {
				n := fiveTapNetwork(t, uint64(seed), 20)
				n.Layers = append(n.Layers, model.Layer{Name: "hidden", Kind: "dense", Units: 7, Activation: "relu"},
					model.Layer{Name: "scores", Kind: "dense", Units: 3})
				if err := n.Initialize(uint64(seed)); err != nil {
					t.Fatal(err)
				}
				compare(t, n, 1+seed*7%40, uint64(seed))
			}
		})
	}
}

func TestPassOfBothHeads(t *testing.T) {
	for _, head := range model.Heads {
		n, err := model.NewSFHF(head, []string{"a", "b", "c", "d", "e"}, 8)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, n, cases(3), 1)
	}
}

// Dense layers with more inputs than a task takes, in rows that are longer than a task, shorter, and no whole fraction
// of it.
func TestPassOfLongRows(t *testing.T) {
	conv := model.Layer{Name: "conv", Kind: "conv", Filters: 7, Kernel: [2]int{1, 3}, Activation: "relu"}
	hidden := model.Layer{Name: "hidden", Kind: "dense", Units: 37, Activation: "relu"}
	wide := model.Layer{Name: "wide", Kind: "dense", Units: 800, Activation: "relu"}
	scores := model.Layer{Name: "scores", Kind: "dense", Units: 3}
	for _, c := range []struct {
		axes, length int
		layers       []model.Layer
	}{
		{2, 900, []model.Layer{hidden, scores}}, {1, 500, []model.Layer{conv, hidden, scores}},
		{3, 135, []model.Layer{conv, scores}}, {2, 9, []model.Layer{wide, scores}},
	} {
		n := &model.Network{Input: model.Input{Axes: c.axes, Length: c.length}, Layers: c.layers}
		if err := n.Initialize(3); err != nil {
			t.Fatal(err)
		}
		compare(t, n, 19, 4)
	}
}

// step makes one forward and backward pass with dropout and returns scores and gradients.
func step(t *testing.T, n *model.Network, workers int) []float32 {
	t.Helper()
	const count = 37
	p := newPass(t, n, 48, workers)
	fill(t, p, batchOf(n, count, 3))
	dropout := make([]float32, count*128)
	for i := range dropout {
		dropout[i] = float32(i * 7 % 3 % 2 * 2)
	}
	if err := p.Forward(count, dropout); err != nil {
		t.Fatal(err)
	}
	classes := len(n.Classes)
	var out []float32
	scores := make([]float32, classes)
	for i := range count {
		p.Scores(i, scores)
		out = append(out, scores...)
	}
	g := model.NewGradients(n)
	if err := p.Backward(slices.Clone(out), g); err != nil {
		t.Fatal(err)
	}
	for i := range g.Weight {
		out = append(append(out, g.Weight[i]...), g.Bias[i]...)
	}
	return out
}

func TestWorkersDoNotMatter(t *testing.T) {
	n, err := model.NewSFHF("fusion", []string{"a", "b", "c"}, 8)
	if err != nil {
		t.Fatal(err)
	}
	want := step(t, n, 1)
	for _, workers := range []int{2, 3}[:cases(2)] {
		for i, v := range step(t, n, workers) {
			if math.Float32bits(v) != math.Float32bits(want[i]) {
				t.Fatalf("%d workers: value %d is %v, alone %v", workers, i, v, want[i])
			}
		}
	}
}

func TestPassDoesNotAllocate(t *testing.T) {
	n, err := model.NewSFHF("fusion", []string{"a", "b"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	l := model.NewLearner(n)
	p, err := l.NewPass(16, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	fill(t, p, batchOf(n, 16, 4))
	g, gradient, dropout := l.Gradients(), make([]float32, 20), make([]float32, 1280)
	update := func(int, bool, int, []float32) {}
	k := testing.AllocsPerRun(3, func() {
		if p.Forward(10, dropout) != nil || p.Backward(gradient, g) != nil || p.Learn(gradient, update) != nil {
			t.Error("it failed")
		}
		l.Repack()
	})
	if k != 0 {
		t.Errorf("a training step allocates %v times", k)
	}
}

func TestPassErrors(t *testing.T) {
	n, err := model.NewSFHF("fusion", []string{"a", "b"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := model.NewPass(n, 0, 1); err == nil {
		t.Error("a batch of 0 must be refused")
	}
	p := newPass(t, n, 4, 2)
	segment := make([][]float32, 6)
	for i := range segment {
		segment[i] = make([]float32, 30)
	}
	g := model.NewGradients(n)
	if p.Backward(nil, g) == nil {
		t.Error("Backward before Forward must be refused")
	}
	for what, err := range map[string]error{
		"segment out of range": p.SetSegment(p.Batch(), segment),
		"too few axes":         p.SetSegment(0, segment[:5]),
		"too few samples":      p.SetSegment(0, append(slices.Clone(segment[:5]), segment[5][:29])),
		"no segment":           p.Forward(0, nil),
		"too many segments":    p.Forward(p.Batch()+1, nil),
		"too little dropout":   p.Forward(4, make([]float32, 3)),
	} {
		if err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if err := p.Forward(4, nil); err != nil {
		t.Fatal(err)
	}
	if p.Learn(make([]float32, 3), nil) == nil || p.Backward(make([]float32, 3), g) == nil ||
		p.Backward(make([]float32, 8), &model.Gradients{}) == nil {
		t.Error("gradients of another shape must be refused")
	}
	p.Close()
	p.Close()
	if p.Forward(4, nil) == nil {
		t.Error("a closed pass must say so")
	}
}

func BenchmarkPass(b *testing.B) {
	for _, head := range model.Heads {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/%d", head, workers), func(b *testing.B) {
				n, err := model.NewSFHF(head, make([]string, 19), 1)
				if err != nil {
					b.Fatal(err)
				}
				l := model.NewLearner(n)
				p, err := l.NewPass(64, workers)
				if err != nil {
					b.Fatal(err)
				}
				defer p.Close()
				fill(b, p, batchOf(n, 64, 1))
				g, gradient := l.Gradients(), make([]float32, 64*19)
				for b.Loop() {
					if p.Forward(64, nil) != nil || p.Backward(gradient, g) != nil {
						b.Fatal("it failed")
					}
					l.Repack()
				}
				b.ReportMetric(float64(b.N*64)/b.Elapsed().Seconds(), "segments/s")
			})
		}
	}
}
