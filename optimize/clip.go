package optimize

// Clip is equation (7): clip(a) = Max if a > Threshold, else a. Its slope is 0 above the threshold and 1 elsewhere. With
// both at +Inf it is the identity: clipping off, or a unit without a threshold.
type Clip struct{ Threshold, Max float32 }

// mean returns f, the mean of clip(a) over the map (equation 1), and adds df/da to the gradient.
func (c Clip) mean(activation, gradient view) float64 {
	n := activation.len()
	slope := float32(1 / float64(n))
	sum := 0.0
	for i, k, g := 0, 0, 0; i < n; i, k, g = i+1, k+activation.stride, g+gradient.stride {
		if a := activation.data[k]; a > c.Threshold {
			sum += float64(c.Max)
		} else {
			sum += float64(a)
			gradient.data[g] += slope
		}
	}
	return sum / float64(n)
}
