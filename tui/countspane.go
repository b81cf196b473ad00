package tui

import (
	"fmt"
	"math"

	"actmax/optimize/score"
)

// countsPane draws how the unit's activations on the training segments are spread, and where on that scale its threshold, their
// 95th percentile and the largest activation now lie.
type countsPane struct {
	values axis // along the pane
}

func (o *countsPane) reset() { o.values.reset() }

func (o *countsPane) draw(p painter, m *explorer, v *visit, sc *scene) {
	g, snap := m.glyphs, sc.snap
	layer := &m.o.Network.Layers[v.place.layer]
	counts, low, high, ok := score.Histogram(layer.Statistics, v.place.unit)
	if !ok {
		text := "no statistics: actmax model import --data adds them"
		if m.silent(v.place.layer, v.place.unit) {
			text = "never active on training segments"
		}
		p.text(1, 0, clip(text, p.w()-2, g), ink(inkDim))
		return
	}
	now := snap.MaxActivation
	// The few activations beyond far are left to a figure: they would squeeze everything else into a corner.
	lo, hi := low, min(high, score.Quantile(layer.Statistics, v.place.unit, far))
	for _, v := range []float64{now, snap.Threshold, sc.p95} {
		if known(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	hi += (hi - lo) / 20
	o.values.fit(lo, min(hi, max(high, now)))
	if o.values.hi <= o.values.lo {
		return
	}
	body := p.c.at(rect{p.r.x, p.r.y + 1, p.w(), p.h() - 2})
	plot := p.c.at(rect{body.r.x + gutter, body.r.y, body.w() - gutter - 1, body.h()})
	columns := o.columns(counts, low, high, plot.w())
	most := 1.0
	for _, n := range columns {
		most = max(most, n)
	}
	scale := axis{lo: -0.5, hi: math.Ceil(math.Log10(most) + 1e-9), step: 1}
	decades(body, &scale, g)
	limit := snap.Threshold
	for x, n := range columns {
		st := sc.ink(inkMap)
		if from := o.value(x, plot.w()); known(limit) && from >= limit {
			st = sc.ink(inkOver)
		}
		bar(plot, x, x+1, math.Log10(n), scale.lo, scale.hi, math.Inf(1), g, st, ink(inkText))
	}
	base := p.c.at(rect{plot.r.x, p.r.y, plot.w(), p.h()})
	at := func(v float64) int {
		return min(max(int((v-o.values.lo)/(o.values.hi-o.values.lo)*float64(plot.w())), 0), plot.w()-1)
	}
	o.ruler(base, at(now))
	x := 1
	for _, k := range []struct {
		name, glyph string
		v           float64
		s           style
	}{
		{"th_eap", g.edge, snap.Threshold, sc.ink(inkThreshold)}, {"p95", g.broken, sc.p95, sc.ink(inkThreshold)}, {"max", g.up, now, sc.ink(inkSignal)},
	} {
		if !known(k.v) {
			continue
		}
		if k.glyph == g.up { // below the bars, where it hides none
			base.put(at(k.v), base.h()-1, k.glyph, k.s)
		} else {
			for y := range plot.h() {
				mark(plot, at(k.v), y, k.glyph, k.s, g)
			}
		}
		x = p.text(x, 0, k.glyph, k.s)
		x = p.text(x+1, 0, fmt.Sprintf("%s %.2f", k.name, k.v), ink(inkText)) + 2
	}
	facts(p, 0, x-2, g, []string{percent(score.Percentile(layer.Statistics, v.place.unit, now)) + " below", fmt.Sprintf("largest %.3g", high)})
}

// far is the share of the activations that the pane shows.
const far = 0.9999

// value is what a column of w begins at.
func (o *countsPane) value(x, w int) float64 {
	return o.values.lo + (o.values.hi-o.values.lo)*float64(x)/float64(w)
}

// columns shares the counts of the bins out among w columns, each bin evenly over its width.
func (o *countsPane) columns(counts []float32, low, high float64, w int) []float64 {
	out := make([]float64, max(0, w))
	width := (high - low) / float64(len(counts))
	for x := range out {
		from, to := o.value(x, w), o.value(x+1, w)
		for i := max(0, int((from-low)/width)); i < len(counts); i++ {
			a, b := low+width*float64(i), low+width*float64(i+1)
			if a >= to {
				break
			}
			out[x] += float64(counts[i]) * max(0, min(b, to)-max(a, from)) / width
		}
	}
	return out
}

// ruler writes the values of the axis below the plot, those left out that would meet the mark in a column.
func (o *countsPane) ruler(p painter, mark int) {
	var at []int
	var texts []string
	for v := math.Ceil(o.values.lo/o.values.step-1e-9) * o.values.step; v <= o.values.hi+o.values.step/2; v += o.values.step {
		x := int((v - o.values.lo) / (o.values.hi - o.values.lo) * float64(p.w()))
		text := fmt.Sprintf("%.4g", math.Round(v/o.values.step)*o.values.step+0) // + 0: no -0
		if from := rulerFrom(p, x, text); mark >= from-1 && mark <= from+len(text) {
			continue
		}
		at, texts = append(at, x), append(texts, text)
	}
	ruler(p, p.h()-1, at, texts)
}
