package plot

import (
	"fmt"
	"math"
	"strconv"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// LogAxis is a logarithmic axis between two powers of ten.
type LogAxis struct {
	lo, hi int // exponents
	set    bool
}

// leastDecade is the lowest exponent of logarithmic axes, because a value near zero would leave no space for the
// others.
const leastDecade = -4

// Fit extends the axis to show values; those that are not positive and finite are ignored.
func (d *LogAxis) Fit(values ...float64) {
	for _, v := range values {
		if !known(v) || v <= 0 {
			continue
		}
		lo := max(int(math.Floor(math.Log10(v)+1e-9)), leastDecade)
		hi := max(int(math.Ceil(math.Log10(v)-1e-9)), leastDecade+1)
		if !d.set {
			d.lo, d.hi, d.set = lo, max(hi, lo+1), true
			continue
		}
		d.lo, d.hi = min(d.lo, lo), max(d.hi, hi)
	}
}

// At returns the position of a value as a fraction of the axis.
func (d *LogAxis) At(v float64) float64 {
	if !d.set || !known(v) || v <= 0 {
		return 0
	}
	return min(max((math.Log10(v)-float64(d.lo))/float64(d.hi-d.lo), 0), 1)
}

// Ends returns the ends of the axis: "0.001" and "10".
func (d *LogAxis) Ends() (lo, hi string) { return power(d.lo), power(d.hi) }

// power returns a power of ten as text.
func power(exponent int) string {
	if exponent < -4 || exponent > 4 {
		return fmt.Sprintf("1e%d", exponent)
	}
	return strconv.FormatFloat(math.Pow10(exponent), 'f', -1, 64)
}

// Draw draws a bar from the left end to a value, and a mark at another (NaN: none), w columns wide.
func (d *LogAxis) Draw(p canvas.Painter, x, y, w int, v, mark float64, g *style.Glyphs, s style.Style) {
	full := len(g.Across) - 1
	parts := int(math.Round(d.At(v) * float64(w*full)))
	if parts == 0 && known(v) && v > 0 {
		parts = 1
	}
	at := -1
	if known(mark) && mark > 0 && d.set {
		at = min(int(d.At(mark)*float64(w)), w-1)
	}
	for i := range w {
		n := min(max(parts-i*full, 0), full)
		switch {
		case i == at && n == 0:
			p.Put(x+i, y, g.Crossed[0], style.Threshold)
		case i == at:
			p.Put(x+i, y, g.Crossed[n], s)
		case n > 0:
			p.Put(x+i, y, g.Across[n], s)
		}
	}
}
