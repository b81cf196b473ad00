package tui

import (
	"slices"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
)

// NetworksChanged implements session.Host: it shows the screens of the open network.
func (m *explorer) NetworksChanged() {
	open, background := m.common.Session.Open, m.common.Session.Background
	replaced := m.shown != nil && m.shown != open && !slices.Contains(background, m.shown)
	if m.shown != open {
		m.turnToNetwork(replaced)
	}
	for n, all := range m.perNetwork {
		if n != open && !slices.Contains(background, n) { // closed
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
	if replaced {
		m.open().Enter()
	}
	m.dirty = true
}

// turnToNetwork shows the screens of the open network. If it replaced the previous one, which is not open any more,
// they start in the state of the previous screens.
func (m *explorer) turnToNetwork(replaced bool) {
	before := m.screens
	var left state.Session
	for _, s := range before {
		if w, ok := s.(screen.Worker); ok {
			w.Pause()
		}
		if replaced {
			s.Save(&left)
		}
	}
	m.shown, m.screens = m.common.Session.Open, m.perNetwork[m.common.Session.Open]
	if m.screens == nil {
		for i, e := range m.list {
			if e.shared && before != nil && !replaced {
				m.screens = append(m.screens, before[i])
				continue
			}
			s := e.make(m.common)
			if replaced {
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
	if replaced {
		m.common.Axis = 0
	}
}

// followCursor updates the screens that follow the cursor.
func (m *explorer) followCursor() {
	for _, s := range m.screens {
		if s, ok := s.(screen.Tracker); ok {
			s.FollowCursor()
		}
	}
}

// swapTo shows a background network.
func (m *explorer) swapTo(w *session.Open) {
	m.open().Leave()
	m.common.Session.Swap(w)
}

// arrive goes to a place of the network that is shown since just now.
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
