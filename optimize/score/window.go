package score

import (
	"fmt"
	"math"

	"actmax/model"
)

// Window returns the window [from, to) of width samples of a signal that activates a unit most (method.md 4), the
// earliest on ties; the whole signal if that is shorter. It is the one with the largest sum of the unit's activations,
// or, for a unit without a time axis, of |x df/dx| with f the mean of its map. Signal and activation, the unit's map
// for it, are [axes][time] as Network.SignalShape and MapShape say; an error says that they are not.
func Window(n *model.Network, layer, unit int, signal, activation []float32, width int) (from, to int, err error) {
	axes, time := n.SignalShape(layer)
	if len(signal) != axes*time {
		return 0, 0, fmt.Errorf("%s takes a signal of %d x %d samples; this one has %d", n.Layers[layer].Name, axes,
			time, len(signal))
	}
	if mapAxes, mapTime := n.MapShape(layer); len(activation) != mapAxes*mapTime {
		return 0, 0, fmt.Errorf("a map of %s has %d x %d values; this one has %d", n.Layers[layer].Name, mapAxes,
			mapTime, len(activation))
	}
	if from, to, ok := MapWindow(n, layer, activation, width); ok {
		return from, to, nil
	}
	err = newResponder(n, layer, 1).Each(unit, [][]float32{signal}, width,
		func(_ int, _ []float32, first, end int) error {
			from, to = first, end
			return nil
		})
	return from, to, err
}

// MapWindow is Window for a unit with a time axis: its map alone decides. ok is false for a unit without.
func MapWindow(n *model.Network, layer int, activation []float32, width int) (from, to int, ok bool) {
	activity, ok := PerSample(n, layer, activation)
	if !ok {
		return 0, 0, false
	}
	from, to = largest(activity, width)
	return from, to, true
}

// largest returns the window [from, to) of width samples with the largest sum of activity, the earliest on ties; all of
// them if there are fewer. Activity has one value a sample.
func largest(activity []float64, width int) (from, to int) {
	width = max(1, width)
	if len(activity) <= width {
		return 0, len(activity)
	}
	best := math.Inf(-1)
	for j := 0; j+width <= len(activity); j++ {
		// Summed again for every window: a running sum would break ties by its rounding.
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

// PerSample spreads a unit's feature map over the samples of the signal: summed over the map's axes, each value
// standing for as many samples as lie between it and the next, centred on those that it was computed from. If the map
// is as long as the signal that is one sample each. ok is false for a layer without a time axis: one whose maps have
// one value in time.
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

// gradientTimesInput says how much each sample of x [axes][time] matters to a unit: the sum over the axes of |x df/dx|.
func gradientTimesInput(x, gradient []float32, axes, time int) []float64 {
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
// in G, of the axis on which it is largest. Flat windows resemble many flat segments; this shows it.
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
