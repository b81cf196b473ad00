package unitmap

import (
	"fmt"
	"strings"

	"actmax/model/train/redundancy"
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/session/tree"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// draw draws the redundancy view: figures and list on the left, similar units on the right.
func (r *repeatsView) draw(m *screen.Common, s *Screen) {
	c, w, h := m.Canvas, m.Size.W, m.Size.H
	half := min(max(42, w*2/5), 72)
	c.Box(canvas.Rect(0, 0, half, h))
	c.Box(canvas.Rect(half-1, 0, w-half+1, h))
	c.Frames(m.Glyphs)
	r.heading(m, s, c.At(canvas.Rect(0, 0, half, 1)))
	in := canvas.Rect(1, 1, half-2, h-2)
	k, l := r.Get(m), r.Layer(m, s.layer)
	if l == nil {
		c.At(in).Words("Which units repeat each other: "+r.why(m, s.layer)+".", style.Dim)
	} else {
		n := r.drawFigures(m, c.At(in), k, l)
		list := in.Below(n)
		for x := range list.W {
			c.At(list).Put(x, 0, m.Glyphs.Frame[style.Left|style.Right], style.Frame)
		}
		c.At(list).Text(1, 0, " "+listWords[r.Listing]+" ", style.Dim)
		r.drawList(m, s, c.At(list.Below(1)))
	}
	r.drawAlike(m, s, canvas.Rect(half, 1, w-half-1, h-2))
}

func (r *repeatsView) heading(m *screen.Common, s *Screen, p canvas.Painter) {
	dot := " " + m.Glyphs.Point + " "
	name := m.Session.OfNetwork(m.Session.Open.Tree.Layers[s.layer].Name)
	texts := []string{name + dot + "units that repeat each other", name + dot + "repeats", name}
	if l := r.Layer(m, s.layer); l != nil {
		full := fmt.Sprintf("%s%s%d of %d repeat others", name, dot, l.Removed(), l.Units)
		texts = append([]string{full}, texts...)
	}
	p.Text(2, 0, " "+canvas.FirstThatFits(p.W-6, m.Glyphs, texts...)+" ", style.Text.Strong())
}

// figuresWidth is the width of the numbers of a row of figures: a macro-F1 and its change, twice, or three ranks.
const figuresWidth = 26

// drawFigures writes effective rank and macro-F1 without the duplicates, and returns how many rows that took.
func (r *repeatsView) drawFigures(m *screen.Common, p canvas.Painter, k *Repeats, l *repeatLayer) int {
	g, y := m.Glyphs, 0
	row := func(st style.Style, numbers string, names ...string) { // the first name that fits
		p.Text(1, y, canvas.FirstThatFits(p.W-figuresWidth-3, g, names...), style.Dim)
		p.Text(max(1, p.W-1-figuresWidth), y, numbers, st)
		y++
	}
	rank := func(e redundancy.EffectiveRank, names ...string) {
		row(style.Text, fmt.Sprintf("%8.1f %8.1f %8d", e.Entropy, e.Participation, e.Directions99), names...)
	}
	row(style.Dim, fmt.Sprintf("%8s %8s %8s", "entropy", "particip", "for 99%"),
		fmt.Sprintf("effective rank of %d units", l.Rank.Units), fmt.Sprintf("rank of %d", l.Rank.Units))
	rank(l.Rank.Covariance, "of activations as they are", "as is")
	if p.H >= 20 {
		rank(l.Rank.Correlation, "over their deviation", "scaled")
	}
	a := k.Ablation(l.Name)
	switch {
	case !k.Evaluated():
		what := []string{"evaluating macro-F1 without duplicates", "evaluating macro-F1"}
		if !r.Busy && r.Err != nil {
			what = []string{"no macro-F1: " + r.Err.Error(), "no macro-F1: cancelled; r resumes"}
		}
		p.Text(1, y, canvas.FirstThatFits(p.W-2, g, what...), style.Dim)
		return y + 1
	case k.Ablations == nil:
		p.Text(1, y, canvas.Clip("no macro-F1: "+k.Note, p.W-2, g), style.Dim)
		return y + 1
	case a == nil:
		p.Text(1, y, canvas.Clip("last layer: no other layer reads its units", p.W-2, g), style.Dim)
		return y + 1
	}
	row(style.Dim, fmt.Sprintf("%-12s  %-12s", "validation", "test"), "macro-F1")
	row(style.Text, effectText(&k.Ablations.Whole, false), "of the whole network", "whole")
	if n := a.Removed; n > 0 {
		row(style.Text, effectText(a.Merged, true), fmt.Sprintf("%d duplicates merged", n), fmt.Sprintf("%d merged", n))
		row(style.Text, effectText(a.Zeroed, true), fmt.Sprintf("%d duplicates set to 0", n), fmt.Sprintf("%d to 0", n))
		row(style.Text, effectText(a.Random, true),
			fmt.Sprintf("%d random units set to 0", n), fmt.Sprintf("%d random", n))
	}
	return y
}

// effectText writes a macro-F1 and its change, on validation and test subjects.
func effectText(e *redundancy.Effect, change bool) string {
	var parts []string
	for _, s := range []*redundancy.Score{e.Validation, e.Test} {
		switch {
		case s == nil:
			parts = append(parts, fmt.Sprintf("%-12s", "-"))
		case change:
			parts = append(parts, fmt.Sprintf("%.3f %+.3f", s.MacroF1, s.Change))
		default:
			parts = append(parts, fmt.Sprintf("%-12.3f", s.MacroF1))
		}
	}
	return strings.Join(parts, "  ")
}

// drawList draws the rows around the cursor.
func (r *repeatsView) drawList(m *screen.Common, s *Screen, p canvas.Painter) {
	rows := r.Rows(m, s.layer)
	if len(rows) == 0 {
		p.Words(r.why(m, s.layer)+".", style.Dim)
		return
	}
	here := r.here(rows, s.At.Unit)
	r.top = max(0, min(max(min(r.top, max(here, 0)), here-p.H+1), len(rows)-p.H))
	letters := symbolsOf(m)
	for y := range min(p.H, len(rows)-r.top) {
		x := rows[r.top+y]
		r.drawRow(m, s, p, y, x, letters)
		if r.top+y == here {
			p.Ground(0, y, p.W, style.OnCursor)
			p.Put(0, y, m.Glyphs.Here, style.Accent.Strong())
		}
	}
}

func (r *repeatsView) drawRow(m *screen.Common, s *Screen, p canvas.Painter, y int, x repeatRow, letters []string) {
	weak := func(st style.Style) style.Style {
		if !x.shown {
			return st.Weak()
		}
		return st
	}
	at := 1
	if r.Listing == ListClusters && !x.representative {
		at = 3
	}
	end := p.Text(at, y, fmt.Sprintf("%02d ", x.Unit), weak(style.Text.Strong()))
	end = s.letter(p, end, y, x.Unit, letters, x.shown)
	switch {
	case x.representative:
		p.Text(end+1, y, canvas.Clip(replacesWord(x.size-1), p.W-end-2, m.Glyphs), weak(style.Dim))
	case x.other < 0:
		p.Text(end+1, y, canvas.Clip("constant: no correlation", p.W-end-2, m.Glyphs), weak(style.Dim))
	case r.Listing == ListClusters:
		p.Text(end+1, y, alike(x.r, x.lag), weak(style.Text))
	default:
		end = p.Text(end+1, y, "~ ", weak(style.Dim))
		end = p.Text(end, y, fmt.Sprintf("%02d ", x.other), weak(style.Text))
		end = s.letter(p, end, y, x.other, letters, m.Session.Open.Tree.Shows(s.layer, x.other))
		p.Text(end+1, y, alike(x.r, x.lag), weak(style.Text))
	}
}

// letter draws the symbol of a unit's activity as on the map; a blank if it has no result.
func (s *Screen) letter(p canvas.Painter, x, y, unit int, letters []string, shown bool) int {
	v := s.common.Session.Open.Visits[tree.Place{Layer: s.layer, Unit: unit}]
	if v == nil || v.Result == nil || v.Stale(s.common.Session.Settings) || v.Result.Status != optimize.OK {
		return x + 1
	}
	symbol, kind := UnknownSymbol, -1
	if v.Found.Of == v.Result && v.Found.Activity >= 0 {
		symbol, kind = letters[v.Found.Activity], v.Found.Activity
	}
	st := kindStyle(kind).Strong()
	if !shown {
		symbol, st = strings.ToLower(symbol), kindStyle(kind).Weak()
	}
	return p.Text(x, y, symbol, st)
}

// alike formats a correlation and its lag.
func alike(r float32, lag int) string {
	if lag == 0 {
		return fmt.Sprintf("%.3f", r)
	}
	return fmt.Sprintf("%.3f lag %+d", r, lag)
}

// drawAlike draws the unit under the cursor and the units most like it side by side, as tiles of the Layer screen.
func (r *repeatsView) drawAlike(m *screen.Common, s *Screen, in canvas.Area) {
	p := m.Canvas.At(canvas.Rect(in.X-1, in.Y-1, in.W+2, 1))
	title := m.Session.Open.Tree.Name(s.At) + " and similar units"
	p.Text(2, 0, canvas.Clip(" "+title+" ", p.W-4, m.Glyphs), style.Text.Strong())
	list := []repeatPair{{s.At.Unit, s.At.Unit, 1, 0}}
	if l := r.Layer(m, s.layer); l != nil {
		if rows := r.Rows(m, s.layer); r.Listing == ListPairs && r.here(rows, s.At.Unit) >= 0 {
			x := rows[r.here(rows, s.At.Unit)] // the other of the pair comes first
			list = append(list, repeatPair{x.Unit, x.other, x.r, x.lag})
		}
		for _, q := range l.Like(s.At.Unit) {
			if len(list) < 2 || list[1].B != q.B {
				list = append(list, q)
			}
		}
	}
	g := r.grid(m, s, in, len(list))
	for i, q := range list[:min(len(list), g.Columns*g.Rows)] {
		at := tree.Place{Layer: s.layer, Unit: q.B}
		var t screen.Tile
		t.Take(m, &screen.Playhead{Share: 1}, at, m.Session.Open.Visits[at], g)
		if i > 0 {
			t.About, t.Guessed, t.Stale = alike(q.R, q.lag), false, t.Stale || q.R < LeastPair
		}
		t.Draw(m.Canvas.At(canvas.Rect(in.X+i%g.Columns*g.W, in.Y+i/g.Columns*g.H(), g.W, g.H())), m.Glyphs, i == 0)
	}
}

// grid lays tiles out; they are high enough for a line plot if several rows of them fit.
func (r *repeatsView) grid(m *screen.Common, s *Screen, in canvas.Area, n int) screen.Grid {
	choices := widget.AxisChoices(m.Session.AxisNames())
	g := screen.Grid{Inside: in, Axes: choices[m.Axis%len(choices)].Axes, Plot: screen.LinePlot}
	perAxis := m.Session.Open.Network.PerAxis(s.layer)
	if perAxis {
		g.Axes = []int{0}
	} else {
		g.Plot = len(g.Axes)
	}
	if in.H >= 30 && perAxis {
		g.Plot += 2
	}
	g.Columns = max(1, min(in.W/(screen.TileWidth+5), n))
	g.W = min(in.W/g.Columns, 60)
	g.Rows = max(1, in.H/g.H())
	return g
}

// replacesWord says how many units a representative can replace.
func replacesWord(n int) string {
	if n == 1 {
		return "replaces 1 other"
	}
	return fmt.Sprintf("replaces %d others", n)
}
