package tui

import (
	"slices"
	"testing"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/screen/unit"
)

// Every penalty's row has the share and the weight of that penalty: the one whose setting goes by its word.
func TestTermsStandByTheirNames(t *testing.T) {
	terms := optimize.Terms{F: 2, L2: 3, TV: 5, AAP: 7, EAP: 11, Objective: 13}
	all := unit.InOrder(terms)
	if all[0] != terms.F || all[unit.TermSum] != terms.Objective || len(unit.TermNames) != unit.TermCount {
		t.Fatalf("%v are %v", unit.TermNames, all)
	}
	for i, name := range unit.TermNames {
		r, err := setting.Find(optimize.Table, "penalty."+name)
		if unit.IsPenalty(i) != (err == nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !unit.IsPenalty(i) {
			continue
		}
		var s optimize.Settings
		if err := r.Assign(&s, 0.5); err != nil {
			t.Fatal(err)
		}
		if w := s.Weights(); *w[i-1] != 0.5 {
			t.Errorf("%s does not have its weight", name)
		}
		shares := unit.InOrder(terms.Shares(s))
		if shares[i] != -0.5*all[i] {
			t.Errorf("%s has the share %g of %g", name, shares[i], all[i])
		}
		others := slices.Delete(slices.Clone(shares[1:unit.TermSum]), i-1, i)
		if slices.ContainsFunc(others, func(v float64) bool { return v != 0 }) {
			t.Errorf("others have the weight of %s: %v", name, shares)
		}
	}
}
