package model

import "actmax/internal/simd"

// denseStage is a dense layer of a Pass. Its weights change with every step, so they are not packed. Inputs and outputs
// are planes like those of convolutions.
type denseStage struct {
	layer *Layer
	from  plane     // of its inputs
	x     []float32 // inputs of all blocks
	to    plane     // one channel, one axis; each unit is a time
	out   []float32 // outputs of all blocks

	forward, backward shares
	partial           []float32   // [forward task][block][unit][lane]: contribution of each task to the outputs
	inputs            [][]float32 // [worker]: inputs of a task, forward [block][input][lane], backward [segment][input]
}

// shares splits the inputs of a dense layer into tasks of width inputs. The split must not depend on the number of
// workers, which would change the order of sums.
type shares struct{ all, width, tasks int }

// The inputs and weights of a task should stay in the cache; in the backward pass their gradients are there too. In the
// forward pass every task stores its contribution to the outputs, so the number of tasks is limited.
const (
	forwardInputs  = 720
	forwardTasks   = 32
	backwardInputs = 360
)

// newShares returns shares of about the given number of inputs per task, rounded to whole channels or whole axes if
// these are not longer.
func newShares(q plane, inputs int) shares {
	s := shares{all: q.Channels * q.Axes * q.Time, width: inputs}
	for _, whole := range []int{q.Axes * q.Time, q.Time} {
		if whole <= inputs {
			s.width = inputs / whole * whole
			break
		}
	}
	s.width = min(s.width, s.all)
	s.tasks = (s.all + s.width - 1) / s.width
	return s
}

// of returns the inputs of a task, from..to-1.
func (s *shares) of(task int) (from, to int) {
	return task * s.width, min((task+1)*s.width, s.all)
}

// run returns the position of input k of a dense layer in the plane of its inputs, and how many of the inputs k..to-1
// follow each other there.
func (q plane) run(k, to int) (at, n int) {
	row, time := k/q.Time, k%q.Time
	return q.at(row/q.Axes, row%q.Axes, time), min(q.Time-time, to-k)
}

func (p *Pass) planDense() {
	layers := p.network.Layers[p.first:]
	for i := range layers {
		d := denseStage{layer: &layers[i], from: p.planes[p.first], x: p.values[p.first],
			to: plane{Shape: Shape{1, 1, layers[i].Units}, lanes: p.lanes, axesFirst: true}}
		if i > 0 {
			d.from, d.x = p.dense[i-1].to, p.dense[i-1].out
		}
		d.out = simd.Aligned(p.blocks * d.to.size())
		d.forward = newShares(d.from, max(forwardInputs, (layers[i].fanIn()+forwardTasks-1)/forwardTasks))
		d.backward = newShares(d.from, backwardInputs)
		d.partial = simd.Aligned(d.forward.tasks * len(d.out))
		for range p.workers {
			d.inputs = append(d.inputs, simd.Aligned(p.batch*max(d.forward.width, d.backward.width)))
		}
		p.dense = append(p.dense, d)
	}
}

// forwardDense computes the dense layers, one after the other.
func (p *Pass) forwardDense() error {
	for i := range p.dense {
		p.current = i
		if err := p.pool.run(p.dense[i].forward.tasks, p.denseTask); err != nil {
			return err
		}
		if err := p.pool.run(p.finishTasks(), p.finishTask); err != nil {
			return err
		}
	}
	return nil
}

// multiply computes the contribution of a task's inputs to the outputs of the current dense layer.
func (p *Pass) multiply(task, worker int) {
	d := &p.dense[p.current]
	from, to := d.forward.of(task)
	x, width := d.inputs[worker], to-from
	for block := range p.usedBlocks() {
		for k := from; k < to; {
			at, n := d.from.run(k, to)
			copy(x[(block*width+k-from)*p.lanes:][:n*p.lanes], d.x[block*d.from.size()+at:])
			k += n
		}
	}
	inputs := simd.Sum{Runs: 1, Steps: width, AStep: 1, BStep: p.lanes}
	simd.Product(d.partial[task*len(d.out):], p.lanes, d.to.size(), d.layer.Weight[from:], d.layer.fanIn(), d.layer.Units,
		x, width*p.lanes, inputs, p.usedBlocks(), p.lanes, false)
}

var one = []float32{1}

// finishTasks returns the number of tasks for the sums of the current dense layer: one if waking a worker would take
// longer than the sums. The sums of a block are the same in any task.
func (p *Pass) finishTasks() int {
	const worthwhile = 1 << 19 // additions
	d := &p.dense[p.current]
	return min(p.usedBlocks(), 1+d.forward.tasks*len(d.out)/worthwhile)
}

// finish adds up the contributions to the outputs of the current dense layer for some blocks.
func (p *Pass) finish(task, _ int) {
	tasks, blocks := p.finishTasks(), p.usedBlocks()
	for block := task * blocks / tasks; block < (task+1)*blocks/tasks; block++ {
		p.finishBlock(block)
	}
}

func (p *Pass) finishBlock(block int) {
	d, k := &p.dense[p.current], p.dense[p.current].to.size()
	out := d.out[block*k : (block+1)*k]
	for unit, bias := range d.layer.Bias {
		for lane := range p.lanes {
			out[unit*p.lanes+lane] = bias
		}
	}
	tasks := simd.Sum{Runs: 1, Steps: d.forward.tasks, BStep: len(d.out)}
	simd.Product(out, 0, 0, one, 0, 1, d.partial[block*k:], 0, tasks, 1, k, true)
	if d.layer.Activation == "relu" {
		simd.ReLU(out)
	}
	if p.dropout != nil && p.current == len(p.dense)-2 {
		p.drop(out, block)
	}
}

// drop multiplies values of a block, [unit][lane], by the factors of dropout.
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

	// The same by segment and by unit, without the zeros of ReLU and dropout, which products then skip.
	bySegment, byUnit *simd.Sparse

	weights, dx [][]float32 // [worker]: weights of a task, [unit][input]; gradient of its inputs, [segment][input]
}

func (p *Pass) newDenseBackward(d *denseStage) denseBackward {
	units, width := d.layer.Units, d.backward.width
	b := denseBackward{z: simd.Aligned(len(d.out)),
		bySegment: simd.NewSparse(p.batch, units), byUnit: simd.NewSparse(units, p.batch)}
	for range p.workers {
		b.weights = append(b.weights, simd.Aligned(units*width))
		b.dx = append(b.dx, simd.Aligned(p.batch*width))
	}
	return b
}

// backwardDense computes the gradients of the dense layers from that of the scores.
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
		if err := p.pool.run(p.dense[i].backward.tasks, b.denseTask); err != nil {
			return err
		}
	}
	return nil
}

// prepareDense takes the gradient of the current dense layer's outputs back through dropout and activation function,
// and sums the gradients of the biases.
func (p *Pass) prepareDense() {
	b, d, layer := &p.back.dense[p.current], &p.dense[p.current], p.first+p.current
	k, z := d.to.size(), b.z
	for block := range p.usedBlocks() {
		if p.dropout != nil && p.current == len(p.dense)-2 {
			p.drop(z[block*k:(block+1)*k], block)
		}
	}
	z = z[:p.usedBlocks()*k]
	if d.layer.Activation == "relu" { // the gradient of an output that dropout set to 0 is 0 already
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

	b.byUnit.Reset()
	for unit := range d.layer.Units {
		for block := range p.usedBlocks() {
			b.byUnit.Append(block*p.lanes, p.lanes, z[block*k+unit*p.lanes:], 1)
		}
		b.byUnit.End()
	}
	b.bySegment.Reset()
	for segment := range p.usedBlocks() * p.lanes {
		b.bySegment.Append(0, d.layer.Units, z[segment/p.lanes*k+segment%p.lanes:], p.lanes)
		b.bySegment.End()
	}
}

// denseBackward computes the gradients of some inputs of the current dense layer, and of their weights.
func (p *Pass) denseBackward(task, worker int) {
	d, b := &p.dense[p.current], &p.back.dense[p.current]
	q, layer, fan, blocks := d.from, p.first+p.current, d.layer.fanIn(), p.usedBlocks()
	from, to := d.backward.of(task)
	width := to - from

	rows := d.inputs[worker]
	for block := range blocks {
		for k := from; k < to; {
			at, n := q.run(k, to)
			simd.Transpose(rows[block*p.lanes*width+k-from:], width, d.x[block*q.size()+at:], p.lanes, n, p.lanes)
			k += n
		}
	}
	found := p.back.found[worker]
	b.byUnit.Multiply(found, width, rows, width, width)

	gradient := p.back.top
	if p.current > 0 {
		gradient = p.back.dense[p.current-1].z
	}
	if gradient != nil {
		p.denseInputs(gradient, from, to, worker)
	}
	for unit := range d.layer.Units {
		p.update(layer, false, unit*fan+from, found[unit*width:(unit+1)*width])
	}
}

// denseInputs computes the gradient of inputs from..to-1 of the current dense layer, in the plane of the inputs.
func (p *Pass) denseInputs(gradient []float32, from, to, worker int) {
	d, b := &p.dense[p.current], &p.back.dense[p.current]
	q, fan, width := d.from, d.layer.fanIn(), to-from
	w, dx := b.weights[worker], b.dx[worker]
	for unit := range d.layer.Units { // rows of weights that are far apart would share the same sets of the cache
		copy(w[unit*width:(unit+1)*width], d.layer.Weight[unit*fan+from:])
	}
	b.bySegment.Multiply(dx, width, w, width, width)
	rectified := p.current == 0 && p.network.Layers[p.first-1].Activation == "relu"
	for block := range p.usedBlocks() {
		for k := from; k < to; {
			at, n := q.run(k, to)
			at += block * q.size()
			simd.Transpose(gradient[at:], p.lanes, dx[block*p.lanes*width+k-from:], width, p.lanes, n)
			if rectified {
				simd.Mask(gradient[at:][:n*p.lanes], d.x[at:][:n*p.lanes])
			}
			k += n
		}
	}
}
