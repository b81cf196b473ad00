package unit

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/style"
)

// counterpartLines say what is known of the counterpart of the unit under the cursor, the longest first; nil where one
// network is open.
func (m *Screen) counterpartLines() []string {
	w, p := m.c.Session.Other(), m.c.Session.Open.Tree.Cursor
	if w == nil || p.Unit < 0 {
		return nil
	}
	name := m.c.Session.Label(w.Network)
	c := m.c.Session.Counterpart(m.c.Session.Open.Network, p, w.Network)
	switch {
	case c.Exists():
		unit := fmt.Sprintf("%s/%d", m.c.Session.Open.Network.Layers[p.Layer].Name, c.Place.Unit)
		r := fmt.Sprintf("r %.2f", c.Correlation)
		full := fmt.Sprintf("%s: %s %s lag %d", name, unit, r, c.Lag)
		lines := []string{"counterpart in " + full, full, fmt.Sprintf("%s: %s %s", name, unit, r), unit + " " + r}
		if c.Mutual {
			lines = append([]string{lines[0] + ", mutual"}, lines...)
		}
		return lines
	case number.Known(c.Correlation):
		r := "r " + number.Below(c.Correlation)
		return []string{fmt.Sprintf("no counterpart in %s (nearest %d, %s)", name, c.Place.Unit, r), fmt.Sprintf("none in %s (%s)", name, r), "none, " + r}
	case m.c.Session.Running(session.TaskCounterparts):
		return []string{"counterpart in " + name + ": comparing " + m.c.Glyphs.More, "comparing " + m.c.Glyphs.More}
	}
	return []string{"counterpart in " + name + ": " + c.Why, "no counterpart: " + c.Why, "no counterpart known", "none known"}
}

// drawCounterpart writes what is known of the counterpart of the unit under the cursor at the right of the frame above the
// settings, which has most room at every size.
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
