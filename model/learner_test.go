package model_test

import (
	"math"
	"slices"
	"testing"

	"actmax/model"
)

func TestLearner(t *testing.T) {
	n, err := model.NewSFHF("flatten", []string{"a", "b"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	l := model.NewLearner(n)
	p, err := l.NewPass(16, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	segments := batchOf(n, 16, 4)
	g := l.Gradients()
	scores := func(p *model.Pass) []float32 {
		fill(t, p, segments)
		if err := p.Forward(16, nil); err != nil {
			t.Fatal(err)
		}
		out := make([]float32, 2)
		p.Scores(11, out)
		return out
	}
	before := scores(p)
	if err := p.Backward(make([]float32, 32), g); err != nil { // packs the backward weights as well
		t.Fatal(err)
	}
	for i := range l.Layers() {
		for k := range l.Layers()[i].Weight {
			l.Layers()[i].Weight[k] *= 1.1
		}
	}
	l.Repack()
	after := scores(p)
	changed, err := l.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if changed.Hash == n.Hash || slices.Equal(before, after) {
		t.Error("the weights did not change")
	}
	if got := scores(newPass(t, changed, 16, 1)); !slices.Equal(got, after) {
		t.Errorf("the learner gives %v, its snapshot %v", after, got)
	}
	ones := slices.Repeat([]float32{1}, 32)
	if err := p.Backward(ones, g); err != nil {
		t.Fatal(err)
	}
	q := newPass(t, changed, 16, 1)
	scores(q)
	want := model.NewGradients(n)
	if err := q.Backward(ones, want); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(g.Weight[0], want.Weight[0]) {
		t.Error("backward weights were not repacked")
	}
	l.Layers()[0].Weight[0] = float32(math.NaN())
	if _, err := l.Snapshot(); err == nil {
		t.Error("a weight that is no number must be refused")
	}
}
