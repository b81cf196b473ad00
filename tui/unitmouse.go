package tui

// clickUnit answers a click on the Unit screen: the row under the mouse is the one that is meant, and its pane gets the keys.
func (m *unitScreen) clickUnit(x, y int) {
	l := m.layout
	switch {
	case m.aside.rows.Contains(x, y):
		m.Changed()
		m.focus, m.lower = focusSimilar, focusSimilar
		m.moveListed(m.aside.first + y - m.aside.rows.Y - m.picked())
	case l.settings.Contains(x, y):
		if i, ok := m.knobs.At(x-l.settings.X, y-l.settings.Y); ok {
			m.Changed()
			m.focus = focusSettings
			m.knobs.Cursor = i
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
	p, ok := m.rows.At(&m.Tree, y-t.Y)
	if !ok {
		return
	}
	m.Changed()
	m.focus = focusTree
	was := m.Tree.Cursor
	if p.Unit < 0 {
		l := &m.Tree.Layers[p.Layer]
		if l.Folded {
			l.Folded = false
			p.Unit = min(l.Last, l.Units-1)
		} else {
			l.Folded = true
		}
	}
	m.Tree.Set(p)
	m.Moved(was)
}
