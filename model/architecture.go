package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// networkJSON is the checkpoint's actmax.network.
type networkJSON struct {
	Input   inputJSON         `json:"input"`
	Layers  []json.RawMessage `json:"layers"`
	Classes []string          `json:"classes,omitempty"`
}

type inputJSON struct {
	Axes   int     `json:"axes"`
	Length int     `json:"length"`
	RateHz float64 `json:"rate_hz"`
	Unit   string  `json:"unit"`
	Mean   numbers `json:"mean,omitempty"`
	Std    numbers `json:"std,omitempty"`
}

// layerJSON is a layer of actmax.network. A dense layer has no padding; a convolution always has one.
type layerJSON struct {
	Name       string  `json:"name"`
	Kind       string  `json:"kind"`
	Filters    int     `json:"filters,omitempty"`
	Units      int     `json:"units,omitempty"`
	Kernel     [2]int  `json:"kernel,omitzero"`
	Padding    *[2]int `json:"padding,omitempty"`
	Stride     *[2]int `json:"stride,omitempty"`
	Dilation   *[2]int `json:"dilation,omitempty"`
	Activation string  `json:"activation,omitempty"`
}

// numbers is a list of numbers. In JSON it may also be a single number.
type numbers []float64

func (n *numbers) UnmarshalJSON(data []byte) error {
	var one float64
	if err := json.Unmarshal(data, &one); err == nil && !bytes.Equal(data, []byte("null")) {
		*n = numbers{one}
		return nil
	}
	var list []float64
	if err := json.Unmarshal(data, &list); err != nil {
		return errors.New("expected a number or a list of numbers")
	}
	*n = list
	return nil
}

func (n numbers) MarshalJSON() ([]byte, error) {
	if len(n) == 1 {
		return json.Marshal(n[0])
	}
	return json.Marshal([]float64(n))
}

// architecture returns the network without weights as actmax.network, with or without the names of its classes.
func (n *Network) architecture(classes bool) ([]byte, error) {
	in := n.Input
	a := networkJSON{Input: inputJSON{in.Axes, in.Length, in.RateHz, in.Unit, in.Mean, in.Std}}
	if classes {
		a.Classes = n.Classes
	}
	one := [2]int{1, 1}
	for i := range n.Layers {
		l := &n.Layers[i]
		j := layerJSON{Name: l.Name, Kind: l.Kind, Activation: l.Activation}
		if l.Kind == "conv" {
			j.Filters, j.Kernel, j.Padding = l.Filters, l.Kernel, &l.Padding
			if l.Stride != one {
				j.Stride = &l.Stride
			}
			if l.Dilation != one {
				j.Dilation = &l.Dilation
			}
		} else {
			j.Units = l.Units
		}
		raw, err := json.Marshal(j)
		if err != nil {
			return nil, err
		}
		a.Layers = append(a.Layers, raw)
	}
	return json.Marshal(a)
}

// parseArchitecture reads actmax.network. An unknown key of a layer is an error, since it may change what the network
// computes.
func parseArchitecture(text string) (*Network, error) {
	var a networkJSON
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return nil, err
	}
	n := &Network{
		Input:   Input{a.Input.Axes, a.Input.Length, a.Input.RateHz, a.Input.Unit, a.Input.Mean, a.Input.Std},
		Classes: a.Classes,
	}
	for i, raw := range a.Layers {
		var j layerJSON
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&j); err != nil {
			return nil, fmt.Errorf("layer %d: %w", i+1, err)
		}
		l := Layer{Name: j.Name, Kind: j.Kind, Filters: j.Filters, Units: j.Units, Kernel: j.Kernel,
			Activation: j.Activation}
		for _, p := range []struct {
			to   *[2]int
			from *[2]int
		}{{&l.Padding, j.Padding}, {&l.Stride, j.Stride}, {&l.Dilation, j.Dilation}} {
			if p.from != nil {
				*p.to = *p.from
			}
		}
		n.Layers = append(n.Layers, l)
	}
	return n, nil
}

// hash returns the SHA-256 of architecture and weights in hex. It does not cover class names, statistics and training.
func (n *Network) hash() (string, error) {
	h := sha256.New()
	a, err := n.architecture(false)
	if err != nil {
		return "", err
	}
	h.Write(a)
	for i := range n.Layers {
		writeFloats(h, n.Layers[i].Weight)
		writeFloats(h, n.Layers[i].Bias)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// writeFloats writes values little-endian. Writing to a hash never fails.
func writeFloats(w io.Writer, values []float32) {
	var chunk [4096]byte
	for len(values) > 0 {
		k := min(len(values), len(chunk)/4)
		for i, v := range values[:k] {
			binary.LittleEndian.PutUint32(chunk[4*i:], math.Float32bits(v))
		}
		w.Write(chunk[:4*k])
		values = values[k:]
	}
}
