package score

import "math"

// Difference is how far two signals of one shape lie apart: the root of the mean squared difference of their samples,
// in G. NaN if they do not have the same number of samples, or none.
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
