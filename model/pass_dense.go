package model

import "actmax/internal/simd"

// denseStage is a dense layer of a Pass. Its weights change with every step, so they are used as they lie. Inputs and
// outputs are planes like those of convolutions.
type denseStage struct {
	layer *Layer
	from  plane     // of its inputs
	x     []float32 // inputs of all blocks
	to    plane     // one channel, one axis, a time a unit
	out   []float32 // outputs of all blocks

	forward, backward shares
	partial           []float32   // [forward task][block][unit][lane]: what each task adds to the outputs
	inputs            [][]float32 // [worker]: inputs of a task, [block][input][lane], or [segment][input] on the way back
	weights           [][]float32 // [worker]: weights of a task on the way back, [input][unit]
}

// shares cuts the inputs of a dense layer into tasks, each of some channels with all their axes. How must not depend on the
// number of workers, which would change the order of sums.
type shares struct{ all, channels, each, tasks int }

// A task's inputs and weights shall stay in the cache; on the way back gradients and transposed weights are there as well.
const (
	forwardInputs  = 720
	backwardInputs = 360
)

func newShares(q plane, inputs int) shares {
	s := shares{all: q.Channels, each: q.Axes * q.Time}
	s.channels = min(s.all, max(1, inputs/s.each))
	s.tasks = (s.all + s.channels - 1) / s.channels
	return s
}

// of returns the first channel of a task and how many it takes, the first of the layer's inputs and their number.
func (s *shares) of(task int) (first, channels, from, width int) {
	first = task * s.channels
	channels = min(s.channels, s.all-first)
	return first, channels, first * s.each, channels * s.each
}

func (p *Pass) layDense() {
	layers := p.network.Layers[p.first:]
	for i := range layers {
		d := denseStage{layer: &layers[i], from: p.planes[p.first], x: p.values[p.first],
			to: plane{Shape: Shape{1, 1, layers[i].Units}, lanes: p.lanes, axesFirst: true}}
		if i > 0 {
			d.from, d.x = p.dense[i-1].to, p.dense[i-1].out
		}
		d.out = simd.Aligned(p.blocks * d.to.size())
		d.forward, d.backward = newShares(d.from, forwardInputs), newShares(d.from, backwardInputs)
		d.partial = simd.Aligned(d.forward.tasks * len(d.out))
		for range p.workers {
			d.inputs = append(d.inputs, simd.Aligned(p.batch*d.forward.channels*d.forward.each))
		}
		p.dense = append(p.dense, d)
	}
}

// forwardDense computes the dense layers, one after the other.
func (p *Pass) forwardDense() error {
	for i := range p.dense {
		p.current = i
		if err := p.crew.run(p.dense[i].forward.tasks, p.denseTask); err != nil {
			return err
		}
		if err := p.crew.run(p.usedBlocks(), p.finishTask); err != nil {
			return err
		}
	}
	return nil
}

// multiply computes what the inputs of a task add to the outputs of the current dense layer.
func (p *Pass) multiply(task, worker int) {
	d := &p.dense[p.current]
	first, channels, from, width := d.forward.of(task)
	x, run := d.inputs[worker], d.from.Time*p.lanes
	for block := range p.usedBlocks() {
		for i := range channels * d.from.Axes {
			copy(x[block*width*p.lanes+i*run:][:run], d.x[block*d.from.size()+d.from.at(first+i/d.from.Axes, i%d.from.Axes, 0):])
		}
	}
	inputs := simd.Sum{Runs: 1, Steps: width, AStep: 1, BStep: p.lanes}
	simd.Product(d.partial[task*len(d.out):], p.lanes, d.to.size(), d.layer.Weight[from:], d.layer.fan(), d.layer.Units,
		x, width*p.lanes, inputs, p.usedBlocks(), p.lanes, false)
}

var one = []float32{1}

// finish adds up what the tasks of the current dense layer found for a block.
func (p *Pass) finish(block, _ int) {
	d, k := &p.dense[p.current], p.dense[p.current].to.size()
	out := d.out[block*k : (block+1)*k]
	for unit, bias := range d.layer.Bias {
		for lane := range p.lanes {
			out[unit*p.lanes+lane] = bias
		}
	}
	simd.Product(out, 0, 0, one, 0, 1, d.partial[block*k:], 0, simd.Sum{Runs: 1, Steps: d.forward.tasks, BStep: len(d.out)}, 1, k, true)
	if d.layer.Activation == "relu" {
		simd.ReLU(out)
	}
	if p.dropout != nil && p.current == len(p.dense)-2 {
		p.drop(out, block)
	}
}

// drop multiplies values of a block, [unit][lane], with the factors of dropout.
func (p *Pass) drop(values []float32, block int) {
	units := len(values) / p.lanes
	first := block * p.lanes
	for lane := range min(p.lanes, p.count-first) {
		for unit, factor := range p.dropout[(first+lane)*units:][:units] {
			values[unit*p.lanes+lane] *= factor
		}
	}
}

// denseBackward is what a dense layer needs for gradients.
type denseBackward struct {
	z []float32 // [block][unit][lane]: gradient of the outputs, before the activation function once prepared
}

// backwardDense goes back through the dense layers, from the gradient of the scores.
func (p *Pass) backwardDense(scoreGradient []float32) error {
	b, last := p.back, len(p.dense)-1
	z, units := b.dense[last].z, p.dense[last].layer.Units
	clear(z)
	for s := range p.count {
		to := z[s/p.lanes*units*p.lanes+s%p.lanes:]
		for unit, v := range scoreGradient[s*units : (s+1)*units] {
			to[unit*p.lanes] = v
		}
	}
	for i := last; i >= 0; i-- {
		p.current = i
		p.prepareDense()
		if err := p.crew.run(p.dense[i].backward.tasks, b.denseTask); err != nil {
			return err
		}
	}
	return nil
}

// prepareDense takes the gradient of the current dense layer's outputs through dropout and activation function, and sums
// the biases' gradients.
func (p *Pass) prepareDense() {
	d, z, layer := &p.dense[p.current], p.back.dense[p.current].z, p.first+p.current
	k := d.to.size()
	for block := range p.usedBlocks() {
		if p.dropout != nil && p.current == len(p.dense)-2 {
			p.drop(z[block*k:(block+1)*k], block)
		}
	}
	z = z[:p.usedBlocks()*k]
	if d.layer.Activation == "relu" { // where dropout made an output 0, the gradient is 0 already
		simd.Mask(z, d.out[:len(z)])
	}
	bias := p.back.found[0][:d.layer.Units]
	for unit := range bias {
		bias[unit] = 0
		for block := range p.usedBlocks() {
			for _, v := range z[block*k+unit*p.lanes:][:p.lanes] {
				bias[unit] += v
			}
		}
	}
	p.update(layer, true, 0, bias)
}

// denseBackward computes the gradients of the weights and of the inputs of some channels of the current dense layer.
func (p *Pass) denseBackward(task, worker int) {
	d, b := &p.dense[p.current], &p.back.dense[p.current]
	q, layer, fan, blocks := d.from, p.first+p.current, d.layer.fan(), p.usedBlocks()
	first, channels, from, width := d.backward.of(task)

	rows := d.inputs[worker]
	for block := range blocks {
		x := d.x[block*q.size():]
		for i := range channels * q.Axes {
			simd.Transpose(rows[block*p.lanes*width+i*q.Time:], width, x[q.at(first+i/q.Axes, i%q.Axes, 0):], p.lanes, q.Time, p.lanes)
		}
	}
	segments := simd.Sum{Runs: blocks, ARun: d.to.size(), BRun: p.lanes * width, Steps: p.lanes, AStep: 1, BStep: width}
	found := p.back.found[worker]
	simd.Product(found, width, 0, b.z, p.lanes, d.layer.Units, rows, 0, segments, 1, width, false)

	dx, to := p.back.top, q
	if p.current > 0 {
		dx = p.back.dense[p.current-1].z
	}
	if dx != nil {
		w := d.weights[worker]
		simd.Transpose(w, d.layer.Units, d.layer.Weight[from:], fan, d.layer.Units, width)
		units := simd.Sum{Runs: 1, Steps: d.layer.Units, AStep: 1, BStep: p.lanes}
		masked := p.current == 0 && p.network.Layers[p.first-1].Activation == "relu"
		for i := range channels * q.Axes {
			at := to.at(first+i/q.Axes, i%q.Axes, 0)
			simd.Product(dx[at:], p.lanes, to.size(), w[i*q.Time*d.layer.Units:], d.layer.Units, q.Time, b.z, d.to.size(), units, blocks, p.lanes, false)
			for block := range blocks {
				if masked {
					k := block*q.size() + at
					simd.Mask(dx[k:][:q.Time*p.lanes], d.x[k:][:q.Time*p.lanes])
				}
			}
		}
	}
	for unit := range d.layer.Units {
		p.update(layer, false, unit*fan+from, found[unit*width:(unit+1)*width])
	}
}
