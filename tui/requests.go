package tui

import tea "charm.land/bubbletea/v2"

// carryOut does what screens have asked for, in order.
func (m *explorer) carryOut() {
	for len(m.todo) > 0 {
		r := m.todo[0]
		m.todo = m.todo[1:]
		r.do(m)
	}
}

func (r turnTo) do(m *explorer)     { m.turnToScreen(r.to) }
func (r openMenu) do(m *explorer)   { m.over = newMenu(r.now) }
func (r openFilter) do(m *explorer) { m.openFilter(r.query) }
func (r openText) do(m *explorer)   { m.over = r.window }

func (r setClipboard) do(m *explorer) { m.later = append(m.later, tea.SetClipboard(r.text)) }

func (r goToNetwork) do(m *explorer) {
	if m.maySwap() {
		m.swapTo(r.network)
		m.arrive(r.place)
	}
}
