// Package reference computes networks in float64 with plain loops, one signal at a time. The fast paths are tested
// against it. It is slow and short, and is checked itself by finite differences.
package reference

import (
	"fmt"
	"slices"

	"actmax/model"
)

// Network is a network in float64, with the maps of the last Forward. It belongs to one goroutine.
type Network struct {
	Layers []Layer

	source *model.Network
	axes   int       // of the last signal
	input  []float64 // the last signal, standardized: [axes][time]
}

// Layer is one layer in float64, treated as a convolution: the kernel of a dense layer spans its whole input.
type Layer struct {
	In, Out                           model.Shape // for a signal of all axes
	Kernel, Padding, Stride, Dilation [2]int      // axes, time
	ReLU                              bool
	Weight, Bias                      []float64 // [out][in][kernel axes][kernel time], [out]
	Map                               []float64 // of the last Forward, after the activation function: [out][axes][time]
	WeightGradient, BiasGradient      []float64 // of the last Backward
	gradient                          []float64 // of the last Backward, with respect to each value of Map
	inAxes, outAxes                   int       // of the last Forward
}

// New returns all layers of a derived network.
func New(n *model.Network) *Network {
	r := &Network{source: n}
	for i := range n.Layers {
		r.Layers = append(r.Layers, convert(&n.Layers[i], 0, n.Units(i)))
	}
	return r
}

// NewUnit returns the layers up to the given one, with only one unit of that layer.
func NewUnit(n *model.Network, layer, unit int) *Network {
	r := &Network{source: n}
	for i := range layer {
		r.Layers = append(r.Layers, convert(&n.Layers[i], 0, n.Units(i)))
	}
	r.Layers = append(r.Layers, convert(&n.Layers[layer], unit, unit+1))
	return r
}

// convert copies the units from, ..., to-1 of a layer.
func convert(l *model.Layer, from, to int) Layer {
	c := Layer{In: l.In, Out: l.Out, Kernel: l.Kernel, Padding: l.Padding, Stride: l.Stride, Dilation: l.Dilation,
		ReLU: l.Activation == "relu"}
	if l.Kind == "dense" {
		c.Kernel, c.Padding, c.Stride, c.Dilation = [2]int{l.In.Axes, l.In.Time}, [2]int{}, [2]int{1, 1}, [2]int{1, 1}
	}
	c.Out.Channels = to - from
	fan := len(l.Weight) / l.Out.Channels
	for _, v := range l.Weight[from*fan : to*fan] {
		c.Weight = append(c.Weight, float64(v))
	}
	for _, v := range l.Bias[from:to] {
		c.Bias = append(c.Bias, float64(v))
	}
	return c
}

// slides reports whether the layer treats each axis alike and separately, so that it takes any number of axes.
func (l *Layer) slides() bool { return l.Kernel[0] == 1 && l.Padding[0] == 0 && l.Stride[0] == 1 }

// Forward computes the maps of all layers for a signal [axes][time] in G. With fewer axes than the input has, it
// computes only the layers before the first one that spans axes; the Map of the others is nil.
func (r *Network) Forward(signal [][]float64) error {
	in := r.source.Input
	r.axes, r.input = len(signal), nil
	if len(signal) == 0 || len(signal) > in.Axes {
		return fmt.Errorf("the signal has %d axes, expected 1 to %d", len(signal), in.Axes)
	}
	for axis, x := range signal {
		if len(x) != in.Length {
			return fmt.Errorf("axis %d of the signal has %d samples, expected %d", axis, len(x), in.Length)
		}
		mean, deviation := r.source.Standardization(axis)
		for _, v := range x {
			r.input = append(r.input, (v-mean)/deviation)
		}
	}
	values, axes := r.input, r.axes
	for i := range r.Layers {
		l := &r.Layers[i]
		if values == nil || axes != l.In.Axes && !l.slides() {
			l.Map, values = nil, nil
			continue
		}
		l.forward(values, axes)
		values, axes = l.Map, l.outAxes
	}
	return nil
}

func (l *Layer) forward(x []float64, axes int) {
	l.inAxes, l.outAxes = axes, l.Out.Axes
	if axes != l.In.Axes {
		l.outAxes = axes
	}
	l.Map = make([]float64, l.Out.Channels*l.outAxes*l.Out.Time)
	for i := range l.Map {
		l.Map[i] = l.Bias[i/(l.outAxes*l.Out.Time)]
	}
	l.each(func(w, from, fromStep, to, count int) {
		for t := range count {
			l.Map[to+t] += l.Weight[w] * x[from+t*fromStep]
		}
	})
	if l.ReLU {
		for i, v := range l.Map {
			l.Map[i] = max(v, 0)
		}
	}
}

// each calls visit for every weight on every output axis: the count outputs from index to on add that weight times the
// inputs from index from on, which are fromStep apart.
func (l *Layer) each(visit func(w, from, fromStep, to, count int)) {
	for out := range l.Out.Channels {
		for in := range l.In.Channels {
			for ka := range l.Kernel[0] {
				for kt := range l.Kernel[1] {
					w := ((out*l.In.Channels+in)*l.Kernel[0]+ka)*l.Kernel[1] + kt
					first, last := inside(kt, l.Kernel[1], l.Padding[1], l.Stride[1], l.Dilation[1], l.In.Time, l.Out.Time)
					if first > last {
						continue
					}
					for a := range l.outAxes {
						ia := a*l.Stride[0] + ka*l.Dilation[0] - l.Padding[0]
						if ia < 0 || ia >= l.inAxes {
							continue
						}
						from := (in*l.inAxes+ia)*l.In.Time + first*l.Stride[1] + kt*l.Dilation[1] - l.Padding[1]
						visit(w, from, l.Stride[1], (out*l.outAxes+a)*l.Out.Time+first, last-first+1)
					}
				}
			}
		}
	}
}

// inside returns the first and last output that read the signal, and not its padding, through kernel element k.
func inside(k, kernel, padding, stride, dilation, in, out int) (first, last int) {
	first, last = 0, out-1
	for first <= last && first*stride+k*dilation-padding < 0 {
		first++
	}
	for first <= last && last*stride+k*dilation-padding >= in {
		last--
	}
	return first, last
}

// Backward takes the derivative of some function with respect to each value of one layer's Map, [out][axes][time], and
// returns its derivative with respect to each sample of the signal, [axes][time] per G. It sets WeightGradient and
// BiasGradient of this layer and of those before it. The derivative of ReLU at 0 is 0.
func (r *Network) Backward(layer int, gradient []float64) ([][]float64, error) {
	if r.Layers[layer].Map == nil || len(gradient) != len(r.Layers[layer].Map) {
		return nil, fmt.Errorf("the gradient has %d values, the map of layer %d has %d",
			len(gradient), layer, len(r.Layers[layer].Map))
	}
	r.Layers[layer].gradient = slices.Clone(gradient)
	var dx []float64
	for i := layer; i >= 0; i-- {
		x := r.input
		if i > 0 {
			x = r.Layers[i-1].Map
		}
		dx = make([]float64, len(x))
		r.Layers[i].backward(x, dx)
		if i > 0 {
			r.Layers[i-1].gradient = dx
		}
	}
	out := make([][]float64, r.axes)
	for axis := range out {
		_, deviation := r.source.Standardization(axis)
		out[axis] = dx[axis*r.source.Input.Length : (axis+1)*r.source.Input.Length]
		for t := range out[axis] {
			out[axis][t] /= deviation
		}
	}
	return out, nil
}

func (l *Layer) backward(x, dx []float64) {
	l.WeightGradient, l.BiasGradient = make([]float64, len(l.Weight)), make([]float64, len(l.Bias))
	d := slices.Clone(l.gradient)
	for i := range d {
		if l.ReLU && l.Map[i] == 0 {
			d[i] = 0
		}
		l.BiasGradient[i/(l.outAxes*l.Out.Time)] += d[i]
	}
	l.each(func(w, from, fromStep, to, count int) {
		var sum float64
		for t := range count {
			sum += d[to+t] * x[from+t*fromStep]
			dx[from+t*fromStep] += d[to+t] * l.Weight[w]
		}
		l.WeightGradient[w] += sum
	})
}
