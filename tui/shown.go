package tui

import (
	"slices"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
)

// NetworksChanged implements session.Host: the screens turn to what is open now.
func (m *explorer) NetworksChanged() {
	became := m.shown != nil && m.shown != m.common.Session.Open && !slices.Contains(m.common.Session.Background, m.shown)
	if m.shown != m.common.Session.Open {
		m.turnToNetwork(became)
	}
	for n, all := range m.perNetwork {
		if n != m.common.Session.Open && !slices.Contains(m.common.Session.Background, n) { // closed
			for _, s := range all {
				if w, ok := s.(screen.Worker); ok {
					w.Close()
				}
			}
			delete(m.perNetwork, n)
		}
	}
	for _, all := range m.perNetwork {
		for _, s := range all {
			if s, ok := s.(screen.Follower); ok {
				s.Follow()
			}
		}
	}
	if became {
		m.open().Enter()
	}
	m.dirty = true
}

// turnToNetwork shows the screens of the network on the screen. Where the one before is not open any more, they begin as its screens
// were left.
func (m *explorer) turnToNetwork(became bool) {
	before := m.screens
	var left state.Session
	for _, s := range before {
		if w, ok := s.(screen.Worker); ok {
			w.Pause()
		}
		if became {
			s.Save(&left)
		}
	}
	m.shown, m.screens = m.common.Session.Open, m.perNetwork[m.common.Session.Open]
	if m.screens == nil {
		for i, e := range m.list {
			if e.shared && before != nil && !became {
				m.screens = append(m.screens, before[i])
				continue
			}
			s := e.make(m.common)
			if became {
				s.Restore(&left)
			}
			m.screens = append(m.screens, s)
		}
		m.perNetwork[m.shown] = m.screens
	}
	for _, s := range m.screens {
		if w, ok := s.(screen.Worker); ok {
			w.Continue()
		}
	}
	m.over, m.search = nil, nil
	if became {
		m.common.Axis = 0
	}
}

// followCursor has the screens turn to what is under the cursor now.
func (m *explorer) followCursor() {
	for _, s := range m.screens {
		if s, ok := s.(screen.Tracker); ok {
			s.FollowCursor()
		}
	}
}

// swapTo puts a network beside on the screen.
func (m *explorer) swapTo(w *session.Open) {
	m.open().Leave()
	m.common.Session.Swap(w)
}

// arrive goes to a place of the network that has just come onto the screen.
func (m *explorer) arrive(p tree.Place) {
	s := m.common.Session
	s.Open.Tree.Layers[p.Layer].Folded = p.Unit < 0
	s.StandOn(p)
	s.RefreshAll()
	s.TakeThresholds()
	s.RestAt = s.Now.Add(session.RestBefore)
	m.open().Enter()
	m.dirty = true
}
