package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/optimize"
)

// block is the number of neighbouring units that are computed with the one under the cursor.
const block = 8

// current returns the visit of the unit under the cursor, nil before it was visited.
func (m *explorer) current() *visit { return m.visits[m.tree.cursor] }

// frame advances everything that moves by itself.
func (m *explorer) frame(t time.Time) tea.Cmd {
	if m.now.IsZero() { // first frame: messages of the start are counted from now on
		m.until = t.Add(messageFor)
		m.last, m.restAt = t, t.Add(restBefore)
	}
	dt := min(t.Sub(m.last), time.Second) // a suspended program does not leap
	m.now, m.last = t, t
	if m.message != "" && !t.Before(m.until) {
		m.message, m.dirty = "", true
	}
	if !m.restAt.IsZero() && !t.Before(m.restAt) {
		m.restAt = time.Time{}
		m.on().rested(m)
	}
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
	m.scores.advance(m, dt)
	cmd := m.housekeeping()
	return tea.Batch(cmd, m.on().frame(m, dt))
}

// show moves the playhead and takes the state under it; where the tape has it not, it is computed again off the screen's
// goroutine while the view holds.
func (m *explorer) show(v *visit, dt time.Duration) tea.Cmd {
	at := v.at
	pace := time.Duration(m.o.Explorer.Pace / m.speed * float64(time.Second))
	v.play(dt, pace)
	changed, exact := v.look()
	if changed || at != v.at {
		m.dirty = true
	}
	if exact || v.asked >= 0 || v.at > v.last() {
		return nil
	}
	v.asked = v.at
	step, r, epoch := v.at, v.run, v.epoch
	return safely("computing a step again", func() tea.Msg {
		s, err := r.Tape().FrameAt(step)
		return exactMsg{v, r, epoch, step, s, err}
	})
}

// exact takes over a state that was computed again, unless the playhead or the run moved on.
func (m *explorer) exact(msg exactMsg) {
	v := msg.visit
	if v.run != msg.run || v.epoch != msg.epoch {
		return
	}
	v.asked = -1
	if msg.err != nil {
		m.complain(msg.err)
		if v.hold(); v.shown != nil {
			v.at = v.shown.Step
		}
		return
	}
	if v.take(msg.snap) {
		m.dirty = true
	}
}

// visit opens the unit under the cursor: on the first visit its run starts and plays from step 0, later it is shown where
// it was left.
func (m *explorer) visit() {
	p := m.tree.cursor
	if p.unit < 0 {
		return
	}
	v := m.visits[p]
	if m.outdated(v) {
		v = m.first(p)
	}
	if v.seen.IsZero() {
		v.playing = true
	}
	v.seen = m.now
	for u := p.unit / block * block; u < min((p.unit/block+1)*block, m.tree.layers[p.layer].units); u++ {
		if q := (place{p.layer, u}); m.outdated(m.visits[q]) {
			m.first(q)
		}
	}
	if v.run != nil {
		m.source.Prefer(v.run)
	}
	m.dirty = true
}

// outdated tells whether a unit has nothing to show that was asked for: it never ran, nobody has seen what ran under other
// settings, or it could not run under them.
func (m *explorer) outdated(v *visit) bool {
	return v == nil || (v.seen.IsZero() || v.err != nil) && v.stale(m.settings)
}

// begin starts the run of a unit, in place of the one it had.
func (m *explorer) begin(p place, s optimize.Settings, edits []optimize.Edit) *visit {
	if v := m.visits[p]; v != nil && v.run != nil {
		v.run.Cancel()
	}
	delete(m.kept, p)
	v := &visit{place: p, asked: -1, cutAt: -1, settings: s}
	v.job = optimize.Job{Network: m.o.Network, Layer: p.layer, Unit: p.unit, Settings: s, Edits: edits, Starts: m.o.Starts}
	v.run, v.err = m.source.Start(v.job)
	if len(edits) > 0 {
		v.settings = v.job.SettingsAt(s.Steps)
	}
	m.visits[p] = v
	m.refresh(p, v)
	return v
}

// refresh makes what the tree shows of a unit anew.
func (m *explorer) refresh(p place, v *visit) {
	v.brief, v.stamp = v.summarize(m.settings, m.percentile(p.layer)), m.now
	v.brief.pinned = m.isPinned(p)
	m.dirty = true
}

// summary is what the tree asks for.
func (m *explorer) summary(layer, unit int) summary {
	if v := m.visits[place{layer, unit}]; v != nil {
		return v.brief
	}
	if m.silent(layer, unit) {
		return summary{word: string(optimize.Silent)}
	}
	return summary{}
}

// silent tells whether the unit was never active on training segments.
func (m *explorer) silent(layer, unit int) bool {
	s := m.o.Network.Layers[layer].Statistics
	return s != nil && unit < len(s.Count) && s.Count[unit] == 0
}

// percentile tells whether attainment is a percentile: for units without ReLU it is.
func (m *explorer) percentile(layer int) bool { return m.o.Network.Layers[layer].ByPercentile() }
