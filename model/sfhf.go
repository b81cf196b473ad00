package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Heads are the versions of SF-HF's upper part, which the paper leaves open: "flatten" has a dense layer right after
// conv3, "fusion" has a convolution over all axes between them.
var Heads = []string{"flatten", "fusion"}

// NewSFHF returns an untrained SF-HF network (shared filters, hybrid fusion) for segments of six axes and 30 samples in
// G at 30 Hz: three convolutions of 64 filters of 1x5 with ReLU, shared across the axes; with head "fusion" a fourth of
// 6x1 over all axes; a dense layer of 128 units with ReLU; one unit per class. Initialize draws the weights.
func NewSFHF(head string, classes []string, seed uint64) (*Network, error) {
	const axes, length, filters, hidden = 6, 30, 64, 128
	if !slices.Contains(Heads, head) {
		return nil, fmt.Errorf("unknown head %q, expected one of %v", head, Heads)
	}
	if len(classes) == 0 {
		return nil, fmt.Errorf("a network needs at least one class")
	}
	n := &Network{Name: "sfhf-" + head, Input: Input{Axes: axes, Length: length, RateHz: 30, Unit: "G"},
		Classes: slices.Clone(classes)}
	for _, name := range []string{"conv1", "conv2", "conv3"} {
		n.Layers = append(n.Layers, Layer{Name: name, Kind: "conv", Filters: filters, Kernel: [2]int{1, 5},
			Padding: [2]int{0, 2}, Activation: "relu"})
	}
	if head == "fusion" {
		n.Layers = append(n.Layers, Layer{Name: "fusion", Kind: "conv", Filters: filters, Kernel: [2]int{axes, 1},
			Activation: "relu"})
	}
	n.Layers = append(n.Layers,
		Layer{Name: "dense1", Kind: "dense", Units: hidden, Activation: "relu"},
		Layer{Name: "dense2", Kind: "dense", Units: len(classes)})
	if err := n.Initialize(seed); err != nil {
		return nil, err
	}
	return n, nil
}

// Initialize draws every layer's weights from a normal distribution of variance 2/fan-in (He et al., 2015), sets the
// biases to 0, and calls Derive. The same seed gives the same weights.
func (n *Network) Initialize(seed uint64) error {
	if err := n.deriveShapes(); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range n.Layers {
		l := &n.Layers[i]
		fan := l.fanIn()
		deviation := math.Sqrt(2 / float64(fan))
		l.Weight, l.Bias = make([]float32, l.Out.Channels*fan), make([]float32, l.Out.Channels)
		for k := range l.Weight {
			l.Weight[k] = float32(deviation * random.NormFloat64())
		}
	}
	return n.Derive()
}
