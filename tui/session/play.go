package session

import (
	"time"

	"actmax/optimize"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// adjacent is the number of adjacent units that are computed together with the one under the cursor.
const adjacent = 8

// Current returns the visit of the unit under the cursor, or nil before its first visit.
func (m *Session) Current() *visit.Visit { return m.Open.Visits[m.Open.Tree.Cursor] }

// Poll takes over the progress of the runs of all units.
func (m *Session) Poll(t time.Time) {
	for p, v := range m.Open.Visits {
		if err := m.flush(v); err != nil {
			m.Complain(err)
		}
		was := v.Running()
		v.Poll()
		if was && (!v.Running() || t.Sub(v.Stamp) >= SummaryEvery) {
			m.refresh(p, v)
		}
		if was && !v.Running() {
			m.finished(v)
		}
	}
}

// Advance moves the playhead of a visit by dt, where a whole run takes pace, and shows the state under it. A state
// that the tape does not hold is recomputed in the background.
func (m *Session) Advance(v *visit.Visit, dt, pace time.Duration) {
	playing := v.Playing
	v.Play(dt, pace)
	changed, exact := v.Look()
	switch { // a playhead that moves without a new state draws nothing: the state is on its way
	case playing != v.Playing || changed && !playing:
		m.Changed()
	case changed:
		m.Played()
	}
	if exact || v.Asked >= 0 || v.At > v.Last() {
		return
	}
	v.Asked = v.At
	step, r, epoch := v.At, v.Run, v.Epoch
	m.Go("recomputing a step", func() func() {
		s, err := r.Tape().FrameAt(step)
		return func() {
			if v.Run == r && v.Epoch == epoch { // else the playhead or the run moved on
				m.takeExact(v, s, err)
			}
		}
	})
}

// takeExact takes over a recomputed state.
func (m *Session) takeExact(v *visit.Visit, s *optimize.Snapshot, err error) {
	v.Asked = -1
	if err != nil {
		m.Complain(err)
		if v.Hold(); v.Shown != nil {
			v.At = v.Shown.Step
		}
		return
	}
	switch {
	case !v.Take(s):
	case v.Playing:
		m.Played()
	default:
		m.Changed()
	}
}

// Visit shows the unit under the cursor: on the first visit its run starts and plays from step 0, later the state in
// which it was left.
func (m *Session) Visit() {
	p := m.Open.Tree.Cursor
	if p.Unit < 0 {
		return
	}
	v := m.Open.Visits[p]
	if m.Outdated(v) {
		v = m.FirstRun(p)
	}
	if v.Seen.IsZero() {
		v.Playing = true
	}
	v.Seen = m.Now
	first := p.Unit / adjacent * adjacent
	for u := first; u < min(first+adjacent, m.Open.Tree.Layers[p.Layer].Units); u++ {
		if q := (tree.Place{Layer: p.Layer, Unit: u}); m.Outdated(m.Open.Visits[q]) {
			m.FirstRun(q)
		}
	}
	if v.Run != nil {
		m.Source.Prefer(v.Run)
	}
	m.Changed()
}

// Outdated reports whether a unit must run: it never ran, it ran unseen with other settings, or it failed to start
// with other settings.
func (m *Session) Outdated(v *visit.Visit) bool {
	return v == nil || (v.Seen.IsZero() || v.Err != nil) && v.Stale(m.Settings)
}

// begin starts the run of a unit and replaces its previous one.
func (m *Session) begin(p tree.Place, s optimize.Settings, edits []optimize.Edit) *visit.Visit {
	if v := m.Open.Visits[p]; v != nil && v.Run != nil {
		v.Run.Cancel()
	}
	delete(m.Open.Kept, p)
	v := &visit.Visit{Place: p, Asked: -1, CutAt: -1, Settings: s}
	v.Job = optimize.Job{
		Network: m.Open.Network, Layer: p.Layer, Unit: p.Unit, Settings: s, Edits: edits, Starts: m.Open.Starts,
	}
	v.Run, v.Err = m.Source.Start(v.Job)
	if len(edits) > 0 {
		v.Settings = v.Job.SettingsAt(s.Steps)
	}
	m.Open.Visits[p] = v
	m.refresh(p, v)
	return v
}

// refresh updates what the tree shows of a unit.
func (m *Session) refresh(p tree.Place, v *visit.Visit) {
	v.Brief, v.Stamp = v.Summarize(m.Settings, m.Open.Percentile(p.Layer)), m.Now
	v.Brief.Pinned = m.isPinned(p)
	m.Changed()
}

// Summary returns what the tree shows of a unit.
func (m *Session) Summary(layer, unit int) visit.Summary {
	if v := m.Open.Visits[tree.Place{Layer: layer, Unit: unit}]; v != nil {
		return v.Brief
	}
	if m.Silent(layer, unit) {
		return visit.Summary{Word: string(optimize.Silent)}
	}
	return visit.Summary{}
}

// Silent reports whether the unit was never active on training segments.
func (m *Session) Silent(layer, unit int) bool {
	s := m.Open.Network.Layers[layer].Statistics
	return s != nil && unit < len(s.Count) && s.Count[unit] == 0
}

// ExtraAscent returns the ascent of a unit with the given settings; it starts one if there is none.
func (m *Session) ExtraAscent(k visit.ExtraKey) *visit.Visit {
	v := m.Extra.Of(k, m.OpenOf(k.Network).Starts, m.Source.Start)
	v.Seen = m.Now
	return v
}
