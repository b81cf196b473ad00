package score

import (
	"math"

	"actmax/data/similar"
)

// Difference is how far two signals of one shape lie apart: the root of the mean squared difference of their samples, in G. NaN where
// they do not have the same number of samples, or none.
func Difference(a, b []float32) float64 {
	if len(a) != len(b) {
		return math.NaN()
	}
	sum := 0.0
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return math.Sqrt(sum / float64(len(a))) // 0/0 is NaN
}

// MeanMSE is the mean over matches of their MSE, in G²: one unit's part of S_sim (equation 9) where they are the nearest
// ones. NaN where there are none. The sum is in order, see mean.
func MeanMSE(matches []similar.Match) float64 {
	sum := 0.0
	for _, m := range matches {
		sum += m.MSE
	}
	return sum / float64(len(matches)) // 0/0 is NaN
}
