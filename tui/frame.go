package tui

import (
	"time"

	"actmax/tui/session"
)

// frame advances everything that moves by itself.
func (m *explorer) frame(t time.Time) {
	if m.Now.IsZero() { // first frame: messages of the start are counted from now on
		m.until = t.Add(messageFor)
		m.last, m.RestAt = t, t.Add(session.RestBefore)
	}
	dt := min(t.Sub(m.last), time.Second) // a suspended program does not leap
	m.Now, m.last = t, t
	if m.message != "" && !t.Before(m.until) {
		m.message, m.dirty = "", true
	}
	if !m.RestAt.IsZero() && !t.Before(m.RestAt) {
		m.RestAt = time.Time{}
		m.on().Rested(m.Common)
	}
	m.Poll(t)
	m.scores.Advance(m.Common, dt)
	m.housekeeping()
	m.on().Frame(m.Common, dt)
}

// housekeeping is what every frame does besides showing: pins, tapes, searches in the background, the session.
func (m *explorer) housekeeping() {
	m.PollPins()
	if m.Now.Sub(m.Weighed) >= session.WeighEvery {
		m.Weighed = m.Now
		m.ShareTapes()
	}
	if line := m.TaskLine(m.Size.W); line != m.taskShown {
		m.taskShown, m.dirty = line, true
	}
	m.SearchNext(m.similar.busy)
	m.SaveOnTheWay()
}
