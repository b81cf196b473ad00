package report

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"

	"actmax/optimize/study"
)

// trainingsTable has one row per study and head: how its networks were trained, their macro-F1, and the difference on
// the test subjects to the networks of the first row with the same seeds.
func trainingsTable(studies ...*study.Study) string {
	var rows [][]string
	var first map[uint64]float64
	for _, s := range studies {
		for _, head := range s.Heads() {
			var tests, validations, differences []float64
			var seeds []string
			var one study.Network
			bySeed := map[uint64]float64{}
			for _, n := range s.Networks {
				if n.Head != head {
					continue
				}
				one = n
				test := float64(n.Test)
				seeds, tests = append(seeds, fmt.Sprint(n.Seed)), append(tests, test)
				validations = append(validations, float64(n.Validation))
				bySeed[n.Seed] = test
				if other, ok := first[n.Seed]; ok {
					differences = append(differences, test-other)
				}
			}
			if first == nil {
				first = bySeed
			}
			resample, scale := trainedOn(one)
			sd := "–"
			if len(tests) > 1 {
				sd = Figure(stat.StdDev(tests, nil), 3)
			}
			rows = append(rows, []string{resample, scale, head, fmt.Sprint(one.Epochs), strings.Join(seeds, " "),
				spreadText(study.SpreadOf(validations), 3),
				spreadText(study.SpreadOf(tests), 3), sd, spreadSigned(study.SpreadOf(differences), 3, "")})
		}
	}
	return markdownTable([]string{"resampling", "scale", "head", "epochs", "seeds", "validation macro-F1",
		"test macro-F1", "sd", "test minus that of the first row, same seed"}, rows)
}

// signalsTable has one row per study, head and layer: the scores of a method under a preset.
func signalsTable(preset, method string, studies ...*study.Study) string {
	var rows [][]string
	for _, s := range studies {
		for _, r := range s.Rows {
			if r.Preset != preset || r.Method != method {
				continue
			}
			n := s.Networks[slices.IndexFunc(s.Networks, func(n study.Network) bool { return n.Head == r.Head })]
			resample, scale := trainedOn(n)
			rows = append(rows, []string{resample, scale, r.Head, fmt.Sprint(n.Epochs), r.Layer,
				spreadText(r.Attainment, 2), percent(float64(r.Share.Mean)), fmt.Sprint(r.Failed),
				spreadText(r.SSim, 4), Figure(float64(r.Floor), 4)})
		}
	}
	return markdownTable([]string{"resampling", "scale", "head", "epochs", "layer", "attainment", "attaining", "failed",
		"S_sim", "baseline"}, rows)
}

// trainedOn is the resampling and scale of the data that a network was trained on.
func trainedOn(n study.Network) (resample, scale string) {
	if n.Training == nil {
		return "–", "–"
	}
	return n.Training.Resample, n.Training.Scale
}
