package unit

import "actmax/tui/screen"

// clickUnit moves the cursor to the row under the mouse and focuses its pane.
func (m *Screen) clickUnit(x, y int) {
	l := m.Layout
	switch {
	case m.Aside.Rows.Contains(x, y):
		m.c.Session.Changed()
		m.Focus, m.Lower = FocusSimilar, FocusSimilar
		m.moveListed(m.Aside.first + y - m.Aside.Rows.Y - m.picked())
	case l.Settings.Contains(x, y):
		if i, ok := m.Form.At(x-l.Settings.X, y-l.Settings.Y); ok {
			m.c.Session.Changed()
			m.Focus = FocusSettings
			m.Form.Cursor = i
		}
	default:
		m.clickTree(x, y)
	}
}

// clickTree moves the cursor to the row under the mouse; on a layer it folds or unfolds it.
func (m *Screen) clickTree(x, y int) {
	area, t := m.Layout.Tree, &m.c.Session.Open.Tree
	if !area.Contains(x, y) {
		return
	}
	p, ok := m.rows.At(t, y-area.Y)
	if !ok {
		return
	}
	m.c.Session.Changed()
	m.Focus = FocusTree
	was := t.Cursor
	if p.Unit < 0 {
		l := &t.Layers[p.Layer]
		if l.Folded {
			l.Folded = false
			p.Unit = min(l.Last, l.Units-1)
		} else {
			l.Folded = true
		}
	}
	t.Set(p)
	m.c.Session.Moved(was)
}

// Wheel implements screen.Wheeler: it moves by rows in the list or tree under the mouse.
func (m *Screen) Wheel(x, y int, a screen.Action) bool {
	switch {
	case m.Aside.Rows.Contains(x, y):
		m.MoveSimilar(a)
		return true
	case m.Layout.Tree.Contains(x, y):
		m.Focus = FocusTree
	}
	return false
}
