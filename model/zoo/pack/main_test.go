package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/synth"
	"actmax/model"
)

// small is an untrained network whose checkpoint claims a training on some recordings.
func small(t *testing.T, d *data.Dataset, seed uint64, validation, test float64) string {
	t.Helper()
	n := &model.Network{Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"}, Classes: d.Activities,
		Layers: []model.Layer{
			{Name: "conv1", Kind: "conv", Filters: 2, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "dense1", Kind: "dense", Units: len(d.Activities)}},
		Training: &model.Training{Data: d.Title, DataHash: d.Hash, Epochs: 1, Validation: validation, Test: test}}
	if err := n.Initialize(seed); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "m.safetensors")
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBest(t *testing.T) {
	d := synth.Load(synth.Seed)
	a, b, c := small(t, d, 1, 0.5, 0.9), small(t, d, 2, 0.6, 0.1), small(t, d, 3, 0.6, 0.2)
	n, err := best([]string{a, b, c})
	if err != nil || n.Training.Test != 0.1 {
		t.Fatalf("%+v, %v; the validation subject decides, the first wins ties", n, err)
	}
	if _, err := best([]string{a, "none.safetensors"}); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestHalved(t *testing.T) {
	d := synth.Load(synth.Seed)
	d.Segments = d.Segments[:0:0]
	for i, s := range synth.Load(synth.Seed).Segments {
		if i%50 == 0 {
			d.Segments = append(d.Segments, s)
		}
	}
	d.Name = "dsads" // a public data set, whose licence is known
	full, err := model.Load(small(t, d, 1, 0.5, 0.9))
	if err != nil {
		t.Fatal(err)
	}
	n, err := halved(context.Background(), full, d)
	if err != nil {
		t.Fatal(err)
	}
	tr := n.Training
	if !n.Half || tr.From != full.Hash || tr.FromTest != 0.9 || tr.Test == 0.9 || tr.Validation == 0.5 ||
		!strings.Contains(tr.Licence, "10.24432/C5C59F") || n.Layers[0].Statistics == nil {
		t.Errorf("%+v, statistics %v", tr, n.Layers[0].Statistics)
	}
	if full.Training.From != "" || full.Training.Test != 0.9 {
		t.Error("the network in full precision was changed")
	}
}
