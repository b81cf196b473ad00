package onnx

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"actmax/model"
)

// conv appends a convolution.
func (w *walk) conv(n *node) error {
	if len(n.inputs) < 2 || n.inputs[0] != w.current {
		return errors.New("its weights must come from the file")
	}
	t, weight, err := w.weights(n, 1)
	if err != nil {
		return err
	}
	if t == nil || len(t.dims) < 3 || len(t.dims) > 4 || len(t.dims) != len(w.shape) {
		return fmt.Errorf("its input %v and its weights must both have 3 dimensions or 4", w.shape)
	}
	if g, ok := n.attributes["group"]; ok && g.i != 1 {
		return fmt.Errorf("group is %d, expected 1", g.i)
	}
	if a := n.attributes["auto_pad"].s; a != "" && a != "NOTSET" && a != "VALID" {
		return fmt.Errorf("auto_pad is %s, expected pads", a)
	}
	l := model.Layer{Kind: "conv", Filters: int(t.dims[0]), Weight: slices.Clone(weight)}
	if l.Kernel, err = w.kernel(t); err != nil {
		return err
	}
	if l.Stride, l.Dilation, l.Padding, err = steps(n, len(t.dims)-2); err != nil {
		return err
	}
	if err := w.arrangeConv(&l, t); err != nil {
		return err
	}
	_, bias, err := w.weights(n, 2)
	if err != nil {
		return err
	}
	if bias == nil {
		bias = make([]float32, l.Filters)
	}
	if len(bias) != l.Filters {
		return fmt.Errorf("its bias has %d values, expected %d", len(bias), l.Filters)
	}
	l.Bias = slices.Clone(bias)
	l.Name = w.name(n, t.name)
	w.network.Layers = append(w.network.Layers, l)
	return nil
}

// kernel returns [axes, time] of a weight tensor.
func (w *walk) kernel(t *tensor) ([2]int, error) {
	k := [2]int{1, int(t.dims[len(t.dims)-1])}
	if len(t.dims) == 4 {
		k[0] = int(t.dims[2])
	}
	if k[0] < 1 || k[1] < 1 || t.dims[0] < 1 || t.dims[1] < 1 {
		return k, fmt.Errorf("its weights have shape %v", t.dims)
	}
	return k, nil
}

// steps returns a convolution's strides, dilations and padding as [axes, time].
func steps(n *node, spatial int) (stride, dilation, padding [2]int, err error) {
	read := func(name string, missing int64, count int) ([]int64, error) {
		values := n.attributes[name].ints
		if len(values) == 0 {
			values = slices.Repeat([]int64{missing}, count)
		}
		if len(values) != count {
			return nil, fmt.Errorf("%s has %d values, expected %d", name, len(values), count)
		}
		if !fits(values...) {
			return nil, fmt.Errorf("%s %v is out of range", name, values)
		}
		return values, nil
	}
	s, err := read("strides", 1, spatial)
	if err != nil {
		return stride, dilation, padding, err
	}
	d, err := read("dilations", 1, spatial)
	if err != nil {
		return stride, dilation, padding, err
	}
	p, err := read("pads", 0, 2*spatial)
	if err != nil {
		return stride, dilation, padding, err
	}
	if !slices.Equal(p[:spatial], p[spatial:]) {
		return stride, dilation, padding, fmt.Errorf("pads %v differ between both ends, expected the same", p)
	}
	if slices.Contains(s, 0) || slices.Contains(d, 0) {
		return stride, dilation, padding, errors.New("strides and dilations must be at least 1")
	}
	stride, dilation = [2]int{1, int(s[spatial-1])}, [2]int{1, int(d[spatial-1])}
	padding[1] = int(p[spatial-1])
	if spatial == 2 {
		stride[0], dilation[0], padding[0] = int(s[0]), int(d[0]), int(p[0])
	}
	return stride, dilation, padding, nil
}

// arrangeConv determines how a convolution treats the axes, sets the layer's kernel accordingly, and sets the
// arrangement of its output.
func (w *walk) arrangeConv(l *model.Layer, t *tensor) error {
	batch, channels, last := kinds(w.shape[0]), kinds(w.shape[1]), kinds(w.shape[len(w.shape)-1])
	height := ""
	if len(w.shape) == 4 {
		height = kinds(w.shape[2])
	}
	axes := w.shape.size('A')
	if batch != "N" && batch != "NA" || height != "" && height != "A" || last != "" && last != "T" {
		return fmt.Errorf("its input is arranged as %v, expected axes and time", w.shape)
	}
	if want := length(w.shape[1]).value; t.dims[1] != want {
		return fmt.Errorf("its weights take %d channels, its input has %d", t.dims[1], want)
	}
	alone := l.Kernel[0] == 1 && l.Padding[0] == 0 && l.Stride[0] == 1 // sees one axis at a time
	outAxes := 1
	switch {
	case channels == "A" || channels == "CA": // the axes are (among) the channels: a kernel over all axes
		if !alone {
			return errors.New("its kernel must be 1 across a dimension that is 1")
		}
		l.Kernel[0] = axes
	case channels != "" && channels != "C":
		return fmt.Errorf("its channels are arranged as %v", w.shape)
	case batch == "NA":
		if !alone {
			return errors.New("the axes are folded into the batch: its kernel must be 1 across them")
		}
		outAxes = axes
	default:
		outAxes = extent(axes, l, 0)
	}
	time := extent(w.shape.size('T'), l, 1)
	if outAxes < 1 || time < 1 {
		return fmt.Errorf("its kernel %v is longer than its input", l.Kernel)
	}
	out := arrangement{w.shape[0], dimension('C', l.Filters)}
	if len(w.shape) == 4 {
		if batch == "NA" {
			out = append(out, nil)
		} else {
			out = append(out, dimension('A', outAxes))
		}
	}
	w.shape = append(out, dimension('T', time))
	return nil
}

// extent returns the size of a convolution's output in one dimension.
func extent(in int, l *model.Layer, d int) int {
	if left := in + 2*l.Padding[d] - (l.Kernel[d]-1)*l.Dilation[d] - 1; left >= 0 {
		return left/l.Stride[d] + 1
	}
	return 0
}

// dense appends a dense layer: Gemm, or MatMul with the weights on the right.
func (w *walk) dense(n *node) error {
	if len(n.inputs) < 2 || n.inputs[0] != w.current {
		return errors.New("its weights must be on the right and come from the file")
	}
	t, values, err := w.weights(n, 1)
	if err != nil {
		return err
	}
	if t == nil || len(t.dims) != 2 || len(w.shape) != 2 || kinds(w.shape[0]) != "N" {
		return fmt.Errorf("its input %v must be [batch][features] and its weights have 2 dimensions", w.shape)
	}
	alpha, beta := float32(1), float32(1)
	transposed := false // already [units][features], as in Layer
	var bias []float32
	if n.op == "Gemm" {
		if a, ok := n.attributes["alpha"]; ok {
			alpha = a.f
		}
		if a, ok := n.attributes["beta"]; ok {
			beta = a.f
		}
		if n.attributes["transA"].i != 0 {
			return errors.New("transA is set, expected 0")
		}
		transposed = n.attributes["transB"].i != 0
		if _, bias, err = w.weights(n, 2); err != nil {
			return err
		}
	}
	units, features := int(t.dims[1]), int(t.dims[0])
	if transposed {
		units, features = features, units
	}
	if want := length(w.shape[1]).value; int64(features) != want || units < 1 {
		return fmt.Errorf("its weights take %d features, its input has %d", features, want)
	}
	order, err := w.columns()
	if err != nil {
		return err
	}
	l := model.Layer{Name: w.name(n, t.name), Kind: "dense", Units: units,
		Weight: make([]float32, units*features), Bias: make([]float32, units)}
	for u := range units {
		for f, to := range order {
			from := f*units + u
			if transposed {
				from = u*features + f
			}
			l.Weight[u*features+to] = alpha * values[from]
		}
	}
	if bias != nil && len(bias) != units {
		return fmt.Errorf("its bias has %d values, expected %d", len(bias), units)
	}
	for i, v := range bias {
		l.Bias[i] = beta * v
	}
	w.network.Layers = append(w.network.Layers, l)
	w.shape = arrangement{w.shape[0], dimension('C', units)}
	return nil
}

// columns returns the position of each feature of the current tensor in the order [channels][axes][time].
func (w *walk) columns() ([]int, error) {
	atoms := w.shape[1]
	step := map[byte]int{'T': 1, 'A': w.shape.size('T'), 'C': w.shape.size('T') * w.shape.size('A')}
	order := []int{0}
	for _, a := range atoms {
		if step[a.kind] == 0 {
			return nil, fmt.Errorf("its input is arranged as %v", w.shape)
		}
		next := make([]int, 0, len(order)*a.size)
		for _, base := range order {
			for i := range a.size {
				next = append(next, base+i*step[a.kind])
			}
		}
		order = next
	}
	return order, nil
}

// add reads the bias of a dense layer that was exported as MatMul and Add.
func (w *walk) add(n *node) error {
	if len(n.inputs) != 2 {
		return errors.New("it must have two inputs")
	}
	l, err := w.open()
	if err != nil {
		return err
	}
	other := 1
	if n.inputs[0] != w.current {
		other = 0
	}
	_, values, err := w.weights(n, other)
	if err != nil {
		return err
	}
	if l.Kind != "dense" || len(values) != l.Units {
		return fmt.Errorf("it adds %d values, expected the bias of a dense layer", len(values))
	}
	for i, v := range values {
		l.Bias[i] += v
	}
	return nil
}

// batchNormalization folds y = (x - mean)/sqrt(variance + epsilon) * scale + shift into the layer before it.
func (w *walk) batchNormalization(n *node) error {
	l, err := w.open()
	if err != nil {
		return err
	}
	if len(n.inputs) != 5 || n.inputs[0] != w.current || n.attributes["training_mode"].i != 0 {
		return errors.New("it must be exported for evaluation, with four weights from the file")
	}
	units := len(l.Bias)
	if len(w.shape) < 2 || kinds(w.shape[1]) != "C" && (kinds(w.shape[1]) != "" || units != 1) {
		return fmt.Errorf("its input is arranged as %v, expected the units of layer %s as channels", w.shape, l.Name)
	}
	var p [4][]float32
	for i := range p {
		if _, p[i], err = w.weights(n, i+1); err != nil {
			return err
		}
		if len(p[i]) != units {
			return fmt.Errorf("%s has %d values, layer %s has %d units", n.inputs[i+1], len(p[i]), l.Name, units)
		}
	}
	epsilon := float32(1e-5)
	if a, ok := n.attributes["epsilon"]; ok {
		epsilon = a.f
	}
	fan := len(l.Weight) / units
	for u := range units {
		scale, shift, mean, variance := float64(p[0][u]), float64(p[1][u]), float64(p[2][u]), float64(p[3][u])
		factor := scale / math.Sqrt(variance+float64(epsilon))
		for i := range fan {
			l.Weight[u*fan+i] = float32(float64(l.Weight[u*fan+i]) * factor)
		}
		l.Bias[u] = float32((float64(l.Bias[u])-mean)*factor + shift)
	}
	return nil
}
