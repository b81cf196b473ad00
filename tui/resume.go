package tui

import (
	"strings"

	"actmax/tui/screen"
	"actmax/tui/session/state"
)

// Describe implements session.Host: it adds the open screen and the state of all screens.
func (m *explorer) Describe(s *state.Session) {
	s.Screen = strings.ToLower(m.name())
	for _, x := range m.screens {
		x.Save(s)
	}
}

// TakeUp implements session.Host: it opens the screen of a saved session and restores the screens that all networks
// share.
func (m *explorer) TakeUp(s *state.Session) {
	for i, e := range m.list {
		if strings.EqualFold(e.name, s.Screen) && screen.ID(i) != m.common.Screen {
			m.turnTo(screen.ID(i))
		}
	}
	m.restore(s, true) // after opening the screen, which takes the focus
}

// TakeUpResults implements session.Host: it restores the screens of one network.
func (m *explorer) TakeUpResults(s *state.Session) { m.restore(s, false) }

func (m *explorer) restore(s *state.Session, shared bool) {
	for i, x := range m.screens {
		if m.list[i].shared == shared {
			x.Restore(s)
		}
	}
}
