package report

import (
	"fmt"
	"math"
	"slices"

	"actmax/optimize/results"
	"actmax/optimize/study"
)

// alikeRow is one measure of how alike the units of networks from different seeds are, beside what it is by chance.
type alikeRow struct {
	Of, Layer, Measure, Units, From          string // From: how many the most similar one is chosen from
	Other, Within, Phases, Untrained, Beyond string
}

// alikeRows has a row a measure for each head, preset and layer. That of activations does not depend on the preset, so it comes
// once. Studies made before chance was measured leave its columns empty.
func alikeRows(s *study.Study) []alikeRow {
	type measure struct {
		name, of, units                  string
		from                             int
		other, within, phases, untrained results.Number
		beyond                           study.Spread
		text                             func(float64) string
		signed                           func(float64) string
	}
	figure := func(v float64) string { return Figure(v, 3) }
	var out []alikeRow
	var done [][2]string // head and layer whose activations have their row
	for _, r := range s.Counterparts {
		of := r.Head + ", " + r.Preset
		shaped := counted(r.Shaped)
		var chance study.Chance
		if r.Chance != nil {
			chance = *r.Chance
		}
		p, u, b := chance.Phases, chance.Untrained, chance.Beyond
		all := []measure{
			{"correlation", of, shaped, chance.Shaped, r.Correlation, r.CorrelationWithin, p.Correlation, u.Correlation, b.Correlation, figure, signed},
			{"same shape", of, shaped, chance.Shaped, r.SameShape, r.SameShapeWithin, p.SameShape, u.SameShape, b.SameShape, percent, signedPoints},
			{"distance, G", of, fmt.Sprint(r.Units), chance.Signals, r.Distance, r.DistanceWithin, p.Distance, u.Distance, b.Distance, figure, signed},
		}
		if at := [2]string{r.Head, r.Layer}; finite(float64(r.Activation)) && !slices.Contains(done, at) {
			done = append(done, at)
			none := results.Number(math.NaN())
			all = append(all, measure{"activations, correlation", r.Head, "", 0, r.Activation, none, none, u.Activation, b.Activation, figure, signed})
		}
		for _, m := range all {
			row := alikeRow{Of: m.of, Layer: r.Layer, Measure: m.name, Units: m.units, Other: m.text(float64(m.other)), Within: m.text(float64(m.within)),
				From: "–", Phases: "–", Untrained: "–", Beyond: "–"}
			if r.Chance != nil {
				row.Phases, row.Untrained, row.Beyond = m.text(float64(m.phases)), m.text(float64(m.untrained)), spreadSigned(m.beyond, m.signed)
			}
			if m.from > 0 {
				row.From = fmt.Sprint(m.from)
			}
			out = append(out, row)
		}
	}
	return out
}

// counted writes a number that older studies do not have.
func counted(n *int) string {
	if n == nil {
		return "–"
	}
	return fmt.Sprint(*n)
}

func signed(v float64) string {
	if !finite(v) {
		return "–"
	}
	return fmt.Sprintf("%+.3f", v)
}

func signedPoints(v float64) string {
	if !finite(v) {
		return "–"
	}
	return fmt.Sprintf("%+.0f points", 100*v)
}

// spreadSigned writes a difference with the least and the greatest.
func spreadSigned(v study.Spread, text func(float64) string) string {
	mean, low, high := text(float64(v.Mean)), text(float64(v.Min)), text(float64(v.Max))
	if low == high {
		return mean
	}
	return fmt.Sprintf("%s (%s to %s)", mean, low, high)
}

// counterpartsTable is alikeRows in Markdown.
func counterpartsTable(s *study.Study) string {
	var rows [][]string
	for _, r := range alikeRows(s) {
		rows = append(rows, []string{r.Of, r.Layer, r.Measure, r.Units, r.From, r.Other, r.Within, r.Phases, r.Untrained, r.Beyond})
	}
	return markdownTable([]string{"head, preset", "layer", "of the most similar", "units", "best of", "in the other network", "among its own", "random phases", "in an untrained network", "beyond chance"}, rows)
}
