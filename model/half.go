package model

import (
	"fmt"

	"actmax/internal/half"
)

// Halved returns the network with its weights and biases rounded to half precision. It has no statistics, because those
// belong to the unrounded weights. A weight beyond the range of half precision (65504) is an error.
func Halved(n *Network) (*Network, error) {
	out := n.copy()
	out.Half = true
	for i := range out.Layers {
		round(out.Layers[i].Weight)
		round(out.Layers[i].Bias)
	}
	if err := out.Derive(); err != nil { // refuses infinite weights
		return nil, fmt.Errorf("in half precision: %w", err)
	}
	return out, nil
}

func round(values []float32) {
	for i, v := range values {
		values[i] = half.Widen(half.Narrow(v))
	}
}
