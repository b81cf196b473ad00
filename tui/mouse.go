package tui

import tea "charm.land/bubbletea/v2"

// click gives a click to the screen, where nothing lies over it.
func (m *explorer) click(x, y int) {
	if m.over != nil || m.search != nil || m.knobs.field != nil {
		return
	}
	m.on().click(m, x, y)
}

// clickTree puts the cursor on the row under the mouse.
func (m *explorer) clickTree(x, y int) {
	t := m.layout.tree
	if !t.contains(x, y) {
		return
	}
	p, ok := m.tree.at(y - t.y)
	if !ok {
		return
	}
	m.dirty, m.focus = true, focusTree
	was := m.tree.cursor
	if p.unit < 0 {
		l := &m.tree.layers[p.layer]
		if l.folded {
			l.folded = false
			p.unit = min(l.last, l.units-1)
		} else {
			l.folded = true
		}
	}
	m.tree.set(p)
	m.moved(was)
}

// wheel scrolls by rows of the pane that has the focus.
func (m *explorer) wheel(msg tea.MouseWheelMsg) {
	if m.search != nil || m.knobs.field != nil {
		return
	}
	a := actDown
	if msg.Button == tea.MouseWheelUp {
		a = actUp
	}
	m.dirty = true
	if m.over != nil {
		m.over.act(m, a)
		return
	}
	m.act(a)
}
