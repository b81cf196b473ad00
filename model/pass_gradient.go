package model

import "actmax/internal/simd"

// convSums holds the gradients of a convolution's weights and biases, by task of the backward pass. For filters of five
// taps between many channels, those of the weights are in the Toom-Cook domain. For others, values has first those of
// each set of taps, [filter][(channel, tap)], then those of the biases.
type convSums struct {
	five  fiveTaps
	toom  *simd.ToomGradient // one part per task; nil if the sums are direct
	calls []call
	taps  [][]tap

	values []float32
	task   int   // floats of one task
	sets   []int // start of each set within a task
	biases int   // start of the biases
}

// toomGradientPays reports whether simd.ToomGradient is faster than direct sums. Tests replace it.
var toomGradientPays = simd.ToomGradientPays

// planBackward makes the planes, kernels and sums for the gradients of the convolutions.
func (p *Pass) planBackward(b *backward) {
	for range p.workers {
		planes := make([][]float32, p.first)
		for i := 1; i < p.first; i++ {
			q := p.planes[i]
			if i < p.sliding {
				q = q.alone()
			}
			planes[i] = simd.Aligned(q.size())
		}
		b.scratch = append(b.scratch, planes)
	}
	b.top = simd.Aligned(p.blocks * p.planes[p.first].size())
	out, in, cols := 0, 0, 0
	for i := range p.convs {
		l, c := &p.network.Layers[i], &p.convs[i]
		var kernels []*kernel
		if i > 0 {
			back := l.backwardLayout(i < p.sliding)
			for range p.workers {
				kernels = append(kernels, p.network.backwardKernel(i, &back, c.from, c.to))
			}
		}
		b.kernels = append(b.kernels, kernels)
		s := p.newSums(i, p.blocks*b.convTasks)
		if s.toom != nil {
			out, in, cols = max(out, l.Out.Channels), max(in, l.In.Channels), max(cols, s.five.cols)
		}
		b.sums = append(b.sums, s)
	}
	for worker := range p.workers {
		var kernels []*kernel
		for i := 1; i < len(p.convs); i++ {
			kernels = append(kernels, b.kernels[i][worker])
		}
		p.shareSpace(kernels)
		if cols > 0 {
			b.spaces = append(b.spaces, simd.NewToomGradientSpace(out, in, cols, p.lanes))
		}
	}
}

func (p *Pass) newSums(conv, tasks int) convSums {
	l, c := &p.network.Layers[conv], &p.convs[conv]
	var s convSums
	if l.fiveTaps() && l.In.Channels > 1 && toomGradientPays(l.In.Channels, l.Out.Channels, l.Out.Time) {
		s.five = l.fiveForward(c.to, c.from)
		s.toom = simd.NewToomGradient(l.Out.Channels, l.In.Channels, tasks)
	} else {
		s.calls, s.taps = c.layout.bind(c.to, c.from), c.layout.sets
		for _, taps := range s.taps {
			s.sets = append(s.sets, s.task)
			s.task += l.Filters * l.In.Channels * len(taps)
		}
	}
	s.biases = s.task
	s.task += l.Filters
	s.values = simd.Aligned(tasks * s.task)
	return s
}

// convBackward computes one task's share of the gradients of all convolutions.
func (p *Pass) convBackward(task, worker int) {
	b := p.back
	for i := range b.sums {
		s := &b.sums[i]
		clear(s.values[task*s.task : (task+1)*s.task])
		if s.toom != nil {
			s.toom.Clear(task)
		}
	}
	block, axes := task/b.convTasks, p.network.Input.Axes
	k := p.planes[p.first].size()
	gradient := b.top[block*k : (block+1)*k]
	for i := p.first - 1; i >= p.sliding; i-- {
		p.convWeights(i, task, worker, gradient, p.block(i, block))
		if i > 0 {
			dst := b.scratch[worker][i]
			b.kernels[i][worker].backward(dst, p.rectified(i, p.block(i, block)), gradient)
			gradient = dst
		}
	}
	if p.sliding == 0 {
		return
	}
	from := task % b.convTasks * axesPerTask
	to := axes
	if b.convTasks > 1 {
		to = min(from+axesPerTask, axes)
	}
	k = p.planes[p.sliding].row()
	for axis := from; axis < to; axis++ {
		p.slideBack(task, block, axis, worker, gradient[axis*k:(axis+1)*k])
	}
}

// rectified returns the values in plane i if they passed through ReLU, else nil.
func (p *Pass) rectified(i int, values []float32) []float32 {
	if p.network.Layers[i-1].Activation == "relu" {
		return values
	}
	return nil
}

// slideBack computes the gradients of the sliding convolutions for one axis of a block, from the gradient of the last
// maps.
func (p *Pass) slideBack(task, block, axis, worker int, gradient []float32) {
	b := p.back
	for i := p.sliding - 1; i >= 0; i-- {
		input := p.axis(i, block, axis)
		p.convWeights(i, task, worker, gradient, input)
		if i > 0 {
			dst := b.scratch[worker][i]
			b.kernels[i][worker].backward(dst, p.rectified(i, input), gradient)
			gradient = dst
		}
	}
}

// convWeights adds the gradients of a convolution's weights and biases to the sums of a task, from the gradient of its
// maps.
func (p *Pass) convWeights(conv, task, worker int, gradient, input []float32) {
	s, c, filters := &p.back.sums[conv], &p.convs[conv], p.network.Layers[conv].Filters
	sums := s.values[task*s.task : (task+1)*s.task]
	if s.toom != nil {
		f := &s.five
		for axis := range f.axes {
			to, from := f.to+axis*f.toAxis, f.from+axis*f.fromAxis
			s.toom.Add(task, p.back.spaces[worker], sums, gradient[to:], f.toRow, input[from:], f.fromRow, f.cols)
		}
		return
	}
	for i := range s.calls {
		k := &s.calls[i]
		a, row := gradient[k.to:], c.to.channel()
		weights := sums[s.sets[k.set]:]
		simd.Dot(weights, len(k.off), a, row, k.toStep, filters, input, k.off, k.fromStep, k.columns, k.lanes, true)
		simd.Dot(sums[s.biases:], 1, a, row, k.toStep, filters, p.back.ones, origin, 0, k.columns, k.lanes, true)
	}
}

var origin = []int32{0}

// sumTasks returns the number of tasks for the sums of the gradients.
func (p *Pass) sumTasks() int {
	n := 0
	for i := range p.convs {
		n += (p.network.Layers[i].Filters + filtersPerTask - 1) / filtersPerTask
	}
	return n
}

// sumConv adds up the tasks' gradients of some filters of a convolution.
func (p *Pass) sumConv(task, worker int) {
	conv := 0
	for ; ; conv++ {
		n := (p.network.Layers[conv].Filters + filtersPerTask - 1) / filtersPerTask
		if task < n {
			break
		}
		task -= n
	}
	s, l := &p.back.sums[conv], &p.network.Layers[conv]
	first := task * filtersPerTask
	end, tasks := min(first+filtersPerTask, l.Filters), p.usedBlocks()*p.back.convTasks
	fan := l.fanIn()
	found := p.back.found[worker]
	bias := found[:end-first]
	clear(bias)
	for i := range tasks {
		for f := range bias {
			bias[f] += s.values[i*s.task+s.biases+first+f]
		}
	}
	p.update(conv, true, first, bias)
	n := (end - first) * fan
	weight, scratch := found[:n], found[n:2*n]
	if s.toom != nil {
		s.toom.Gradient(weight, scratch, tasks, first, end)
	} else {
		clear(weight)
		for i := range tasks {
			s.addDirect(weight, l, i, first, end)
		}
	}
	p.update(conv, false, first*fan, weight)
}

// addDirect adds a task's gradients of filters first..end-1, for direct sums.
func (s *convSums) addDirect(weight []float32, l *Layer, task, first, end int) {
	for set, taps := range s.taps {
		sums := s.values[task*s.task+s.sets[set]:]
		for f := first; f < end; f++ {
			for channel := range l.In.Channels {
				for k, t := range taps {
					weight[l.weightAt(f-first, channel, t)] += sums[(f*l.In.Channels+channel)*len(taps)+k]
				}
			}
		}
	}
}
