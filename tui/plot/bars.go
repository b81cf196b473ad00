package plot

import (
	"math"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// Spark draws values as one row of w blocks between lo and hi. If there are more values than columns, a column shows
// the mean of its values; if fewer, a value takes several columns.
func Spark(p canvas.Painter, x, y, w int, values []float64, lo, hi float64, g *style.Glyphs, s style.Style) {
	if len(values) == 0 || w < 1 {
		return
	}
	for i := range w {
		from, to := i*len(values)/w, (i+1)*len(values)/w
		v, n := 0.0, 0
		for _, u := range values[from:max(to, from+1)] {
			v, n = v+u, n+1
		}
		v /= float64(n)
		if !known(v) {
			continue
		}
		p.Put(x+i, y, g.Spark[Level(v, lo, hi, len(g.Spark))], s)
	}
}

// Level maps v between lo and hi to one of n levels.
func Level(v, lo, hi float64, n int) int {
	if !(hi > lo) {
		return 0
	}
	return min(max(int((v-lo)/(hi-lo)*float64(n)), 0), n-1)
}

// Bar fills columns x0..x1 from the bottom up to v between lo and hi, in eighths of a row, or in quarters if there
// are many rows, because invisible steps only cost bytes. Rows that lie wholly or partly above the limit (NaN: none)
// have the second style.
func Bar(p canvas.Painter, x0, x1 int, v, lo, hi, limit float64, g *style.Glyphs, s, over style.Style) {
	h := p.H
	if h < 1 || !(hi > lo) || math.IsNaN(v) {
		return
	}
	full := len(g.Bars) - 1
	eighths := int(math.Round(min(max((v-lo)/(hi-lo), 0), 1) * float64(h*full)))
	if h >= 6 {
		eighths = (eighths + 1) / 2 * 2
	}
	if eighths == 0 && v > lo {
		eighths = 1 // show that there is a value
	}
	for row := range h {
		n := min(max(eighths-row*full, 0), full)
		if n == 0 {
			break
		}
		st := s
		if top := lo + (hi-lo)*float64(row+1)/float64(h); v > limit && top > limit {
			st = over
		}
		for x := x0; x < x1; x++ {
			p.Put(x, h-1-row, g.Bars[n], st)
		}
	}
}

// Mark draws a glyph over the content of a cell; a full bar stays behind it.
func Mark(p canvas.Painter, x, y int, glyph string, s style.Style, g *style.Glyphs) {
	if c := p.Cell(x, y); c != nil && c.Text == g.Bars[len(g.Bars)-1] {
		behind := style.OnMap
		if c.Style.Ink() == style.Over {
			behind = style.OnOver
		}
		s = style.Text.On(behind)
	}
	p.Put(x, y, glyph, s)
}
