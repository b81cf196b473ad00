package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/tui/screen"
)

// click gives a click to the screen, where nothing lies over it.
func (m *explorer) click(x, y int) {
	if m.over != nil || m.search != nil || m.knobs.Field != nil {
		return
	}
	m.on().Click(m.Common, x, y)
}

// wheel moves by rows in the pane under the mouse where that is a list, else in the one that has the focus.
func (m *explorer) wheel(msg tea.MouseWheelMsg) {
	if m.search != nil || m.knobs.Field != nil {
		return
	}
	a := screen.ActDown
	if msg.Button == tea.MouseWheelUp {
		a = screen.ActUp
	}
	m.dirty = true
	if m.over != nil {
		m.over.act(m, a)
		return
	}
	if m.Screen == screen.Unit {
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
