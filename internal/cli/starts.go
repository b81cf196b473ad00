package cli

import (
	"context"
	"fmt"
	"math"
	"sync"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
)

// starts finds real segments to begin an ascent from (optimize.Starts). What it needs to know is measured when it is first
// asked: most runs never ask.
type starts struct {
	ctx      context.Context
	network  *model.Network
	set      *data.Dataset
	training []int // segments in training order
	measure  func() (*train.Measurement, error)
}

func (a *app) newStarts(ctx context.Context, n *model.Network, set *data.Dataset) *starts {
	return &starts{
		ctx: ctx, network: n, set: set, training: set.Subset(data.Train),
		measure: sync.OnceValues(func() (*train.Measurement, error) {
			p := a.newProgress()
			defer p.done()
			return train.Measure(ctx, n, set, a.measuring(p))
		}),
	}
}

// measuring are the options of a pass over the training segments that shows its progress.
func (a *app) measuring(p *progress) train.MeasureOptions {
	return train.MeasureOptions{
		Jobs: a.jobs,
		Progress: func(done, total int) {
			p.update("measuring activations: %d of %d segments", done, total)
			a.watched("measuring activations", done, total)
		},
		Warn: func(err error) { p.line("actmax: %v", err) },
	}
}

// Best returns the training segment with the unit's largest mean activation. Its ID is its place in training order, with
// the axis where the unit looks at one: "1234/left_leg_x".
func (s *starts) Best(layer, unit, from, to int) ([]float32, string, error) {
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
	// None of the strongest lies on the axes asked for.
	training, axis, err := s.search(layer, unit, from, min(to, len(s.set.Axes)))
	if err != nil {
		return nil, "", err
	}
	return s.samples(training, axis)
}

func (s *starts) samples(training, axis int) ([]float32, string, error) {
	segment := s.training[training]
	if axis >= 0 {
		return append([]float32(nil), s.set.Window(segment, axis)...), fmt.Sprintf("%d/%s", training, s.set.Axes[axis]), nil
	}
	var all []float32
	for i := range s.set.Axes {
		all = append(all, s.set.Window(segment, i)...)
	}
	return all, fmt.Sprint(training), nil
}

// search computes the unit's mean activation for every training segment on the axes [from, to), for layers whose units look
// at one axis, and returns the first largest.
func (s *starts) search(layer, unit, from, to int) (training, axis int, err error) {
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
