package redundancy

import (
	"slices"

	"actmax/model"
)

// removal is the change of one layer: the units to leave out and, for those that a kept unit stands for, how.
type removal struct {
	layer int
	units []int // ascending
	merge map[int]standIn
}

// standIn says that the removed unit is about slope·a[t-lag] + intercept, with a the map of another unit.
type standIn struct {
	unit, lag        int
	slope, intercept float64
}

// smaller returns the network without some units of hidden layers. A unit without a stand-in counts as 0: the next
// layer's weights for it are dropped. Those for a unit with a stand-in are added to the kept unit's, scaled by the
// slope and moved by the lag, and the intercept is added to the next layer's biases. Beyond its ends the kept unit's
// map counts as 0, as it does under padding. If a convolution follows, its kernel grows by the largest lag on either
// side.
func smaller(n *model.Network, removals []removal) (*model.Network, error) {
	s := &model.Network{Name: n.Name, Input: n.Input, Classes: n.Classes, Layers: slices.Clone(n.Layers)}
	for i := range s.Layers {
		s.Layers[i].Statistics = nil
	}
	for _, r := range removals {
		next := &s.Layers[r.layer+1]
		if next.Kind == "conv" {
			r.mergeIntoConv(next)
		} else {
			r.mergeIntoDense(next)
		}
		r.dropFilters(&s.Layers[r.layer])
		r.dropInputs(next)
		next.In.Channels -= len(r.units) // also for the layer's own removal, which comes next
	}
	return s, s.Derive()
}

// dropFilters leaves out the units' own weights.
func (r removal) dropFilters(l *model.Layer) {
	fan := len(l.Weight) / len(l.Bias)
	var weight, bias []float32
	for u := range l.Bias {
		if _, gone := slices.BinarySearch(r.units, u); !gone {
			weight, bias = append(weight, l.Weight[u*fan:(u+1)*fan]...), append(bias, l.Bias[u])
		}
	}
	l.Weight, l.Bias = weight, bias
	if l.Kind == "conv" {
		l.Filters = len(bias)
	} else {
		l.Units = len(bias)
	}
}

// dropInputs leaves out a layer's weights for the units.
func (r removal) dropInputs(l *model.Layer) {
	fan := len(l.Weight) / len(l.Bias)
	each := fan / l.In.Channels
	var weight []float32
	for out := range l.Bias {
		for u := range l.In.Channels {
			if _, gone := slices.BinarySearch(r.units, u); !gone {
				at := out*fan + u*each
				weight = append(weight, l.Weight[at:at+each]...)
			}
		}
	}
	l.Weight = weight
}

func (r removal) mergeIntoConv(l *model.Layer) {
	reach := 0
	for _, m := range r.merge {
		reach = max(reach, m.lag, -m.lag)
	}
	widen(l, reach)
	taps := l.Kernel[1]
	rows := l.Kernel[0] * taps
	weight, bias := slices.Clone(l.Weight), slices.Clone(l.Bias)
	for out := range bias {
		own := out * l.In.Channels * rows
		extra := 0.0
		for _, u := range r.units {
			m, ok := r.merge[u]
			if !ok {
				continue
			}
			from, to := l.Weight[own+u*rows:][:rows], weight[own+m.unit*rows:][:rows]
			for i, w := range from {
				if w == 0 {
					// also the taps that widen has added, the only ones that a lag could move out of the kernel
					continue
				}
				extra += m.intercept * float64(w)
				to[i-m.lag] += float32(m.slope * float64(w))
			}
		}
		bias[out] += float32(extra)
	}
	l.Weight, l.Bias = weight, bias
}

// widen adds taps of weight 0 on either side of a kernel, with padding to match: the same maps. Dilation becomes 1 so
// that a lag is a whole number of taps.
func widen(l *model.Layer, reach int) {
	if reach == 0 {
		return
	}
	taps, dilation := l.Kernel[1], l.Dilation[1]
	wide := (taps-1)*dilation + 1 + 2*reach
	rows := len(l.Weight) / taps
	weight := make([]float32, rows*wide)
	for row := range rows {
		for k := range taps {
			weight[row*wide+reach+k*dilation] = l.Weight[row*taps+k]
		}
	}
	l.Weight, l.Kernel[1], l.Dilation[1] = weight, wide, 1
	l.Padding[1] += reach
}

func (r removal) mergeIntoDense(l *model.Layer) {
	each, times := l.In.Axes*l.In.Time, l.In.Time
	fan := l.In.Channels * each
	weight, bias := slices.Clone(l.Weight), slices.Clone(l.Bias)
	for out := range bias {
		extra := 0.0
		for _, u := range r.units {
			m, ok := r.merge[u]
			if !ok {
				continue
			}
			from, to := l.Weight[out*fan+u*each:][:each], weight[out*fan+m.unit*each:][:each]
			for i, w := range from {
				extra += m.intercept * float64(w)
				if t := i%times - m.lag; t >= 0 && t < times {
					to[i-m.lag] += float32(m.slope * float64(w))
				}
			}
		}
		bias[out] += float32(extra)
	}
	l.Weight, l.Bias = weight, bias
}
