package model

import "actmax/internal/simd"

// plane is the memory layout of one layer's maps, or of their gradient, for several signals side by side:
// [channel][axis][before + time + after][lanes], or [axis][channel][...] with axesFirst. The padding before and after
// is always zero.
type plane struct {
	Shape
	before, after int
	lanes         int
	axesFirst     bool
}

func (p plane) line() int { return (p.before + p.Time + p.after) * p.lanes }
func (p plane) size() int { return p.Channels * p.Axes * p.line() }

// row returns the distance from one axis to the next.
func (p plane) row() int {
	if p.axesFirst {
		return p.Channels * p.line()
	}
	return p.line()
}

// channel returns the distance from one channel to the next.
func (p plane) channel() int {
	if p.axesFirst {
		return p.line()
	}
	return p.Axes * p.line()
}

// alone returns the plane of a single axis; with axesFirst, axis i begins at i*row.
func (p plane) alone() plane {
	p.Axes = 1
	return p
}

// at returns the offset of lane 0. time may lie in the padding.
func (p plane) at(channel, axis, time int) int {
	return channel*p.channel() + axis*p.row() + (p.before+time)*p.lanes
}

// call is a move between two planes, with distances in floats.
type call struct {
	set            int
	to             int
	toRow, toStep  int
	off            []int32 // per source channel and tap
	fromStep       int
	columns, lanes int
}

// bind turns a layout's moves into calls from one plane to another.
func (l *layout) bind(to, from plane) []call {
	calls := make([]call, len(l.moves))
	for i, m := range l.moves {
		c := call{set: m.set, to: to.at(0, m.axis, m.start), toRow: to.channel(), toStep: m.step * to.lanes,
			fromStep: m.stride * from.lanes, columns: m.count, lanes: to.lanes}
		c.off = make([]int32, 0, from.Channels*len(m.from))
		for channel := range from.Channels {
			for _, f := range m.from {
				c.off = append(c.off, int32(from.at(channel, f[0], f[1])))
			}
		}
		calls[i] = c
	}
	return calls
}

// correlate computes the destination channels of all calls with the same weights for every lane.
func correlate(calls []call, dst []float32, w *packedWeights, bias, src []float32) {
	for i := range calls {
		c := &calls[i]
		simd.Correlate(dst[c.to:], c.toRow, c.toStep, w.sets[c.set], bias, src, c.off, c.fromStep, c.columns, c.lanes,
			false)
	}
}

// laneCorrelate does the same with weights that differ by lane; channels is the number of destination channels.
func laneCorrelate(calls []call, dst []float32, channels int, w [][]float32, bias, src []float32) {
	for i := range calls {
		c := &calls[i]
		simd.LaneCorrelate(dst[c.to:], c.toRow, c.toStep, channels, w[c.set], bias, src, c.off, c.fromStep, c.columns,
			c.lanes, false)
	}
}
