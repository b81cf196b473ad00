package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/data/similar"
	"actmax/optimize"
	"actmax/tui/canvas"
)

// listRow is one real segment of a list: number, activity, subject, axis, three figures, and the window.
type listRow struct {
	number               int // from 0
	match                similar.Match
	width                int // of the window
	word                 string
	first, second, third string
	picked, focused      bool
}

// drawHeadline names the activities in whose segments the unit is most active, where that is known, and returns what is left.
func (m *explorer) drawHeadline(p canvas.Painter, v *visit) canvas.Painter {
	h := m.headline(v.place)
	if h == "" {
		return p
	}
	x := p.Text(1, 0, "most active in ", canvas.Dim)
	p.Text(x, 0, canvas.Clip(h, p.W-x-1, m.glyphs), canvas.Text)
	return p.Below(1)
}

// listColumns says how wide each column of a list is; 0 leaves it out.
type listColumns struct{ name, word, first, second, third, window int }

// The columns that every list has, and those that are left out where there is no room.
const (
	numberColumn, subjectColumn, axisColumn, figureColumn = 4, 4, 6, 8
	wordColumn, thirdColumn, leastWindow, mostWindow      = 5, 6, 8, 25
)

// listColumns shares w columns out: which activity it is comes first, then the ratio that tells how good the figure is, then
// the window, then the second figure, then the word, which the title has as well.
func (m *explorer) listColumns(w int) listColumns {
	longest := 8
	for _, a := range m.o.Dataset.Activities {
		longest = max(longest, ansi.StringWidth(a)+1)
	}
	c := listColumns{first: figureColumn}
	rest := w - 1 - numberColumn - subjectColumn - axisColumn - figureColumn
	c.name = max(8, min(longest, 20, rest))
	rest -= c.name
	take := func(n, leave int) int {
		if rest < n+leave {
			return 0
		}
		rest -= n
		return n
	}
	if m.views.thirds(m) {
		c.third = take(thirdColumn, 0)
	}
	c.second = take(figureColumn, leastWindow)
	c.word = take(wordColumn, 2*leastWindow)
	c.window = min(rest, mostWindow)
	return c
}

// listTitle names the list and the figures that it shows in w columns.
func (m *explorer) listTitle(w int) string {
	t := listTitles[m.views.listing]
	if m.o.Dataset == nil {
		return t.name
	}
	figures, c := t.figures[:1], m.listColumns(w)
	if c.second > 0 {
		figures = append(slices.Clip(figures), t.figures[1])
	}
	if c.third > 0 {
		figures = append(slices.Clip(figures), t.figures[2])
	}
	return t.name + ": " + strings.Join(figures, ", ")
}

// drawListRow draws a row of a list.
func (m *explorer) drawListRow(p canvas.Painter, y int, r listRow) {
	g, d, k, c := m.glyphs, m.o.Dataset, r.match, m.listColumns(p.W)
	m.views.rows, m.views.first = canvas.Rect(p.X, p.Y, p.W, y+1), r.number-y
	p.TextRight(3, y, fmt.Sprint(r.number+1), canvas.Dim)
	x := numberColumn
	p.Text(x, y, canvas.Shorten(d.Activities[d.Of(k.Segment).Activity], c.name-1, g), canvas.Text)
	x += c.name
	p.Text(x, y, fmt.Sprintf("s%d", d.Of(k.Segment).Subject), canvas.Text)
	x += subjectColumn
	p.Text(x, y, canvas.Clip(m.similar.axis(k.Axis), axisColumn, g), canvas.Text)
	x += axisColumn
	if c.word > 0 {
		p.Text(x+1, y, r.word, canvas.Dim)
		x += c.word
	}
	x += c.first
	p.TextRight(x, y, r.first, canvas.Text)
	if c.second > 0 {
		x += c.second
		p.TextRight(x, y, r.second, canvas.Dim)
	}
	if c.third > 0 {
		x += c.third
		p.TextRight(x, y, r.third, canvas.Text)
	}
	m.drawWindow(p.Part(x+1, y, c.window-1, 1), k, r.width)
	if !r.picked {
		return
	}
	p.Ground(0, y, p.W, canvas.OnCursor)
	st := canvas.Text
	if r.focused {
		st = canvas.Accent.Strong()
	}
	p.Put(0, y, g.Here, st)
}

// drawWindow draws the window of a segment in one row; of several axes, one after the other.
func (m *explorer) drawWindow(p canvas.Painter, k similar.Match, width int) {
	if p.W < 3 {
		return
	}
	d := m.o.Dataset
	var all []float32
	for a := range d.Axes {
		if k.Axis < 0 || k.Axis == a {
			all = append(all, d.Window(k.Segment, a)[k.Offset:min(k.Offset+width, d.Length)]...)
		}
	}
	lo, hi, ok := canvas.Bounds(all)
	if !ok {
		return
	}
	wide := make([]float64, len(all))
	if k.Axis >= 0 {
		wide = canvas.Stretch(all, p.W, 0)[:p.W]
	} else {
		for i, v := range all {
			wide[i] = float64(v)
		}
	}
	p.Spark(0, 0, p.W, wide, lo, hi, m.glyphs, canvas.Real)
}

// thirds tells whether there is a third figure to leave room for.
func (u *unitViews) thirds(m *explorer) bool {
	if u.listing == listStrongest {
		return !m.percentile(m.tree.cursor.layer)
	}
	_, ok := m.floors.of(m, m.tree.cursor)
	return ok
}

// segment is a real segment as it is drawn beside a unit's signal; nil where it has another shape.
func (s *similarPane) segment(k similar.Match, snap *optimize.Snapshot) *picked {
	if s.data.Length != snap.Time {
		return nil
	}
	seg, rec := s.data.Segments[k.Segment], s.data.Of(k.Segment)
	out := &picked{}
	if k.Axis >= 0 {
		out.signal = [][]float32{s.data.Window(k.Segment, k.Axis)}
	} else {
		for a := range s.data.Axes {
			out.signal = append(out.signal, s.data.Window(k.Segment, a))
		}
	}
	if len(out.signal) != snap.Axes {
		return nil
	}
	out.title = fmt.Sprintf("%s  subject %d  %s  %s from %.2f s", s.data.Activities[rec.Activity], rec.Subject, s.axis(k.Axis), rec.ID,
		float64(int(seg.Start)+k.Offset)/s.data.Rate)
	return out
}
