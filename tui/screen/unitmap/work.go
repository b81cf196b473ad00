package unitmap

import (
	"context"
	"slices"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// census counts the units of a layer by their results.
type census struct {
	Results []*optimize.Result // under the current settings, in the order of the units
	Reals   []atlas.Real       // most similar segments; Unknown if not known (yet)
	labels  int                // how many of Reals are known
	Waiting int                // running or not started
	stale   int                // with other settings
	broken  int                // with an error
}

// TakeCensus looks at the units of a layer.
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

// needs reports whether a new map would differ from the shown one: in its units, or in their activities once these are
// all known.
func (c *Layout) needs(now *census, searching bool) bool {
	if c == nil {
		return len(now.Results) > 0
	}
	return !slices.Equal(c.Made, now.Results) || c.Last != (now.Waiting == 0) ||
		now.Waiting == 0 && !searching && c.labels != now.labels
}

// remake starts a new map in the background if units have finished since the last one.
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
		return // one of some units is being made; it is replaced once all are done
	case c != nil && now.Waiting > 0 && m.Now.Sub(s.madeAt) < mapEvery:
		return
	}
	s.Busy, s.making, s.pending = true, name, now.Results
	jobs := 0
	if now.Waiting > 0 {
		jobs = 1 // leave the other cores to the ascents
	}
	layer := m.Open.Tree.Layers[name.layer].Name
	what := "map of " + layer
	// a cancelled map is not tried again before another unit finishes
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

// NewLayout computes the map, as actmax atlas does from the same results.
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
