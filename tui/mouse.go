package tui

import tea "charm.land/bubbletea/v2"

// click gives a click to the screen, where nothing lies over it.
func (m *explorer) click(x, y int) {
	if m.over != nil || m.search != nil || m.knobs.field != nil {
		return
	}
	m.on().click(m, x, y)
}

// clickUnit answers a click on the Unit screen: the row under the mouse is the one that is meant, and its pane gets the keys.
func (m *explorer) clickUnit(x, y int) {
	l := m.layout
	switch {
	case m.aside.rows.Contains(x, y):
		m.dirty, m.focus, m.lower = true, focusSimilar, focusSimilar
		m.moveListed(m.aside.first + y - m.aside.rows.Y - m.picked())
	case l.settings.Contains(x, y):
		if i, ok := m.knobs.at(x-l.settings.X, y-l.settings.Y); ok {
			m.dirty, m.focus = true, focusSettings
			m.knobs.cursor = i
		}
	default:
		m.clickTree(x, y)
	}
}

// clickTree puts the cursor on the row under the mouse.
func (m *explorer) clickTree(x, y int) {
	t := m.layout.tree
	if !t.Contains(x, y) {
		return
	}
	p, ok := m.tree.at(y - t.Y)
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

// wheel moves by rows in the pane under the mouse where that is a list, else in the one that has the focus.
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
	if m.screen == screenUnit {
		switch {
		case m.aside.rows.Contains(msg.X, msg.Y):
			m.moveSimilar(a)
			return
		case m.layout.tree.Contains(msg.X, msg.Y):
			m.focus = focusTree
		}
	}
	m.act(a)
}
