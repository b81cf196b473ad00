package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/model"
	"actmax/model/train/redundancy"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/style"
)

// tallyWindow counts by layer how many units have a counterpart in another network, and how many in one that was never
// trained: the filters of a few random weights resemble many others.
type tallyWindow struct {
	in, control *model.Network
}

// countCounterparts opens the window, and has the units compared with an untrained network's where they were not yet.
func (m *explorer) countCounterparts() tea.Cmd {
	w := m.common.Session.Other()
	if w == nil {
		m.Say("%s", session.OneNetwork)
		return nil
	}
	if f := m.common.Session.Pairs[m.common.Session.PairKey(m.common.Session.Open.Network, w.Network)]; f == nil || f.Err != nil {
		m.Say("the counterparts in %s are not known: %s", m.common.Session.Label(w.Network), m.common.Session.Counterpart(m.common.Session.Open.Network, tree.Place{Layer: 0, Unit: 0}, w.Network).Why)
		return nil
	}
	control, err := redundancy.Untrained(m.common.Session.Open.Network)
	if err != nil {
		m.Complain(err)
		return nil
	}
	m.over = &tallyWindow{w.Network, control}
	if f := m.common.Session.Pairs[m.common.Session.PairKey(m.common.Session.Open.Network, control)]; f != nil && f.Err == nil || m.common.Session.Running(session.TaskCounterparts) {
		return nil
	}
	m.common.Session.CompareUnits(control, "untrained")
	return nil
}

func (t *tallyWindow) act(*explorer, screen.Action) bool { return false }

// typed implements typist: any key closes.
func (t *tallyWindow) typed(m *explorer, _ tea.Msg) tea.Cmd {
	m.over = nil
	return nil
}

// lines are the rows of the table.
func (t *tallyWindow) lines(m *explorer) []string {
	of := m.common.Session.Open.Network
	counts := func(layer string, in *model.Network) (c redundancy.CounterpartCount, ok bool) {
		there, back := m.common.Session.Pairs[m.common.Session.PairKey(of, in)], m.common.Session.Pairs[m.common.Session.PairKey(in, of)]
		if there == nil || back == nil || there.Err != nil {
			return c, false
		}
		l, ok := there.Layers[layer]
		return redundancy.CountCounterparts(l, back.Layers[layer]), ok
	}
	out := []string{fmt.Sprintf("%-10s %7s %8s %9s %6s %s", "layer", "units", "median r", "different", "mutual", "  untrained")}
	for i := range of.Layers {
		name := of.Layers[i].Name
		line := fmt.Sprintf("%-10s ", canvas.Clip(name, 10, m.common.Glyphs))
		if c, ok := counts(name, t.in); ok {
			line += fmt.Sprintf("%3d/%-3d %8s %9d %6d", c.Have, c.Varying, number.Correlation(c.Median), c.Different, c.Mutual)
		} else {
			line += fmt.Sprintf("%7s %8s %9s %6s", "-", "-", "-", "-")
		}
		if c, ok := counts(name, t.control); ok {
			line += fmt.Sprintf("  %3d/%-3d %s", c.Have, c.Varying, number.Correlation(c.Median))
		} else if m.common.Session.Running(session.TaskCounterparts) {
			line += "  " + m.common.Glyphs.More
		} else {
			line += "  -"
		}
		out = append(out, line)
	}
	return out
}

func (t *tallyWindow) draw(c canvas.Painter, m *explorer) {
	w := min(72, c.W-4)
	table := t.lines(m)
	notes := []string{""}
	for _, n := range []string{
		fmt.Sprintf("units: how many of those that vary have a counterpart, r %g or more of the activations over training segments of %s", redundancy.LeastCounterpart, m.common.Session.Dataset.Title),
		"different: how many units of the other network these are; mutual: pairs of which each is the other's",
		"untrained: units with one, and median r, in a network of the same layers with random weights",
	} {
		notes = append(notes, strings.Split(ansi.Wrap(n, max(10, w-2), ""), "\n")...)
	}
	notes = append(notes, "", "any key closes")
	in := c.Window(fmt.Sprintf("Counterparts of %s in %s", m.common.Session.Label(m.common.Session.Open.Network), m.common.Session.Label(t.in)), w, len(table)+len(notes), m.common.Glyphs)
	for y, l := range append(table, notes...)[:min(len(table)+len(notes), in.H)] {
		st := style.Text
		if y == 0 || y >= len(table) {
			st = style.Dim
		}
		in.Text(1, y, canvas.Clip(l, in.W-2, m.common.Glyphs), st)
	}
}
