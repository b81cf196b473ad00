package score

import "actmax/model"

// Histogram returns how a unit's activations on training segments are spread: counts in bins of equal width from low to high,
// of the non-zero ones for units with ReLU and of all for others (method.md 3). The counts are the statistics' own, not to be
// changed. ok is false where nothing is known of the unit.
func Histogram(s *model.Statistics, unit int) (counts []float32, low, high float64, ok bool) {
	return histogram(s, unit)
}
