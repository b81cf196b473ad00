package model_test

import (
	"math"
	"testing"

	"actmax/model"
	"actmax/model/reference"
)

// Scaling hidden activations equals scaling the weights of the class layer, for each segment separately.
func TestDropout(t *testing.T) {
	const count, hidden, classes = 35, 6, 3
	n := &model.Network{Input: model.Input{Axes: 2, Length: 5}, Layers: []model.Layer{
		{Name: "a", Kind: "dense", Units: hidden, Activation: "relu"}, {Name: "b", Kind: "dense", Units: classes}}}
	if err := n.Initialize(2); err != nil {
		t.Fatal(err)
	}
	dropout, scoreGradient := make([]float32, count*hidden), make([]float32, count*classes)
	for i := range dropout {
		dropout[i] = float32(i * 7 % 5 % 2 * 2)
	}
	for i := range scoreGradient {
		scoreGradient[i] = float32(math.Sin(float64(i)))
	}
	segments := batchOf(n, count, 1)
	p := newPass(t, n, count, 2)
	fill(t, p, segments)
	if err := p.Forward(count, dropout); err != nil {
		t.Fatal(err)
	}
	g := model.NewGradients(n)
	if err := p.Backward(scoreGradient, g); err != nil {
		t.Fatal(err)
	}
	view := p.Maps(1)
	first, second := make([]float64, len(g.Weight[0])), make([]float64, len(g.Weight[1]))
	for s, x := range segments {
		scaled := model.NewLearner(n)
		for i := range scaled.Layers()[1].Weight {
			scaled.Layers()[1].Weight[i] *= dropout[s*hidden+i%hidden]
		}
		m, err := scaled.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		r := reference.New(m)
		if err := r.Forward(x); err != nil {
			t.Fatal(err)
		}
		back := make([]float64, classes)
		for i := range back {
			back[i] = float64(scoreGradient[s*classes+i])
		}
		if _, err := r.Backward(1, back); err != nil {
			t.Fatal(err)
		}
		for i, v := range r.Layers[1].Map {
			if got := float64(view.At(s, i, 0, 0)); !(math.Abs(got-v) <= 1e-5) {
				t.Errorf("score %d of segment %d: %v, expected %v", i, s, got, v)
			}
		}
		for i, v := range r.Layers[0].WeightGradient {
			first[i] += v
		}
		for i, v := range r.Layers[1].WeightGradient {
			second[i] += v * float64(dropout[s*hidden+i%hidden])
		}
	}
	for layer, want := range [][]float64{first, second} {
		for i, v := range want {
			if got := float64(g.Weight[layer][i]); !(math.Abs(got-v) <= 3e-5) {
				t.Errorf("layer %d: gradient of weight %d is %v, expected %v", layer, i, got, v)
			}
		}
	}
}

// Learn, which passes on the gradients in pieces, changes the weights of a learner like Backward and Repack.
func TestLearn(t *testing.T) {
	n, err := model.NewSFHF("fusion", []string{"a", "b", "c"}, 8)
	if err != nil {
		t.Fatal(err)
	}
	const count = 21
	segments, scores := batchOf(n, count, 3), make([]float32, 3)
	scoreGradient := make([]float32, 3*count)
	for i := range scoreGradient {
		scoreGradient[i] = float32(math.Cos(float64(i)))
	}
	var want []float32
	for _, learn := range []bool{false, true} {
		l := model.NewLearner(n)
		p, err := l.NewPass(count, 2)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		fill(t, p, segments)
		update := func(layer int, bias bool, first int, gradient []float32) {
			w := l.Layers()[layer].Weight
			if bias {
				w = l.Layers()[layer].Bias
			}
			for i, v := range gradient {
				w[first+i] -= 1e-3 * v
			}
		}
		g := l.Gradients()
		for range 2 {
			if err := p.Forward(count, nil); err != nil {
				t.Fatal(err)
			}
			if learn {
				err = p.Learn(scoreGradient, update)
			} else if err = p.Backward(scoreGradient, g); err == nil {
				for i := range g.Weight {
					update(i, false, 0, g.Weight[i])
					update(i, true, 0, g.Bias[i])
				}
				l.Repack()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := p.Forward(count, nil); err != nil {
			t.Fatal(err)
		}
		var got []float32
		for i := range l.Layers() {
			got = append(append(got, l.Layers()[i].Weight...), l.Layers()[i].Bias...)
		}
		for s := range count {
			p.Scores(s, scores)
			got = append(got, scores...)
		}
		if want == nil {
			want = got
			continue
		}
		for i, v := range got {
			if math.Float32bits(v) != math.Float32bits(want[i]) {
				t.Fatalf("value %d is %v, by Backward and Repack %v", i, v, want[i])
			}
		}
	}
}
