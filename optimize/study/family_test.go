package study

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/model"
	"actmax/model/train"
	"actmax/optimize"
)

// TestOtherLayersUnderOneHead: a network with other layers is not averaged with the others of its head.
func TestOtherLayersUnderOneHead(t *testing.T) {
	o := options(t, t.TempDir())
	o.Redundancy, o.ScoresOnly = false, true
	o.Variants = []Variant{variant(t, optimize.Proposed, 5)}
	wide := small(t, o.Data, 3)
	wide.Layers[1].Filters = 6
	if err := wide.Initialize(3); err != nil {
		t.Fatal(err)
	}
	if err := train.Statistics(context.Background(), wide, o.Data, train.MeasureOptions{NoCache: true}); err != nil {
		t.Fatal(err)
	}
	o.Networks = append(o.Networks, Plan{Name: "wide", Head: "flatten", Seed: 3, Take: wide},
		Plan{Name: "c", Head: "flatten", Seed: 4, Take: small(t, o.Data, 4)})
	s, _ := run(t, o)
	units := map[string]int{}
	for _, r := range s.Rows {
		units[r.Head+" "+r.Layer] += r.Units
	}
	const other = "flatten as in wide"
	if len(s.Rows) != 4 || units["flatten conv1"] != 15 || units["flatten conv2"] != 12 || units[other+" conv1"] != 5 ||
		units[other+" conv2"] != 6 {
		t.Errorf("%d rows, units %v", len(s.Rows), units)
	}
	if heads := s.Heads(); len(heads) != 2 || heads[1] != other || s.Networks[2].Head != other ||
		s.Networks[3].Head != "flatten" {
		t.Errorf("heads %v", heads)
	}
	s.Data.Name = "dsads" // whatever the paper says of it
	for _, c := range Compare(s) {
		if c.Claim.About == MacroF1 || c.Claim.About == Failures {
			if want := map[string]int{"flatten": 3, other: 1}[c.Head]; c.Networks != want {
				t.Errorf("%s, head %s: %d networks, want %d", c.Claim.About, c.Head, c.Networks, want)
			}
		}
	}
}

// TestANetworkIsCountedOnce: the same weights, the same network in another precision, and one that would be trained
// again.
func TestANetworkIsCountedOnce(t *testing.T) {
	d := recordings()
	a := small(t, d, 1)
	half := small(t, d, 2)
	half.Training = &model.Training{From: a.Hash}
	trained := small(t, d, 3)
	trained.Training = &model.Training{DataHash: d.Hash, Scale: "g", Seed: 7, Head: "flatten", Batch: 64, Eta: 1e-4,
		Dropout: 0.5, Epochs: 3}
	for _, c := range []struct {
		what  string
		plans []Plan
		words []string // of the warning; none: both are counted
	}{
		{"the same weights", []Plan{{Name: "a", Take: a}, {Name: "b", Take: small(t, d, 1)}},
			[]string{"network b has the same weights (SHA-256 " + a.Hash[:12] + ") as a", "counted once"}},
		{"half precision", []Plan{{Name: "a", Take: a}, {Name: "half", Take: half}},
			[]string{"network half is the same network in another precision as a"}},
		{"half precision first", []Plan{{Name: "half", Take: half}, {Name: "a", Take: a}},
			[]string{"network a is the same network in another precision as half"}},
		{"to be trained again", []Plan{{Name: "m", Take: trained}, {Name: "flatten-seed7", Head: "flatten", Seed: 7}},
			[]string{"network flatten-seed7 is trained in the same way from the same seed (7) as m"}},
		{"others", []Plan{{Name: "a", Take: a}, {Name: "m", Take: trained}}, nil},
	} {
		o := options(t, t.TempDir())
		o.Redundancy, o.ScoresOnly = false, true
		o.Networks, o.Variants = c.plans, []Variant{variant(t, "naive", 2)}
		o.Train = train.Options{Settings: train.Settings{Batch: 64, Eta: 1e-4, Dropout: 0.5}, Epochs: 3}
		var said []string
		o.Warn = func(err error) { said = append(said, err.Error()) }
		o.Progress = func(p Progress) {
			if p.Training != nil {
				t.Errorf("%s: trains", c.what)
			}
		}
		s, _ := run(t, o)
		want := 1
		if c.words == nil {
			want = 2
		}
		if len(s.Networks) != want || s.Networks[0].Name != c.plans[0].Name || s.Rows[0].Networks != want ||
			s.Rows[0].Units != 5*want {
			t.Errorf("%s: %d networks, %d units", c.what, len(s.Networks), s.Rows[0].Units)
		}
		if len(said) != 2-want {
			t.Errorf("%s: warned of %q", c.what, said)
		}
		for _, w := range c.words {
			if !strings.Contains(strings.Join(said, "; "), w) {
				t.Errorf("%s: %q lacks %q", c.what, said, w)
			}
		}
	}
}

// TestCounterpartsAgainstAnUntrainedNetwork: the control is made once a family, kept, and no part of the study's
// networks.
func TestCounterpartsAgainstAnUntrainedNetwork(t *testing.T) {
	o := options(t, t.TempDir())
	s, _ := run(t, o)
	if len(s.Networks) != 2 || len(s.Maps) != 4 || len(s.Redundancy) != 2 || len(s.Each) != 8 {
		t.Errorf("%d networks, %d maps, %d redundancies, %d scores", len(s.Networks), len(s.Maps), len(s.Redundancy),
			len(s.Each))
	}
	for _, r := range s.Counterparts {
		c := r.Chance
		if c == nil || r.Shaped == nil || c.Shaped == 0 {
			t.Fatalf("%s: %+v", r.Layer, r)
		}
		for what, v := range map[string]float64{"untrained": float64(c.Untrained.Correlation),
			"phases": float64(c.Phases.Correlation), "activation": float64(c.Untrained.Activation),
			"beyond": float64(c.Beyond.Correlation.Mean), "activation beyond": float64(c.Beyond.Activation.Mean)} {
			if math.IsNaN(v) || v < -2 || v > 1 {
				t.Errorf("%s: %s %g", r.Layer, what, v)
			}
		}
		if v := float64(r.Activation-c.Untrained.Activation) - float64(c.Beyond.Activation.Mean); math.Abs(v) > 1e-9 {
			t.Errorf("%s: activations are off by %g", r.Layer, v)
		}
	}
	if _, err := os.Stat(filepath.Join(o.Dir, "untrained", "flatten", "actmax", "conv2", optimize.Proposed,
		scoresFile)); err != nil {
		t.Error(err)
	}
	one := options(t, t.TempDir())
	one.Networks, one.Redundancy = one.Networks[:1], false
	if s, _ := run(t, one); len(s.Counterparts) != 0 {
		t.Errorf("one network has counterparts: %+v", s.Counterparts)
	}
	if _, err := os.Stat(filepath.Join(one.Dir, "untrained")); err == nil {
		t.Error("an untrained network was studied for nothing")
	}
}
