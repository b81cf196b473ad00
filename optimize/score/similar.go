package score

import (
	"math"

	"actmax/data/similar"
	"actmax/model"
)

// Nearest are the real segments that resemble the best window of a signal.
type Nearest struct {
	Mean  float64       // mean of their MSE, G²: one unit's part of S_sim (equation 9); NaN where nothing is comparable
	Least float64       // MSE of the nearest one, G²
	Best  similar.Match // the nearest one
}

// NearestTo compares the window [from, to) of x [axes][time] with the segments of an index (equation 8) and takes the top
// nearest, overlapping ones included, as the paper does. Segments of the subject without are left out (0: none are).
func NearestTo(index *similar.Index, x []float32, axes, time, from, to, top, without int) (Nearest, error) {
	q := similar.Query{Signal: make([][]float32, axes), Without: without}
	for s := range axes {
		q.Signal[s] = x[s*time+from : s*time+to]
	}
	matches, err := index.Nearest(q, top)
	if err != nil {
		return Nearest{}, err
	}
	if len(matches) == 0 {
		return Nearest{Mean: math.NaN(), Least: math.NaN()}, nil
	}
	return Nearest{MeanMSE(matches), matches[0].MSE, matches[0]}, nil
}

// lanes is how many signals a Responder computes side by side.
const lanes = 16

// Responder finds how units of one layer respond to signals that are given: their feature maps and best windows. It belongs
// to one goroutine.
type Responder struct {
	n        *model.Network
	layer    int
	block    *model.Block
	activity []float32 // of one lane
	signal   []float32
	gradient []float32
}

// NewResponder returns a responder for a layer of a network.
func NewResponder(n *model.Network, layer int) *Responder {
	b := model.NewBlock(n, layer, lanes)
	return &Responder{
		n: n, layer: layer, block: b, activity: make([]float32, len(b.Map)/lanes),
		signal: make([]float32, len(b.Signal)/lanes), gradient: make([]float32, len(b.Signal)/lanes),
	}
}

// Each computes the unit's feature map for signals [axes][time] in G and calls f for each, in order, with the map and the best
// window of the given width. What f gets is valid until it returns.
func (r *Responder) Each(unit int, signals [][]float32, width int, f func(i int, activation []float32, from, to int) error) error {
	b := r.block
	for lane := range lanes {
		b.SetUnit(lane, unit)
	}
	axes, time := r.n.SignalShape(r.layer)
	mapAxes, mapTime := r.n.MapShape(r.layer)
	for first := 0; first < len(signals); first += lanes {
		some := signals[first:min(first+lanes, len(signals))]
		clear(b.Signal)
		for lane, x := range some {
			for i, v := range x {
				b.Signal[i*lanes+lane] = v
			}
		}
		b.Forward()
		if mapTime <= 1 { // no time axis: the window is where the gradient says that samples matter
			for i := range b.MapGradient {
				b.MapGradient[i] = 1 / float32(mapAxes*mapTime)
			}
			b.Backward()
		}
		for lane, x := range some {
			pick(r.activity, b.Map, lane)
			activity, ok := PerSample(r.n, r.layer, r.activity)
			if !ok {
				pick(r.gradient, b.SignalGradient, lane)
				activity = Influence(x, r.gradient, axes, time)
			}
			from, to := Window(activity, width)
			if err := f(first+lane, r.activity, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// pick copies one lane of a block's array.
func pick(dst, block []float32, lane int) {
	for i := range dst {
		dst[i] = block[i*lanes+lane]
	}
}
