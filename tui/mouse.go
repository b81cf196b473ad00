package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/tui/screen"
	"actmax/tui/screen/unit"
)

// click gives a click to the screen, where nothing lies over it.
func (m *explorer) click(x, y int) {
	if m.over != nil || m.search != nil || m.unit.Knobs.Field != nil {
		return
	}
	m.on().Click(x, y)
}

// wheel moves by rows in the pane under the mouse where that is a list, else in the one that has the focus.
func (m *explorer) wheel(msg tea.MouseWheelMsg) {
	if m.search != nil || m.unit.Knobs.Field != nil {
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
	if m.common.Screen == screen.Unit {
		switch {
		case m.unit.Aside.Rows.Contains(msg.X, msg.Y):
			m.unit.MoveSimilar(a)
			return
		case m.unit.Layout.Tree.Contains(msg.X, msg.Y):
			m.unit.Focus = unit.FocusTree
		}
	}
	m.act(a)
}
