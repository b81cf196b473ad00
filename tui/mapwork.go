package tui

import (
	"context"
	"slices"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// census is what the units of a layer have come to.
type census struct {
	results []*optimize.Result // under the present settings, in the order of the units
	reals   []atlas.Real       // the segments most similar to them; Unknown where that is not known (yet)
	labels  int                // how many are known
	waiting int                // still computed, or not begun
	stale   int                // made under other settings
	broken  int                // could not be computed
}

// census looks at the units of a layer.
func takeCensus(m *session.Session, layer int) census {
	var c census
	for u := range m.Tree.Layers[layer].Units {
		v := m.Visits[tree.Place{Layer: layer, Unit: u}]
		switch {
		case v != nil && v.Err != nil:
			c.broken++
		case v == nil || v.Result == nil:
			c.waiting++
		case v.Stale(m.Settings):
			c.stale++
		default:
			real := atlas.Unknown
			if v.Found.Of == v.Result && v.Found.Activity >= 0 {
				real = atlas.RealOf(m.Index.Data, v.Found.Near)
				c.labels++
			}
			c.results, c.reals = append(c.results, v.Result), append(c.reals, real)
		}
	}
	return c
}

// needs tells whether a map of what there is differs from the one that is shown: in its units, or in their activities once
// these are all known.
func (c *chart) needs(now *census, searching bool) bool {
	if c == nil {
		return len(now.results) > 0
	}
	return !slices.Equal(c.made, now.results) || c.last != (now.waiting == 0) || now.waiting == 0 && !searching && c.labels != now.labels
}

// remake has the map made anew where units have finished since, behind the screen.
func (s *mapScreen) remake(m *screen.Common) {
	now, name := takeCensus(m.Session, s.layer), s.name()
	c := s.charts[name]
	need := len(now.results) > 0 && !slices.Equal(now.results, s.failed) && c.needs(&now, m.Searching())
	s.due = need
	switch {
	case !need:
		return
	case s.busy && s.task == name && (now.waiting > 0 || slices.Equal(s.pending, now.results)):
		return // one of some units is being made; where all have ended it is given up
	case c != nil && now.waiting > 0 && m.Now.Sub(s.madeAt) < mapEvery:
		return
	}
	s.busy, s.task, s.pending = true, name, now.results
	jobs := 0
	if now.waiting > 0 {
		jobs = 1 // ascents come first
	}
	layer := m.Tree.Layers[name.layer].Name
	what := "map of " + layer
	// one that was cancelled is not tried again before another unit finishes
	cancelled := func() { s.busy, s.failed = false, s.pending }
	m.Start(session.TaskMap, what, cancelled, func(ctx context.Context, t *session.Task) func() {
		made, err := newChart(ctx, layer, &now, atlas.Options{Shift: name.shift, Jobs: jobs,
			Progress: func(done, total int) { t.Progress(what, done, total) }})
		if err == nil && c != nil && !made.last {
			made.Points = made.Onto(c.Map)
		}
		return func() {
			s.busy, s.madeAt = false, m.Now
			if err != nil {
				s.failed = now.results
				m.Complain(err)
				return
			}
			s.charts[name] = made
		}
	})
}

// newChart makes the map that actmax atlas makes of the same results.
func newChart(ctx context.Context, layer string, now *census, o atlas.Options) (*chart, error) {
	g := atlas.Group{Layer: layer, Axes: now.results[0].Axes, Time: now.results[0].Time}
	for i, r := range now.results {
		if err := g.Add(i, r.Unit, r.Status, r.Signal, now.reals[i]); err != nil {
			return nil, err
		}
	}
	m, err := atlas.New(ctx, g, o)
	if err != nil {
		return nil, err
	}
	return &chart{Map: m, made: now.results, labels: now.labels, last: now.waiting == 0}, nil
}
