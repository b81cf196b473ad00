package unitmap

import (
	"context"
	"slices"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// census is what the units of a layer have come to.
type census struct {
	Results []*optimize.Result // under the present settings, in the order of the units
	Reals   []atlas.Real       // the segments most similar to them; Unknown where that is not known (yet)
	labels  int                // how many are known
	Waiting int                // still computed, or not begun
	stale   int                // made under other settings
	broken  int                // could not be computed
}

// census looks at the units of a layer.
func TakeCensus(m *session.Session, layer int) census {
	var c census
	for u := range m.Open.Tree.Layers[layer].Units {
		v := m.Open.Visits[tree.Place{Layer: layer, Unit: u}]
		switch {
		case v != nil && v.Err != nil:
			c.broken++
		case v == nil || v.Result == nil:
			c.Waiting++
		case v.Stale(m.Settings):
			c.stale++
		default:
			real := atlas.Unknown
			if v.Found.Of == v.Result && v.Found.Activity >= 0 {
				real = atlas.RealOf(m.Data.Index.Data, v.Found.Near)
				c.labels++
			}
			c.Results, c.Reals = append(c.Results, v.Result), append(c.Reals, real)
		}
	}
	return c
}

// needs tells whether a map of what there is differs from the one that is shown: in its units, or in their activities once
// these are all known.
func (c *Layout) needs(now *census, searching bool) bool {
	if c == nil {
		return len(now.Results) > 0
	}
	return !slices.Equal(c.Made, now.Results) || c.Last != (now.Waiting == 0) || now.Waiting == 0 && !searching && c.labels != now.labels
}

// remake has the map made anew where units have finished since, behind the screen.
func (s *Screen) remake() {
	m := s.common.Session
	now, name := TakeCensus(m, s.layer), s.name()
	c := s.Layouts[name]
	need := len(now.Results) > 0 && !slices.Equal(now.Results, s.failed) && c.needs(&now, m.Searching())
	s.Due = need
	switch {
	case !need:
		return
	case s.Busy && s.making == name && (now.Waiting > 0 || slices.Equal(s.pending, now.Results)):
		return // one of some units is being made; where all have ended it is given up
	case c != nil && now.Waiting > 0 && m.Now.Sub(s.madeAt) < mapEvery:
		return
	}
	s.Busy, s.making, s.pending = true, name, now.Results
	jobs := 0
	if now.Waiting > 0 {
		jobs = 1 // ascents come first
	}
	layer := m.Open.Tree.Layers[name.layer].Name
	what := "map of " + layer
	// one that was cancelled is not tried again before another unit finishes
	cancelled := func() { s.Busy, s.failed = false, s.pending }
	m.Start(session.TaskMap, what, cancelled, func(ctx context.Context, t *session.Task) func() {
		made, err := NewLayout(ctx, layer, &now, atlas.Options{Shift: name.shift, Jobs: jobs,
			Progress: func(done, total int) { t.Progress(what, done, total) }})
		if err == nil && c != nil && !made.Last {
			made.Points = made.Onto(c.Map)
		}
		return func() {
			s.Busy, s.madeAt = false, m.Now
			if err != nil {
				s.failed = now.Results
				m.Complain(err)
				return
			}
			s.Layouts[name] = made
		}
	})
}

// NewLayout makes the map that actmax atlas makes of the same results.
func NewLayout(ctx context.Context, layer string, now *census, o atlas.Options) (*Layout, error) {
	g := atlas.Group{Layer: layer, Axes: now.Results[0].Axes, Time: now.Results[0].Time}
	for i, r := range now.Results {
		if err := g.Add(i, r.Unit, r.Status, r.Signal, now.Reals[i]); err != nil {
			return nil, err
		}
	}
	m, err := atlas.New(ctx, g, o)
	if err != nil {
		return nil, err
	}
	return &Layout{Map: m, Made: now.Results, labels: now.labels, Last: now.Waiting == 0}, nil
}
