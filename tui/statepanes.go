package tui

import (
	"strings"

	"actmax/tui/screen"
	"actmax/tui/session/state"
)

// Describe says how the screens of the present network stand.
func (m *explorer) Describe(s *state.Session) {
	s.Screen, s.Panes, s.Scores, s.Map = m.screenName(), m.unit.Panes(), m.own.scores.State(m.common.Session.Open), m.own.chart.State()
}

// TakeUp opens the screen and the panes of a kept session.
func (m *explorer) TakeUp(s *state.Session) {
	m.toScreen(s.Screen)
	m.unit.OpenPanes(s.Panes) // after the screen, which takes the focus
}

// TakeUpResults has the screens that hold results of their own take up how they were left.
func (m *explorer) TakeUpResults(s *state.Session) {
	m.own.scores.Kept = s.Scores
	m.own.chart.Restore(s.Map)
}

// screenName is the word for the screen that is shown; toScreen its inverse.
func (m *explorer) screenName() string { return strings.ToLower(screen.Names[m.common.Screen]) }

func (m *explorer) toScreen(name string) {
	for i, n := range screen.Names {
		if strings.EqualFold(n, name) && screen.ID(i) != m.common.Screen {
			m.turnToScreen(screen.ID(i))
		}
	}
}
