package tui

import (
	"fmt"

	"actmax/optimize/score"
)

// leastSpread is the least number of lines in which histograms can be read.
const leastSpread = 6

// mostSpread is how many lines they take at most.
const mostSpread = 12

// drawSpread shows how the units of the cell under the cursor lie around its means, on the axes of the bars: a mean of figures that
// spread over decades is made by few of them.
func (c *scoresScreen) drawSpread(m *explorer, p painter) {
	if p.h() < leastSpread || len(c.layers) == 0 {
		return
	}
	layer := c.cursor.layer
	var sim, att []float64
	for _, s := range c.column(m).layers[layer] {
		if !m.scoredFully(s) {
			continue
		}
		if u := c.board.unit(m, layer, s); !u.Silent && !u.Failed {
			sim, att = append(sim, u.Similar), append(att, u.Reached)
		}
	}
	if len(att) == 0 {
		return
	}
	floor := nan
	if m.floorsKnown(layer) {
		floor = float64(m.layerFacts(layer).Floor)
	}
	w := (p.w() - 4) / 2
	part := func(x int) painter { return p.c.at(rect{p.r.x + x, p.r.y, w, min(p.h(), mostSpread)}) }
	histogram(part(1), m, "units by "+m.spell("S_sim G²"), c.sim, sim, []float64{floor}, ink(inkReal))
	histogram(part(w+3), m, "units by attainment", c.att, att, []float64{score.Low, score.High}, ink(inkSignal))
}

// histogram counts values on a logarithmic axis, two columns a bin, with upright marks.
func histogram(p painter, m *explorer, title string, axis logAxis, values, marks []float64, s style) {
	g := m.glyphs
	bins := p.w() / 2
	if bins < 1 {
		return
	}
	counts, most := make([]int, bins), 0
	for _, v := range values {
		i := min(int(axis.at(v)*float64(bins)), bins-1)
		if counts[i]++; counts[i] > most {
			most = counts[i]
		}
	}
	p.text(0, 0, clip(title, p.w(), g), ink(inkDim))
	p.textRight(2*bins, 0, fmt.Sprintf("highest %d", most), ink(inkDim))
	body := p.c.at(rect{p.r.x, p.r.y + 1, 2 * bins, p.h() - 2})
	for _, v := range marks {
		if x := min(int(axis.at(v)*float64(body.w())), body.w()-1); known(v) && v > 0 {
			for y := range body.h() {
				body.put(x, y, g.edge, ink(inkThreshold))
			}
		}
	}
	for i, n := range counts {
		if n > 0 {
			bar(body, 2*i, 2*i+1, float64(n), 0, float64(most), nan, g, s, style{})
		}
	}
	end := -1
	for e := axis.lo; e <= axis.hi; e++ {
		text := power(e)
		x := min(max((e-axis.lo)*(body.w()-1)/(axis.hi-axis.lo)-len(text)/2, 0), body.w()-len(text))
		if x > end {
			end = p.text(x, p.h()-1, text, ink(inkDim))
		}
	}
}
