package report

import (
	"strings"
	"testing"

	"actmax/model/train/redundancy"
)

func TestRedundancy(t *testing.T) {
	// units 0 and 2 are alike, 3 is the opposite of 1
	l := &redundancy.Layer{Name: "conv1", Units: 4, Lag: 10, Silent: []int{}, Constant: []int{},
		Correlation: []float32{1, 0.2, 0.97, 0.1, 0.2, 1, 0.3, -0.5, 0.97, 0.3, 1, 0, 0.1, -0.5, 0, 1},
		Lags:        make([]int16, 16), Slope: make([]float32, 16), Intercept: make([]float32, 16)}
	score := func(f, change float64) *redundancy.Effect {
		return &redundancy.Effect{Test: &redundancy.Score{MacroF1: f, Change: change}}
	}
	a := &redundancy.Ablation{Layers: []string{"conv1"}, Removed: 1, Merged: score(0.7, -0.01),
		Zeroed: score(0.3, -0.41), Random: score(0.4, -0.31)}
	d, err := Redundancy("redundancy", "Units that repeat each other", "Network: small.", l, 0.9, a, score(0.71, 0))
	if err != nil {
		t.Fatal(err)
	}
	s := string(d.SVG)
	for _, want := range []string{"0 and 2: 0.970 at lag +0", "conv1: ", "at most 10 samples", "correlate at 0.9",
		"–; 0.710", ": –; 0.700 (-0.010)", "Network: small."} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is missing in\n%s", want, s)
		}
	}
	if strings.Contains(s, "1 and 3:") {
		t.Error("a correlation below 0 is drawn")
	}
	if n := strings.Count(s, `stroke="`+colours[4]+`"`); n != 1 {
		t.Errorf("%d frames around clusters, expected 1", n)
	}
	if _, err := Redundancy("r", "", "", l, 0.9, nil, nil); err != nil {
		t.Error("without an ablation:", err)
	}
	if _, err := Redundancy("r", "", "", &redundancy.Layer{}, 0.9, nil, nil); err == nil {
		t.Error("a layer without units is drawn")
	}
}
