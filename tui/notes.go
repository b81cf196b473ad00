package tui

// notes are lines that nobody asked for: what was left out at the start, what was taken up. Each is shown in place of the footer until its
// time is over or a key is pressed, one after the other.
type notes struct {
	waiting []string
	shown   bool // the message on the screen is one
}

// Note implements session.Host.
func (m *explorer) Note(lines ...string) {
	if len(lines) > 0 && !m.notes.shown && !m.alert { // what opening said on its way is part of the notes
		m.silence()
	}
	m.notes.waiting = append(m.notes.waiting, lines...)
	m.nextNote()
}

// nextNote shows the first note that waits, if nothing else is said.
func (m *explorer) nextNote() {
	if m.message != "" || len(m.notes.waiting) == 0 {
		return
	}
	line := m.notes.waiting[0]
	m.notes.waiting = m.notes.waiting[1:]
	m.Say("%s", line)
	m.notes.shown = true
}

// interrupt has a note that another message replaces shown again after it.
func (n *notes) interrupt(message string) {
	if n.shown && message != "" {
		n.waiting = append([]string{message}, n.waiting...)
	}
	n.shown = false
}

// silence ends the message on the screen.
func (m *explorer) silence() { m.message, m.notes.shown, m.dirty = "", false, true }
