package canvas

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/guptarohit/asciigraph"
)

// Curve draws values as a line over the painter's area: asciigraph, behind a guard. asciigraph panics on an empty
// series and on infinities, takes as many rows as the values ask for where no height is given, and puts its own
// labels; here a series is first put into units of rows between lo and hi, so that it fills the rectangle exactly.
//
// There is one value a column boundary, w+1 in all. A value that is not finite leaves a gap; one outside lo..hi is
// clipped to the edge. Fewer than two rows cannot hold a line: use Spark.
func (p Painter) Curve(values []float64, lo, hi float64, g *Glyphs, s Style) {
	w, h := p.W, p.H
	if h < 2 || w < 1 || len(values) < 2 || !(hi > lo) || math.IsInf(hi-lo, 0) {
		return
	}
	rows := make([]float64, min(len(values), w+1))
	seen := false
	for i := range rows {
		v := (values[i] - lo) / (hi - lo) * float64(h-1)
		if !Known(v) {
			rows[i] = math.NaN()
			continue
		}
		rows[i], seen = min(max(v, 0), float64(h-1)), true
	}
	if !seen {
		return
	}
	text := asciigraph.Plot(rows, asciigraph.Height(h-1), asciigraph.LowerBound(0), asciigraph.UpperBound(float64(h-1)),
		asciigraph.Offset(1), asciigraph.SeriesChars(g.curve))
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

// CurveWithin draws a line as Curve does, but leaves out what lies beyond lo..hi and marks there, in the middle of each
// stretch, that it goes on.
func (p Painter) CurveWithin(values []float64, lo, hi float64, g *Glyphs, s Style) {
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
	p.Curve(kept, lo, hi, g, s)
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

// Spark writes values as one row of w blocks between lo and hi. Where there are more values than columns a column
// shows the mean of its values, where fewer, a value takes several columns.
func (p Painter) Spark(x, y, w int, values []float64, lo, hi float64, g *Glyphs, s Style) {
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
		if !Known(v) {
			continue
		}
		p.Put(x+i, y, g.Spark[Level(v, lo, hi, len(g.Spark))], s)
	}
}

// Level puts v between lo and hi on one of n levels.
func Level(v, lo, hi float64, n int) int {
	if !(hi > lo) {
		return 0
	}
	return min(max(int((v-lo)/(hi-lo)*float64(n)), 0), n-1)
}

// Bar fills columns x0..x1 from the bottom up to v between lo and hi, in eighths of a row, or quarters where there are rows
// enough: steps that cannot be seen would only be sent. Rows that lie wholly or
// partly above the limit (NaN: none) take the second style.
func (p Painter) Bar(x0, x1 int, v, lo, hi, limit float64, g *Glyphs, s, over Style) {
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
		eighths = 1 // something is there
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

// Known tells whether a number is there to be shown.
func Known(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Bounds returns the least and the greatest finite value; ok is false where there is none.
func Bounds(values []float32) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if f := float64(v); Known(f) {
			lo, hi, ok = min(lo, f), max(hi, f), true
		}
	}
	return lo, hi, ok
}

// Finite reports whether every value is.
func Finite(values []float32) bool {
	for _, v := range values {
		if !Known(float64(v)) {
			return false
		}
	}
	return true
}

// Stretch resamples a series of samples to one value a column boundary of w columns. Sample t stands in the middle of
// its share of the width, from t*w/n to (t+1)*w/n, as the bars of the feature map do, so that both plots share one
// time axis; between the middles values are joined by straight lines, outside the first and last they are held.
func Stretch(samples []float32, w int, shift int) []float64 {
	out := make([]float64, w+1)
	n := len(samples)
	for x := range out {
		at := float64(x)*float64(n)/float64(w) - 0.5 - float64(shift)
		if shift != 0 && (at < -0.5 || at > float64(n)-0.5) {
			out[x] = math.NaN() // a shifted segment ends where its samples end
			continue
		}
		at = min(max(at, 0), float64(n-1))
		i := min(int(at), n-2)
		if n == 1 {
			out[x] = float64(samples[0])
			continue
		}
		f := at - float64(i)
		out[x] = float64(samples[i])*(1-f) + float64(samples[i+1])*f
	}
	return out
}
