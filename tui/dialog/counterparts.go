package dialog

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
	"actmax/tui/style"
)

// Counterparts counts per layer how many units have a counterpart in another network and, for comparison, in an
// untrained one: filters of a few random weights resemble many others.
type Counterparts struct {
	common      *screen.Common
	in, control *model.Network
}

// NewCounterparts returns the window for another network and an untrained one.
func NewCounterparts(c *screen.Common, in, control *model.Network) *Counterparts {
	return &Counterparts{c, in, control}
}

// Act implements Dialog.
func (t *Counterparts) Act(screen.Action) (open bool, then func()) { return false, nil }

// Typed implements Typist: any key closes.
func (t *Counterparts) Typed(tea.Msg) (open bool, then func()) { return false, nil }

// lines returns the rows of the table.
func (t *Counterparts) lines() []string {
	s := t.common.Session
	of := s.Open.Network
	counts := func(layer string, in *model.Network) (c redundancy.CounterpartCount, ok bool) {
		there, back := s.Counterparts.Pairs[s.PairKey(of, in)], s.Counterparts.Pairs[s.PairKey(in, of)]
		if there == nil || back == nil || there.Err != nil {
			return c, false
		}
		l, ok := there.Layers[layer]
		return redundancy.CountCounterparts(l, back.Layers[layer]), ok
	}
	out := []string{fmt.Sprintf("%-10s %7s %8s %9s %6s %s",
		"layer", "units", "median r", "different", "mutual", "  untrained")}
	for i := range of.Layers {
		name := of.Layers[i].Name
		line := fmt.Sprintf("%-10s ", canvas.Clip(name, 10, t.common.Glyphs))
		if c, ok := counts(name, t.in); ok {
			line += fmt.Sprintf("%3d/%-3d %8s %9d %6d",
				c.Have, c.Varying, number.Correlation(c.Median), c.Different, c.Mutual)
		} else {
			line += fmt.Sprintf("%7s %8s %9s %6s", "-", "-", "-", "-")
		}
		if c, ok := counts(name, t.control); ok {
			line += fmt.Sprintf("  %3d/%-3d %s", c.Have, c.Varying, number.Correlation(c.Median))
		} else if s.Running(session.TaskCounterparts) {
			line += "  " + t.common.Glyphs.More
		} else {
			line += "  -"
		}
		out = append(out, line)
	}
	return out
}

// Draw implements Dialog.
func (t *Counterparts) Draw(p canvas.Painter, _ *screen.Common) {
	s := t.common.Session
	w := min(72, p.W-4)
	table := t.lines()
	notes := []string{""}
	for _, n := range []string{
		fmt.Sprintf("units: varying units with a counterpart; activations over training segments of "+
			"%s correlate at %g or more", s.Data.Dataset.Title, redundancy.LeastCounterpart),
		"different: number of distinct counterparts; mutual: pairs of units that are each other's counterpart",
		"untrained: units with a counterpart, and median r, in a network of the same layers with random weights",
	} {
		notes = append(notes, strings.Split(ansi.Wrap(n, max(10, w-2), ""), "\n")...)
	}
	notes = append(notes, "", "press any key to close")
	title := fmt.Sprintf("Counterparts of %s in %s", s.Label(s.Open.Network), s.Label(t.in))
	in := p.Window(title, w, len(table)+len(notes), t.common.Glyphs)
	for y, l := range append(table, notes...)[:min(len(table)+len(notes), in.H)] {
		st := style.Text
		if y == 0 || y >= len(table) {
			st = style.Dim
		}
		in.Text(1, y, canvas.Clip(l, in.W-2, t.common.Glyphs), st)
	}
}
