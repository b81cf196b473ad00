package tui

// clickUnit answers a click on the Unit screen: the row under the mouse is the one that is meant, and its pane gets the keys.
func (m *unitScreen) clickUnit(x, y int) {
	l := m.layout
	switch {
	case m.aside.rows.Contains(x, y):
		m.changed()
		m.focus, m.lower = focusSimilar, focusSimilar
		m.moveListed(m.aside.first + y - m.aside.rows.Y - m.picked())
	case l.settings.Contains(x, y):
		if i, ok := m.knobs.at(x-l.settings.X, y-l.settings.Y); ok {
			m.changed()
			m.focus = focusSettings
			m.knobs.cursor = i
		}
	default:
		m.clickTree(x, y)
	}
}

// clickTree puts the cursor on the row under the mouse.
func (m *unitScreen) clickTree(x, y int) {
	t := m.layout.tree
	if !t.Contains(x, y) {
		return
	}
	p, ok := m.tree.at(y - t.Y)
	if !ok {
		return
	}
	m.changed()
	m.focus = focusTree
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
