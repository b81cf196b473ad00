package study

import (
	"math"
	"slices"
	"testing"

	"actmax/optimize"
	"actmax/optimize/results"
)

func TestChoose(t *testing.T) {
	s := &Study{Networks: []Network{{Name: "a",
		Layers: []LayerFacts{{Layer: "conv1", Floor: 0.01}, {Layer: "conv2", Floor: 0.02}}}}}
	add := func(preset string, share1, share2, sim1, sim2, spectral float64) {
		for _, r := range []NetworkRow{
			{Layer: "conv1", Share: results.Number(share1), SSimAttained: results.Number(sim1)},
			{Layer: "conv2", Share: results.Number(share2), SSimAttained: results.Number(sim2)},
		} {
			r.Network, r.Preset, r.Method, r.Spectral = "a", preset, optimize.Proposed, results.Number(spectral)
			s.Each = append(s.Each, r)
			r.Method, r.Share = "naive", 0 // another method's rows change nothing
			s.Each = append(s.Each, r)
		}
	}
	nan := math.NaN()
	add("paper", 0.5, 0.5, 0.04, 0.02, 0.3)    // times floor: 4 and 1, so 2
	add("flat", 0.5, 0.5, 0.0001, 0.0001, 0.4) // nearer than real: 1
	add("real", 0.6, 0.5, 0.0102, 0.02, 0.1)   // within Near of the least, and a better spectrum
	add("far", 0.9, 0.9, 0.16, 0.02, 0.01)     // 4
	add("easy", 0.4, 0.9, 0.01, 0.02, 0)       // fewer units than paper in one layer
	add("none", 0, 0, nan, nan, 0)
	got := Choose(s, optimize.Proposed)
	var order []string
	for _, c := range got {
		order = append(order, c.Preset)
	}
	if !slices.Equal(order, []string{"real", "flat", "paper", "far", "easy", "none"}) {
		t.Errorf("order %v", order)
	}
	for _, c := range got {
		switch c.Preset {
		case "paper":
			if math.Abs(float64(c.Beyond)-2) > 1e-12 || c.Least != 0 || !c.Enough || c.Share != 0.5 {
				t.Errorf("%+v", c)
			}
		case "easy":
			if c.Enough || math.Abs(float64(c.Least)+0.1) > 1e-12 {
				t.Errorf("%+v", c)
			}
		}
	}
	other := &Study{Networks: s.Networks,
		Each: slices.DeleteFunc(slices.Clone(s.Each), func(r NetworkRow) bool { return r.Preset == "flat" })}
	for i := range other.Each {
		if other.Each[i].Preset == "real" {
			other.Each[i].Share = 0
		}
	}
	joined := Choose(Join([]string{"x", "y"}, s, other), optimize.Proposed)
	order = nil
	for _, c := range joined {
		order = append(order, c.Preset)
	}
	if !slices.Equal(order, []string{"paper", "far", "easy", "real", "none"}) {
		t.Errorf("two networks: order %v", order)
	}
	if got := Choose(s, "l2"); len(got) != 0 {
		t.Errorf("a method that was not studied: %+v", got)
	}
}
