package unit

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/number"
	"actmax/tui/screen"
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

// CounterpartWords explain what stands on the screen where several networks are open.
var CounterpartWords = []screen.Entry{
	{Name: "counterpart", Text: "Of a unit: the unit of the layer of the same name in the other network whose activations a[s][t] over training segments correlate most with its own, at the best lag of at most 10 samples either way. Below r 0.5, where it explains less than a quarter of the variance, the screen says that there is none. That is no high bar: : counterparts tells how many units reach it in a network that was never trained."},
	{Name: "r, lag", Text: "Pearson's correlation of the two feature maps over 5000 drawn segments (all, where there are fewer) and all axes; the counterpart shows the same so many samples later."},
	{Name: "mutual", Text: "The unit is its counterpart's counterpart as well. Several units may have the same counterpart, of which it can be mutual with one."},
	{Name: "signals r", Text: "On the Compare screen: Pearson's correlation of the two synthesized signals, and beside it the root of their mean squared difference in G: the window of each at the best place in the other signal, the mean of both ways."},
}
