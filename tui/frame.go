package tui

import "time"

// frame advances everything that moves by itself.
func (m *explorer) frame(t time.Time) {
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
		m.on().rested(m.common)
	}
	m.poll(t)
	m.scores.advance(m.common, dt)
	m.housekeeping()
	m.on().frame(m.common, dt)
}

// housekeeping is what every frame does besides showing: pins, tapes, searches in the background, the session.
func (m *explorer) housekeeping() {
	m.pollPins()
	if m.now.Sub(m.weighed) >= weighEvery {
		m.weighed = m.now
		m.shareTapes()
	}
	if line := m.taskLine(m.size.w); line != m.taskShown {
		m.taskShown, m.dirty = line, true
	}
	m.searchNext(m.similar.busy)
	m.saveOnTheWay()
}
