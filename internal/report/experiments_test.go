package report

import (
	"strings"
	"testing"

	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/study"
)

// withFusion is outcome with a third network, of another head, and the rows of its signals.
func withFusion() *study.Study {
	s := outcome()
	s.Networks = append(s.Networks,
		study.Network{Name: "three", Head: "fusion", Seed: 32, Hash: strings.Repeat("ef", 32), Epochs: 9, Test: 0.7,
			Validation: 0.8})
	for _, r := range s.Rows {
		if r.Head = "fusion"; r.Method == optimize.Proposed {
			r.Networks, r.SSim = 1, study.Spread{Mean: 0.07, Min: 0.07, Max: 0.07}
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// body is a table without its head.
func body(table string) string {
	_, rest, _ := strings.Cut(table, "\n")
	return rest
}

func TestTrainingsTable(t *testing.T) {
	other := outcome()
	for i := range other.Networks {
		n := &other.Networks[i]
		n.Epochs, n.Validation, n.Training = 6, results.Number(0.9), &study.TrainedWith{Resample: "polyphase",
			Scale: "standard"}
		n.Test += 0.01
	}
	other.Networks[1].Seed = 77 // has no partner
	want := strings.Join([]string{
		"|---|---|---|---|---|---|---|---|---|",
		"| – | – | flatten | 0 | 31 32 | – | 0.730 (0.710 – 0.750) | 0.028 | – |",
		"| – | – | fusion | 9 | 32 | 0.800 | 0.700 | – | -0.050 |",
		"| polyphase | standard | flatten | 6 | 31 77 | 0.900 | 0.740 (0.720 – 0.760) | 0.028 | +0.010 |",
	}, "\n") + "\n"
	if got := body(trainingsTable(withFusion(), other)); got != want {
		t.Errorf("%s, expected\n%s", got, want)
	}
}

func TestSignalsTable(t *testing.T) {
	got := body(signalsTable("actmax", optimize.Proposed, withFusion()))
	want := strings.Join([]string{
		"|---|---|---|---|---|---|---|---|---|---|",
		"| – | – | flatten | 0 | conv1 | 2.00 (1.50 – 3.00) | 50 % | 10 | 0.0400 (0.0200 – 0.0800) | 0.0100 |",
		"| – | – | flatten | 0 | conv3 | 2.00 (1.50 – 3.00) | 50 % | 10 | 0.0400 (0.0200 – 0.0800) | 0.0100 |",
		"| – | – | fusion | 9 | conv1 | 2.00 (1.50 – 3.00) | 50 % | 10 | 0.0700 | 0.0100 |",
		"| – | – | fusion | 9 | conv3 | 2.00 (1.50 – 3.00) | 50 % | 10 | 0.0700 | 0.0100 |",
	}, "\n") + "\n"
	if got != want {
		t.Errorf("%s, expected\n%s", got, want)
	}
}

// Adding a head to a study does not rename the figures of the first one.
func TestFiguresOfTwoHeads(t *testing.T) {
	figures, err := ScoreFigures(withFusion())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range figures {
		names[f.Name] = true
		if head := map[bool]string{false: "flatten",
			true: "fusion"}[strings.HasSuffix(f.Name, "-fusion")]; !strings.Contains(string(f.SVG),
			"(head "+head+", preset ") {
			t.Errorf("the title of %s does not name the head %s", f.Name, head)
		}
	}
	for _, want := range []string{"fig3-paper", "fig3-paper-fusion", "fig4-actmax", "fig4-actmax-fusion"} {
		if !names[want] {
			t.Errorf("there is no %s among %v", want, names)
		}
	}
}
