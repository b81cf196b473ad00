package study

import (
	"math"
	"slices"
	"testing"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
)

func TestHeld(t *testing.T) {
	r := Row{Counts: Counts{Units: 4, Scored: 1, Failed: 3}, Attainment: Spread{Mean: 1.1}, WithFailed: 9}
	if r.Held() != 1.1 {
		t.Errorf("one unit has not failed: %v", r.Held())
	}
	if r.Scored = 0; r.Held() != 9 {
		t.Errorf("every unit failed: %v", r.Held())
	}
}

func TestPublished(t *testing.T) {
	if got := Published("demo"); got != nil {
		t.Errorf("the paper says nothing about the demo recordings: %v", got)
	}
	for _, name := range []string{"dsads", "mhealth"} {
		claims := Published(name)
		for _, about := range []About{MacroF1, Amplitude, SourceRate, Attainment, Failures, Order, FailedBy, Clusters} {
			if !slices.ContainsFunc(claims, func(c Claim) bool { return c.About == about }) {
				t.Errorf("%s: nothing about %s", name, about)
			}
		}
		for _, c := range claims {
			bounded := !math.IsNaN(float64(c.Low)) || !math.IsNaN(float64(c.High))
			if c.Says == "" || c.Where == "" || bounded != (c.Rule != "") {
				t.Errorf("%s: a claim must say what, where, and why it is bounded as it is: %+v", name, c)
			}
			if v := float64(c.Value); !math.IsNaN(v) && c.Judge(v) != Agrees {
				t.Errorf("%s: the paper's own figure does not agree with %+v", name, c)
			}
		}
	}
}

func TestJudge(t *testing.T) {
	open := Claim{Low: nan, High: nan}
	least := Claim{Low: 1, High: nan}
	both := Claim{Low: 1, High: 2}
	for _, c := range []struct {
		claim Claim
		ours  float64
		want  Verdict
	}{
		{open, 1, Unknown}, {least, 0.9, Differs}, {least, 1, Agrees}, {least, 1e9, Agrees},
		{least, math.NaN(), Unknown},
		{both, 2, Agrees}, {both, 2.1, Differs}, {both, 0.9, Differs},
	} {
		if got := c.claim.Judge(c.ours); got != c.want {
			t.Errorf("%v to %v, %v: %s, want %s", c.claim.Low, c.claim.High, c.ours, got, c.want)
		}
	}
}

// compared is a study of two networks under one preset, each figure chosen to hit one rule.
func compared() *Study {
	score := func(v ...float64) Spread { return SpreadOf(v) }
	s := &Study{
		Data: Data{Name: "dsads", Amplitude: 1.3712, SourceRate: 25},
		Networks: []Network{{Name: "a", Head: "flatten", Test: 0.73}, {Name: "b", Head: "flatten", Test: 0.75},
			{Name: "c", Head: "fusion", Test: 0.60}},
		Rows: []Row{
			{Head: "flatten", Preset: "paper", Layer: "conv1", Method: "naive", Networks: 2,
				Counts: Counts{Units: 4, Failed: 4}, SSim: score(), SSimAttained: nan, Attainment: score(),
				WithFailed: 14},
			{Head: "flatten", Preset: "paper", Layer: "conv1", Method: "l2+tv", Networks: 2,
				Counts: Counts{Units: 4, Scored: 4}, SSim: score(0.3), SSimAttained: 0.1, Attainment: score(2),
				WithFailed: 2},
			{Head: "flatten", Preset: "paper", Layer: "conv1", Method: optimize.Proposed, Networks: 2,
				Counts: Counts{Units: 4, Scored: 3, Failed: 1}, SSim: score(0.1), SSimAttained: 0.2,
				Attainment: score(0.9, 1.3), WithFailed: 1.5},
		},
		Variants: []VariantSettings{{Preset: "paper", Method: "naive"}, {Preset: "paper", Method: "l2+tv"},
			{Preset: "paper", Method: optimize.Proposed}},
	}
	for _, n := range []struct {
		name      string
		tv, whole float64
	}{{"a", 0.3, 0.1}, {"b", 0.1, 0.3}} {
		s.Each = append(s.Each, NetworkRow{Network: n.name, Preset: "paper", Layer: "conv1", Method: "naive",
			SSim: nan},
			NetworkRow{Network: n.name, Preset: "paper", Layer: "conv1", Method: "l2+tv", SSim: results.Number(n.tv)},
			NetworkRow{Network: n.name, Preset: "paper", Layer: "conv1", Method: optimize.Proposed,
				SSim: results.Number(n.whole)})
		p := results.Number(0.01)
		if n.name == "b" {
			p = 0.2
		}
		s.Maps = append(s.Maps, MapRow{n.name, "paper", &atlas.Map{Layer: "conv1", Signals: atlas.Agreement{P: 0.01}}},
			MapRow{n.name, "paper", &atlas.Map{Layer: "conv3", Signals: atlas.Agreement{P: p}}})
	}
	return s
}

func TestCompare(t *testing.T) {
	type key struct {
		about                       About
		method, head, preset, layer string
	}
	got := map[key]Comparison{}
	for _, c := range Compare(compared()) {
		got[key{c.Claim.About, c.Claim.Method, c.Head, c.Preset, c.Layer}] = c
	}
	for k, want := range map[key]struct {
		ours    float64
		verdict Verdict
	}{
		{MacroF1, "", "flatten", "", ""}:                             {0.74, Agrees},
		{MacroF1, "", "fusion", "", ""}:                              {0.60, Differs},
		{Amplitude, "", "", "", ""}:                                  {1.3712, Agrees},
		{SourceRate, "", "", "", ""}:                                 {25, Differs},
		{Attainment, optimize.Proposed, "flatten", "paper", "conv1"}: {1.1, Agrees},
		// every unit failed: held against the figure with them
		{Attainment, "naive", "flatten", "paper", "conv1"}:         {math.NaN(), Agrees},
		{Failures, "", "flatten", "paper", ""}:                     {5, Agrees},
		{FailedBy, optimize.Proposed, "flatten", "paper", ""}:      {1, Unknown},
		{FailedBy, "l2+tv", "flatten", "paper", ""}:                {0, Unknown},
		{Order, "", "flatten", "paper", "conv1"}:                   {math.NaN(), Unknown},
		{Clusters, optimize.Proposed, "flatten", "paper", "conv1"}: {0.01, Agrees},
		{Clusters, optimize.Proposed, "flatten", "paper", "conv3"}: {0.105, Differs}, // in one of two networks only
	} {
		c, ok := got[k]
		ours := float64(c.Ours.Mean)
		if !ok || c.Verdict != want.verdict || math.Abs(ours-want.ours) > 1e-9 ||
			math.IsNaN(ours) != math.IsNaN(want.ours) {
			t.Errorf("%v: there %v, %g %s, want %g %s", k, ok, ours, c.Verdict, want.ours, want.verdict)
		}
	}
	if c := got[key{Attainment, "naive", "flatten", "paper", "conv1"}]; c.WithFailed != 14 {
		t.Errorf("with failed units %v", c.WithFailed)
	}
	r := got[key{Order, "", "flatten", "paper", "conv1"}].Ranking
	if r == nil || !slices.Equal(r.SSim, []string{optimize.Proposed, "l2+tv"}) ||
		!slices.Equal(r.Attained, []string{"l2+tv", optimize.Proposed}) || r.Firm != -1 {
		t.Errorf("order %+v", r)
	}
	s := compared()
	s.Data.Name = "small"
	if c := Compare(s); c != nil {
		t.Errorf("data that the paper did not use: %v", c)
	}
}
