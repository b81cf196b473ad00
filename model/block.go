package model

import (
	"slices"

	"actmax/internal/simd"
)

// Block computes several signals side by side, each for its own unit of one layer: the unit's feature map, and the
// gradient with respect to the signal of any function of that map. A lane is one signal. The result of a lane does not
// depend on the other lanes or on their number.
//
// Set the lanes' units with SetUnit, fill Signal, call Forward, read Map, fill MapGradient, call Backward, read
// SignalGradient. Neither call allocates. A Block belongs to one goroutine; any number of blocks share a network.
type Block struct {
	Signal         []float32 // [axes][time][lanes] in G; Network.SignalShape has axes and time
	Map            []float32 // [axes][time][lanes] after the activation function; Network.MapShape has axes and time
	MapGradient    []float32 // like Map: derivative of the caller's function with respect to each value of Map
	SignalGradient []float32 // like Signal: derivative with respect to each sample, per G

	network *Network
	layer   int
	lanes   int

	// Plane i is the input of layer i. Inputs and their gradients have the same layout.
	planes   []plane
	values   [][]float32
	gradient [][]float32
	forward  []*kernel // of layer i < layer
	backward []*kernel

	last lastLayer
}

// NewBlock returns a block of lanes signals for units of one layer (an index into Network.Layers), with every lane at
// unit
// 0. With simd.Lanes lanes the time per signal is shortest.
func NewBlock(n *Network, layer, lanes int) *Block {
	axes, time := n.SignalShape(layer)
	mapAxes, mapTime := n.MapShape(layer)
	b := &Block{network: n, layer: layer, lanes: lanes,
		Signal: simd.Aligned(axes * time * lanes), SignalGradient: simd.Aligned(axes * time * lanes),
		Map: simd.Aligned(mapAxes * mapTime * lanes), MapGradient: simd.Aligned(mapAxes * mapTime * lanes)}

	forward, backward := make([]layout, layer+1), make([]layout, layer+1)
	for i := range forward {
		forward[i], backward[i] = n.Layers[i].forwardLayout(n.shared(layer)), n.Layers[i].backwardLayout(n.shared(layer))
	}
	for i := range layer + 1 {
		p := plane{Shape: n.Layers[i].In, before: forward[i].before, after: forward[i].after, lanes: lanes}
		if n.shared(layer) {
			p.Axes = 1
		}
		if i > 0 { // layer i-1 reads the gradient in this plane
			p.before, p.after = max(p.before, backward[i-1].before), max(p.after, backward[i-1].after)
		}
		b.planes = append(b.planes, p)
		b.values = append(b.values, simd.Aligned(p.size()))
		b.gradient = append(b.gradient, simd.Aligned(p.size()))
	}
	channels := 1
	for i := range layer {
		b.forward = append(b.forward, n.forwardKernel(i, &forward[i], b.planes[i+1], b.planes[i]))
		b.backward = append(b.backward, n.backwardKernel(i, &backward[i], b.planes[i], b.planes[i+1]))
		channels = max(channels, b.planes[i+1].Channels)
	}
	kernels := slices.Concat(b.forward, b.backward)
	space := spaceFor(kernels, channels, lanes)
	for _, w := range kernels {
		w.space = space
	}

	var act []float32
	if layer > 0 && n.Layers[layer-1].Activation == "relu" {
		act = b.values[layer]
	}
	b.last = newLastLayer(n, layer, b.planes[layer], act)
	for lane := range lanes {
		b.SetUnit(lane, 0)
	}
	return b
}

// Lanes returns the number of signals side by side.
func (b *Block) Lanes() int { return b.lanes }

// SetUnit assigns a unit to a lane.
func (b *Block) SetUnit(lane, unit int) {
	b.last.setUnit(lane, unit)
}

// Forward computes Map from Signal.
func (b *Block) Forward() {
	b.load()
	for i := range b.layer {
		l := &b.network.Layers[i]
		b.forward[i].forward(b.values[i+1], l.Bias, l.Activation == "relu", b.values[i])
	}
	b.last.forward(b.Map, b.values[b.layer])
}

// load copies Signal into the padded input plane, standardized.
func (b *Block) load() {
	p := b.planes[0]
	k := p.Time * b.lanes
	for axis := range p.Axes {
		dst, src := b.values[0][p.at(0, axis, 0):][:k], b.Signal[axis*k:][:k]
		if len(b.network.Input.Mean) == 0 {
			copy(dst, src)
			continue
		}
		standardize(dst, src, b.network, axis)
	}
}

// standardize writes (src - mean)/deviation of one input axis.
func standardize(dst, src []float32, n *Network, axis int) {
	mean, deviation := n.Standardization(axis)
	m, s := float32(mean), float32(1/deviation)
	for i, v := range src {
		dst[i] = (v - m) * s
	}
}

// Backward computes SignalGradient from MapGradient. Call it after Forward. The derivative of ReLU at 0 is 0.
func (b *Block) Backward() {
	b.last.backward(b.gradient[b.layer], b.MapGradient, b.Map)
	for i := b.layer - 1; i >= 0; i-- {
		var act []float32
		if i > 0 && b.network.Layers[i-1].Activation == "relu" {
			act = b.values[i]
		}
		b.backward[i].backward(b.gradient[i], act, b.gradient[i+1])
	}
	p := b.planes[0]
	k := p.Time * b.lanes
	for axis := range p.Axes {
		dst := b.SignalGradient[axis*k:][:k]
		copy(dst, b.gradient[0][p.at(0, axis, 0):][:k])
		if len(b.network.Input.Mean) > 0 {
			_, deviation := b.network.Standardization(axis)
			s := float32(1 / deviation)
			for i := range dst {
				dst[i] *= s
			}
		}
	}
}
