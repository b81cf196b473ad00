package canvas

import (
	"fmt"
	"math"
	"strconv"
)

// LogAxis is a logarithmic axis from a power of ten to another.
type LogAxis struct {
	lo, hi int // exponents
	set    bool
}

// leastDecade is where logarithmic axes begin at the lowest: a value that is all but zero would leave no room for the others.
const leastDecade = -4

// Fit lets the axis take in values; those that are not positive and finite have no place on it.
func (d *LogAxis) Fit(values ...float64) {
	for _, v := range values {
		if !Known(v) || v <= 0 {
			continue
		}
		lo, hi := max(int(math.Floor(math.Log10(v)+1e-9)), leastDecade), max(int(math.Ceil(math.Log10(v)-1e-9)), leastDecade+1)
		if !d.set {
			d.lo, d.hi, d.set = lo, max(hi, lo+1), true
			continue
		}
		d.lo, d.hi = min(d.lo, lo), max(d.hi, hi)
	}
}

// At is the place of a value between 0 and 1.
func (d *LogAxis) At(v float64) float64 {
	if !d.set || !Known(v) || v <= 0 {
		return 0
	}
	return min(max((math.Log10(v)-float64(d.lo))/float64(d.hi-d.lo), 0), 1)
}

// Ends writes the ends of the axis: "0.001" and "10".
func (d *LogAxis) Ends() (lo, hi string) { return power(d.lo), power(d.hi) }

// power writes ten to a power.
func power(exponent int) string {
	if exponent < -4 || exponent > 4 {
		return fmt.Sprintf("1e%d", exponent)
	}
	return strconv.FormatFloat(math.Pow10(exponent), 'f', -1, 64)
}

// Draw draws a bar from the left end to a value, and a mark at another (NaN: none), w columns wide.
func (d *LogAxis) Draw(p Painter, x, y, w int, v, mark float64, g *Glyphs, s Style) {
	full := len(g.Across) - 1
	parts := int(math.Round(d.At(v) * float64(w*full)))
	if parts == 0 && Known(v) && v > 0 {
		parts = 1
	}
	at := -1
	if Known(mark) && mark > 0 && d.set {
		at = min(int(d.At(mark)*float64(w)), w-1)
	}
	for i := range w {
		n := min(max(parts-i*full, 0), full)
		switch {
		case i == at && n == 0:
			p.Put(x+i, y, g.Crossed[0], Threshold)
		case i == at:
			p.Put(x+i, y, g.Crossed[n], s)
		case n > 0:
			p.Put(x+i, y, g.Across[n], s)
		}
	}
}

// Histogram counts values on a logarithmic axis, two columns a bin, with upright marks.
func (p Painter) Histogram(title string, axis LogAxis, values, marks []float64, g *Glyphs, s Style) {
	bins := p.W / 2
	if bins < 1 {
		return
	}
	counts, most := make([]int, bins), 0
	for _, v := range values {
		i := min(int(axis.At(v)*float64(bins)), bins-1)
		if counts[i]++; counts[i] > most {
			most = counts[i]
		}
	}
	p.Text(0, 0, Clip(title, p.W, g), Dim)
	p.TextRight(2*bins, 0, fmt.Sprintf("highest %d", most), Dim)
	body := p.Part(0, 1, 2*bins, p.H-2)
	for _, v := range marks {
		if x := min(int(axis.At(v)*float64(body.W)), body.W-1); Known(v) && v > 0 {
			for y := range body.H {
				body.Put(x, y, g.Edge, Threshold)
			}
		}
	}
	for i, n := range counts {
		if n > 0 {
			body.Bar(2*i, 2*i+1, float64(n), 0, float64(most), math.NaN(), g, s, s)
		}
	}
	end := -1
	for e := axis.lo; e <= axis.hi; e++ {
		text := power(e)
		if x := body.RulerFrom((e-axis.lo)*(body.W-1)/(axis.hi-axis.lo), text); x > end {
			end = p.Text(x, p.H-1, text, Dim)
		}
	}
}
