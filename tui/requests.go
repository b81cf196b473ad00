package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/tui/screen"
)

// carryOut does what screens have asked for, in order.
func (m *explorer) carryOut() {
	for len(m.common.Requests) > 0 {
		r := m.common.Requests[0]
		m.common.Requests = m.common.Requests[1:]
		switch r := r.(type) {
		case screen.TurnTo:
			m.turnToScreen(r.To)
		case screen.OpenMenu:
			m.over = newMenu(r.Now)
		case screen.OpenFilter:
			m.openFilter(r.Query)
		case screen.OpenText:
			m.over = &textWindow{title: r.Title, words: r.Words, foot: r.Foot}
		case screen.SetClipboard:
			m.later = append(m.later, tea.SetClipboard(r.Text))
		case screen.GoToNetwork:
			if m.maySwap() {
				m.swapTo(r.Network)
				m.arrive(r.Place)
			}
		}
	}
}
