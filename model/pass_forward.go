package model

import "fmt"

// Forward computes all layers for the first count segments. dropout is nil or [count][units of the last hidden dense
// layer] factors (0 or 1/(1-p)) that multiply the activations of that layer. Backward reads them again, so do not
// change them before.
func (p *Pass) Forward(count int, dropout []float32) error {
	if count < 1 || count > p.batch {
		return fmt.Errorf("a pass over %d segments: expected 1 to %d", count, p.batch)
	}
	if dropout != nil {
		if len(p.dense) < 2 {
			return fmt.Errorf("dropout needs a hidden dense layer before the class layer")
		}
		if want := count * p.dense[len(p.dense)-2].layer.Units; len(dropout) != want {
			return fmt.Errorf("dropout has %d factors, expected %d", len(dropout), want)
		}
	}
	p.count, p.dropout = count, dropout
	p.clearLanes()
	if p.first > 0 {
		if err := p.pool.run(p.convTasks(), p.convTask); err != nil {
			return err
		}
	}
	return p.forwardDense()
}

func (p *Pass) usedBlocks() int { return (p.count + p.lanes - 1) / p.lanes }

// clearLanes sets the lanes of the last block that have no segment of this batch to 0.
func (p *Pass) clearLanes() {
	for segment := p.count; segment < p.usedBlocks()*p.lanes; segment++ {
		for axis := range p.network.Input.Axes {
			dst := p.inputAt(segment, axis)
			for t := range p.network.Input.Length {
				dst[t*p.lanes] = 0
			}
		}
	}
}

// convTasks returns the number of tasks of the convolutions: one per block and axis if every convolution slides along
// the axes, else one per block.
func (p *Pass) convTasks() int {
	if p.sliding == p.first {
		return p.usedBlocks() * p.network.Input.Axes
	}
	return p.usedBlocks()
}

// block returns the part of a block in plane i.
func (p *Pass) block(i, block int) []float32 {
	k := p.planes[i].size()
	return p.values[i][block*k : (block+1)*k]
}

// axis returns the part of one axis of a block in plane i.
func (p *Pass) axis(i, block, axis int) []float32 {
	k := p.planes[i].row()
	return p.block(i, block)[axis*k : (axis+1)*k]
}

// convolve computes all convolutions of one task.
func (p *Pass) convolve(task, worker int) {
	axes := p.network.Input.Axes
	if p.sliding == p.first {
		p.slide(task/axes, task%axes, worker)
		return
	}
	for axis := range axes {
		p.slide(task, axis, worker)
	}
	for i := p.sliding; i < p.first; i++ {
		l := &p.network.Layers[i]
		p.convs[i].kernels[worker].forward(p.block(i+1, task), l.Bias, l.Activation == "relu", p.block(i, task))
	}
}

// slide computes the sliding convolutions of one axis of a block.
func (p *Pass) slide(block, axis, worker int) {
	for i := range p.sliding {
		l := &p.network.Layers[i]
		kernel := p.convs[i].kernels[worker]
		kernel.forward(p.axis(i+1, block, axis), l.Bias, l.Activation == "relu", p.axis(i, block, axis))
	}
}
