package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"actmax/internal/stats"
)

// ratioUnit is the unit of ratios.
const ratioUnit = "x"

// figure summarizes a quantity over all rounds.
type figure struct {
	Median float64 `json:"median"`
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
}

// summary returns the figure of some values, nil if there are none.
func summary(v []float64) *figure {
	if len(v) == 0 {
		return nil
	}
	return &figure{Median: stats.Median(v), Least: slices.Min(v), Most: slices.Max(v)}
}

// text shows the median with minimum and maximum, "" for nil.
func (f *figure) text(unit string) string {
	if f == nil {
		return ""
	}
	least, most := number(f.Least), number(f.Most)
	if least == most {
		return strings.TrimSpace(number(f.Median) + " " + unit)
	}
	return fmt.Sprintf("%s %s (%s to %s)", number(f.Median), unit, least, most)
}

// number shows three digits, with an exponent only for very small and very large values.
func number(v float64) string {
	if v == 0 || math.Abs(v) >= 1e-3 && math.Abs(v) < 1e7 {
		digits := 2
		if v != 0 {
			digits = max(0, 2-int(math.Floor(math.Log10(math.Abs(v)))))
		}
		text := fmt.Sprintf("%.*f", digits, v)
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		return text
	}
	return fmt.Sprintf("%.2g", v)
}
