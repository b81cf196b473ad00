package model

import (
	"slices"

	"actmax/internal/simd"
)

// lastLayer computes the layer that a block is for. Each lane is another unit, so weights differ by lane.
type lastLayer struct {
	layer *Layer
	in    plane     // the layer's input
	act   []float32 // in that plane: the values, if they passed through ReLU, else nil
	lanes int

	maps     plane     // of the map: one channel
	from     plane     // of the map's gradient: the same with padding
	gradient []float32 // in from

	five                      bool // five taps along time: forwardFive and backwardFive, instead of calls
	forwardFive, backwardFive fiveTaps
	forwardCalls              []call
	backwardCalls             []call
	forwardTaps, backwardTaps [][]tap
	weights, reverse          [][]float32 // by set of taps: [(channel, tap)][lanes]
	bias                      []float32   // [lanes]
}

func newLastLayer(n *Network, layer int, in plane, act []float32) lastLayer {
	l, lanes := &n.Layers[layer], in.lanes
	forward, backward := l.forwardLayout(n.shared(layer)), l.backwardLayout(n.shared(layer))
	axes, time := n.MapShape(layer)
	k := lastLayer{layer: l, in: in, act: act, lanes: lanes, bias: make([]float32, lanes), five: l.fiveTaps(),
		maps: plane{Shape: Shape{1, axes, time}, lanes: lanes}, forwardTaps: forward.sets, backwardTaps: backward.sets}
	k.from = k.maps
	k.from.before, k.from.after = backward.before, backward.after
	k.gradient = simd.Aligned(k.from.size())
	if k.five {
		k.forwardFive, k.backwardFive = l.fiveForward(k.maps, in), l.fiveBackward(in, k.from)
		reverse := slices.Clone(k.forwardTaps[0])
		slices.Reverse(reverse)
		k.backwardTaps = [][]tap{reverse}
	} else {
		k.forwardCalls, k.backwardCalls = forward.bind(k.maps, in), backward.bind(in, k.from)
	}
	for _, s := range k.forwardTaps {
		k.weights = append(k.weights, simd.Aligned(in.Channels*len(s)*lanes))
	}
	for _, s := range k.backwardTaps {
		k.reverse = append(k.reverse, simd.Aligned(in.Channels*len(s)*lanes))
	}
	return k
}

// setUnit copies the weights of a unit into a lane.
func (k *lastLayer) setUnit(lane, unit int) {
	k.gather(k.weights, k.forwardTaps, lane, unit)
	k.gather(k.reverse, k.backwardTaps, lane, unit)
	k.bias[lane] = k.layer.Bias[unit]
}

func (k *lastLayer) gather(dst [][]float32, sets [][]tap, lane, unit int) {
	for i, taps := range sets {
		for channel := range k.layer.In.Channels {
			for j, t := range taps {
				dst[i][(channel*len(taps)+j)*k.lanes+lane] = k.layer.Weight[k.layer.weightAt(unit, channel, t)]
			}
		}
	}
}

// forward computes the maps after the activation function.
func (k *lastLayer) forward(maps, src []float32) {
	if f := &k.forwardFive; k.five {
		for axis := range f.axes {
			to, from := f.to+axis*f.toAxis, f.from+axis*f.fromAxis
			simd.LaneFanIn(maps[to:], k.weights[0], k.bias, src[from:], f.fromRow, f.cols, k.lanes, false)
		}
	} else {
		laneCorrelate(k.forwardCalls, maps, 1, k.weights, k.bias, src)
	}
	if k.layer.Activation == "relu" {
		simd.ReLU(maps)
	}
}

// backward computes the gradient in the plane of the layer's input from that of the maps.
func (k *lastLayer) backward(dst, mapGradient, maps []float32) {
	n := k.maps.Time * k.lanes
	for axis := range k.maps.Axes {
		g := k.gradient[k.from.at(0, axis, 0):][:n]
		copy(g, mapGradient[axis*n:][:n])
		if k.layer.Activation == "relu" {
			simd.Mask(g, maps[axis*n:][:n])
		}
	}
	if f := &k.backwardFive; k.five {
		for axis := range f.axes {
			to, from := f.to+axis*f.toAxis, f.from+axis*f.fromAxis
			var act []float32
			if k.act != nil {
				act = k.act[to:]
			}
			simd.LaneFanOut(dst[to:], f.toRow, k.reverse[0], k.gradient[from:], act, f.cols, k.lanes)
		}
		return
	}
	laneCorrelate(k.backwardCalls, dst, k.in.Channels, k.reverse, nil, k.gradient)
	if k.act != nil {
		simd.Mask(dst, k.act)
	}
}
