package score

import "actmax/model"

// Histogram returns how a unit's activations on training segments are spread: counts in bins of equal width from low to
// high, of the non-zero ones for units with ReLU and of all for others (method.md 3). The counts are the statistics'
// own, not to be changed. ok is false if nothing is known of the unit, or all its values are one.
func Histogram(s *model.Statistics, unit int) (counts []float32, low, high float64, ok bool) {
	if s == nil || len(s.Count) == 0 || unit < 0 || unit >= len(s.Max) {
		return nil, 0, 0, false
	}
	bins := len(s.Histogram) / len(s.Max)
	if bins == 0 {
		return nil, 0, 0, false
	}
	if unit < len(s.Min) {
		low = float64(s.Min[unit])
	}
	high = float64(s.Max[unit])
	return s.Histogram[unit*bins:][:bins], low, high, high > low
}
