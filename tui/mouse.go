package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/tui/screen"
)

// mouse sends clicks and the wheel to the open dialog, else to the screen.
func (m *explorer) mouse(msg tea.MouseMsg) {
	if m.search != nil || m.typing() {
		return
	}
	at := msg.Mouse()
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		if m.over == nil {
			m.open().Click(at.X, at.Y)
		}
	case tea.MouseWheelMsg:
		m.wheel(msg)
	}
}

// wheel moves by rows: in the open dialog, in a list under the mouse, else in the pane with the focus.
func (m *explorer) wheel(msg tea.MouseWheelMsg) {
	a := screen.ActDown
	if msg.Button == tea.MouseWheelUp {
		a = screen.ActUp
	}
	m.dirty = true
	if m.over != nil {
		m.answer(m.over.Act(a))
		return
	}
	if s, ok := m.open().(screen.Wheeler); ok && s.Wheel(msg.X, msg.Y, a) {
		return
	}
	m.act(a)
}
