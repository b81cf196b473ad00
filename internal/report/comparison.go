package report

import (
	"fmt"
	"slices"
	"strings"

	"actmax/internal/words"
	"actmax/optimize/study"
)

// claimRow compares one claim of the paper with a study, under one preset if it depends on that.
type claimRow struct {
	Says, Where, Of, Printed, Rule string
	Ours                           []string // a line per layer
}

// claimRows returns one row for comparisons that differ only in layer or method. The order of methods has rows of its
// own.
func claimRows(compared []study.Comparison) []claimRow {
	var rows []claimRow
	for _, c := range compared {
		if c.Claim.About == study.Order {
			continue
		}
		r := claimRow{Says: c.Claim.Says, Where: c.Claim.Where, Of: headPreset(c), Printed: printedFigure(c.Claim),
			Rule: c.Claim.Rule}
		i := slices.IndexFunc(rows, func(o claimRow) bool { return o.Says == r.Says && o.Of == r.Of })
		if i < 0 {
			i = len(rows)
			rows = append(rows, r)
		}
		line := oursLine(c)
		if o := rows[i].Ours; c.Claim.About == study.FailedBy && len(o) > 0 { // one line for all methods
			o[0] += ", " + line
			continue
		}
		rows[i].Ours = append(rows[i].Ours, line)
	}
	return rows
}

func headPreset(c study.Comparison) string {
	return strings.Trim(c.Head+", "+c.Preset, ", ")
}

// digits is the number of decimals of a claim.
func digits(a study.About) int {
	switch a {
	case study.Failures, study.FailedBy, study.SourceRate:
		return 0
	case study.Amplitude, study.Attainment:
		return 2
	}
	return 3
}

func printedFigure(c study.Claim) string {
	if !finite(float64(c.Value)) {
		return "–"
	}
	text := Figure(float64(c.Value), digits(c.About))
	if c.About == study.Attainment {
		text = "about " + Figure(float64(c.Value), 0)
	}
	if finite(float64(c.Deviation)) {
		text += fmt.Sprintf(" (sd %s)", Figure(float64(c.Deviation), digits(c.About)))
	}
	return text
}

// oursLine is the result of a study for one layer or method, and the verdict.
func oursLine(c study.Comparison) string {
	text := spreadText(c.Ours, digits(c.Claim.About))
	switch c.Claim.About {
	case study.MacroF1:
		text += fmt.Sprintf(", %s", words.Count(c.Networks, "network"))
	case study.Attainment:
		switch with := Figure(float64(c.WithFailed), 1); {
		case !finite(float64(c.Ours.Mean)):
			text = fmt.Sprintf("all failed; %s with failed units", with)
		case finite(float64(c.WithFailed)):
			text += fmt.Sprintf("; %s with failed units", with)
		}
	case study.Failures, study.FailedBy:
		text += fmt.Sprintf(" of %d", c.Units)
	case study.Clusters:
		text = "p " + text
	}
	if c.Layer != "" {
		text = c.Layer + ": " + text
	} else if c.Claim.About == study.FailedBy {
		text = c.Claim.Method + " " + text
	}
	if c.Claim.Rule == "" {
		return text
	}
	return text + " – " + string(c.Verdict)
}

// orderRow is the order of the methods in one layer.
type orderRow struct{ Layer, Of, SSim, Attained, Firm string }

func orderRows(compared []study.Comparison) []orderRow {
	var rows []orderRow
	for _, c := range compared {
		if c.Ranking == nil {
			continue
		}
		join := func(methods []string) string { return strings.Join(methods, " < ") }
		rows = append(rows, orderRow{c.Layer, headPreset(c), join(c.Ranking.SSim), join(c.Ranking.Attained),
			Figure(float64(c.Ranking.Firm), 2)})
	}
	return rows
}
