// Package onnx reads networks that PyTorch exported to ONNX.
//
// It reads chains of Conv, Relu, Gemm, MatMul with Add, BatchNormalization directly after one of these (which is folded
// into it), and the operations that keep all values: Flatten, Reshape, Squeeze, Unsqueeze, Identity, Dropout, and the
// arithmetic on shapes that exports put around them. A softmax at the end is ignored, since activations are read before
// it. Anything else is an error that names the node and its operation.
//
// The input is [batch][axes][time], [batch][1][axes][time] or [batch][time]. Axes may be a dimension of their own, be
// folded into the batch, or be the channels of the first convolution, which then becomes a convolution over all axes.
// Layers are named after their weights ("conv1.weight"), or after their node if the export renamed the weights. The
// file contains neither a sampling rate nor class names: 30 Hz and class00, class01, ... are assumed.
package onnx

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"actmax/model"
)

// Load reads an .onnx file and any external files of its weights.
func Load(path string) (*model.Network, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	n, err := Read(data, name, func(name string, offset, length int64) ([]byte, error) {
		return readExternal(filepath.Dir(path), name, offset, length)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return n, nil
}

// readExternal reads a part of a file in or below the model's folder.
func readExternal(folder, name string, offset, length int64) (data []byte, err error) {
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("%q is not in the folder of the model", name)
	}
	f, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if length < 0 {
		length = info.Size() - offset
	}
	if length < 0 || offset > info.Size() || length > info.Size()-offset {
		return nil, fmt.Errorf("%s has %d bytes, expected %d from byte %d on", name, info.Size(), max(length, 0), offset)
	}
	data = make([]byte, length)
	if _, err := f.ReadAt(data, offset); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return data, nil
}

// Read reads an ONNX model and names the network. files opens external weights; nil refuses them.
func Read(data []byte, name string, files Files) (*model.Network, error) {
	g, err := parseModel(data)
	if err != nil {
		return nil, err
	}
	if files == nil {
		files = func(name string, _, _ int64) ([]byte, error) {
			return nil, fmt.Errorf("external file %s cannot be opened", name)
		}
	}
	w := &walk{files: files, constants: map[string]*tensor{}, numbers: map[string][]number{}, names: map[string]bool{},
		network: &model.Network{Name: name}}
	for i := range g.initializers {
		w.constants[g.initializers[i].name] = &g.initializers[i]
	}
	if err := w.input(g); err != nil {
		return nil, err
	}
	for i := range g.nodes {
		n := &g.nodes[i]
		if err := w.node(n); err != nil {
			return nil, fmt.Errorf("node %s (%s): %w", nodeName(n, i), n.op, err)
		}
	}
	if len(g.outputs) != 1 || g.outputs[0].name != w.current {
		return nil, fmt.Errorf("the model must have one output, the end of one chain of layers; it has %d",
			len(g.outputs))
	}
	if err := w.network.Derive(); err != nil {
		return nil, err
	}
	return w.network, nil
}

func nodeName(n *node, i int) string {
	if n.name != "" {
		return n.name
	}
	return fmt.Sprintf("number %d", i+1)
}

// walk follows the single chain of layers through a graph.
type walk struct {
	files     Files
	constants map[string]*tensor  // initializers and constants
	numbers   map[string][]number // integers that shapes are made of
	network   *model.Network
	names     map[string]bool // of layers

	current string // input tensor of the next layer
	shape   arrangement
	ended   bool // a softmax was ignored: nothing may follow
}

// input finds the only input that is not an initializer.
func (w *walk) input(g *graph) error {
	var in []valueInfo
	for _, v := range g.inputs {
		if w.constants[v.name] == nil {
			in = append(in, v)
		}
	}
	if len(in) != 1 {
		return fmt.Errorf("the model must have one input, it has %d", len(in))
	}
	v := in[0]
	if v.elemType != typeFloat {
		return fmt.Errorf("input %s has element type %d, expected 1 (float32)", v.name, v.elemType)
	}
	if len(v.dims) < 2 || len(v.dims) > 4 {
		return fmt.Errorf("input %s has %d dimensions, expected [batch][axes][time] or [batch][1][axes][time]",
			v.name, len(v.dims))
	}
	if !fits(v.dims[1:]...) || slices.Min(v.dims[1:]) < 1 || !fits(max(v.dims[0], 0)) {
		return fmt.Errorf("input %s has shape %v: sizes other than the batch must be given", v.name, v.dims)
	}
	axes, time := 1, int(v.dims[len(v.dims)-1])
	if len(v.dims) > 2 {
		axes = int(v.dims[len(v.dims)-2])
	}
	w.current, w.shape = v.name, arrangement{{{'N', int(max(v.dims[0], 0))}}}
	switch {
	case len(v.dims) == 4 && v.dims[1] == 1:
		w.shape = append(w.shape, nil, dimension('A', axes))
	case len(v.dims) == 4 && v.dims[2] == 1:
		axes = int(v.dims[1])
		w.shape = append(w.shape, dimension('A', axes), nil)
	case len(v.dims) == 4:
		return fmt.Errorf("input %s has shape %v, expected [batch][1][axes][time]", v.name, v.dims)
	case len(v.dims) == 3:
		w.shape = append(w.shape, dimension('A', axes))
	}
	w.shape = append(w.shape, dimension('T', time))
	w.network.Input = model.Input{Axes: axes, Length: time, RateHz: 30, Unit: "G"}
	return nil
}

// node reads one node of the graph.
func (w *walk) node(n *node) error {
	if n.domain != "" && n.domain != "ai.onnx" {
		return fmt.Errorf("operations of domain %q are not supported", n.domain)
	}
	if len(n.outputs) == 0 {
		return errors.New("it has no output")
	}
	if n.op == "Constant" {
		return w.constant(n)
	}
	if len(n.inputs) == 0 {
		return errors.New("it has no input")
	}
	onPath := false
	for _, name := range n.inputs {
		onPath = onPath || name == w.current
	}
	if !onPath || n.op == "Shape" {
		return w.arithmetic(n)
	}
	if w.ended {
		return errors.New("it follows a softmax, which must be last")
	}
	var err error
	switch n.op {
	case "Conv":
		err = w.conv(n)
	case "Gemm", "MatMul":
		err = w.dense(n)
	case "Add":
		err = w.add(n)
	case "BatchNormalization":
		err = w.batchNormalization(n)
	case "Relu":
		var l *model.Layer
		if l, err = w.lastLayer(); err == nil {
			l.Activation = "relu"
		}
	case "Flatten", "Reshape", "Squeeze", "Unsqueeze":
		err = w.rearrange(n)
	case "Identity", "Dropout":
	case "Softmax", "LogSoftmax":
		if _, err = w.lastLayer(); err == nil {
			w.ended = true
		}
	default:
		err = errors.New("this operation is not supported; supported are Conv, Relu, Gemm, MatMul with Add," +
			" BatchNormalization after these, Flatten and Reshape")
	}
	w.current = n.outputs[0]
	return err
}

// lastLayer returns the layer whose output is the current tensor.
func (w *walk) lastLayer() (*model.Layer, error) {
	if len(w.network.Layers) == 0 {
		return nil, errors.New("there is no layer before it")
	}
	return &w.network.Layers[len(w.network.Layers)-1], nil
}

// open returns the last layer, or an error if its activation function has been applied.
func (w *walk) open() (*model.Layer, error) {
	l, err := w.lastLayer()
	if err == nil && l.Activation != "" {
		err = fmt.Errorf("it follows the activation function of layer %s: it can be folded only directly after a layer",
			l.Name)
	}
	return l, err
}

// weights returns a constant input of a node, nil for a missing optional one.
func (w *walk) weights(n *node, input int) (*tensor, []float32, error) {
	if input >= len(n.inputs) || n.inputs[input] == "" {
		return nil, nil, nil
	}
	t, ok := w.constants[n.inputs[input]]
	if !ok {
		return nil, nil, fmt.Errorf("%s is computed, expected weights from the file", n.inputs[input])
	}
	values, err := t.float32s(w.files)
	return t, values, err
}

// name returns a layer's name, made from its weights, or from its node if the export renamed the weights.
func (w *walk) name(n *node, weights string) string {
	name, ok := strings.CutSuffix(weights, ".weight")
	if !ok {
		name = strings.TrimSuffix(strings.TrimPrefix(n.name, "/"), "/"+n.op)
	}
	name = strings.Map(func(r rune) rune {
		if r == '/' || r == ',' || r == ':' || r <= ' ' || r > '~' {
			return '.'
		}
		return r
	}, name)
	if name == "" {
		name = strings.ToLower(n.op)
	}
	unique := name
	for i := 2; w.names[unique]; i++ {
		unique = fmt.Sprintf("%s_%d", name, i)
	}
	w.names[unique] = true
	return unique
}
