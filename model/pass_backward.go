package model

import (
	"errors"
	"fmt"

	"actmax/internal/simd"
)

// backward is what a Pass needs for gradients in addition to what it needs for maps.
type backward struct {
	dense   []denseBackward
	top     []float32                 // gradient of the last convolution's maps, in its plane; nil without convolutions
	kernels [][]*kernel               // [convolution][worker], from maps to input; none for the first convolution
	scratch [][][]float32             // [worker][plane]: gradients in that plane; of one axis if convolutions slide
	sums    []convSums                // of each convolution's weights
	spaces  []*simd.ToomGradientSpace // [worker]; none if all sums are direct
	ones    []float32                 // [lanes]
	found   [][]float32               // [worker]: gradients that a task has computed

	// convTasks is the number of tasks of the backward pass of a block of convolutions. Each task has a fixed share of the
	// axes and its own sums, which are added in the order of the tasks.
	convTasks                    int
	denseTask, convTask, sumTask func(task, worker int)
}

const (
	axesPerTask    = 3 // of sliding convolutions
	filtersPerTask = 8 // in a sum of gradients
)

func (p *Pass) newBackward() *backward {
	b := &backward{denseTask: p.denseBackward, convTask: p.convBackward, sumTask: p.sumConv,
		ones: simd.Aligned(p.lanes)}
	for i := range b.ones {
		b.ones[i] = 1
	}
	found := 0
	for i := range p.dense {
		d := &p.dense[i]
		found = max(found, d.layer.Units*d.backward.width)
		b.dense = append(b.dense, p.newDenseBackward(d))
	}
	for i := range p.convs {
		found = max(found, 2*filtersPerTask*p.network.Layers[i].fanIn())
	}
	for range p.workers {
		b.found = append(b.found, simd.Aligned(found))
	}
	if p.first == 0 {
		return b
	}
	b.convTasks = 1
	if p.sliding == p.first {
		b.convTasks = (p.network.Input.Axes + axesPerTask - 1) / axesPerTask
	}
	p.planBackward(b)
	return b
}

// Update receives the gradient of some of a layer's weights (or biases), from index first on. The pass no longer reads
// these weights, so Update may change them. The workers call it concurrently for different elements. It must not keep
// the slice.
type Update func(layer int, bias bool, first int, gradient []float32)

// Backward computes the gradients of the weights. Call it after Forward. scoreGradient is [count][classes], the
// derivative of the loss with respect to each score. Gradients are overwritten with the sum over the segments.
func (p *Pass) Backward(scoreGradient []float32, g *Gradients) error {
	for i := range p.network.Layers {
		l := &p.network.Layers[i]
		if len(g.Weight) <= i || len(g.Bias) <= i ||
			len(g.Weight[i]) != len(l.Weight) || len(g.Bias[i]) != len(l.Bias) {
			return fmt.Errorf("the gradients do not fit layer %s: create them with NewGradients", l.Name)
		}
	}
	p.gradients = g
	return p.backpropagate(scoreGradient, p.keepTask)
}

func (p *Pass) keep(layer int, bias bool, first int, gradient []float32) {
	if bias {
		copy(p.gradients.Bias[layer][first:], gradient)
	} else {
		copy(p.gradients.Weight[layer][first:], gradient)
	}
}

// Learn is Backward for a pass of a Learner. update changes the weights while they and their gradients are in the
// cache. Learn then packs the changed weights for the next Forward, like Repack.
func (p *Pass) Learn(scoreGradient []float32, update Update) error {
	if err := p.backpropagate(scoreGradient, update); err != nil {
		return err
	}
	return p.pool.run(p.network.packTasks(), p.packTask)
}

func (p *Pass) backpropagate(scoreGradient []float32, update Update) error {
	if len(p.dense) == 0 {
		return errors.New("the last layer is a convolution: the network has no scores to differentiate")
	}
	last := &p.dense[len(p.dense)-1]
	if want := p.count * last.layer.Units; p.count == 0 || len(scoreGradient) != want {
		return fmt.Errorf("the gradient of the scores has %d values, the last Forward computed %d scores",
			len(scoreGradient), want)
	}
	if p.back == nil {
		p.back = p.newBackward()
	}
	p.update = update
	if err := p.backwardDense(scoreGradient); err != nil {
		return err
	}
	if p.first == 0 {
		return nil
	}
	if err := p.pool.run(p.usedBlocks()*p.back.convTasks, p.back.convTask); err != nil {
		return err
	}
	return p.pool.run(p.sumTasks(), p.back.sumTask)
}
