package model

import (
	"fmt"
	"runtime"

	"actmax/internal/simd"
)

// Pass computes every unit of every layer for a batch of segments, and the gradients of the weights. Segments lie side
// by side as lanes. A Pass belongs to one goroutine; it runs its own workers inside each call. What it computes does
// not depend on the number of workers, bit for bit.
//
//	p, err := NewPass(n, 64, 2)
//	defer p.Close()
//	p.SetSegment(i, segment) for i < count
//	p.Forward(count, nil)
//	p.Scores(i, scores); p.Maps(layer)
//	p.Backward(scoreGradient, gradients)
//
// Nothing is allocated in these calls after the first of each.
type Pass struct {
	network *Network
	batch   int // segments
	lanes   int
	blocks  int // of lanes segments
	workers int
	count   int // segments of the last Forward
	dropout []float32
	crew    *crew

	// Convolutions: plane i is the input of convolution i, plane len(convs) the last one's maps; the values of all
	// blocks follow each other.
	planes []plane
	values [][]float32
	convs  []convStage

	// Dense layers on rows: dense[d].x is [batch][fan], its output is the next one's x; the last output is scores.
	dense  []denseStage
	scores []float32
	first  int // index into Network.Layers of dense[0]

	current      int // dense stage that denseTask works at
	convTask     func(block, worker int)
	denseTask    func(task, worker int)
	back         *backward // made by the first Backward
	backGradient *Gradients
}

type convStage struct {
	calls   []call
	weights *panels
}

type denseStage struct {
	fan, units int
	x          []float32 // [batch][fan]
	out        []float32 // [batch][units]: the next stage's x, or scores
	rows       []int32   // where each unit's weights begin
}

const (
	unitsPerTask = 32   // of a dense layer
	fanPerCall   = 1024 // inputs of a dense layer that are summed before the next ones are looked at (they stay in cache)
)

// NewPass returns a pass over up to batch segments with that many workers.
func NewPass(n *Network, batch, workers int) (*Pass, error) {
	const most = 1 << 20
	if batch < 1 || batch > most || workers < 1 {
		return nil, fmt.Errorf("a pass over %d segments with %d workers: expected 1 to %d segments and at least one worker", batch, workers, most)
	}
	lanes := simd.Lanes()
	p := &Pass{network: n, lanes: lanes, blocks: (batch + lanes - 1) / lanes, workers: workers, crew: newCrew(workers)}
	p.batch = p.blocks * lanes
	for p.first < len(n.Layers) && n.Layers[p.first].Kind == "conv" {
		p.first++
	}
	p.layConvolutions()
	p.layDense()
	p.convTask, p.denseTask = p.convolve, p.multiply
	runtime.AddCleanup(p, func(c *crew) { c.close() }, p.crew)
	return p, nil
}

// layConvolutions makes the planes and calls of all convolutions. A plane also serves for its gradient, so it has room
// for both.
func (p *Pass) layConvolutions() {
	if p.first == 0 {
		return
	}
	layers := p.network.Layers[:p.first]
	for i := range len(layers) + 1 {
		q := plane{lanes: p.lanes}
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
		f := layers[i].forwardLayout(false)
		p.convs = append(p.convs, convStage{f.bind(p.planes[i+1], p.planes[i]), p.network.forward(i)})
	}
}

func (p *Pass) layDense() {
	layers := p.network.Layers[p.first:]
	for i := range layers {
		d := denseStage{fan: layers[i].fan(), units: layers[i].Units}
		if i == 0 {
			d.x = simd.Aligned(p.batch * d.fan)
		} else {
			d.x = p.dense[i-1].out
		}
		d.out = simd.Aligned(p.batch * d.units)
		for u := range d.units {
			d.rows = append(d.rows, int32(u*d.fan))
		}
		p.dense = append(p.dense, d)
		p.scores = d.out
	}
}

// Close ends the workers. A Pass that is not closed ends them when it is collected.
func (p *Pass) Close() { p.crew.close() }

// Batch returns the number of segments that fit: the batch of NewPass rounded up to whole blocks of lanes.
func (p *Pass) Batch() int { return p.batch }

// SetSegment puts segment i of the batch in place: samples [axes][time] in G. It keeps no reference.
func (p *Pass) SetSegment(i int, axes [][]float32) error {
	in := p.network.Input
	if i < 0 || i >= p.batch {
		return fmt.Errorf("segment %d: the pass holds %d", i, p.batch)
	}
	if len(axes) != in.Axes {
		return fmt.Errorf("segment %d has %d axes, the network takes %d", i, len(axes), in.Axes)
	}
	for axis, x := range axes {
		if len(x) != in.Length {
			return fmt.Errorf("axis %d of segment %d has %d samples, the network takes %d", axis, i, len(x), in.Length)
		}
		dst, step := p.inputAt(i, axis)
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

// inputAt returns where the samples of an axis of a segment lie, step apart.
func (p *Pass) inputAt(segment, axis int) (dst []float32, step int) {
	if p.first == 0 {
		return p.dense[0].x[segment*p.dense[0].fan+axis*p.network.Input.Length:], 1
	}
	q := p.planes[0]
	return p.values[0][segment/p.lanes*q.size()+q.at(0, axis, 0)+segment%p.lanes:], p.lanes
}

// Scores copies the class scores (before softmax) of segment i to dst, [classes]. The last layer must be dense.
func (p *Pass) Scores(i int, dst []float32) {
	units := p.dense[len(p.dense)-1].units
	copy(dst, p.scores[i*units:(i+1)*units])
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
	v := View{Units: out.Channels, Axes: out.Axes, Times: out.Time}
	if layer < p.first {
		q := p.planes[layer+1]
		v.Data, v.Lanes, v.Block, v.Lane = p.values[layer+1][q.at(0, 0, 0):], p.lanes, q.size(), 1
		v.Unit, v.Axis, v.Time = q.channel(), q.row(), p.lanes
		return v
	}
	d := &p.dense[layer-p.first]
	v.Data, v.Lanes, v.Block, v.Unit, v.Axis, v.Time = d.out, 1, d.units, 1, 1, 1
	return v
}
