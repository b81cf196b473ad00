package optimize

import "actmax/internal/simd"

// Clip is equation (7): clip(a) = Max if a > Threshold, else a. Its slope is 0 above the threshold and 1 elsewhere.
// With both at +Inf it is the identity: clipping off, or a unit without a threshold.
type Clip struct{ Threshold, Max float32 }

// mean returns f, the mean of clip(a) over the map (equation 1), and adds df/da to the gradient.
func (c Clip) mean(activation series, gradient []float32) float64 {
	n := float64(len(activation.data))
	return simd.Clip(gradient, activation.data, c.Threshold, c.Max, float32(1/n)) / n
}
