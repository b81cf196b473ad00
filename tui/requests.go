package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/tui/dialog"
	"actmax/tui/screen"
)

// carryOut carries out the requests of the screens, in order.
func (m *explorer) carryOut() {
	for len(m.common.Requests) > 0 {
		r := m.common.Requests[0]
		m.common.Requests = m.common.Requests[1:]
		switch r := r.(type) {
		case screen.TurnTo:
			if r.To != m.common.Screen {
				m.turnTo(r.To)
			}
		case screen.OpenMenu:
			m.over = dialog.NewMethods(m.common, r.Now, m.choose)
		case screen.OpenFilter:
			m.openFilter(r.Query)
		case screen.OpenText:
			m.over = &dialog.CommandLine{Title: r.Title, Words: r.Words, Foot: r.Foot}
		case screen.SetClipboard:
			m.later = append(m.later, tea.SetClipboard(r.Text))
		case screen.GoToNetwork:
			if m.canSwap() {
				m.swapTo(r.Network)
				m.arrive(r.Place)
			}
		}
	}
}
