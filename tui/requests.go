package tui

import tea "charm.land/bubbletea/v2"

// carryOut does what screens have asked for, in order.
func (m *explorer) carryOut() {
	for len(m.todo) > 0 {
		r := m.todo[0]
		m.todo = m.todo[1:]
		switch r := r.(type) {
		case turnTo:
			m.turnToScreen(r.to)
		case openMenu:
			m.over = newMenu(r.now)
		case openFilter:
			m.openFilter(r.query)
		case openText:
			m.over = &textWindow{title: r.title, words: r.words, foot: r.foot}
		case setClipboard:
			m.later = append(m.later, tea.SetClipboard(r.text))
		case goToNetwork:
			if m.maySwap() {
				m.swapTo(r.network)
				m.arrive(r.place)
			}
		}
	}
}
