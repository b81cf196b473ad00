// Package stats has the figures that gonum/stat defines otherwise than this project does.
package stats

import (
	"math"
	"slices"
)

// Median returns the middle one of some values, or the mean of the two in the middle of an even number; NaN of none.
// (The 0.5 quantile of gonum/stat is the lower of the two.) The values are left as they are.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(values))
	return (s[(n-1)/2] + s[n/2]) / 2
}
