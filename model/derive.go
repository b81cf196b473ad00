package model

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
)

const (
	// maxValues is the largest number of values of an input or a feature map with its padding, and maxWeights that of a
	// layer's weights. They are far above any network for wearable sensors, and low enough that every offset fits 32 bits
	// with sixteen signals side by side.
	maxValues  = 1 << 22
	maxWeights = 1 << 28

	// maxPairs bounds the pairs of position and kernel element of a layout (maxListed); a kernel over six axes has six.
	maxPairs = 1 << 22
)

// Derive checks a network and fills in what follows from it: every layer's In and Out, strides and dilations of 1,
// missing class names, and Hash. All weights must be present and finite. The error names the layer at fault.
func (n *Network) Derive() error {
	if err := n.deriveShapes(); err != nil {
		return err
	}
	for i := range n.Layers {
		if err := n.Layers[i].checkWeights(); err != nil {
			return fmt.Errorf("layer %s: %w", n.Layers[i].Name, err)
		}
	}
	if err := n.deriveClasses(); err != nil {
		return err
	}
	hash, err := n.hash()
	if err != nil {
		return err
	}
	n.Hash = hash
	n.packed = make([]packedLayer, len(n.Layers))
	return nil
}

// deriveShapes does the part of Derive that needs no weights.
func (n *Network) deriveShapes() error {
	if err := n.Input.check(); err != nil {
		return fmt.Errorf("input: %w", err)
	}
	if len(n.Layers) == 0 {
		return errors.New("layers: a network needs at least one")
	}
	in := Shape{1, n.Input.Axes, n.Input.Length}
	seen := map[string]bool{}
	for i := range n.Layers {
		l := &n.Layers[i]
		if err := checkName(l.Name); err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
		if seen[l.Name] {
			return fmt.Errorf("layer %d: there is already a layer %s", i+1, l.Name)
		}
		seen[l.Name] = true
		if i > 0 && l.Kind == "conv" && n.Layers[i-1].Kind == "dense" {
			return fmt.Errorf("layer %s: a convolution cannot follow the dense layer %s", l.Name, n.Layers[i-1].Name)
		}
		if err := l.derive(in); err != nil {
			return fmt.Errorf("layer %s: %w", l.Name, err)
		}
		in = l.Out
	}
	return nil
}

func (in *Input) check() error {
	if in.Axes < 1 || in.Length < 1 || in.Axes > maxValues || in.Length > maxValues/in.Axes {
		return fmt.Errorf("axes %d and length %d: both must be at least 1, and their product at most %d",
			in.Axes, in.Length, maxValues)
	}
	if math.IsNaN(in.RateHz) || math.IsInf(in.RateHz, 0) || in.RateHz < 0 {
		return fmt.Errorf("rate_hz is %v, expected a positive number", in.RateHz)
	}
	if in.Unit != "" && in.Unit != "G" {
		return fmt.Errorf("unit is %q, expected \"G\"; for another unit, set std to the size of that unit in G and mean to 0",
			in.Unit)
	}
	if len(in.Mean) != len(in.Std) {
		return fmt.Errorf("mean has %d values and std %d: give both or neither", len(in.Mean), len(in.Std))
	}
	if k := len(in.Mean); k > 1 && k != in.Axes {
		return fmt.Errorf("mean and std have %d values, expected one, or one for each of the %d axes", k, in.Axes)
	}
	for i := range in.Mean {
		// Signals are standardized in float32, with 1/std.
		if m := float32(in.Mean[i]); m-m != 0 {
			return fmt.Errorf("mean is %v, expected a number in G", in.Mean[i])
		}
		if s := float32(1 / in.Std[i]); !(in.Std[i] > 0) || !(s > 0) || s-s != 0 {
			return fmt.Errorf("std is %v, expected a positive number in G", in.Std[i])
		}
	}
	return nil
}

// checkName accepts names that work in a command line (conv1,conv2 and conv3/17) and in an error message.
func checkName(name string) error {
	if name == "" {
		return errors.New("it has no name")
	}
	for _, r := range name {
		if r == ',' || r == '/' || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return fmt.Errorf("name %q: a layer's name must not contain %q", name, r)
		}
	}
	return nil
}

// derive checks one layer's architecture and fills In, Out, Stride and Dilation.
func (l *Layer) derive(in Shape) error {
	if l.Activation != "" && l.Activation != "relu" {
		return fmt.Errorf("activation %q is not known, expected \"relu\" or none", l.Activation)
	}
	l.In = in
	switch l.Kind {
	case "conv":
		return l.deriveConv()
	case "dense":
		if l.Units < 1 || l.Units > maxValues {
			return fmt.Errorf("units is %d, expected 1 to %d", l.Units, maxValues)
		}
		l.Out = Shape{l.Units, 1, 1}
	default:
		return fmt.Errorf("kind %q is not known, expected \"conv\" or \"dense\"", l.Kind)
	}
	return l.checkSize(in.Channels * in.Axes * in.Time)
}

func (l *Layer) deriveConv() error {
	if l.Filters < 1 || l.Filters > maxValues {
		return fmt.Errorf("filters is %d, expected 1 to %d", l.Filters, maxValues)
	}
	size := [2]int{l.In.Axes, l.In.Time}
	word := [2]string{"axes", "time"}
	out := [2]int{}
	for d := range 2 {
		for _, p := range []*int{&l.Stride[d], &l.Dilation[d]} {
			if *p == 0 {
				*p = 1
			}
		}
		switch {
		case l.Kernel[d] < 1 || l.Kernel[d] > maxValues:
			return fmt.Errorf("kernel %v: the one in %s must be 1 to %d", l.Kernel, word[d], maxValues)
		case l.Padding[d] < 0 || l.Padding[d] > maxValues:
			return fmt.Errorf("padding %v: the one in %s must be 0 to %d", l.Padding, word[d], maxValues)
		case l.Stride[d] < 0 || l.Stride[d] > maxValues:
			return fmt.Errorf("stride %v: the one in %s must be 1 to %d", l.Stride, word[d], maxValues)
		case l.Dilation[d] < 0 || l.Dilation[d] > maxValues:
			return fmt.Errorf("dilation %v: the one in %s must be 1 to %d", l.Dilation, word[d], maxValues)
		}
		padded, extent := size[d]+2*l.Padding[d], (l.Kernel[d]-1)*l.Dilation[d]+1
		if extent > padded {
			return fmt.Errorf("kernel %v with dilation %v spans %d in %s, its input has %d with padding",
				l.Kernel, l.Dilation, extent, word[d], padded)
		}
		out[d] = (padded-extent)/l.Stride[d] + 1
	}
	l.Out = Shape{l.Filters, out[0], out[1]}
	in := product(l.In.Channels, l.In.Axes+2*l.Padding[0], l.In.Time+2*l.Padding[1])
	if in > maxValues {
		return fmt.Errorf("its input with padding has more than %d values", maxValues)
	}
	// The gradient of the maps is padded with zeros as far as the kernel reaches.
	reach := l.Out.Time + 2*((l.Kernel[1]-1)*l.Dilation[1]+1)/l.Stride[1]
	if product(l.Out.Channels, l.Out.Axes, reach) > maxValues {
		return fmt.Errorf("its feature maps have more than %d values", maxValues)
	}
	if l.maxListed() > maxPairs {
		return fmt.Errorf("kernel %v is too long for an input of %d axes and %d samples", l.Kernel, size[0], size[1])
	}
	return l.checkSize(product(l.In.Channels, l.Kernel[0], l.Kernel[1]))
}

// checkSize bounds the map and the weights; fan is the number of inputs of one unit.
func (l *Layer) checkSize(fan int) error {
	if product(l.Out.Channels, l.Out.Axes, l.Out.Time) > maxValues {
		return fmt.Errorf("its feature maps have more than %d values", maxValues)
	}
	if product(l.Out.Channels, fan) > maxWeights {
		return fmt.Errorf("it has more than %d weights", maxWeights)
	}
	return nil
}

// product returns the product of positive numbers, at most the largest int.
func product(values ...int) int {
	p := 1
	for _, v := range values {
		if v > 0 && p > math.MaxInt/v {
			return math.MaxInt
		}
		p *= v
	}
	return p
}

// fanIn returns the number of inputs of one unit, which is the number of its weights.
func (l *Layer) fanIn() int {
	if l.Kind == "conv" {
		return l.In.Channels * l.Kernel[0] * l.Kernel[1]
	}
	return l.In.Channels * l.In.Axes * l.In.Time
}

func (l *Layer) checkWeights() error {
	if want := l.Out.Channels * l.fanIn(); len(l.Weight) != want {
		return fmt.Errorf("it has %d weights, expected %d", len(l.Weight), want)
	}
	if len(l.Bias) != l.Out.Channels {
		return fmt.Errorf("it has %d biases, expected %d", len(l.Bias), l.Out.Channels)
	}
	for _, values := range [][]float32{l.Weight, l.Bias} {
		for i, v := range values {
			if v-v != 0 { // NaN or infinite
				return fmt.Errorf("value %d of its weights is %v, expected a finite number", i, v)
			}
		}
	}
	return nil
}

func (n *Network) deriveClasses() error {
	last := n.Layers[len(n.Layers)-1]
	if last.Kind != "dense" {
		if len(n.Classes) > 0 {
			return fmt.Errorf("classes: got %d names, but the last layer %s is not a dense layer", len(n.Classes), last.Name)
		}
		return nil
	}
	if len(n.Classes) == 0 {
		for i := range last.Units {
			n.Classes = append(n.Classes, fmt.Sprintf("class%02d", i))
		}
	}
	if len(n.Classes) != last.Units {
		return fmt.Errorf("classes: got %d names, but layer %s has %d units", len(n.Classes), last.Name, last.Units)
	}
	return nil
}

// Find returns the index of a layer. The error for an unknown name lists the known ones.
func (n *Network) Find(layer string) (int, error) {
	var known []string
	for i := range n.Layers {
		if n.Layers[i].Name == layer {
			return i, nil
		}
		known = append(known, n.Layers[i].Name)
	}
	return 0, fmt.Errorf("unknown layer %q: the network has %s", layer, strings.Join(known, ", "))
}

// Units returns the number of units of a layer: the filters of a convolution, the outputs of a dense layer.
func (n *Network) Units(layer int) int { return n.Layers[layer].Out.Channels }

// SignalShape returns the shape [axes][time] of the input signal of a unit of the layer. Axes is 1 if every layer up to
// this one shares its filters across the axes (and every axis is standardized alike), so that a unit sees one axis at a
// time; otherwise it is Input.Axes.
func (n *Network) SignalShape(layer int) (axes, time int) {
	if n.shared(layer) {
		return 1, n.Input.Length
	}
	return n.Input.Axes, n.Input.Length
}

// MapShape returns the shape [axes][time] of one unit's feature map for a signal of SignalShape; [1][1] for a dense
// layer.
func (n *Network) MapShape(layer int) (axes, time int) {
	out := n.Layers[layer].Out
	if n.shared(layer) {
		return 1, out.Time
	}
	return out.Axes, out.Time
}

// shared reports whether the layer's units see one axis at a time, and every axis alike.
func (n *Network) shared(layer int) bool {
	for i := range n.Input.Mean {
		if n.Input.Mean[i] != n.Input.Mean[0] || n.Input.Std[i] != n.Input.Std[0] {
			return false
		}
	}
	for i := range n.Layers[:layer+1] {
		l := &n.Layers[i]
		if l.Kind != "conv" || l.Kernel[0] != 1 || l.Padding[0] != 0 || l.Stride[0] != 1 {
			return false
		}
	}
	return true
}

// Standardization returns mean and standard deviation in G of one input axis: 0 and 1 if the network is not
// standardized.
func (n *Network) Standardization(axis int) (mean, std float64) {
	switch len(n.Input.Mean) {
	case 0:
		return 0, 1
	case 1:
		return n.Input.Mean[0], n.Input.Std[0]
	}
	return n.Input.Mean[axis], n.Input.Std[axis]
}
