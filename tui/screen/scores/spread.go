package scores

import (
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/plot"
	"actmax/tui/session"
	"actmax/tui/style"
)

// leastSpread is the least number of lines in which histograms can be read.
const leastSpread = 6

// mostSpread is how many lines they take at most.
const mostSpread = 12

// drawSpread shows how the units of the cell under the cursor lie around its means, on the axes of the bars where these reach far
// enough: a mean of figures that spread over decades is made by few of them.
func (c *Screen) drawSpread(p canvas.Painter) {
	m := c.common.Session
	layer := c.Cursor.Layer
	var sim, att []float64
	for _, s := range c.Column().Layers[layer] {
		if !c.Board.Knows(m, s) {
			continue
		}
		if u := c.Board.Unit(m, layer, s); !u.Silent && !u.Failed {
			sim, att = append(sim, u.Similar), append(att, u.Reached)
		}
	}
	if len(att) == 0 {
		return
	}
	floor := session.NaN
	if m.FloorsKnown(layer) {
		floor = float64(m.LayerFacts(layer).Floor)
	}
	simAxis, attAxis := c.sim, c.att
	simAxis.Fit(sim...)
	attAxis.Fit(att...)
	w := (p.W - 4) / 2
	part := func(x int) canvas.Painter { return p.Part(x, 0, w, p.H) }
	plot.Histogram(part(1), "units by "+c.common.Spell("S_sim G²"), simAxis, sim, []float64{floor}, c.common.Glyphs, style.Real)
	plot.Histogram(part(w+3), "units by attainment", attAxis, att, []float64{score.Low, score.High}, c.common.Glyphs, style.Signal)
}
