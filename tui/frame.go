package tui

import (
	"time"

	"actmax/tui/screen"
	"actmax/tui/session"
)

// frame advances everything that moves by itself.
func (m *explorer) frame(t time.Time) {
	if m.common.Session.Now.IsZero() { // first frame: messages of the start count from now
		m.until = t.Add(messageFor)
		m.last, m.common.Session.RestAt = t, t.Add(session.RestBefore)
	}
	dt := min(t.Sub(m.last), time.Second) // a resumed program does not jump
	m.common.Session.Now, m.last = t, t
	if m.message != "" && !t.Before(m.until) {
		m.message, m.dirty = "", true
	}
	if !m.common.Session.RestAt.IsZero() && !t.Before(m.common.Session.RestAt) {
		m.common.Session.RestAt = time.Time{}
		m.open().Rested()
	}
	m.common.Session.Poll(t)
	for _, s := range m.screens {
		if w, ok := s.(screen.Worker); ok {
			w.Advance(dt)
		}
	}
	m.housekeeping()
	m.open().Frame(dt)
}

// housekeeping does the background work of a frame: pins, tapes, searches, saving the session.
func (m *explorer) housekeeping() {
	s := m.common.Session
	s.PollPins()
	if s.Now.Sub(s.Weighed) >= session.WeighEvery {
		s.Weighed = s.Now
		s.ShareTapes()
	}
	if line := m.common.TaskLine(m.common.Size.W); line != m.taskShown {
		m.taskShown, m.dirty = line, true
	}
	s.SearchNext()
	s.SaveOnTheWay()
}
