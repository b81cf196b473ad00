package model

import (
	"fmt"
	"slices"

	"actmax/internal/half"
)

// Halved returns the network with its weights and biases rounded to half precision, and without statistics, which are those of
// other weights. A weight beyond what half precision holds (65504) is an error.
func Halved(n *Network) (*Network, error) {
	out := &Network{Name: n.Name, Input: n.Input, Classes: slices.Clone(n.Classes), Half: true}
	if n.Training != nil {
		t := *n.Training
		out.Training = &t
	}
	for _, l := range n.Layers {
		l.Weight, l.Bias, l.Statistics = rounded(l.Weight), rounded(l.Bias), nil
		out.Layers = append(out.Layers, l)
	}
	if err := out.Derive(); err != nil { // which refuses infinite weights
		return nil, fmt.Errorf("in half precision: %w", err)
	}
	return out, nil
}

func rounded(values []float32) []float32 {
	out := make([]float32, len(values))
	for i, v := range values {
		out[i] = half.Widen(half.Narrow(v))
	}
	return out
}
