package scores

import (
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/plot"
	"actmax/tui/session"
	"actmax/tui/style"
)

// leastSpread is the minimum height of readable histograms.
const leastSpread = 6

// mostSpread is their maximum height.
const mostSpread = 12

// drawSpread draws histograms of the units of the cell under the cursor, on the axes of the bars or wider: if figures
// span decades, a few of them determine the mean.
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
	baseline := session.NaN
	if m.BaselinesKnown(layer) {
		baseline = float64(m.LayerFacts(layer).Floor)
	}
	simAxis, attAxis := c.sim, c.att
	simAxis.Fit(sim...)
	attAxis.Fit(att...)
	w := (p.W - 4) / 2
	part := func(x int) canvas.Painter { return p.Part(x, 0, w, p.H) }
	g := c.common.Glyphs
	plot.Histogram(part(1), "units by "+c.common.Spell("S_sim G²"), simAxis, sim, []float64{baseline}, g, style.Real)
	plot.Histogram(part(w+3), "units by attainment", attAxis, att, []float64{score.Low, score.High}, g, style.Signal)
}
