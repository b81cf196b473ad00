package model

import "slices"

// tap is one element of a kernel: [axis, time].
type tap [2]int

// move describes one call of a vector loop: a run of positions along one axis of the destination, which all read the
// same taps of every source channel.
type move struct {
	set                int   // index into layout.sets: which taps
	axis               int   // of the destination
	start, step, count int   // times of the destination
	from               []tap // per tap, where the first position reads the source; its time may lie in the padding
	stride             int   // distance in source time from one position to the next
}

// layout describes how a layer is computed in one direction: forward from inputs to outputs, or backward from the
// gradient of the outputs to that of the inputs. Every layer is treated as a convolution; the kernel of a dense layer
// spans its whole input. Destination positions that no move writes have the value 0.
//
// Along the axes a move reads exactly the taps inside the source. Along time it may read the zeros that pad the source,
// with before and after positions, so that one long run covers all positions.
type layout struct {
	sets          [][]tap
	moves         []move
	before, after int
}

// span is a move in one dimension: positions start, start+step, ... gather the kernel elements taps at from, ...
type span struct {
	start, step, count int
	taps, from         []int
	stride             int
}

// dimension is a convolution along one dimension.
type dimension struct{ in, out, kernel, padding, stride, dilation int }

// dimensions returns a layer's convolution along axes and time; with shared, over a single axis.
func (l *Layer) dimensions(shared bool) [2]dimension {
	in, out := l.In, l.Out
	if shared {
		in.Axes, out.Axes = 1, 1
	}
	if l.Kind == "dense" {
		return [2]dimension{{in.Axes, 1, in.Axes, 0, 1, 1}, {in.Time, 1, in.Time, 0, 1, 1}}
	}
	return [2]dimension{
		{in.Axes, out.Axes, l.Kernel[0], l.Padding[0], l.Stride[0], l.Dilation[0]},
		{in.Time, out.Time, l.Kernel[1], l.Padding[1], l.Stride[1], l.Dilation[1]},
	}
}

// forward returns the run over all outputs, which reaches into the padding.
func (d dimension) forward() []span {
	s := span{step: 1, count: d.out, stride: d.stride}
	for k := range d.kernel {
		s.taps, s.from = append(s.taps, k), append(s.from, k*d.dilation-d.padding)
	}
	return []span{s}
}

// forwardInside returns one span per output, with the taps inside the source.
func (d dimension) forwardInside() []span {
	var all []span
	for o := range d.out {
		s := span{start: o, step: 1, count: 1, stride: 1}
		at := o*d.stride - d.padding // of element 0
		for k := max(0, ceilDiv(-at, d.dilation)); k < d.kernel && at+k*d.dilation < d.in; k++ {
			s.taps, s.from = append(s.taps, k), append(s.from, at+k*d.dilation)
		}
		all = append(all, s)
	}
	return all
}

// apart reports whether backward returns a span per input. For a kernel longer than the output, runs would mostly read
// zeros.
func (d dimension) apart() bool { return d.kernel > d.out }

// backward returns the runs over all inputs. Input i reads output (i + padding - k dilation)/stride through kernel
// element k if that is a whole number, so inputs that are a stride apart share their taps. It returns backwardInside if
// apart holds.
func (d dimension) backward() []span {
	if d.apart() {
		return d.backwardInside()
	}
	var all []span
	for start := range min(d.stride, d.in) {
		s := span{start: start, step: d.stride, count: (d.in - start + d.stride - 1) / d.stride, stride: 1}
		for k := range d.kernel {
			if o := start + d.padding - k*d.dilation; o%d.stride == 0 {
				s.taps, s.from = append(s.taps, k), append(s.from, o/d.stride)
			}
		}
		if len(s.taps) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// backwardInside returns one span per input that any output reads, with the taps inside the outputs.
func (d dimension) backwardInside() []span {
	var all []span
	for i := range d.in {
		s := span{start: i, step: 1, count: 1, stride: 1}
		at := i + d.padding // the output that element 0 meets, times the stride
		for k := max(0, ceilDiv(at-(d.out-1)*d.stride, d.dilation)); k < d.kernel && at-k*d.dilation >= 0; k++ {
			if o := at - k*d.dilation; o%d.stride == 0 {
				s.taps, s.from = append(s.taps, k), append(s.from, o/d.stride)
			}
		}
		if len(s.taps) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// ceilDiv returns a/b rounded up, for a positive b.
func ceilDiv(a, b int) int {
	if a <= 0 {
		return a / b
	}
	return (a + b - 1) / b
}

// forwardLayout returns the layout from a layer's input to its maps.
func (l *Layer) forwardLayout(shared bool) layout {
	d := l.dimensions(shared)
	return join(d[0].forwardInside(), d[1].forward(), d[1].in)
}

// backwardLayout returns the layout from the gradient of a layer's maps to that of its input.
func (l *Layer) backwardLayout(shared bool) layout {
	d := l.dimensions(shared)
	return join(d[0].backwardInside(), d[1].backward(), d[1].out)
}

// maxListed bounds the number of pairs of a position and a kernel element that either layout of a convolution lists. It
// is exact without padding, and cheap: it refuses a kernel that is too long before its layouts are built.
func (l *Layer) maxListed() int {
	d := l.dimensions(false)
	return product(d[0].maxListedInside(), d[1].maxListed())
}

// maxListedInside bounds the taps of forwardInside and of backwardInside.
func (d dimension) maxListedInside() int { return product(min(d.in, d.kernel), d.out) }

// maxListed bounds the taps of forward and of backward: the elements of the kernel if runs cover all positions.
func (d dimension) maxListed() int {
	if d.apart() {
		return max(d.kernel, d.maxListedInside())
	}
	return d.kernel
}

// join combines the spans of both dimensions; length is that of the source in time. Sets are numbered in order of first
// appearance, so a shared filter has the same numbers for one axis as for several.
func join(axes, times []span, length int) layout {
	var out layout
	// Sets by first tap. A dense layer has a set per input, so comparing each set with all others would be quadratic.
	byFirst := map[tap][]int{}
	for _, a := range axes {
		for _, t := range times {
			m := move{axis: a.start, start: t.start, step: t.step, count: t.count, stride: t.stride}
			var set []tap
			for i := range a.taps {
				for j := range t.taps {
					set = append(set, tap{a.taps[i], t.taps[j]})
					m.from = append(m.from, tap{a.from[i], t.from[j]})
					out.before = max(out.before, -t.from[j])
					out.after = max(out.after, t.from[j]+(t.count-1)*t.stride-(length-1))
				}
			}
			first := tap{-1, -1} // of a set without taps
			if len(set) > 0 {
				first = set[0]
			}
			if i := slices.IndexFunc(byFirst[first], func(i int) bool { return slices.Equal(out.sets[i], set) }); i >= 0 {
				m.set = byFirst[first][i]
			} else {
				m.set = len(out.sets)
				byFirst[first] = append(byFirst[first], m.set)
				out.sets = append(out.sets, set)
			}
			out.moves = append(out.moves, m)
		}
	}
	return out
}
