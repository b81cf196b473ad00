package onnx

import (
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// The types below are the parts of onnx.proto that are needed. Field numbers are those of the ONNX specification.

type graph struct {
	nodes        []node
	initializers []tensor
	inputs       []valueInfo
	outputs      []valueInfo
}

type node struct {
	name, op, domain string
	inputs, outputs  []string
	attributes       map[string]attribute
}

type attribute struct {
	f    float32
	i    int64
	s    string
	t    *tensor
	ints []int64
}

type tensor struct {
	name         string
	dims         []int64
	dataType     int64
	raw          []byte
	floats       []float32
	ints32       []int64
	ints64       []int64
	doubles      []float64
	external     map[string]string // location, offset, length
	isExternal   bool
	hasRaw, part bool
}

// valueInfo is a graph's input or output. A dimension is -1 if it is a word (the batch) or missing.
type valueInfo struct {
	name     string
	elemType int64
	dims     []int64
}

// field is one field of a message: a number, or the bytes of a string, a message or a packed list.
type field struct {
	number protowire.Number
	wire   protowire.Type
	value  uint64
	bytes  []byte
}

var errWire = errors.New("not an ONNX file: it is not a readable protobuf message")

// each calls visit for every field of a message.
func each(b []byte, visit func(field) error) error {
	for len(b) > 0 {
		number, wire, n := protowire.ConsumeTag(b)
		if n < 0 {
			return errWire
		}
		b = b[n:]
		f := field{number: number, wire: wire}
		switch wire {
		case protowire.VarintType:
			f.value, n = protowire.ConsumeVarint(b)
		case protowire.Fixed32Type:
			var v uint32
			v, n = protowire.ConsumeFixed32(b)
			f.value = uint64(v)
		case protowire.Fixed64Type:
			f.value, n = protowire.ConsumeFixed64(b)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(b)
		default:
			n = protowire.ConsumeFieldValue(number, wire, b)
		}
		if n < 0 {
			return errWire
		}
		b = b[n:]
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

// integers appends a repeated integer field, packed or not.
func (f field) integers(to []int64) ([]int64, error) {
	if f.wire != protowire.BytesType {
		return append(to, int64(f.value)), nil
	}
	for b := f.bytes; len(b) > 0; {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return nil, errWire
		}
		to, b = append(to, int64(v)), b[n:]
	}
	return to, nil
}

func (f field) floats(to []float32) ([]float32, error) {
	if f.wire != protowire.BytesType {
		return append(to, math.Float32frombits(uint32(f.value))), nil
	}
	for b := f.bytes; len(b) > 0; {
		v, n := protowire.ConsumeFixed32(b)
		if n < 0 {
			return nil, errWire
		}
		to, b = append(to, math.Float32frombits(v)), b[n:]
	}
	return to, nil
}

func (f field) doubles(to []float64) ([]float64, error) {
	if f.wire != protowire.BytesType {
		return append(to, math.Float64frombits(f.value)), nil
	}
	for b := f.bytes; len(b) > 0; {
		v, n := protowire.ConsumeFixed64(b)
		if n < 0 {
			return nil, errWire
		}
		to, b = append(to, math.Float64frombits(v)), b[n:]
	}
	return to, nil
}

// parseModel reads a ModelProto and returns its graph.
func parseModel(b []byte) (*graph, error) {
	var g *graph
	err := each(b, func(f field) (err error) {
		if f.number == 7 {
			g, err = parseGraph(f.bytes)
		}
		return err
	})
	if err == nil && g == nil {
		err = errors.New("not an ONNX file: it has no graph")
	}
	return g, err
}

func parseGraph(b []byte) (*graph, error) {
	g := &graph{}
	err := each(b, func(f field) error {
		switch f.number {
		case 1:
			n, err := parseNode(f.bytes)
			if err != nil {
				return err
			}
			g.nodes = append(g.nodes, n)
		case 5:
			t, err := parseTensor(f.bytes)
			if err != nil {
				return err
			}
			g.initializers = append(g.initializers, *t)
		case 11, 12:
			v, err := parseValueInfo(f.bytes)
			if err != nil {
				return err
			}
			if f.number == 11 {
				g.inputs = append(g.inputs, v)
			} else {
				g.outputs = append(g.outputs, v)
			}
		case 15:
			return errors.New("the graph has sparse weights, which are not supported")
		}
		return nil
	})
	return g, err
}

func parseNode(b []byte) (node, error) {
	n := node{attributes: map[string]attribute{}}
	err := each(b, func(f field) error {
		switch f.number {
		case 1:
			n.inputs = append(n.inputs, string(f.bytes))
		case 2:
			n.outputs = append(n.outputs, string(f.bytes))
		case 3:
			n.name = string(f.bytes)
		case 4:
			n.op = string(f.bytes)
		case 5:
			return n.parseAttribute(f.bytes)
		case 7:
			n.domain = string(f.bytes)
		}
		return nil
	})
	return n, err
}

func (n *node) parseAttribute(b []byte) error {
	var a attribute
	var name string
	err := each(b, func(f field) (err error) {
		switch f.number {
		case 1:
			name = string(f.bytes)
		case 2:
			a.f = math.Float32frombits(uint32(f.value))
		case 3:
			a.i = int64(f.value)
		case 4:
			a.s = string(f.bytes)
		case 5:
			a.t, err = parseTensor(f.bytes)
		case 8:
			a.ints, err = f.integers(a.ints)
		}
		return err
	})
	n.attributes[name] = a
	return err
}

func parseTensor(b []byte) (*tensor, error) {
	t := &tensor{external: map[string]string{}}
	err := each(b, func(f field) (err error) {
		switch f.number {
		case 1:
			t.dims, err = f.integers(t.dims)
		case 2:
			t.dataType = int64(f.value)
		case 3:
			t.part = true
		case 4:
			t.floats, err = f.floats(t.floats)
		case 5:
			t.ints32, err = f.integers(t.ints32)
		case 7:
			t.ints64, err = f.integers(t.ints64)
		case 8:
			t.name = string(f.bytes)
		case 9:
			t.raw, t.hasRaw = f.bytes, true
		case 10:
			t.doubles, err = f.doubles(t.doubles)
		case 13:
			err = t.parseExternal(f.bytes)
		case 14:
			t.isExternal = f.value == 1
		}
		return err
	})
	if err == nil && t.part {
		err = fmt.Errorf("tensor %s is stored in parts, which is not supported", t.name)
	}
	return t, err
}

func (t *tensor) parseExternal(b []byte) error {
	var key, value string
	err := each(b, func(f field) error {
		switch f.number {
		case 1:
			key = string(f.bytes)
		case 2:
			value = string(f.bytes)
		}
		return nil
	})
	t.external[key] = value
	return err
}

func parseValueInfo(b []byte) (valueInfo, error) {
	var v valueInfo
	dimension := func(f field) error { // TensorShapeProto.dim
		if f.number != 1 {
			return nil
		}
		size := int64(-1)
		err := each(f.bytes, func(f field) error {
			if f.number == 1 {
				size = int64(f.value)
			}
			return nil
		})
		v.dims = append(v.dims, size)
		return err
	}
	tensorType := func(f field) error { // TypeProto.Tensor
		switch f.number {
		case 1:
			v.elemType = int64(f.value)
		case 2:
			return each(f.bytes, dimension)
		}
		return nil
	}
	err := each(b, func(f field) error {
		switch f.number {
		case 1:
			v.name = string(f.bytes)
		case 2:
			return each(f.bytes, func(f field) error {
				if f.number == 1 {
					return each(f.bytes, tensorType)
				}
				return nil
			})
		}
		return nil
	})
	return v, err
}
