// Package score measures how good a synthesized signal is (method.md 4): how fully it activates its unit, which window
// of it carries the activation, and how near real segments are to that window.
package score

import (
	"math"

	"actmax/model"
)

// Low and High bound the attainment of a unit that attains; Typical is the percentile from which a unit without ReLU
// does.
const (
	Low     = 0.8
	High    = 1.25
	Typical = 0.95
)

// Attainment says how fully a unit is activated by its largest activation: for units with ReLU the ratio to the unit's
// threshold th_eap (1.0 is right), for others the share (0 to 1) of the unit's values on training segments that lie
// below. NaN if the unit has no threshold, or no statistics and needs them.
func Attainment(layer *model.Layer, unit int, largest, threshold float64) float64 {
	if layer.ByPercentile() {
		return Percentile(layer.Statistics, unit, largest)
	}
	if math.IsNaN(threshold) || math.IsInf(threshold, 0) || threshold <= 0 {
		return math.NaN()
	}
	return largest / threshold
}

// attains reports whether an attainment is neither too low nor too high: from Low to High as a ratio; at least Typical
// as a percentile, which cannot be too high.
func attains(percent bool, attainment float64) bool {
	if percent {
		return attainment >= Typical
	}
	return attainment >= Low && attainment <= High
}

// Percentile returns the share, 0 to 1, of a unit's activations on training segments that lie below a value: read off
// the unit's histogram, linear within a bin. NaN without statistics.
func Percentile(s *model.Statistics, unit int, value float64) float64 {
	counts, low, high, ok := Histogram(s, unit)
	if !ok || math.IsNaN(value) {
		return math.NaN()
	}
	total := 0.0
	for _, c := range counts {
		total += float64(c)
	}
	switch {
	case total == 0:
		return math.NaN()
	case value >= high:
		return 1
	case value <= low:
		return 0
	}
	position := (value - low) / (high - low) * float64(len(counts))
	bin := min(int(position), len(counts)-1)
	below := 0.0
	for _, c := range counts[:bin] {
		below += float64(c)
	}
	return (below + float64(counts[bin])*(position-float64(bin))) / total
}

// Quantile is the inverse of Percentile: the value below which the given share of a unit's activations lies.
func Quantile(s *model.Statistics, unit int, share float64) float64 {
	counts, low, high, ok := Histogram(s, unit)
	if !ok || math.IsNaN(share) {
		return math.NaN()
	}
	total := 0.0
	for _, c := range counts {
		total += float64(c)
	}
	if total == 0 {
		return math.NaN()
	}
	want, below := share*total, 0.0
	width := (high - low) / float64(len(counts))
	for bin, c := range counts {
		if n := float64(c); n > 0 && below+n >= want {
			return low + width*(float64(bin)+math.Max(0, want-below)/n)
		}
		below += float64(c)
	}
	return high
}
