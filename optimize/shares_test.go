package optimize

import (
	"math"
	"testing"
)

func TestShares(t *testing.T) {
	s := Default()
	s.L2, s.TV, s.AAP, s.EAP = 0.1, 0.5, 2, 0
	got := Terms{F: 3, L2: 4, TV: 0.5, AAP: 0.25, EAP: math.NaN(), Objective: 1.85}.Shares(s)
	if want := (Terms{F: 3, L2: -0.4, TV: -0.25, AAP: -0.5, Objective: 1.85}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// The shares of a real ascent add up to its objective.
func TestSharesAddUp(t *testing.T) {
	n := small(t)
	set := settings(t, "ascent.steps", "30", "ascent.start", "noise", "penalty.aap", "0.3", "threshold.aap_g", "0.1")
	a, err := NewAscent(Job{Network: n, Layer: 1, Unit: heard(n, 1, 2), Settings: set})
	if err != nil {
		t.Fatal(err)
	}
	for a.Step() {
		terms := a.Snapshot().Terms
		s := terms.Shares(set)
		if sum := s.F + s.L2 + s.TV + s.AAP + s.EAP; math.Abs(sum-terms.Objective) > 1e-12 {
			t.Fatalf("the shares add up to %v, the objective is %v", sum, terms.Objective)
		}
	}
}
