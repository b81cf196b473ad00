package report

import (
	"math"
	"strings"
	"testing"

	"actmax/optimize/results"
	"actmax/optimize/study"
)

func TestAlikeRows(t *testing.T) {
	nan := results.Number(math.NaN())
	shaped := 7
	s := &study.Study{Counterparts: []study.CounterpartRow{
		{Head: "flatten", Preset: "paper", Layer: "conv3", Pairs: 2, Units: 9, Shaped: &shaped, Distance: 0.5,
			DistanceWithin: 0.6, Correlation: 0.91, CorrelationWithin: 0.9,
			SameShape: 0.75, SameShapeWithin: 0.7, Activation: 0.57, Chance: &study.Chance{
				Signals: 63, Shaped: 41,
				Phases:    study.Likeness{Distance: 0.8, Correlation: 0.88, SameShape: 0.5, Activation: nan},
				Untrained: study.Likeness{Distance: 0.7, Correlation: 0.89, SameShape: 0.6, Activation: 0.5},
				Beyond: study.Beyond{Distance: study.Spread{Mean: 0.2, Min: 0.2, Max: 0.2},
					Correlation: study.Spread{Mean: 0.02, Min: -0.01, Max: 0.05},
					SameShape:   study.Spread{Mean: 0.15, Min: -0.02, Max: 0.3},
					Activation:  study.Spread{Mean: 0.07, Min: 0.05, Max: 0.09}},
			}},
		{Head: "flatten", Preset: "actmax", Layer: "conv3", Correlation: nan,
			Activation: 0.57}, // its activations have their row already
		{Head: "fusion", Preset: "actmax", Layer: "conv3", Activation: 0.4},
	}}
	rows := alikeRows(s)
	if len(rows) != 4+3+4 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range map[int]alikeRow{
		0: {"flatten, paper", "conv3", "correlation", "7", "41", "0.910", "0.900", "0.880", "0.890",
			"+0.020 (-0.010 to +0.050)"},
		1: {"flatten, paper", "conv3", "same shape", "7", "41", "75 %", "70 %", "50 %", "60 %",
			"+15 points (-2 to +30)"},
		2: {"flatten, paper", "conv3", "distance, G", "9", "63", "0.500", "0.600", "0.800", "0.700", "+0.200"},
		3: {"flatten", "conv3", "activations, correlation", "", "–", "0.570", "–", "–", "0.500",
			"+0.070 (+0.050 to +0.090)"},
		4: {"flatten, actmax", "conv3", "correlation", "–", "–", "–", "0.000", "–", "–",
			"–"}, // made before chance was measured
	} {
		if rows[i] != want {
			t.Errorf("row %d: %+v, want %+v", i, rows[i], want)
		}
	}
	for v, want := range map[float64]string{-0.0004: "0.000", 0.0004: "0.000", 0.0006: "+0.001", -1.5: "-1.500",
		10: "+10.000", math.NaN(): "–"} {
		if got := signed(v, 3); got != want {
			t.Errorf("%g is written %s, want %s", v, got, want)
		}
	}
	if got := signed(20, 0); got != "+20" {
		t.Errorf("20 points are written %s", got)
	}
	table := counterpartsTable(s)
	if lines := strings.Split(strings.TrimSpace(table), "\n"); len(lines) != 2+len(rows) ||
		!strings.Contains(lines[2], "| 0.890 | +0.020 (-0.010 to +0.050) |") {
		t.Errorf("%s", table)
	}
	page := outcome()
	page.Counterparts = s.Counterparts
	text, err := StudyPage(page, nil)
	if err != nil || !strings.Contains(string(text), "<td>&#43;0.020 (-0.010 to &#43;0.050)</td>") ||
		!strings.Contains(string(text), "an untrained<br>network") {
		t.Errorf("the page lacks what is beyond chance (%v)", err)
	}
}
