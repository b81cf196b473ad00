package model

import "actmax/internal/simd"

// way computes a layer in one direction, forward or back, from one plane to another. Shape decides how: filters of five
// taps along time by the vector loops made for them (simd.Toom between many channels where that pays, simd.FanOut and
// simd.FanIn between one channel and many), everything else by simd.Correlate.
type way struct {
	lanes int
	calls []call // simd.Correlate
	w     *panels
	toom  *simd.Toom
	space *simd.ToomSpace // lent by the owner of the way, one for all
	fan   []float32       // [many][5], simd.FanOut or simd.FanIn
	five  fiveTaps
}

// fiveTaps is how filters of five taps along time lie between two planes: the filters slide along each axis by itself.
type fiveTaps struct {
	axes           int
	cols           int // of the destination
	to, from       int // where the first axis begins; from may lie in the padding
	toAxis         int // from one axis to the next
	fromAxis       int
	toRow, fromRow int // from one channel to the next
}

// toomPays decides between simd.Toom and direct filtering. Tests replace it.
var toomPays = simd.ToomPays

// fiveTaps tells whether a layer's filters are five taps along time, one beside the other. (Back from a map shorter than
// the filters, layouts have no room for zeros beside it.)
func (l *Layer) fiveTaps() bool {
	return l.Kind == "conv" && l.Kernel == [2]int{1, simd.Taps} && l.Padding[0] == 0 && l.Stride == [2]int{1, 1} && l.Dilation == [2]int{1, 1} &&
		l.Out.Time >= simd.Taps
}

// fiveForward lays the filters of a layer of five taps from its input to its maps.
func (l *Layer) fiveForward(to, from plane) fiveTaps { return bindFive(to, from, -l.Padding[1]) }

// fiveBackward lays them from the gradient of the maps to that of the input. Time t of the input meets tap k of the map's
// value at t + padding - k: the taps are met in reverse.
func (l *Layer) fiveBackward(to, from plane) fiveTaps {
	return bindFive(to, from, l.Padding[1]-(simd.Taps-1))
}

// bindFive lays filters between planes; the first column of an axis sees the source from time start on.
func bindFive(to, from plane, start int) fiveTaps {
	return fiveTaps{axes: to.Axes, cols: to.Time, to: to.at(0, 0, 0), from: from.at(0, 0, start),
		toAxis: to.row(), fromAxis: from.row(), toRow: to.channel(), fromRow: from.channel()}
}

// forwardWay is the way from a layer's input to its maps, which has this layout.
func (n *Network) forwardWay(layer int, forward *layout, to, from plane) *way {
	l := &n.Layers[layer]
	w := &way{lanes: to.lanes}
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

// backwardWay is the way from the gradient of a layer's maps to that of its input, which has this layout.
func (n *Network) backwardWay(layer int, backward *layout, to, from plane) *way {
	l := &n.Layers[layer]
	w := &way{lanes: to.lanes}
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

// spaceFor returns the working memory that any of the ways can use, nil where none needs it.
func spaceFor(ways []*way, channels, lanes int) *simd.ToomSpace {
	cols := 0
	for _, w := range ways {
		if w.toom != nil {
			cols = max(cols, w.five.cols)
		}
	}
	if cols == 0 {
		return nil
	}
	return simd.NewToomSpace(channels, cols, lanes)
}

// forward computes the maps of a layer, dst, after its activation function.
func (w *way) forward(dst []float32, bias []float32, relu bool, src []float32) {
	f := &w.five
	switch {
	case w.toom != nil:
		for axis := range f.axes {
			w.toom.Filter(w.space, dst[f.to+axis*f.toAxis:], f.toRow, bias, relu, src[f.from+axis*f.fromAxis:], f.fromRow, f.cols)
		}
	case w.fan != nil:
		for axis := range f.axes {
			simd.FanOut(dst[f.to+axis*f.toAxis:], f.toRow, w.fan, bias, src[f.from+axis*f.fromAxis:], f.cols, w.lanes, relu)
		}
	default:
		correlate(w.calls, dst, w.w, bias, src)
		if relu {
			simd.ReLU(dst)
		}
	}
}

// backward computes the gradient in a plane, dst, of which act holds the values where they went through ReLU (nil where
// they did not): nothing goes back through values that are not above 0.
func (w *way) backward(dst, act, src []float32) {
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
