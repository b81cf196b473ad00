// Package starts finds real segments for ascents to start from.
package starts

import (
	"context"
	"fmt"
	"math"
	"sync"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
)

// Starts implements optimize.Starts with the training segments of a data set.
type Starts struct {
	ctx      context.Context
	network  *model.Network
	set      *data.Dataset
	training []int // segments in training order
	measure  func() (*train.Measurement, error)
}

// New returns the Starts of a network with a data set. measure is called once, when a segment is first wanted: most
// runs never want one. ctx ends a search for a segment.
func New(ctx context.Context, n *model.Network, set *data.Dataset, measure func() (*train.Measurement, error)) *Starts {
	return &Starts{ctx: ctx, network: n, set: set, training: set.Subset(data.Train), measure: sync.OnceValues(measure)}
}

// Best returns the training segment with the unit's largest mean activation, on the axes [from, to) where the unit sees
// one axis at a time (to < 0: on any). Its ID is its place in training order, with the axis where the unit sees one:
// "1234/left_leg_x".
func (s *Starts) Best(layer, unit, from, to int) ([]float32, string, error) {
	m, err := s.measure()
	if err != nil {
		return nil, "", err
	}
	if len(s.training) == 0 {
		return nil, "", fmt.Errorf("%s has no training segments", s.set.Title)
	}
	strongest := m.Layers[layer].Strongest[unit]
	if len(strongest) == 0 { // silent: all segments tie at zero
		if !s.network.PerAxis(layer) {
			return s.samples(0, -1)
		}
		return s.samples(0, from)
	}
	for _, c := range strongest {
		if c.Axis < 0 || to < 0 || c.Axis >= from && c.Axis < to {
			return s.samples(c.Training, c.Axis)
		}
	}
	// none of the strongest is on the requested axes
	training, axis, err := s.search(layer, unit, from, min(to, len(s.set.Axes)))
	if err != nil {
		return nil, "", err
	}
	return s.samples(training, axis)
}

// samples returns a training segment [axes][time] with its ID; on one axis if that is not negative.
func (s *Starts) samples(training, axis int) ([]float32, string, error) {
	segment := s.training[training]
	if axis >= 0 {
		id := fmt.Sprintf("%d/%s", training, s.set.Axes[axis])
		return append([]float32(nil), s.set.Window(segment, axis)...), id, nil
	}
	var all []float32
	for i := range s.set.Axes {
		all = append(all, s.set.Window(segment, i)...)
	}
	return all, fmt.Sprint(training), nil
}

// search computes the unit's mean activation for every training segment on the axes [from, to), for layers whose units
// see one axis at a time, and returns the first largest.
func (s *Starts) search(layer, unit, from, to int) (training, axis int, err error) {
	const lanes = 16
	b := model.NewBlock(s.network, layer, lanes)
	for lane := range lanes {
		b.SetUnit(lane, unit)
	}
	best := math.Inf(-1)
	places := len(s.training) * (to - from) // segment by segment, axes innermost: ties go to the lowest segment
	for first := 0; first < places; first += lanes {
		if err := s.ctx.Err(); err != nil {
			return 0, 0, err
		}
		n := min(lanes, places-first)
		for lane := range n {
			p := first + lane
			for t, v := range s.set.Window(s.training[p/(to-from)], from+p%(to-from)) {
				b.Signal[t*lanes+lane] = v
			}
		}
		b.Forward()
		for lane := range n {
			sum := 0.0
			for i := lane; i < len(b.Map); i += lanes {
				sum += float64(b.Map[i])
			}
			if p := first + lane; sum > best {
				best, training, axis = sum, p/(to-from), from+p%(to-from)
			}
		}
	}
	return training, axis, nil
}
