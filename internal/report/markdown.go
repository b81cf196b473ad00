package report

import (
	"fmt"
	"slices"
	"strings"

	"actmax/model/train/redundancy"
	"actmax/optimize/study"
)

// markdownTable writes a table; cells must not contain line breaks.
func markdownTable(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) {
		b.WriteString("|")
		for _, c := range cells {
			b.WriteString(" " + strings.ReplaceAll(c, "|", "\\|") + " |")
		}
		b.WriteString("\n")
	}
	line(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, r := range rows {
		line(r)
	}
	return b.String()
}

// networksTable lists the networks of a study with what is needed to train and to recognize them.
func networksTable(s *study.Study) string {
	var rows [][]string
	for _, n := range s.Networks {
		rows = append(rows, []string{n.Name, n.Head, fmt.Sprint(n.Seed), fmt.Sprint(n.Epochs), fmt.Sprint(n.BestEpoch),
			Figure(float64(n.Validation), 4), Figure(float64(n.LastEpoch), 4), Figure(float64(n.Test), 4),
			Figure(float64(n.Accuracy), 4), "`" + n.Hash[:min(12, len(n.Hash))] + "`"})
	}
	return markdownTable([]string{"network", "head", "seed", "epochs", "best", "validation macro-F1", "last epoch",
		"test macro-F1", "test accuracy", "SHA-256"}, rows)
}

func claimsTable(s *study.Study) string {
	var rows [][]string
	for _, r := range claimRows(study.Compare(s)) {
		rows = append(rows, []string{r.Says, r.Where, r.Of, r.Printed, strings.Join(r.Ours, "<br>"), r.Rule})
	}
	return markdownTable([]string{"claim", "in the paper", "head, preset", "printed", "ours", "agrees if"}, rows)
}

func ordersTable(s *study.Study) string {
	var rows [][]string
	for _, r := range orderRows(study.Compare(s)) {
		rows = append(rows, []string{r.Layer, r.Of, r.SSim, r.Firm, r.Attained})
	}
	return markdownTable([]string{"layer", "head, preset", "S_sim, smallest first", "tau between networks",
		"S_sim over attaining units"}, rows)
}

// scoresTable lists every method on every layer under the given presets, or all presets if none is given.
func scoresTable(s *study.Study, presets ...string) string {
	var rows [][]string
	for _, r := range s.Rows {
		if len(presets) > 0 && !slices.Contains(presets, r.Preset) {
			continue
		}
		rows = append(rows, []string{r.Head, strings.ReplaceAll(r.Preset, ",", " "), r.Layer, r.Method,
			spreadText(r.SSim, 4), Figure(float64(r.SSimAttained), 4), Figure(float64(r.Floor), 4),
			spreadText(r.Attainment, 2), Figure(float64(r.WithFailed), 1), percent(float64(r.Share.Mean)),
			fmt.Sprint(r.Failed), fmt.Sprint(r.Dead), fmt.Sprint(r.Units), Figure(float64(r.Spectral), 3),
			Figure(float64(r.PeakToPeak), 2)})
	}
	return markdownTable([]string{"head", "preset", "layer", "method", "S_sim", "attaining only", "baseline",
		"attainment", "with failed", "attaining", "failed", "dead", "units", "spectral distance", "peak to peak, G"},
		rows)
}

// layersTable has one row per preset: for each layer the attainment (with failed units), the share that attains, the
// failed units and S_sim, of one method on the first head.
func layersTable(s *study.Study, method string) string {
	head, layers, rows := []string{"preset"}, []string{}, [][]string{}
	at := map[string]int{}
	for _, r := range s.Rows {
		if r.Method != method || r.Head != s.Rows[0].Head {
			continue
		}
		if !slices.Contains(layers, r.Layer) {
			layers = append(layers, r.Layer)
			head = append(head, r.Layer+": attainment", "attaining", "failed", "S_sim")
		}
		i, ok := at[r.Preset]
		if !ok {
			i = len(rows)
			at[r.Preset] = i
			rows = append(rows, []string{strings.ReplaceAll(r.Preset, ",", " ")})
		}
		rows[i] = append(rows[i], Figure(float64(r.WithFailed), 2), percent(float64(r.Share.Mean)),
			fmt.Sprintf("%d of %d", r.Failed, r.Units), Figure(float64(r.SSim.Mean), 4))
	}
	return markdownTable(head, rows)
}

// choicesTable lists the presets of a study in the order of the criterion of decision 5: the first ones, and those of
// also.
func choicesTable(s *study.Study, method string, most int, also ...string) string {
	var rows [][]string
	for i, c := range study.Choose(s, method) {
		if i >= most && !slices.Contains(also, c.Preset) {
			continue
		}
		rows = append(rows, []string{fmt.Sprint(i + 1), strings.ReplaceAll(c.Preset, ",", " "),
			percent(float64(c.Share)), fmt.Sprintf("%+.0f", 100*float64(c.Least)), Figure(float64(c.Beyond), 2),
			Figure(float64(c.Spectral), 3)})
	}
	return markdownTable([]string{"", "preset", "attaining", "smallest difference to the first, points",
		"times the baseline", "spectral distance"}, rows)
}

func startsTable(s *study.Study) string {
	if len(s.Starts) == 0 {
		return ""
	}
	head := []string{"layer", "head, preset", "units", "not flat", "distance, G", "correlation", "same shape"}
	for _, c := range s.Starts[0].From {
		head = append(head, c.Start+": attaining")
	}
	var rows [][]string
	for _, r := range s.Starts {
		row := []string{r.Layer, r.Head + ", " + r.Preset, fmt.Sprint(r.Units), counted(r.Shaped),
			Figure(float64(r.Distance), 3), Figure(float64(r.Correlation), 3), percent(float64(r.SameShape))}
		for _, c := range r.From {
			row = append(row, fmt.Sprint(c.Attaining))
		}
		rows = append(rows, row)
	}
	return markdownTable(head, rows)
}

func clustersTable(s *study.Study) string {
	var rows [][]string
	for _, m := range s.Maps {
		rows = append(rows, []string{m.Layer, m.Network, m.Preset, fmt.Sprint(m.Signals.Units),
			percent(float64(m.Signals.Same)), percent(float64(m.Signals.Chance)), Figure(float64(m.Signals.P), 3),
			Figure(float64(m.Signals.Silhouette), 2)})
	}
	return markdownTable([]string{"layer", "network", "preset", "units", "neighbours that agree", "by chance", "p",
		"silhouette"}, rows)
}

func redundancyTable(s *study.Study) string {
	var rows [][]string
	for _, n := range s.Redundancy {
		without := map[string][3]string{}
		if n.Ablations != nil {
			for _, a := range n.Ablations.Without {
				if len(a.Layers) == 1 {
					without[a.Layers[0]] = [3]string{changed(a.Zeroed), changed(a.Merged), changed(a.Random)}
				}
			}
		}
		for _, l := range n.Layers {
			w := without[l.Layer]
			rows = append(rows, []string{n.Network, l.Layer, fmt.Sprint(l.Units), fmt.Sprint(l.Duplicates),
				Figure(l.Rank.Covariance.Entropy, 1), Figure(l.Rank.Correlation.Entropy, 1),
				Figure(float64(l.Nearest), 3), w[0], w[1], w[2]})
		}
	}
	return markdownTable([]string{"network", "layer", "units", "duplicates", "effective rank, covariance",
		"of the correlation", "most similar unit, median correlation",
		"test macro-F1, duplicates set to zero", "merged", "as many random units set to zero"}, rows)
}

// changed writes the test score of a network after a change; "" without one.
func changed(e *redundancy.Effect) string {
	if e == nil {
		return ""
	}
	return testScore(e, true)
}
