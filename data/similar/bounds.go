package similar

import "math"

// bounds hold, for every (block, axis), the range of the means and of the population deviations (G) of all windows of
// one width. For two windows of n samples with means m, p and deviations s, r
//
//	MSE = (m-p)² + s² + r² - 2 cov >= (m-p)² + (s-r)²      (Cauchy-Schwarz)
//
// so the squared distance of a query's (p, r) from the box of ranges is below the MSE of every window of the block,
// and a block whose bound is above the worst match found so far need not be computed.
type bounds struct {
	box []box // [block*axes + axis]
}

type box struct{ meanLow, meanHigh, deviationLow, deviationHigh float32 }

// slack widens every box and shrinks every bound relatively: more than all rounding on the way (float64 sums of a few
// dozen terms, stored as float32), far less than what would cost speed.
const slack = 1e-5

func newBounds(n int) *bounds { return &bounds{box: make([]box, n)} }

// measure fills in the boxes of one block.
func (b *bounds) measure(x *Index, block, width int) {
	for axis := range x.axes {
		v := x.at(block, axis)
		low, high := math.Inf(1), math.Inf(-1)
		flat, rough := math.Inf(1), math.Inf(-1)
		for lane := range min(lanes, len(x.segments)-block*lanes) {
			for j := 0; j+width <= x.length; j++ {
				mean, deviation := moments(v[j*lanes+lane:], lanes, width)
				if math.IsNaN(deviation) || math.IsInf(deviation, 0) {
					continue // the window holds a NaN or an infinity and is nearest to nothing
				}
				low, high = min(low, mean), max(high, mean)
				flat, rough = min(flat, deviation), max(rough, deviation)
			}
		}
		if low > high { // no window at all: nothing is near
			inf := float32(math.Inf(1))
			b.box[block*x.axes+axis] = box{inf, -inf, inf, -inf}
			continue
		}
		grow := slack * max(math.Abs(low), math.Abs(high), rough)
		b.box[block*x.axes+axis] = box{float32(low - grow), float32(high + grow), float32(flat - grow),
			float32(rough + grow)}
	}
}

// moments returns mean and population deviation of n values, a step apart.
func moments(v []float32, step, n int) (mean, deviation float64) {
	for i := 0; i < n*step; i += step {
		mean += float64(v[i])
	}
	mean /= float64(n)
	for i := 0; i < n*step; i += step {
		e := float64(v[i]) - mean
		deviation += e * e
	}
	return mean, math.Sqrt(deviation / float64(n))
}

// below returns a value that no window of the box undercuts in MSE against a window of this mean and deviation.
func (b *box) below(mean, deviation float64) float64 {
	m := max(float64(b.meanLow)-mean, mean-float64(b.meanHigh), 0)
	d := max(float64(b.deviationLow)-deviation, deviation-float64(b.deviationHigh), 0)
	return (m*m + d*d) * (1 - slack)
}
