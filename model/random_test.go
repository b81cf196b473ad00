package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"actmax/model"
)

// randomNetwork draws an architecture: kernels of 1 to 9 across axes and time, strides, dilations, padding, dense
// layers after convolutions or alone, standardized or not. Biases are not zero.
func randomNetwork(t testing.TB, seed uint64) *model.Network {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 77))
	for {
		n := &model.Network{Name: fmt.Sprintf("random%d", seed),
			Input: model.Input{Axes: 1 + r.IntN(6), Length: 8 + r.IntN(30), RateHz: 30, Unit: "G"}}
		switch r.IntN(4) {
		case 0:
			n.Input.Mean, n.Input.Std = []float64{0.3}, []float64{0.6}
		case 1:
			for range n.Input.Axes {
				n.Input.Mean, n.Input.Std = append(n.Input.Mean, r.Float64()), append(n.Input.Std, 0.3+r.Float64())
			}
		}
		across := r.IntN(2) == 0 // or the same filters on every axis
		for i := range r.IntN(4) {
			l := model.Layer{Name: fmt.Sprintf("conv%d", i), Kind: "conv", Filters: 1 + r.IntN(9),
				Kernel: [2]int{1, 1 + r.IntN(9)},
				Stride: [2]int{1, 1 + r.IntN(3)}, Dilation: [2]int{1, 1 + r.IntN(2)},
				Activation: []string{"relu", "relu", ""}[r.IntN(3)]}
			l.Padding[1] = r.IntN(l.Kernel[1] + 1)
			if across {
				l.Kernel[0], l.Stride[0], l.Dilation[0] = 1+r.IntN(3), 1+r.IntN(2), 1+r.IntN(2)
				l.Padding[0] = r.IntN(l.Kernel[0] + 1)
			}
			n.Layers = append(n.Layers, l)
		}
		for i := range r.IntN(3) {
			n.Layers = append(n.Layers, model.Layer{Name: fmt.Sprintf("dense%d", i), Kind: "dense", Units: 2 + r.IntN(9),
				Activation: "relu"})
		}
		if r.IntN(4) > 0 {
			n.Layers = append(n.Layers, model.Layer{Name: "scores", Kind: "dense", Units: 3})
		}
		if n.Initialize(seed) != nil {
			continue // the kernel is longer than the rest of the signal
		}
		for i := range n.Layers {
			for k := range n.Layers[i].Bias {
				n.Layers[i].Bias[k] = float32(0.2 * r.NormFloat64())
			}
		}
		if err := n.Derive(); err != nil {
			t.Fatal(err)
		}
		return n
	}
}

// randomSignal draws [axes][time] values that float32 holds exactly.
func randomSignal(r *rand.Rand, axes, time int) [][]float64 {
	x := make([][]float64, axes)
	for a := range x {
		x[a] = make([]float64, time)
		for s := range x[a] {
			x[a][s] = float64(float32(r.NormFloat64()))
		}
	}
	return x
}

// largest returns the largest absolute value.
func largest(values []float64) float64 {
	m := 0.0
	for _, v := range values {
		m = max(m, math.Abs(v))
	}
	return m
}

// cases returns the number of cases that a test runs: every 20th with -short.
func cases(all int) int {
	if testing.Short() {
		return (all + 19) / 20
	}
	return all
}
