package dialog

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
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

// counts compares a layer's units with those of another network; ok is false until that is known.
func (t *Counterparts) counts(layer string, in *model.Network) (c redundancy.CounterpartCount, ok bool) {
	s := t.common.Session
	of := s.Open.Network
	there, back := s.Counterparts.Pairs[s.PairKey(of, in)], s.Counterparts.Pairs[s.PairKey(in, of)]
	if there == nil || back == nil || there.Err != nil {
		return c, false
	}
	l, ok := there.Layers[layer]
	return redundancy.CountCounterparts(l, back.Layers[layer]), ok
}

// layerColumn is the width of the names of layers.
const layerColumn = 10

// table counts by layer, under a line of headings.
func (t *Counterparts) table() *table.Table {
	look := t.common.Theme.Look
	out := table.New().Wrap(false).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).BorderColumn(false).BorderHeader(false).
		Headers("layer", "units", "median r", "different", "mutual", " untrained").
		StyleFunc(func(row, column int) lipgloss.Style {
			st := look(style.Text)
			if row == table.HeaderRow {
				st = look(style.Dim)
			}
			switch column {
			case 0:
				return st.Width(layerColumn)
			case 5:
				return st.PaddingLeft(2)
			default:
				return st.PaddingLeft(1).Align(lipgloss.Right)
			}
		})
	for i := range t.common.Session.Open.Network.Layers {
		name := t.common.Session.Open.Network.Layers[i].Name
		row := []string{canvas.Clip(name, layerColumn, t.common.Glyphs), "-", "-", "-", "-", "-"}
		if c, ok := t.counts(name, t.in); ok {
			row = append(row[:1], share(c), number.Correlation(c.Median), fmt.Sprint(c.Different), fmt.Sprint(c.Mutual), "-")
		}
		if c, ok := t.counts(name, t.control); ok {
			row[5] = share(c) + " " + number.Correlation(c.Median)
		} else if t.common.Session.Running(session.TaskCounterparts) {
			row[5] = t.common.Glyphs.More
		}
		out.Row(row...)
	}
	return out
}

// share is how many units have a counterpart, of those that vary; the slashes of a column stand under each other.
func share(c redundancy.CounterpartCount) string { return fmt.Sprintf("%3d/%-3d", c.Have, c.Varying) }

// Draw implements Dialog.
func (t *Counterparts) Draw(p canvas.Painter, c *screen.Common) {
	s := c.Session
	w := min(72, p.W-4)
	rows := t.table().String()
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
	height := lipgloss.Height(rows)
	title := fmt.Sprintf("Counterparts of %s in %s", s.Label(s.Open.Network), s.Label(t.in))
	in := p.Window(title, w, height+len(notes), c.Glyphs)
	in.Part(1, 0, in.W-2, min(height, in.H)).Styled(rows, c.Theme)
	for y, l := range notes[:max(0, min(len(notes), in.H-height))] {
		in.Text(1, height+y, canvas.Clip(l, in.W-2, c.Glyphs), style.Dim)
	}
}
