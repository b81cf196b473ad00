package optimize

import (
	"strings"
	"testing"
)

func TestBatchRefuses(t *testing.T) {
	n, other := small(t), small(t)
	b := NewBatch(n, 1, 2)
	for want, j := range map[string]Job{
		"another network or layer": {Network: other, Layer: 1, Settings: Default()},
		"batch":                    {Network: n, Layer: 0, Settings: Default()},
		"conv2 has no unit 7":      {Network: n, Layer: 1, Unit: 7, Settings: Default()},
		"no unit -1":               {Network: n, Layer: 1, Unit: -1, Settings: Default()},
		"layer 9":                  {Network: n, Layer: 9, Settings: Default()},
		"no network":               {Settings: Default()},
		"ascent.gamma": {Network: n, Layer: 1,
			Settings: Settings{Optimizer: Adam, Eta: 1, Preset: "paper"}},
		"edit at step 6000": {Network: n, Layer: 1, Settings: Default(),
			Edits: []Edit{{6000, "penalty.tv", 0.1}}},
		"edit at step 5": {Network: n, Layer: 1, Settings: Default(), Edits: []Edit{{5, "penalty.tv", "x"}}},
		"trace marks":    {Network: n, Layer: 1, Settings: Default(), Trace: []int{7, 5001}},
	} {
		if err := b.Load(0, j); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
		if _, err := NewAscent(j); err == nil && j.Network != other && j.Layer != 0 {
			t.Errorf("an ascent took a job with %q", want)
		}
	}
	if err := b.Step(); err != nil {
		t.Error(err)
	}
}

func TestHeldLaneStands(t *testing.T) {
	n := small(t)
	b := NewBatch(n, 1, 2)
	for i := range 2 {
		if err := b.Load(i, Job{Network: n, Layer: 1, Unit: 2,
			Settings: settings(t, "ascent.restarts", "0")}); err != nil {
			t.Fatal(err)
		}
	}
	b.Hold(0, true)
	for range 5 {
		_ = b.Step()
	}
	b.Hold(0, false)
	for range 3 {
		_ = b.Step()
	}
	if b.StepOf(0) != 3 || b.StepOf(1) != 8 || b.Lanes() != 2 {
		t.Errorf("steps %d and %d, want 3 and 8", b.StepOf(0), b.StepOf(1))
	}
}
