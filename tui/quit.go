package tui

import (
	"fmt"

	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/session"
)

// quit ends the program. It asks first if that would end work that is not saved.
func (m *explorer) quit() {
	if _, asked := m.over.(*dialog.Quit); asked || len(m.unfinished()) == 0 {
		m.quitting = true
		return
	}
	m.search = nil
	if t, ok := m.open().(screen.Typist); ok {
		t.StopTyping()
	}
	m.over = dialog.NewQuit(m.unfinished, func() { m.quitting = true })
}

// unfinished returns the progress of the work that quitting would end, of the network on the screen first.
func (m *explorer) unfinished() (lines []string) {
	add := func(n *session.Open, words string) {
		for _, s := range m.perNetwork[n] {
			if w, ok := s.(screen.Worker); ok && w.Unfinished() != "" {
				lines = append(lines, fmt.Sprintf(words, w.Unfinished()))
			}
		}
	}
	add(m.common.Session.Open, "A run of all methods is running: %s.")
	for _, n := range m.common.Session.Background {
		add(n, "A run of all methods is waiting in "+m.common.Session.Label(n.Network)+": %s.")
	}
	return lines
}
