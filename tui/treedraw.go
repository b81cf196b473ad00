package tui

import (
	"fmt"

	"actmax/tui/canvas"
)

func (t *tree) draw(p canvas.Painter, g *canvas.Glyphs, focused bool, summary func(layer, unit int) summary) {
	rows := t.rows()
	if len(rows) == 0 {
		p.Text(1, 0, "nothing found", canvas.Dim)
		return
	}
	here := 0
	for i, r := range rows {
		if r == t.cursor {
			here = i
		}
	}
	t.scroll(here, len(rows), p.H)
	for y := range min(p.H, len(rows)-t.top) {
		r := rows[t.top+y]
		if r.unit < 0 {
			t.drawLayer(p, y, r.layer, g)
		} else {
			t.drawUnit(p, y, r, summary(r.layer, r.unit), g)
		}
		if r == t.cursor {
			p.Ground(0, y, p.W, canvas.OnCursor)
			st := canvas.Text
			if focused {
				st = canvas.Accent.Strong()
			}
			p.Put(0, y, g.Here, st)
		}
	}
}

// scroll moves the first row so that the cursor keeps two rows of context where the pane has them.
func (t *tree) scroll(here, rows, h int) {
	if here < t.top || here >= t.top+h { // a jump: most of what follows is to be seen
		t.top = here - h/4
	}
	margin := min(2, (h-1)/2)
	t.top = min(t.top, here-margin)
	t.top = max(t.top, here+margin-h+1)
	t.top = max(0, min(t.top, rows-h))
}

func (t *tree) drawLayer(p canvas.Painter, y, layer int, g *canvas.Glyphs) {
	l := t.layers[layer]
	mark := g.Open
	if l.folded && t.match == nil {
		mark = g.Fold
	}
	p.Text(1, y, mark, canvas.Dim)
	count := fmt.Sprint(l.units)
	end := p.TextRight(p.W-1, y, count, canvas.Dim)
	p.Text(3, y, canvas.Clip(l.name, end-4, g), canvas.Text.Strong())
}

func (t *tree) drawUnit(p canvas.Painter, y int, r place, s summary, g *canvas.Glyphs) {
	digits := max(2, len(fmt.Sprint(t.layers[r.layer].units-1)))
	number := fmt.Sprintf("%0*d", digits, r.unit)
	text := func(st canvas.Style) canvas.Style {
		if s.stale {
			return st.Weak()
		}
		return st
	}
	x := p.Text(1+3-digits, y, number, text(canvas.Text))
	// From the right: mark, attainment or word; between them and the number the shape of the signal.
	mark := ""
	switch {
	case s.running:
		mark = g.Run
	case s.stale:
		mark = "~"
	case s.pinned:
		mark = "p"
	case s.restarted:
		mark = "r"
	}
	right := p.W - 2
	if mark != "" {
		st := canvas.Dim
		if s.running {
			st = canvas.Accent
		}
		p.Text(right+1, y, mark, st)
	}
	if s.word != "" && s.word != "silent" {
		p.TextRight(right, y, s.word, text(canvas.Alert))
	} else if s.word != "" {
		p.TextRight(right, y, s.word, text(canvas.Dim))
	} else if s.attainment != "" {
		p.TextRight(right, y, s.attainment, text(canvas.Text))
	}
	taken := max(4, len(s.attainment), len(s.word))
	if lo, hi, ok := canvas.Bounds(s.signal); ok && s.word == "" {
		wide := make([]float64, len(s.signal))
		for i, v := range s.signal {
			wide[i] = float64(v)
		}
		p.Spark(x+1, y, right-taken-1-(x+1), wide, lo, hi, g, text(canvas.Signal))
	}
}
