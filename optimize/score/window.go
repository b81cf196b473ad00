package score

import (
	"math"

	"actmax/model"
)

// Window returns the window [from, to) of width samples with the largest sum of activity, the earliest on ties; the whole
// signal where it is shorter. Activity has one value a sample, as PerSample or Influence give it.
func Window(activity []float64, width int) (from, to int) {
	width = max(1, width)
	if len(activity) <= width {
		return 0, len(activity)
	}
	best := math.Inf(-1)
	for j := 0; j+width <= len(activity); j++ {
		// Summed anew for every window: a running sum would break ties by its rounding.
		sum := 0.0
		for _, a := range activity[j : j+width] {
			sum += a
		}
		if sum > best {
			best, from = sum, j
		}
	}
	return from, from + width
}

// PerSample spreads a unit's feature map over the samples of the signal: summed over the map's axes, each value standing
// for as many samples as lie between it and the next, centred on those that it was computed from. Where the map is as long
// as the signal that is one sample each. The last result tells whether the layer has a time axis at all; a map of one value
// in time has none (use Influence).
func PerSample(n *model.Network, layer int, activation []float32) (activity []float64, ok bool) {
	axes, time := n.MapShape(layer)
	_, length := n.SignalShape(layer)
	if time <= 1 || len(activation) != axes*time {
		return nil, false
	}
	// Value k of the map is centred at first + k*jump in samples.
	first, jump := 0.0, 1
	for i := range layer + 1 {
		l := &n.Layers[i]
		if l.Kind != "conv" {
			return nil, false
		}
		first += (float64(l.Kernel[1]-1)*float64(max(1, l.Dilation[1]))/2 - float64(l.Padding[1])) * float64(jump)
		jump *= max(1, l.Stride[1])
	}
	activity = make([]float64, length)
	for k := range time {
		sum := 0.0
		for s := range axes {
			sum += float64(activation[s*time+k])
		}
		begin := int(math.Floor(first + float64(k*jump) - float64(jump-1)/2))
		for t := max(0, begin); t < min(length, begin+jump); t++ {
			activity[t] += sum / float64(jump)
		}
	}
	return activity, true
}

// Influence says for units without a time axis how much each sample of x [axes][time] matters: the sum over the axes of
// |x df/dx|.
func Influence(x, gradient []float32, axes, time int) []float64 {
	activity := make([]float64, time)
	for s := range axes {
		for t := range time {
			i := s*time + t
			activity[t] += math.Abs(float64(x[i]) * float64(gradient[i]))
		}
	}
	return activity
}

// PeakToPeak is the difference between the largest and the smallest sample of x [axes][time] in the window [from, to),
// in G: of the axis where it is largest. Flat windows resemble many flat segments; this shows it.
func PeakToPeak(x []float32, axes, time, from, to int) float64 {
	largest := 0.0
	for s := range axes {
		low, high := math.Inf(1), math.Inf(-1)
		for _, v := range x[s*time+from : s*time+to] {
			low, high = math.Min(low, float64(v)), math.Max(high, float64(v))
		}
		largest = math.Max(largest, high-low)
	}
	return largest
}
