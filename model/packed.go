package model

import (
	"slices"

	"actmax/internal/simd"
)

// packedWeights are a layer's weights for one direction, in the order in which the vector loops read them: one matrix
// per set of taps of the layout, [filter][(channel, tap)] forward and [channel][(filter, tap)] backward.
type packedWeights struct {
	sets []*simd.Packed
	taps [][]tap
}

// weightAt returns the index in Weight of (filter, channel, tap).
func (l *Layer) weightAt(filter, channel int, t tap) int {
	axes, times := l.Kernel[0], l.Kernel[1]
	if l.Kind == "dense" {
		axes, times = l.In.Axes, l.In.Time
	}
	return ((filter*l.In.Channels+channel)*axes+t[0])*times + t[1]
}

// forward returns the packed weights from a layer's input to its maps.
func (n *Network) forward(layer int) *packedWeights {
	p := &n.packed[layer]
	p.forwardOnce.Do(func() {
		l := &n.Layers[layer]
		sets := l.forwardLayout(false).sets
		p.forward = &packedWeights{taps: sets}
		for _, s := range sets {
			p.forward.sets = append(p.forward.sets, simd.NewPacked(l.Out.Channels, l.In.Channels*len(s)))
		}
		p.forward.packForward(l)
	})
	return p.forward
}

// backward returns the packed weights from the gradient of a layer's maps to that of its input.
func (n *Network) backward(layer int) *packedWeights {
	p := &n.packed[layer]
	p.backwardOnce.Do(func() {
		l := &n.Layers[layer]
		sets := l.backwardLayout(false).sets
		p.backward = &packedWeights{taps: sets}
		for _, s := range sets {
			p.backward.sets = append(p.backward.sets, simd.NewPacked(l.In.Channels, l.Out.Channels*len(s)))
		}
		p.backward.packBackward(l)
	})
	return p.backward
}

func (p *packedWeights) packForward(l *Layer) {
	for i, taps := range p.taps {
		p.sets[i].Pack(func(filter, r int) float32 {
			return l.Weight[l.weightAt(filter, r/len(taps), taps[r%len(taps)])]
		})
	}
}

func (p *packedWeights) packBackward(l *Layer) {
	for i, taps := range p.taps {
		p.sets[i].Pack(func(channel, r int) float32 {
			return l.Weight[l.weightAt(r/len(taps), channel, taps[r%len(taps)])]
		})
	}
}

// toomForward returns the transformed weights of a layer of five taps, from its input to its maps.
func (n *Network) toomForward(layer int) *simd.Toom {
	p := &n.packed[layer]
	p.toomForwardOnce.Do(func() {
		l := &n.Layers[layer]
		p.toomForward = simd.NewToom(l.Out.Channels, l.In.Channels)
		p.toomForward.Pack(func(filter, channel, k int) float32 {
			return l.Weight[l.weightAt(filter, channel, tap{0, k})]
		})
	})
	return p.toomForward
}

// toomBackward returns those of the backward direction, with the taps reversed.
func (n *Network) toomBackward(layer int) *simd.Toom {
	p := &n.packed[layer]
	p.toomBackwardOnce.Do(func() {
		l := &n.Layers[layer]
		p.toomBackward = simd.NewToom(l.In.Channels, l.Out.Channels)
		p.toomBackward.Pack(func(channel, filter, k int) float32 {
			return l.Weight[l.weightAt(filter, channel, tap{0, simd.Taps - 1 - k})]
		})
	})
	return p.toomBackward
}

// reversed returns the weights of a layer of five taps with one input channel, [filter][5], with the taps reversed.
func (n *Network) reversed(layer int) []float32 {
	p := &n.packed[layer]
	p.reversedOnce.Do(func() {
		p.reversed = slices.Clone(n.Layers[layer].Weight)
		for f := range n.Layers[layer].Out.Channels {
			slices.Reverse(p.reversed[f*simd.Taps:][:simd.Taps])
		}
	})
	return p.reversed
}
