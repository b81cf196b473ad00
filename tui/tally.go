package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/model"
	"actmax/model/train/redundancy"
	"actmax/tui/canvas"
)

// tallyWindow counts by layer how many units have a counterpart in another network, and how many in one that was never
// trained: the filters of a few random weights resemble many others.
type tallyWindow struct {
	in, control *model.Network
}

// countCounterparts opens the window, and has the units compared with an untrained network's where they were not yet.
func (m *explorer) countCounterparts() tea.Cmd {
	w := m.other()
	if w == nil {
		m.say("%s", oneNetwork)
		return nil
	}
	if f := m.pairs[m.pairKey(m.network, w.network)]; f == nil || f.err != nil {
		m.say("the counterparts in %s are not known: %s", m.label(w.network), m.counterpart(m.network, place{0, 0}, w.network).why)
		return nil
	}
	control, err := redundancy.Untrained(m.network)
	if err != nil {
		m.complain(err)
		return nil
	}
	m.over = &tallyWindow{w.network, control}
	if f := m.pairs[m.pairKey(m.network, control)]; f != nil && f.err == nil || m.busyWith(taskCounterparts) {
		return nil
	}
	m.compareUnits(control, "untrained")
	return nil
}

func (t *tallyWindow) act(*explorer, action) bool { return false }

// typed implements typist: any key closes.
func (t *tallyWindow) typed(m *explorer, _ tea.Msg) tea.Cmd {
	m.over = nil
	return nil
}

// lines are the rows of the table.
func (t *tallyWindow) lines(m *explorer) []string {
	of := m.network
	counts := func(layer string, in *model.Network) (c redundancy.CounterpartCount, ok bool) {
		there, back := m.pairs[m.pairKey(of, in)], m.pairs[m.pairKey(in, of)]
		if there == nil || back == nil || there.err != nil {
			return c, false
		}
		l, ok := there.layers[layer]
		return redundancy.CountCounterparts(l, back.layers[layer]), ok
	}
	out := []string{fmt.Sprintf("%-10s %7s %8s %9s %6s %s", "layer", "units", "median r", "different", "mutual", "  untrained")}
	for i := range of.Layers {
		name := of.Layers[i].Name
		line := fmt.Sprintf("%-10s ", canvas.Clip(name, 10, m.glyphs))
		if c, ok := counts(name, t.in); ok {
			line += fmt.Sprintf("%3d/%-3d %8s %9d %6d", c.Have, c.Varying, correlation(c.Median), c.Different, c.Mutual)
		} else {
			line += fmt.Sprintf("%7s %8s %9s %6s", "-", "-", "-", "-")
		}
		if c, ok := counts(name, t.control); ok {
			line += fmt.Sprintf("  %3d/%-3d %s", c.Have, c.Varying, correlation(c.Median))
		} else if m.busyWith(taskCounterparts) {
			line += "  " + m.glyphs.More
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
		fmt.Sprintf("units: how many of those that vary have a counterpart, r %g or more of the activations over training segments of %s", redundancy.LeastCounterpart, m.dataset.Title),
		"different: how many units of the other network these are; mutual: pairs of which each is the other's",
		"untrained: units with one, and median r, in a network of the same layers with random weights",
	} {
		notes = append(notes, strings.Split(ansi.Wrap(n, max(10, w-2), ""), "\n")...)
	}
	notes = append(notes, "", "any key closes")
	in := c.Window(fmt.Sprintf("Counterparts of %s in %s", m.label(m.network), m.label(t.in)), w, len(table)+len(notes), m.glyphs)
	for y, l := range append(table, notes...)[:min(len(table)+len(notes), in.H)] {
		st := canvas.Text
		if y == 0 || y >= len(table) {
			st = canvas.Dim
		}
		in.Text(1, y, canvas.Clip(l, in.W-2, m.glyphs), st)
	}
}
