package tui

import (
	"time"

	"actmax/optimize"
)

// block is the number of neighbouring units that are computed with the one under the cursor.
const block = 8

// current returns the visit of the unit under the cursor, nil before it was visited.
func (m *session) current() *visit { return m.visits[m.tree.cursor] }

// poll takes over what the runs of all units have become.
func (m *session) poll(t time.Time) {
	for p, v := range m.visits {
		if err := m.flush(v); err != nil {
			m.complain(err)
		}
		was := v.running()
		v.poll()
		if was && (!v.running() || t.Sub(v.stamp) >= summaryEvery) {
			m.refresh(p, v)
		}
		if was && !v.running() {
			m.finished(v)
		}
	}
}

// show moves the playhead of a visit by dt, where a whole run takes pace, and takes the state under it; where the tape has it not,
// it is computed again in the background while the view holds.
func (m *session) show(v *visit, dt, pace time.Duration) {
	at := v.at
	v.play(dt, pace)
	changed, exact := v.look()
	if changed || at != v.at {
		m.changed()
	}
	if exact || v.asked >= 0 || v.at > v.last() {
		return
	}
	v.asked = v.at
	step, r, epoch := v.at, v.run, v.epoch
	m.background("computing a step again", func() func() {
		s, err := r.Tape().FrameAt(step)
		return func() {
			if v.run == r && v.epoch == epoch { // else the playhead or the run moved on
				m.exact(v, s, err)
			}
		}
	})
}

// exact takes over a state that was computed again.
func (m *session) exact(v *visit, s *optimize.Snapshot, err error) {
	v.asked = -1
	if err != nil {
		m.complain(err)
		if v.hold(); v.shown != nil {
			v.at = v.shown.Step
		}
		return
	}
	if v.take(s) {
		m.changed()
	}
}

// visit opens the unit under the cursor: on the first visit its run starts and plays from step 0, later it is shown where
// it was left.
func (m *session) visit() {
	p := m.tree.cursor
	if p.unit < 0 {
		return
	}
	v := m.visits[p]
	if m.outdated(v) {
		v = m.firstRun(p)
	}
	if v.seen.IsZero() {
		v.playing = true
	}
	v.seen = m.now
	for u := p.unit / block * block; u < min((p.unit/block+1)*block, m.tree.layers[p.layer].units); u++ {
		if q := (place{p.layer, u}); m.outdated(m.visits[q]) {
			m.firstRun(q)
		}
	}
	if v.run != nil {
		m.source.Prefer(v.run)
	}
	m.changed()
}

// outdated tells whether a unit has nothing to show that was asked for: it never ran, nobody has seen what ran under other
// settings, or it could not run under them.
func (m *session) outdated(v *visit) bool {
	return v == nil || (v.seen.IsZero() || v.err != nil) && v.stale(m.settings)
}

// begin starts the run of a unit, in place of the one it had.
func (m *session) begin(p place, s optimize.Settings, edits []optimize.Edit) *visit {
	if v := m.visits[p]; v != nil && v.run != nil {
		v.run.Cancel()
	}
	delete(m.kept, p)
	v := &visit{place: p, asked: -1, cutAt: -1, settings: s}
	v.job = optimize.Job{Network: m.network, Layer: p.layer, Unit: p.unit, Settings: s, Edits: edits, Starts: m.starts}
	v.run, v.err = m.source.Start(v.job)
	if len(edits) > 0 {
		v.settings = v.job.SettingsAt(s.Steps)
	}
	m.visits[p] = v
	m.refresh(p, v)
	return v
}

// refresh makes what the tree shows of a unit anew.
func (m *session) refresh(p place, v *visit) {
	v.brief, v.stamp = v.summarize(m.settings, m.percentile(p.layer)), m.now
	v.brief.pinned = m.isPinned(p)
	m.changed()
}

// summary is what the tree asks for.
func (m *session) summary(layer, unit int) summary {
	if v := m.visits[place{layer, unit}]; v != nil {
		return v.brief
	}
	if m.silent(layer, unit) {
		return summary{word: string(optimize.Silent)}
	}
	return summary{}
}

// silent tells whether the unit was never active on training segments.
func (m *session) silent(layer, unit int) bool {
	s := m.network.Layers[layer].Statistics
	return s != nil && unit < len(s.Count) && s.Count[unit] == 0
}
