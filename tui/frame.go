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
		m.silence()
	}
	m.nextNote()
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
	if m.motion.due(dt) {
		m.dirty = true
	}
}

// pictures is how often a second a screen is drawn on which something only plays. Terminals show no more, and over a network every
// picture costs bytes; keys, messages and ends of runs are drawn at once.
const pictures = 24

// motion counts which frames draw what plays.
type motion struct {
	moved bool          // since the last drawing
	owed  time.Duration // since the last picture was due
}

// due reports whether a picture is due dt after it was last asked.
func (p *motion) due(dt time.Duration) bool {
	const every = time.Second / pictures
	p.owed = min(p.owed+dt, 2*every) // after a rest the first one is due at once, without others in its wake
	if !p.moved || p.owed < every {
		return false
	}
	p.owed -= every
	return true
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
	s.SavePeriodically()
}
