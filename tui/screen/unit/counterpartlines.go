package unit

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/style"
)

// counterpartLines returns texts on the counterpart of the unit under the cursor, longest first; nil if only one
// network is open.
func (m *Screen) counterpartLines() []string {
	s := m.c.Session
	w, p := s.Other(), s.Open.Tree.Cursor
	if w == nil || p.Unit < 0 {
		return nil
	}
	name := s.Label(w.Network)
	c := s.Counterpart(s.Open.Network, p, w.Network)
	switch {
	case c.Exists():
		unit := fmt.Sprintf("%s/%d", s.Open.Network.Layers[p.Layer].Name, c.Place.Unit)
		r := fmt.Sprintf("r %.2f", c.Correlation)
		full := fmt.Sprintf("%s: %s %s lag %d", name, unit, r, c.Lag)
		lines := []string{"counterpart in " + full, full, fmt.Sprintf("%s: %s %s", name, unit, r), unit + " " + r}
		if c.Mutual {
			lines = append([]string{lines[0] + ", mutual"}, lines...)
		}
		return lines
	case number.Known(c.Correlation):
		r := "r " + number.Below(c.Correlation)
		return []string{
			fmt.Sprintf("no counterpart in %s (nearest %d, %s)", name, c.Place.Unit, r),
			fmt.Sprintf("none in %s (%s)", name, r),
			"none, " + r,
		}
	case s.Running(session.TaskCounterparts):
		return []string{"counterpart in " + name + ": comparing " + m.c.Glyphs.More, "comparing " + m.c.Glyphs.More}
	}
	return []string{
		"counterpart in " + name + ": " + c.Why, "no counterpart: " + c.Why, "no counterpart known", "none known",
	}
}

// drawCounterpart draws the counterpart at the right of the frame above the settings, which has the most room.
func (m *Screen) drawCounterpart() {
	x, y, w := m.Layout.Settings.Title()
	room := w - len(" Settings ") - 4
	for _, text := range m.counterpartLines() {
		if ansi.StringWidth(text)+2 <= room {
			m.c.Canvas.Full().TextRight(x+w-1, y, " "+text+" ", style.Text)
			return
		}
	}
}
