package model

import "actmax/internal/simd"

// kernel computes a layer in one direction, forward or backward, from one plane to another. The shape of the layer
// selects the vector loops: simd.Toom for filters of five taps along time between many channels if that is faster,
// simd.FanOut and simd.FanIn for such filters between one channel and many, simd.Correlate for everything else.
type kernel struct {
	lanes int
	calls []call // simd.Correlate
	w     *packedWeights
	toom  *simd.Toom
	space *simd.ToomSpace // working memory, shared by all kernels of one owner
	fan   []float32       // [many][5], simd.FanOut or simd.FanIn
	five  fiveTaps
}

// fiveTaps describes where filters of five taps along time read and write in two planes. They slide along each axis
// separately.
type fiveTaps struct {
	axes           int
	cols           int // of the destination
	to, from       int // start of the first axis; from may lie in the padding
	toAxis         int // from one axis to the next
	fromAxis       int
	toRow, fromRow int // from one channel to the next
}

// toomPays reports whether simd.Toom is faster than direct filtering. Tests replace it.
var toomPays = simd.ToomPays

// fiveTaps reports whether a layer's filters are five adjacent taps along time. A map shorter than the filters does not
// count: the backward layout has no padding around it.
func (l *Layer) fiveTaps() bool {
	one := [2]int{1, 1}
	return l.Kind == "conv" && l.Kernel == [2]int{1, simd.Taps} && l.Padding[0] == 0 && l.Stride == one &&
		l.Dilation == one && l.Out.Time >= simd.Taps
}

// fiveForward places the filters of a layer of five taps, from its input to its maps.
func (l *Layer) fiveForward(to, from plane) fiveTaps { return bindFive(to, from, -l.Padding[1]) }

// fiveBackward places them from the gradient of the maps to that of the input. Time t of the input meets tap k of the
// map's value at t + padding - k, so the taps are reversed.
func (l *Layer) fiveBackward(to, from plane) fiveTaps {
	return bindFive(to, from, l.Padding[1]-(simd.Taps-1))
}

// bindFive places filters between planes. The first column of an axis reads the source from time start on.
func bindFive(to, from plane, start int) fiveTaps {
	return fiveTaps{axes: to.Axes, cols: to.Time, to: to.at(0, 0, 0), from: from.at(0, 0, start),
		toAxis: to.row(), fromAxis: from.row(), toRow: to.channel(), fromRow: from.channel()}
}

// forwardKernel returns the kernel from a layer's input to its maps, for the given layout.
func (n *Network) forwardKernel(layer int, forward *layout, to, from plane) *kernel {
	l := &n.Layers[layer]
	w := &kernel{lanes: to.lanes}
	if l.fiveTaps() {
		w.five = l.fiveForward(to, from)
		switch {
		case l.In.Channels == 1:
			w.fan = l.Weight
			return w
		case toomPays(l.In.Channels, l.Out.Channels, to.Time):
			w.toom = n.toomForward(layer)
			return w
		}
	}
	w.calls, w.w = forward.bind(to, from), n.forward(layer)
	return w
}

// backwardKernel returns the kernel from the gradient of a layer's maps to that of its input, for the given layout.
func (n *Network) backwardKernel(layer int, backward *layout, to, from plane) *kernel {
	l := &n.Layers[layer]
	w := &kernel{lanes: to.lanes}
	if l.fiveTaps() {
		w.five = l.fiveBackward(to, from)
		switch {
		case l.In.Channels == 1:
			w.fan = n.reversed(layer)
			return w
		case toomPays(l.Out.Channels, l.In.Channels, to.Time):
			w.toom = n.toomBackward(layer)
			return w
		}
	}
	w.calls, w.w = backward.bind(to, from), n.backward(layer)
	return w
}

// spaceFor returns working memory for any of the kernels, nil if none needs it.
func spaceFor(kernels []*kernel, channels, lanes int) *simd.ToomSpace {
	cols := 0
	for _, w := range kernels {
		if w.toom != nil {
			cols = max(cols, w.five.cols)
		}
	}
	if cols == 0 {
		return nil
	}
	return simd.NewToomSpace(channels, cols, lanes)
}

// forward computes the maps of a layer, after its activation function, into dst.
func (w *kernel) forward(dst []float32, bias []float32, relu bool, src []float32) {
	f := &w.five
	switch {
	case w.toom != nil:
		for axis := range f.axes {
			to, from := f.to+axis*f.toAxis, f.from+axis*f.fromAxis
			w.toom.Filter(w.space, dst[to:], f.toRow, bias, relu, src[from:], f.fromRow, f.cols)
		}
	case w.fan != nil:
		for axis := range f.axes {
			to, from := f.to+axis*f.toAxis, f.from+axis*f.fromAxis
			simd.FanOut(dst[to:], f.toRow, w.fan, bias, src[from:], f.cols, w.lanes, relu)
		}
	default:
		correlate(w.calls, dst, w.w, bias, src)
		if relu {
			simd.ReLU(dst)
		}
	}
}

// backward computes the gradient in a plane into dst. act holds the values of that plane if they passed through ReLU,
// else it is nil; the gradient is 0 at values that are not above 0.
func (w *kernel) backward(dst, act, src []float32) {
	f := &w.five
	switch {
	case w.toom != nil:
		for axis := range f.axes {
			to, from := f.to+axis*f.toAxis, f.from+axis*f.fromAxis
			if act != nil {
				w.toom.FilterMask(w.space, dst[to:], f.toRow, act[to:], src[from:], f.fromRow, f.cols)
			} else {
				w.toom.Filter(w.space, dst[to:], f.toRow, nil, false, src[from:], f.fromRow, f.cols)
			}
		}
		return
	case w.fan != nil:
		for axis := range f.axes {
			simd.FanIn(dst[f.to+axis*f.toAxis:], w.fan, src[f.from+axis*f.fromAxis:], f.fromRow, f.cols, w.lanes, false)
		}
	default:
		correlate(w.calls, dst, w.w, nil, src)
	}
	if act != nil {
		simd.Mask(dst, act)
	}
}
