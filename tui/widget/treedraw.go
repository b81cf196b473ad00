package widget

import (
	"fmt"

	"actmax/tui/canvas"
	"actmax/tui/plot"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
)

// TreeView draws layers and units.
type TreeView struct {
	top int // first row on the screen
}

// Draw draws the rows around the cursor.
func (w *TreeView) Draw(
	t *tree.Tree, p canvas.Painter, g *style.Glyphs, focused bool, summary func(layer, unit int) visit.Summary,
) {
	rows := t.Rows()
	if len(rows) == 0 {
		p.Text(1, 0, "no match", style.Dim)
		return
	}
	here := 0
	for i, r := range rows {
		if r == t.Cursor {
			here = i
		}
	}
	w.scroll(here, len(rows), p.H)
	for y := range min(p.H, len(rows)-w.top) {
		r := rows[w.top+y]
		if r.Unit < 0 {
			drawTreeLayer(t, p, y, r.Layer, g)
		} else {
			drawTreeUnit(t, p, y, r, summary(r.Layer, r.Unit), g)
		}
		if r == t.Cursor {
			p.Ground(0, y, p.W, style.OnCursor)
			st := style.Text
			if focused {
				st = style.Accent.Strong()
			}
			p.Put(0, y, g.Here, st)
		}
	}
}

// scroll moves the first row so that the cursor keeps two rows of context if the pane is high enough.
func (w *TreeView) scroll(here, rows, h int) {
	if here < w.top || here >= w.top+h { // a jump: show mostly what follows
		w.top = here - h/4
	}
	margin := min(2, (h-1)/2)
	w.top = min(w.top, here-margin)
	w.top = max(w.top, here+margin-h+1)
	w.top = max(0, min(w.top, rows-h))
}

func drawTreeLayer(t *tree.Tree, p canvas.Painter, y, layer int, g *style.Glyphs) {
	l := t.Layers[layer]
	mark := g.Open
	if l.Folded && t.Match == nil {
		mark = g.Fold
	}
	p.Text(1, y, mark, style.Dim)
	count := fmt.Sprint(l.Units)
	end := p.TextRight(p.W-1, y, count, style.Dim)
	p.Text(3, y, canvas.Clip(l.Name, end-4, g), style.Text.Strong())
}

func drawTreeUnit(t *tree.Tree, p canvas.Painter, y int, r tree.Place, s visit.Summary, g *style.Glyphs) {
	digits := max(2, len(fmt.Sprint(t.Layers[r.Layer].Units-1)))
	number := fmt.Sprintf("%0*d", digits, r.Unit)
	text := func(st style.Style) style.Style {
		if s.Stale {
			return st.Weak()
		}
		return st
	}
	x := p.Text(1+3-digits, y, number, text(style.Text))
	// From the right: mark, attainment or word; the shape of the signal fills the space up to the number.
	mark := ""
	switch {
	case s.Running:
		mark = g.Run
	case s.Stale:
		mark = "~"
	case s.Pinned:
		mark = "p"
	case s.Restarted:
		mark = "r"
	}
	right := p.W - 2
	if mark != "" {
		st := style.Dim
		if s.Running {
			st = style.Accent
		}
		p.Text(right+1, y, mark, st)
	}
	if s.Word != "" && s.Word != "silent" {
		p.TextRight(right, y, s.Word, text(style.Alert))
	} else if s.Word != "" {
		p.TextRight(right, y, s.Word, text(style.Dim))
	} else if s.Attainment != "" {
		p.TextRight(right, y, s.Attainment, text(style.Text))
	}
	taken := max(4, len(s.Attainment), len(s.Word))
	if lo, hi, ok := plot.Bounds(s.Signal); ok && s.Word == "" {
		wide := make([]float64, len(s.Signal))
		for i, v := range s.Signal {
			wide[i] = float64(v)
		}
		plot.Spark(p, x+1, y, right-taken-1-(x+1), wide, lo, hi, g, text(style.Signal))
	}
}

// At returns the place drawn in a row of the pane.
func (w *TreeView) At(t *tree.Tree, row int) (tree.Place, bool) {
	rows := t.Rows()
	if i := w.top + row; i >= 0 && i < len(rows) {
		return rows[i], true
	}
	return tree.Place{}, false
}
