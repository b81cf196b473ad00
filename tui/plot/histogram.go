package plot

import (
	"fmt"
	"math"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// Histogram counts values on a logarithmic axis, two columns a bin, with upright marks.
func Histogram(p canvas.Painter, title string, axis LogAxis, values, marks []float64, g *style.Glyphs, s style.Style) {
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
	p.Text(0, 0, canvas.Clip(title, p.W, g), style.Dim)
	p.TextRight(2*bins, 0, fmt.Sprintf("highest %d", most), style.Dim)
	body := p.Part(0, 1, 2*bins, p.H-2)
	for _, v := range marks {
		if x := min(int(axis.At(v)*float64(body.W)), body.W-1); known(v) && v > 0 {
			for y := range body.H {
				body.Put(x, y, g.Edge, style.Threshold)
			}
		}
	}
	for i, n := range counts {
		if n > 0 {
			Bar(body, 2*i, 2*i+1, float64(n), 0, float64(most), math.NaN(), g, s, s)
		}
	}
	end := -1
	for e := axis.lo; e <= axis.hi; e++ {
		text := power(e)
		if x := RulerFrom(body, (e-axis.lo)*(body.W-1)/(axis.hi-axis.lo), text); x > end {
			end = p.Text(x, p.H-1, text, style.Dim)
		}
	}
}
