package model

import (
	"fmt"

	"actmax/internal/half"
)

// Halved returns the network with its weights and biases rounded to half precision, and without statistics, which are those of
// other weights. A weight beyond what half precision holds (65504) is an error.
func Halved(n *Network) (*Network, error) {
	out := n.copy()
	out.Half = true
	for i := range out.Layers {
		round(out.Layers[i].Weight)
		round(out.Layers[i].Bias)
	}
	if err := out.Derive(); err != nil { // which refuses infinite weights
		return nil, fmt.Errorf("in half precision: %w", err)
	}
	return out, nil
}

func round(values []float32) {
	for i, v := range values {
		values[i] = half.Widen(half.Narrow(v))
	}
}
