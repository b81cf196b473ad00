package model

import (
	"errors"
	"fmt"

	"actmax/internal/simd"
)

// backward is what a Pass needs for gradients beside what it needs for maps.
type backward struct {
	dense []denseGradient
	dx    []float32 // gradient of dense[0].x, where there are convolutions

	convs   [][]call      // from the gradient of a convolution's maps to that of its input; none for the first
	reverse []*panels     // weights of these
	scratch [][][]float32 // [worker][plane]: gradients in that plane
	// sums holds, for each convolution, the gradients of its weights by block: first those of each set of taps,
	// [filter][(channel, tap)], then those of the biases. They are added in order of the blocks.
	sums []convSums
	ones []float32 // [lanes]

	denseTask, convTask, sumTask func(task, worker int)
}

type denseGradient struct {
	z        []float32   // [batch][units]: gradient before the activation function
	byRow    *simd.Panel // z as [batch][units]
	byUnit   *simd.Panel // z as [units][batch]
	segments []int32     // where each segment's row of x begins
}

type convSums struct {
	values []float32
	block  int   // floats of one block
	sets   []int // where each set begins in a block
	biases int   // where the biases begin
}

const columnsPerTask = 512 // inputs of a dense layer

func (p *Pass) newBackward() *backward {
	b := &backward{denseTask: p.denseBackward, convTask: p.convBackward, sumTask: p.sumConv, ones: simd.Aligned(p.lanes)}
	for i := range b.ones {
		b.ones[i] = 1
	}
	for i := range p.dense {
		d := &p.dense[i]
		g := denseGradient{z: simd.Aligned(p.batch * d.units), byRow: simd.NewPanel(p.batch, d.units), byUnit: simd.NewPanel(d.units, p.batch)}
		for s := range p.batch {
			g.segments = append(g.segments, int32(s*d.fan))
		}
		b.dense = append(b.dense, g)
	}
	if p.first == 0 {
		return b
	}
	b.dx = simd.Aligned(p.batch * p.dense[0].fan)
	for range p.workers {
		planes := make([][]float32, len(p.planes))
		for i := 1; i < len(planes); i++ {
			planes[i] = simd.Aligned(p.planes[i].size())
		}
		b.scratch = append(b.scratch, planes)
	}
	for i := range p.convs {
		var calls []call
		var reverse *panels
		if i > 0 {
			l := p.network.Layers[i].backwardLayout(false)
			calls, reverse = l.bind(p.planes[i], p.planes[i+1]), p.network.backward(i)
		}
		b.convs, b.reverse = append(b.convs, calls), append(b.reverse, reverse)
		b.sums = append(b.sums, p.newSums(i))
	}
	return b
}

func (p *Pass) newSums(conv int) convSums {
	l := &p.network.Layers[conv]
	var s convSums
	for _, taps := range p.convs[conv].weights.taps {
		s.sets = append(s.sets, s.block)
		s.block += l.Filters * l.In.Channels * len(taps)
	}
	s.biases = s.block
	s.block += l.Filters
	s.values = simd.Aligned(p.blocks * s.block)
	return s
}

// Backward computes the gradients of the weights after a Forward: scoreGradient is [count][classes], the derivative of
// the loss by each score. Gradients are overwritten with the sum over the segments.
func (p *Pass) Backward(scoreGradient []float32, g *Gradients) error {
	if len(p.dense) == 0 {
		return errors.New("the last layer is a convolution: there are no scores to go back from")
	}
	last := len(p.dense) - 1
	if want := p.count * p.dense[last].units; p.count == 0 || len(scoreGradient) != want {
		return fmt.Errorf("the gradient of the scores has %d values, the last Forward made %d", len(scoreGradient), want)
	}
	for i := range p.network.Layers {
		l := &p.network.Layers[i]
		if len(g.Weight) <= i || len(g.Bias) <= i || len(g.Weight[i]) != len(l.Weight) || len(g.Bias[i]) != len(l.Bias) {
			return fmt.Errorf("the gradients have no room for layer %s: make them with NewGradients", l.Name)
		}
	}
	if p.back == nil {
		p.back = p.newBackward()
	}
	p.backGradient = g
	b := p.back
	z := b.dense[last].z
	copy(z, scoreGradient)
	clear(z[len(scoreGradient):])
	for i := last; i >= 0; i-- {
		p.current = i
		p.prepareDense()
		if err := p.crew.run((p.dense[i].fan+columnsPerTask-1)/columnsPerTask, b.denseTask); err != nil {
			return err
		}
	}
	if p.first == 0 {
		return nil
	}
	if err := p.crew.run(p.usedBlocks(), b.convTask); err != nil {
		return err
	}
	return p.crew.run(len(p.convs), b.sumTask)
}

// prepareDense takes the gradient of the current dense layer's outputs through dropout and activation function, sums
// the biases' gradients and packs it for the products with weights and inputs.
func (p *Pass) prepareDense() {
	d, g, l := &p.dense[p.current], &p.back.dense[p.current], &p.network.Layers[p.first+p.current]
	if p.current == len(p.dense)-2 && p.dropout != nil {
		for i, s := range p.dropout {
			g.z[i] *= s
		}
	}
	if l.Activation == "relu" { // where dropout made an output 0, the gradient is 0 already
		simd.Mask(g.z[:p.count*d.units], d.out[:p.count*d.units])
	}
	if p.count < p.batch { // rows of other batches must not weigh in
		clear(g.z[p.count*d.units:])
		clear(d.x[p.count*d.fan:])
	}
	bias := p.backGradient.Bias[p.first+p.current]
	clear(bias)
	for s := range p.count {
		for u, v := range g.z[s*d.units : (s+1)*d.units] {
			bias[u] += v
		}
	}
	g.byRow.PackMatrix(g.z, d.units, 1)
	g.byUnit.PackMatrix(g.z, 1, d.units)
}

// denseBackward computes the gradients of some columns of the current dense layer's weights and inputs.
func (p *Pass) denseBackward(task, _ int) {
	d, g, layer := &p.dense[p.current], &p.back.dense[p.current], p.first+p.current
	from := task * columnsPerTask
	columns := min(columnsPerTask, d.fan-from)
	simd.Correlate(p.backGradient.Weight[layer][from:], d.fan, 0, g.byUnit, nil, d.x[from:], g.segments, 0, 1, columns, false)
	dx := p.back.dx
	if p.current > 0 {
		dx = p.back.dense[p.current-1].z
	}
	if dx != nil {
		simd.Correlate(dx[from:], d.fan, 0, g.byRow, nil, p.network.Layers[layer].Weight[from:], d.rows, 0, 1, columns, false)
	}
}

// convBackward computes one block's share of the gradients of all convolutions.
func (p *Pass) convBackward(block, worker int) {
	b, scratch := p.back, p.back.scratch[worker]
	q, d := p.planes[p.first], &p.dense[0]
	rows := b.dx[block*p.lanes*d.fan:]
	for channel := range q.Channels {
		for axis := range q.Axes {
			simd.Transpose(scratch[p.first][q.at(channel, axis, 0):], p.lanes, rows[(channel*q.Axes+axis)*q.Time:], d.fan, p.lanes, q.Time)
		}
	}
	for i := p.first - 1; i >= 0; i-- {
		gradient := scratch[i+1]
		if p.network.Layers[i].Activation == "relu" {
			simd.Mask(gradient, p.block(i+1, block))
		}
		p.convWeights(i, block, gradient)
		if i > 0 {
			correlate(b.convs[i], scratch[i], b.reverse[i], nil, gradient)
		}
	}
}

// convWeights computes one block's gradients of a convolution's weights and biases from that of its maps.
func (p *Pass) convWeights(conv, block int, gradient []float32) {
	s, q, filters := &p.back.sums[conv], p.planes[conv+1], p.planes[conv+1].Channels
	sums, input := s.values[block*s.block:(block+1)*s.block], p.block(conv, block)
	clear(sums)
	for i := range p.convs[conv].calls {
		c := &p.convs[conv].calls[i]
		a := gradient[c.to:]
		simd.Dot(sums[s.sets[c.set]:], len(c.off), a, q.channel(), c.toStep, filters, input, c.off, c.fromStep, c.columns, c.lanes, true)
		simd.Dot(sums[s.biases:], 1, a, q.channel(), c.toStep, filters, p.back.ones, origin, 0, c.columns, c.lanes, true)
	}
}

var origin = []int32{0}

// sumConv adds up the blocks' gradients of one convolution.
func (p *Pass) sumConv(conv, _ int) {
	s, l := &p.back.sums[conv], &p.network.Layers[conv]
	weight, bias := p.backGradient.Weight[conv], p.backGradient.Bias[conv]
	clear(weight)
	clear(bias)
	for block := range p.usedBlocks() {
		sums := s.values[block*s.block : (block+1)*s.block]
		for set, taps := range p.convs[conv].weights.taps {
			from := sums[s.sets[set]:]
			for filter := range l.Filters {
				for channel := range l.In.Channels {
					for k, t := range taps {
						weight[l.weightAt(filter, channel, t)] += from[(filter*l.In.Channels+channel)*len(taps)+k]
					}
				}
			}
		}
		for i := range bias {
			bias[i] += sums[s.biases+i]
		}
	}
}
