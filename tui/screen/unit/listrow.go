package unit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/data/similar"
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/plot"
	"actmax/tui/session/visit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// listRow is a row of a list of real segments: number, activity, subject, axis, three numbers, and the window.
type listRow struct {
	number               int // from 0
	match                similar.Match
	width                int // of the window
	word                 string
	first, second, third string
	picked, focused      bool
}

// drawHeadline draws the activities in which the unit is most active, if known, and returns the area below.
func (m *Screen) drawHeadline(p canvas.Painter, v *visit.Visit) canvas.Painter {
	h := strings.Join(m.c.Session.MostActive(v.Place), " "+m.c.Glyphs.Point+" ")
	if h == "" {
		return p
	}
	x := p.Text(1, 0, "most active in ", style.Dim)
	p.Text(x, 0, canvas.Clip(h, p.W-x-1, m.c.Glyphs), style.Text)
	return p.Below(1)
}

// ListColumns holds the widths of the columns of a list; a column of width 0 is left out.
type ListColumns struct{ Name, Word, First, Second, Third, Window int }

// Widths of the columns that every list has, and of those that are left out if there is no room.
const (
	NumberColumn, SubjectColumn, AxisColumn, figureColumn = 4, 4, 6, 8
	wordColumn, thirdColumn, leastWindow, mostWindow      = 5, 6, 8, 25
)

// ListColumns distributes w columns. The activity has precedence, then the ratio that puts the first number into
// context, then the window, the second number, and last the word, which is also in the title.
func (m *Screen) ListColumns(w int) ListColumns {
	longest := 8
	for _, a := range m.c.Session.Data.Dataset.Activities {
		longest = max(longest, ansi.StringWidth(a)+1)
	}
	c := ListColumns{First: figureColumn}
	rest := w - 1 - NumberColumn - SubjectColumn - AxisColumn - figureColumn
	c.Name = max(8, min(longest, 20, rest))
	rest -= c.Name
	take := func(n, leave int) int {
		if rest < n+leave {
			return 0
		}
		rest -= n
		return n
	}
	if m.Aside.hasThird(m) {
		c.Third = take(thirdColumn, 0)
	}
	c.Second = take(figureColumn, leastWindow)
	c.Word = take(wordColumn, 2*leastWindow)
	c.Window = min(rest, mostWindow)
	return c
}

// ListTitle returns the title of the list: its name and the numbers that it shows in w columns.
func (m *Screen) ListTitle(w int) string {
	t := listTitles[m.Aside.Listing]
	if m.c.Session.Data.Dataset == nil {
		return t.name
	}
	figures, c := t.figures[:1], m.ListColumns(w)
	if c.Second > 0 {
		figures = append(slices.Clip(figures), t.figures[1])
	}
	if c.Third > 0 {
		figures = append(slices.Clip(figures), t.figures[2])
	}
	return t.name + ": " + strings.Join(figures, ", ")
}

// drawListRow draws a row of a list.
func (m *Screen) drawListRow(p canvas.Painter, y int, r listRow) {
	g, d, k, c := m.c.Glyphs, m.c.Session.Data.Dataset, r.match, m.ListColumns(p.W)
	m.Aside.Rows, m.Aside.first = canvas.Rect(p.X, p.Y, p.W, y+1), r.number-y
	p.TextRight(3, y, fmt.Sprint(r.number+1), style.Dim)
	x := NumberColumn
	p.Text(x, y, canvas.Shorten(d.Activities[d.Of(k.Segment).Activity], c.Name-1, g), style.Text)
	x += c.Name
	p.Text(x, y, fmt.Sprintf("s%d", d.Of(k.Segment).Subject), style.Text)
	x += SubjectColumn
	p.Text(x, y, canvas.Clip(m.axisName(k.Axis), AxisColumn, g), style.Text)
	x += AxisColumn
	if c.Word > 0 {
		p.Text(x+1, y, r.word, style.Dim)
		x += c.Word
	}
	x += c.First
	p.TextRight(x, y, r.first, style.Text)
	if c.Second > 0 {
		x += c.Second
		p.TextRight(x, y, r.second, style.Dim)
	}
	if c.Third > 0 {
		x += c.Third
		p.TextRight(x, y, r.third, style.Text)
	}
	m.drawWindow(p.Part(x+1, y, c.Window-1, 1), k, r.width)
	if !r.picked {
		return
	}
	p.Ground(0, y, p.W, style.OnCursor)
	st := style.Text
	if r.focused {
		st = style.Accent.Strong()
	}
	p.Put(0, y, g.Here, st)
}

// drawWindow draws the window of a segment in one row, several axes one after the other.
func (m *Screen) drawWindow(p canvas.Painter, k similar.Match, width int) {
	if p.W < 3 {
		return
	}
	d := m.c.Session.Data.Dataset
	var all []float32
	for a := range d.Axes {
		if k.Axis < 0 || k.Axis == a {
			all = append(all, d.Window(k.Segment, a)[k.Offset:min(k.Offset+width, d.Length)]...)
		}
	}
	lo, hi, ok := plot.Bounds(all)
	if !ok {
		return
	}
	wide := make([]float64, len(all))
	if k.Axis >= 0 {
		wide = plot.Stretch(all, p.W, 0)[:p.W]
	} else {
		for i, v := range all {
			wide[i] = float64(v)
		}
	}
	plot.Spark(p, 0, 0, p.W, wide, lo, hi, m.c.Glyphs, style.Real)
}

// hasThird reports whether the list shows a third number.
func (u *unitViews) hasThird(m *Screen) bool {
	open := m.c.Session.Open
	if u.Listing == ListStrongest {
		return !open.Percentile(open.Tree.Cursor.Layer)
	}
	_, ok := open.Baselines.Of(m.c.Session, open.Tree.Cursor)
	return ok
}

// axisName returns the name of the axis of a segment; -1 stands for all axes.
func (m *Screen) axisName(a int) string {
	if a < 0 || a >= len(m.c.Session.Data.Dataset.Axes) {
		return "all"
	}
	return widget.ShortAxis(m.c.Session.Data.Dataset.Axes[a])
}

// segment returns a real segment for the plot of a signal; nil if their shapes differ.
func (m *Screen) segment(k similar.Match, snap *optimize.Snapshot) *widget.Segment {
	d := m.c.Session.Data.Dataset
	if d.Length != snap.Time {
		return nil
	}
	seg, rec := d.Segments[k.Segment], d.Of(k.Segment)
	out := &widget.Segment{}
	if k.Axis >= 0 {
		out.Signal = [][]float32{d.Window(k.Segment, k.Axis)}
	} else {
		for a := range d.Axes {
			out.Signal = append(out.Signal, d.Window(k.Segment, a))
		}
	}
	if len(out.Signal) != snap.Axes {
		return nil
	}
	out.Title = fmt.Sprintf("%s  subject %d  %s  %s from %.2f s",
		d.Activities[rec.Activity], rec.Subject, m.axisName(k.Axis), rec.ID, float64(int(seg.Start)+k.Offset)/d.Rate)
	return out
}
