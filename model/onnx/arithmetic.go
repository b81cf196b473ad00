package onnx

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// maxRank is the largest number of dimensions of a tensor.
const maxRank = 16

// constant reads a Constant node.
func (w *walk) constant(n *node) error {
	for name, a := range n.attributes {
		switch name {
		case "value":
			if a.t == nil {
				return errors.New("it has no value")
			}
			t := *a.t
			t.name = n.outputs[0]
			w.constants[n.outputs[0]] = &t
		case "value_int":
			w.numbers[n.outputs[0]] = []number{{value: a.i}}
		case "value_ints":
			w.numbers[n.outputs[0]] = plain(a.ints)
		}
	}
	return nil // a constant of another kind gives an error at the node that uses it
}

func plain(values []int64) []number {
	out := make([]number, len(values))
	for i, v := range values {
		out[i].value = v
	}
	return out
}

// integers returns an input of a node that must be known integers.
func (w *walk) integers(n *node, input int) ([]number, error) {
	if input >= len(n.inputs) || n.inputs[input] == "" {
		return nil, nil
	}
	name := n.inputs[input]
	if v, ok := w.numbers[name]; ok {
		return v, nil
	}
	t, ok := w.constants[name]
	if !ok {
		return nil, fmt.Errorf("its input %s is neither the output of the layer before nor a constant:"+
			" the model must be one chain of layers", name)
	}
	values, err := t.int64s(w.files)
	return plain(values), err
}

// arithmetic reads a node that computes a shape.
func (w *walk) arithmetic(n *node) error {
	if n.op == "Shape" {
		if n.inputs[0] != w.current {
			return fmt.Errorf("%s is not the output of the layer before", n.inputs[0])
		}
		var out []number
		for _, d := range w.shape {
			out = append(out, length(d))
		}
		w.numbers[n.outputs[0]] = out
		return nil
	}
	var in [][]number
	for i := range n.inputs {
		v, err := w.integers(n, i)
		if err != nil {
			return err
		}
		in = append(in, v)
	}
	var out []number
	switch n.op {
	case "Identity", "Cast", "Unsqueeze", "Squeeze":
		out = in[0]
	case "Concat":
		for _, v := range in {
			out = append(out, v...)
		}
		if len(out) > maxRank {
			return fmt.Errorf("it joins %d numbers, a shape has at most %d", len(out), maxRank)
		}
	case "Gather":
		if len(in) != 2 {
			return errors.New("it must have two inputs")
		}
		for _, i := range in[1] {
			if i.value < 0 {
				i.value += int64(len(in[0]))
			}
			if i.value < 0 || i.value >= int64(len(in[0])) || i.batch {
				return fmt.Errorf("it takes number %d of %d", i.value, len(in[0]))
			}
			out = append(out, in[0][i.value])
		}
	case "Mul":
		if len(in) != 2 || len(in[0]) != 1 || len(in[1]) != 1 {
			return errors.New("it must multiply two numbers")
		}
		a, b := in[0][0], in[1][0]
		if a.batch && b.batch || !fits(a.value, b.value) {
			return errors.New("its product is out of range")
		}
		out = []number{{a.value * b.value, a.batch || b.batch}}
	default:
		return errors.New("it does not take the output of the layer before, and is no supported operation on shapes:" +
			" the model must be one chain of layers")
	}
	w.numbers[n.outputs[0]] = out
	return nil
}

// rearrange reads a node that changes the shape of the current tensor.
func (w *walk) rearrange(n *node) error {
	if n.inputs[0] != w.current {
		return errors.New("it must take the output of the layer before as its first input")
	}
	if n.op == "Flatten" {
		axis := int64(1)
		if a, ok := n.attributes["axis"]; ok {
			axis = a.i
		}
		if axis < 0 {
			axis += int64(len(w.shape))
		}
		if axis < 0 || axis > int64(len(w.shape)) {
			return fmt.Errorf("axis is %d for an input of %d dimensions", axis, len(w.shape))
		}
		w.shape = arrangement{slices.Concat(w.shape[:axis]...), slices.Concat(w.shape[axis:]...)}
		return nil
	}
	if n.op == "Reshape" {
		if n.attributes["allowzero"].i != 0 {
			return errors.New("allowzero is set, expected 0")
		}
		target, err := w.integers(n, 1)
		if err != nil {
			return err
		}
		shape, err := w.shape.reshape(target)
		if err != nil {
			return err
		}
		w.shape = shape
		return nil
	}
	axes := plain(n.attributes["axes"].ints)
	if len(n.inputs) > 1 {
		var err error
		if axes, err = w.integers(n, 1); err != nil {
			return err
		}
	}
	return w.squeeze(n.op, axes)
}

// squeeze removes or adds dimensions of size 1.
func (w *walk) squeeze(op string, axes []number) error {
	rank := len(w.shape)
	if op == "Unsqueeze" {
		rank += len(axes)
	}
	if rank > maxRank {
		return fmt.Errorf("the result has %d dimensions, at most %d are supported", rank, maxRank)
	}
	chosen := map[int]bool{}
	for _, a := range axes {
		if a.value < 0 {
			a.value += int64(rank)
		}
		if a.batch || a.value < 0 || a.value >= int64(rank) || a.value > math.MaxInt32 || chosen[int(a.value)] {
			return fmt.Errorf("axis %d is not one of %d dimensions", a.value, rank)
		}
		chosen[int(a.value)] = true
	}
	var out arrangement
	if op == "Squeeze" {
		for i, d := range w.shape {
			one := len(d) == 0
			if chosen[i] && !one {
				return fmt.Errorf("dimension %d of %v is not 1", i, w.shape)
			}
			if !one || len(axes) > 0 && !chosen[i] {
				out = append(out, d)
			}
		}
		w.shape = out
		return nil
	}
	next := 0
	for i := range rank {
		if chosen[i] {
			out = append(out, nil)
			continue
		}
		out = append(out, w.shape[next])
		next++
	}
	w.shape = out
	return nil
}
