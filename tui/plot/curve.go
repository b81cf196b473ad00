package plot

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/guptarohit/asciigraph"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// Curve draws values as a line over the painter's area: asciigraph, behind a guard. asciigraph panics on an empty
// series and on infinities, takes as many rows as the values ask for where no height is given, and puts its own
// labels; here a series is first put into units of rows between lo and hi, so that it fills the area exactly.
//
// There is one value a column boundary, one more than there are columns. A value that is not finite leaves a gap; one
// outside lo..hi is clipped to the edge. Fewer than two rows cannot hold a line: use Spark.
func Curve(p canvas.Painter, values []float64, lo, hi float64, g *style.Glyphs, s style.Style) {
	w, h := p.W, p.H
	if h < 2 || w < 1 || len(values) < 2 || !(hi > lo) || math.IsInf(hi-lo, 0) {
		return
	}
	rows := make([]float64, min(len(values), w+1))
	seen := false
	for i := range rows {
		v := (values[i] - lo) / (hi - lo) * float64(h-1)
		if !known(v) {
			rows[i] = math.NaN()
			continue
		}
		rows[i], seen = min(max(v, 0), float64(h-1)), true
	}
	if !seen {
		return
	}
	text := asciigraph.Plot(rows, asciigraph.Height(h-1), asciigraph.LowerBound(0), asciigraph.UpperBound(float64(h-1)),
		asciigraph.Offset(1), asciigraph.SeriesChars(pieces(g.Curve)))
	y := 0
	for line := range strings.SplitSeq(text, "\n") {
		x := -1 // the first column is asciigraph's own axis
		for len(line) > 0 {
			_, n := utf8.DecodeRuneInString(line)
			if x >= 0 && line[:n] != " " {
				p.Put(x, y, line[:n], s)
			}
			line = line[n:]
			x++
		}
		y++
	}
}

// CurveWithin draws a line as Curve does, but leaves out what lies outside lo..hi and marks the middle of each such
// stretch at the edge.
func CurveWithin(p canvas.Painter, values []float64, lo, hi float64, g *style.Glyphs, s style.Style) {
	const slack = 1e-9
	side := func(v float64) int {
		switch {
		case v > hi+slack:
			return 1
		case v < lo-slack:
			return -1
		}
		return 0 // not a number among them
	}
	kept := make([]float64, len(values))
	for i, v := range values {
		if kept[i] = v; side(v) != 0 {
			kept[i] = math.NaN()
		}
	}
	Curve(p, kept, lo, hi, g, s)
	for from := 0; from < len(values); {
		to := from + 1
		for to < len(values) && side(values[to]) == side(values[from]) {
			to++
		}
		x := min((from+to-1)/2, p.W-1)
		switch side(values[from]) {
		case 1:
			p.Put(x, 0, g.Up, s)
		case -1:
			p.Put(x, p.H-1, g.Down, s)
		}
		from = to
	}
}

// pieces returns the pieces of a curve as asciigraph names them.
func pieces(c style.Curve) asciigraph.CharSet {
	return asciigraph.CharSet{
		Horizontal: c.Across, VerticalLine: c.Upright,
		ArcDownRight: c.DownRight, ArcDownLeft: c.DownLeft, ArcUpRight: c.UpRight, ArcUpLeft: c.UpLeft,
		StartCap: c.Begin, EndCap: c.End,
	}
}
