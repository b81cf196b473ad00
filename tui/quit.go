package tui

import (
	"fmt"

	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/session"
)

// quit ends the program; while work is running that is not kept, it asks first.
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

// unfinished says how far the work is that quitting would end, that of the network on the screen first.
func (m *explorer) unfinished() (lines []string) {
	add := func(n *session.Open, words string) {
		for _, s := range m.perNetwork[n] {
			if w, ok := s.(screen.Worker); ok && w.Unfinished() != "" {
				lines = append(lines, fmt.Sprintf(words, w.Unfinished()))
			}
		}
	}
	add(m.common.Session.Open, "A run of all methods is under way: %s.")
	for _, n := range m.common.Session.Background {
		add(n, "A run of all methods waits in "+m.common.Session.Label(n.Network)+": %s.")
	}
	return lines
}
