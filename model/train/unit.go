package train

import (
	"cmp"
	"math"
	"slices"

	"actmax/model"
)

// Top is how many of a unit's strongest segments are kept.
const Top = 50

// Strong is a segment that activates a unit strongly.
type Strong struct {
	Training int     // position in the training order, Dataset.Subset(data.Train)
	Axis     int     // the axis that the unit looked at; -1 if it looks at all of them
	Mean     float64 // of the unit's map over axes and times: f of equation (1) without clipping
	Peak     float32 // the map's largest value
}

// unit gathers the statistics of one unit. Segments come in training order.
type unit struct {
	every bool // the layer has no ReLU: every value counts, not only those that are not zero
	all   int  // the same as a number
	split bool // the unit looks at one axis at a time

	// Sums of the counted values less shift, which is near their mean: no digits are lost in the squares.
	shift        float64
	sum, squares float64
	count        int64
	low, high    float32
	counter      counter

	classSum []float64 // [activities] of all values
	strong   []Strong  // descending

	laneSum  []float64 // [lanes] scratch
	lanePeak []float32
	counted  []float32 // scratch: values of an axis
}

func newUnit(l *model.Layer, split bool, classes int) *unit {
	all := 0
	if !l.Rectified() {
		all = 1
	}
	return &unit{
		every: all == 1, all: all, split: split, classSum: make([]float64, classes),
		low: float32(math.Inf(1)), high: float32(math.Inf(-1)),
	}
}

// add takes in unit u's maps of a batch: first is the training position of its segment 0, activity that of each.
func (a *unit) add(v *model.View, u, first int, activity []int) {
	if cap(a.laneSum) < v.Lanes {
		a.laneSum, a.lanePeak = make([]float64, v.Lanes), make([]float32, v.Lanes)
		a.counted = make([]float32, v.Lanes*v.Times)
	}
	if a.count == 0 {
		a.shift = a.firstMean(v, u, len(activity))
	}
	for start := 0; start < len(activity); start += v.Lanes {
		lanes := min(v.Lanes, len(activity)-start)
		base := start/v.Lanes*v.Block + u*v.Unit
		sum, peak := a.laneSum[:lanes], a.lanePeak[:lanes]
		for axis := range v.Axes {
			if axis == 0 || a.split {
				clear(sum)
				for i := range peak {
					peak[i] = float32(math.Inf(-1))
				}
			}
			a.axis(v, base+axis*v.Axis, sum, peak)
			if a.split {
				a.segments(first+start, axis, float64(v.Times), sum, peak, activity[start:])
			}
		}
		if !a.split {
			a.segments(first+start, -1, float64(v.Axes*v.Times), sum, peak, activity[start:])
		}
	}
}

// axis takes in one axis of a block of lanes whose first value lies at base, and adds to the lanes' sums and peaks.
// Which values are zero follows no pattern that a processor could foresee, so they are left out without a branch.
func (a *unit) axis(v *model.View, base int, laneSum []float64, lanePeak []float32) {
	counted, n := a.counted, 0
	for t := range v.Times {
		row := v.Data[base+t*v.Time:][:len(laneSum)]
		for lane, x := range row {
			laneSum[lane] += float64(x)
			if x > lanePeak[lane] {
				lanePeak[lane] = x
			}
			counted[n] = x
			bits := math.Float32bits(x) << 1 // both zeros have none
			n += int((bits|-bits)>>31) | a.all
		}
	}
	var sum, squares [2]float64 // of a short run first: fewer roundings; two of each, which do not wait for one another
	low, high, shift := a.low, a.high, a.shift
	for i, x := range counted[:n] {
		wide := float64(x) - shift
		sum[i&1] += wide
		squares[i&1] += wide * wide
		if x < low {
			low = x
		}
		if x > high {
			high = x
		}
		a.counter.add(x)
	}
	a.low, a.high = low, high
	a.sum += sum[0] + sum[1]
	a.squares += squares[0] + squares[1]
	a.count += int64(n)
}

// firstMean returns the mean of the counted values of the first batch that has any.
func (a *unit) firstMean(v *model.View, u, segments int) float64 {
	sum, count := 0.0, 0
	for s := range segments {
		for axis := range v.Axes {
			for t := range v.Times {
				if x := v.At(s, u, axis, t); x != 0 || a.every {
					sum += float64(x)
					count++
				}
			}
		}
	}
	return sum / float64(max(count, 1))
}

// segments adds the lanes' maps to the sums by class, and keeps the strongest.
func (a *unit) segments(first, axis int, values float64, sum []float64, peak []float32, activity []int) {
	for lane, s := range sum {
		a.classSum[activity[lane]] += s
		one := Strong{first + lane, axis, s / values, peak[lane]}
		if one.Mean == 0 && !a.every || len(a.strong) == Top && stronger(a.strong[Top-1], one) < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(a.strong, one, stronger)
		a.strong = slices.Insert(a.strong, at, one)
		a.strong = a.strong[:min(len(a.strong), Top)]
	}
}

// stronger orders by mean activation, the highest first, and by training position and axis on ties.
func stronger(a, b Strong) int {
	return cmp.Or(cmp.Compare(b.Mean, a.Mean), cmp.Compare(a.Training, b.Training), cmp.Compare(a.Axis, b.Axis))
}

// finish writes the unit's statistics as those of unit u.
func (a *unit) finish(s *model.Statistics, u int) {
	s.Count[u] = a.count
	if a.count == 0 {
		return // a silent unit: all zero
	}
	n := float64(a.count)
	offset := a.sum / n
	s.Mean[u] = float32(a.shift + offset)
	s.Std[u] = float32(math.Sqrt(max(a.squares/n-offset*offset, 0)))
	s.Max[u] = a.high
	low := float32(0)
	if a.every {
		low = a.low
	}
	s.Min[u] = low
	p95 := a.counter.quantile(0.95, a.count)
	s.P95[u] = float32(min(max(p95, float64(a.low)), float64(a.high)))
	copy(s.Histogram[u*model.Bins:(u+1)*model.Bins], a.counter.histogram(float64(low), float64(a.high), model.Bins))
}
