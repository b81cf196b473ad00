package model

import (
	"fmt"
	"runtime"

	"actmax/internal/simd"
)

// Pass computes every unit of every layer for a batch of segments, and the gradients of the weights. Each segment is a
// lane. A Pass belongs to one goroutine; it runs its own workers inside each call. Its results do not depend on the
// number of workers, bit for bit.
//
//	p, err := NewPass(n, 64, 2)
//	defer p.Close()
//	p.SetSegment(i, segment) for i < count
//	p.Forward(count, nil)
//	p.Scores(i, scores); p.Maps(layer)
//	p.Backward(scoreGradient, gradients)
//
// After the first of each, these calls allocate nothing.
type Pass struct {
	network *Network
	batch   int // segments
	lanes   int
	blocks  int // of lanes segments
	workers int
	count   int // segments of the last Forward
	dropout []float32
	pool    *workerPool

	// Convolutions: plane i is the input of convolution i, plane len(convs) holds the maps of the last one; the values of
	// all blocks follow each other. The first sliding convolutions slide along each axis separately. They are all computed
	// for one axis before the next, so that the maps in use stay in the cache.
	planes  []plane
	values  [][]float32
	sliding int
	convs   []convStage

	dense []denseStage
	first int // index into Network.Layers of dense[0]

	current    int // dense stage of denseTask
	convTask   func(task, worker int)
	denseTask  func(task, worker int)
	finishTask func(task, worker int)
	packTask   func(task, worker int)
	back       *backward // made by the first Backward
	update     Update    // of the current Backward
	keepTask   Update
	gradients  *Gradients // of the current Backward
}

type convStage struct {
	layout  layout
	to      plane     // of the maps; of a single axis if the layer slides
	from    plane     // of its input, likewise
	kernels []*kernel // [worker]
}

// NewPass returns a pass over up to batch segments with that many workers.
func NewPass(n *Network, batch, workers int) (*Pass, error) {
	const most = 1 << 20
	if batch < 1 || batch > most || workers < 1 {
		return nil, fmt.Errorf("a pass over %d segments with %d workers: expected 1 to %d segments and at least one worker",
			batch, workers, most)
	}
	lanes := simd.Lanes()
	p := &Pass{network: n, lanes: lanes, blocks: (batch + lanes - 1) / lanes, workers: workers,
		pool: newWorkerPool(workers)}
	p.batch = p.blocks * lanes
	for p.first < len(n.Layers) && n.Layers[p.first].Kind == "conv" {
		p.first++
	}
	p.planConvolutions()
	p.planDense()
	p.convTask, p.denseTask, p.finishTask, p.packTask = p.convolve, p.multiply, p.finish, p.pack
	p.keepTask = p.keep
	runtime.AddCleanup(p, func(c *workerPool) { c.close() }, p.pool)
	return p, nil
}

// slides reports whether a convolution slides along each axis separately, with the same filters.
func (l *Layer) slides() bool {
	return l.Kind == "conv" && l.Kernel[0] == 1 && l.Padding[0] == 0 && l.Stride[0] == 1
}

// planConvolutions makes the planes of all convolutions and the kernels between them. A plane also holds its gradient,
// so its padding suits both.
func (p *Pass) planConvolutions() {
	layers := p.network.Layers[:p.first]
	for p.sliding < p.first && layers[p.sliding].slides() {
		p.sliding++
	}
	for i := range len(layers) + 1 {
		q := plane{Shape: Shape{1, p.network.Input.Axes, p.network.Input.Length}, lanes: p.lanes, axesFirst: true}
		if i < len(layers) {
			f := layers[i].forwardLayout(false)
			q.Shape, q.before, q.after = layers[i].In, f.before, f.after
		}
		if i > 0 {
			b := layers[i-1].backwardLayout(false)
			q.Shape, q.before, q.after = layers[i-1].Out, max(q.before, b.before), max(q.after, b.after)
		}
		p.planes = append(p.planes, q)
		p.values = append(p.values, simd.Aligned(p.blocks*q.size()))
	}
	for i := range layers {
		alone := i < p.sliding
		c := convStage{layout: layers[i].forwardLayout(alone), to: p.planes[i+1], from: p.planes[i]}
		if alone {
			c.to, c.from = c.to.alone(), c.from.alone()
		}
		for range p.workers {
			c.kernels = append(c.kernels, p.network.forwardKernel(i, &c.layout, c.to, c.from))
		}
		p.convs = append(p.convs, c)
	}
	for worker := range p.workers {
		var kernels []*kernel
		for i := range p.convs {
			kernels = append(kernels, p.convs[i].kernels[worker])
		}
		p.shareSpace(kernels)
	}
}

// shareSpace allocates working memory that the kernels of one worker share.
func (p *Pass) shareSpace(kernels []*kernel) {
	channels := 0
	for i := range p.planes {
		channels = max(channels, p.planes[i].Channels)
	}
	space := spaceFor(kernels, channels, p.lanes)
	for _, w := range kernels {
		w.space = space
	}
}

// Close ends the workers. Without Close they end when the garbage collector frees the Pass.
func (p *Pass) Close() { p.pool.close() }

// Batch returns the largest number of segments: the batch of NewPass rounded up to whole blocks of lanes.
func (p *Pass) Batch() int { return p.batch }

// SetSegment copies segment i of the batch: samples [axes][time] in G.
func (p *Pass) SetSegment(i int, axes [][]float32) error {
	in := p.network.Input
	if i < 0 || i >= p.batch {
		return fmt.Errorf("segment %d: the pass has room for %d", i, p.batch)
	}
	if len(axes) != in.Axes {
		return fmt.Errorf("segment %d has %d axes, the network takes %d", i, len(axes), in.Axes)
	}
	for axis, x := range axes {
		if len(x) != in.Length {
			return fmt.Errorf("axis %d of segment %d has %d samples, the network takes %d",
				axis, i, len(x), in.Length)
		}
		dst, step := p.inputAt(i, axis), p.lanes
		if len(in.Mean) == 0 {
			for t, v := range x {
				dst[t*step] = v
			}
			continue
		}
		mean, deviation := p.network.Standardization(axis)
		m, s := float32(mean), float32(1/deviation)
		for t, v := range x {
			dst[t*step] = (v - m) * s
		}
	}
	return nil
}

// inputAt returns the samples of an axis of a segment, which are lanes apart.
func (p *Pass) inputAt(segment, axis int) []float32 {
	q := p.planes[0]
	return p.values[0][segment/p.lanes*q.size()+q.at(0, axis, 0)+segment%p.lanes:]
}

// Scores copies the class scores (before softmax) of segment i to dst, [classes]. The last layer must be dense.
func (p *Pass) Scores(i int, dst []float32) {
	d := &p.dense[len(p.dense)-1]
	out := d.out[i/p.lanes*d.to.size()+i%p.lanes:]
	for unit := range d.layer.Units {
		dst[unit] = out[unit*p.lanes]
	}
}

// View is a read-only window onto the maps of one layer. The value of (segment, unit, axis, time) is
//
//	Data[segment/Lanes*Block + segment%Lanes*Lane + unit*Unit + axis*Axis + time*Time]
type View struct {
	Data                          []float32
	Lanes                         int // segments side by side in a block
	Block, Lane, Unit, Axis, Time int // distances in floats
	Units, Axes, Times            int // extent of the maps
}

// At returns one value.
func (v *View) At(segment, unit, axis, time int) float32 {
	return v.Data[segment/v.Lanes*v.Block+segment%v.Lanes*v.Lane+unit*v.Unit+axis*v.Axis+time*v.Time]
}

// Maps returns a view of a layer's maps, after the activation function (and dropout), valid until the next Forward.
func (p *Pass) Maps(layer int) View {
	out := p.network.Layers[layer].Out
	v := View{Lanes: p.lanes, Lane: 1, Units: out.Channels, Axes: out.Axes, Times: out.Time}
	if layer < p.first {
		q := p.planes[layer+1]
		v.Data, v.Block = p.values[layer+1][q.at(0, 0, 0):], q.size()
		v.Unit, v.Axis, v.Time = q.channel(), q.row(), p.lanes
		return v
	}
	d := &p.dense[layer-p.first]
	v.Data, v.Block, v.Unit, v.Axis, v.Time = d.out, d.to.size(), p.lanes, p.lanes, p.lanes
	return v
}
