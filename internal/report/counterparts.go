package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"actmax/optimize/results"
	"actmax/optimize/study"
)

// alikeRow is one measure of the similarity of units in networks from different seeds, and of its value by chance.
type alikeRow struct {
	Of, Layer, Measure, Units, From          string // From: number that the most similar one is chosen from
	Other, Within, Phases, Untrained, Beyond string
}

// alikeRows has one row per measure, head, preset and layer. Activations do not depend on the preset: they have one
// row. Studies made before chance was measured leave its columns empty.
func alikeRows(s *study.Study) []alikeRow {
	type measure struct {
		name, of, units                  string
		from                             int
		other, within, phases, untrained results.Number
		beyond                           study.Spread
		share                            bool
	}
	var out []alikeRow
	var done [][2]string // head and layer whose activations have a row
	for _, r := range s.Counterparts {
		of := r.Head + ", " + r.Preset
		shaped := counted(r.Shaped)
		var chance study.Chance
		if r.Chance != nil {
			chance = *r.Chance
		}
		p, u, b := chance.Phases, chance.Untrained, chance.Beyond
		all := []measure{
			{"correlation", of, shaped, chance.Shaped, r.Correlation, r.CorrelationWithin, p.Correlation, u.Correlation,
				b.Correlation, false},
			{"same shape", of, shaped, chance.Shaped, r.SameShape, r.SameShapeWithin, p.SameShape, u.SameShape,
				b.SameShape, true},
			{"distance, G", of, fmt.Sprint(r.Units), chance.Signals, r.Distance, r.DistanceWithin, p.Distance,
				u.Distance, b.Distance, false},
		}
		if at := [2]string{r.Head, r.Layer}; finite(float64(r.Activation)) && !slices.Contains(done, at) {
			done = append(done, at)
			none := results.Number(math.NaN())
			all = append(all, measure{"activations, correlation", r.Head, "", 0, r.Activation, none, none, u.Activation,
				b.Activation, false})
		}
		for _, m := range all {
			text := func(v results.Number) string { return Figure(float64(v), 3) }
			digits, times, unit := 3, results.Number(1), ""
			if m.share {
				text = func(v results.Number) string { return percent(float64(v)) }
				digits, times, unit = 0, 100, " points"
			}
			row := alikeRow{Of: m.of, Layer: r.Layer, Measure: m.name, Units: m.units, From: "–", Other: text(m.other),
				Within: text(m.within), Phases: "–", Untrained: "–", Beyond: "–"}
			if r.Chance != nil {
				b := study.Spread{Mean: m.beyond.Mean * times, Min: m.beyond.Min * times, Max: m.beyond.Max * times}
				row.Phases, row.Untrained, row.Beyond = text(m.phases), text(m.untrained), spreadSigned(b, digits, unit)
			}
			if m.from > 0 {
				row.From = fmt.Sprint(m.from)
			}
			out = append(out, row)
		}
	}
	return out
}

// counted writes a number that older studies lack.
func counted(n *int) string {
	if n == nil {
		return "–"
	}
	return fmt.Sprint(*n)
}

// signed writes a difference; one that rounds to zero has no sign.
func signed(v float64, digits int) string {
	text := Figure(v, digits)
	if v > 0 && strings.Trim(text, "0.") != "" {
		return "+" + text
	}
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// spreadSigned writes a difference with minimum and maximum.
func spreadSigned(v study.Spread, digits int, unit string) string {
	mean, low, high := signed(float64(v.Mean), digits), signed(float64(v.Min), digits), signed(float64(v.Max), digits)
	if finite(float64(v.Mean)) {
		mean += unit
	}
	if low == high {
		return mean
	}
	return fmt.Sprintf("%s (%s to %s)", mean, low, high)
}

// counterpartsTable is alikeRows in Markdown.
func counterpartsTable(s *study.Study) string {
	var rows [][]string
	for _, r := range alikeRows(s) {
		rows = append(rows, []string{r.Of, r.Layer, r.Measure, r.Units, r.From, r.Other, r.Within, r.Phases,
			r.Untrained, r.Beyond})
	}
	return markdownTable([]string{"head, preset", "layer", "of the most similar", "units", "best of",
		"in the other network", "in its own network", "random phases", "in an untrained network", "beyond chance"},
		rows)
}
