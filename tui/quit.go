package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// quit ends the program; while a run of all methods is under way, or waits in a network beside, it asks first.
func (m *explorer) quit() {
	if _, asked := m.over.(*quitQuestion); asked || len(m.unfinishedSweeps()) == 0 {
		m.quitting = true
		return
	}
	m.search, m.unit.Knobs.Field = nil, nil
	m.over = &quitQuestion{}
}

// unfinishedSweeps says how far the runs of all methods are that quitting would end, that of the network on the screen first.
func (m *explorer) unfinishedSweeps() (lines []string) {
	if s := m.own.scores.Sweep; s != nil {
		lines = append(lines, "A run of all methods is under way: "+s.Line()+".")
	}
	for _, w := range m.common.Session.Background {
		if v := m.each[w]; v != nil && v.scores.Sweep != nil {
			s := v.scores.Sweep
			lines = append(lines, fmt.Sprintf("A run of all methods waits in %s: %s/%s.", m.common.Session.Label(w.Network), number.Thousands(s.Done), number.Thousands(s.Total)))
		}
	}
	return lines
}

// quitQuestion asks before a run of all methods is given up.
type quitQuestion struct{}

func (*quitQuestion) act(*explorer, screen.Action) bool { return false }

func (*quitQuestion) typed(m *explorer, msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch k.String() {
	case "q", "y", "enter":
		m.quitting = true
	default:
		m.over = nil
	}
	return nil
}

func (*quitQuestion) draw(p canvas.Painter, m *explorer) {
	lines := m.unfinishedSweeps()
	if len(lines) == 0 {
		lines = []string{"A run of all methods has just ended."} // while this was open
	}
	in := p.Window("Quit?", min(70, p.W-4), len(lines)+2, m.common.Glyphs)
	for y, text := range append(lines, "What it came to is not kept.") {
		in.Text(1, y, canvas.Clip(text, in.W-2, m.common.Glyphs), style.Text)
	}
	in.Text(1, in.H-1, canvas.Clip("q or enter quits, any other key stays", in.W-2, m.common.Glyphs), style.Dim)
}
