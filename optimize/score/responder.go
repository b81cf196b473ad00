package score

import "actmax/model"

// lanes is how many signals a Responder computes side by side.
const lanes = 16

// Responder finds how units of one layer respond to signals that are given: their feature maps and best windows. It
// belongs to one goroutine.
type Responder struct {
	n        *model.Network
	layer    int
	lanes    int // of block
	block    *model.Block
	activity []float32 // of one lane
	signal   []float32
	gradient []float32
}

// NewResponder returns a responder for a layer of a network.
func NewResponder(n *model.Network, layer int) *Responder { return newResponder(n, layer, lanes) }

func newResponder(n *model.Network, layer, lanes int) *Responder {
	b := model.NewBlock(n, layer, lanes)
	return &Responder{
		n: n, layer: layer, lanes: lanes, block: b, activity: make([]float32, len(b.Map)/lanes),
		signal: make([]float32, len(b.Signal)/lanes), gradient: make([]float32, len(b.Signal)/lanes),
	}
}

// Each computes the unit's feature map for signals [axes][time] in G and calls f for each, in order, with the map and
// the best window of the given width. What f gets is valid until it returns.
func (r *Responder) Each(unit int, signals [][]float32, width int,
	f func(i int, activation []float32, from, to int) error) error {
	b := r.block
	for lane := range r.lanes {
		b.SetUnit(lane, unit)
	}
	axes, time := r.n.SignalShape(r.layer)
	mapAxes, mapTime := r.n.MapShape(r.layer)
	for first := 0; first < len(signals); first += r.lanes {
		some := signals[first:min(first+r.lanes, len(signals))]
		clear(b.Signal)
		for lane, x := range some {
			for i, v := range x {
				b.Signal[i*r.lanes+lane] = v
			}
		}
		b.Forward()
		if mapTime <= 1 { // no time axis: the gradient decides the window
			for i := range b.MapGradient {
				b.MapGradient[i] = 1 / float32(mapAxes*mapTime)
			}
			b.Backward()
		}
		for lane, x := range some {
			r.pick(r.activity, b.Map, lane)
			activity, ok := PerSample(r.n, r.layer, r.activity)
			if !ok {
				r.pick(r.gradient, b.SignalGradient, lane)
				activity = gradientTimesInput(x, r.gradient, axes, time)
			}
			from, to := largest(activity, width)
			if err := f(first+lane, r.activity, from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// pick copies one lane of a block's array.
func (r *Responder) pick(dst, block []float32, lane int) {
	for i := range dst {
		dst[i] = block[i*r.lanes+lane]
	}
}
