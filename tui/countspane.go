package tui

import (
	"fmt"
	"math"

	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// countsPane draws how the unit's activations on the training segments are spread, and where on that scale its threshold, their
// 95th percentile and the largest activation now lie.
type countsPane struct {
	values canvas.Axis // along the pane
}

func (o *countsPane) reset() { o.values.Reset() }

func (o *countsPane) draw(p canvas.Painter, m *unitScreen, v *visit.Visit, sc *widget.Scene) {
	g, snap := m.Glyphs, sc.Snap
	layer := &m.Network.Layers[v.Place.Layer]
	counts, low, high, ok := score.Histogram(layer.Statistics, v.Place.Unit)
	if !ok {
		text := "no statistics: actmax model import --data adds them"
		if m.Silent(v.Place.Layer, v.Place.Unit) {
			text = "never active on training segments"
		}
		p.Text(1, 0, canvas.Clip(text, p.W-2, g), canvas.Dim)
		return
	}
	now := snap.MaxActivation
	// The few activations beyond far are left to a figure: they would squeeze everything else into a corner.
	lo, hi := low, min(high, score.Quantile(layer.Statistics, v.Place.Unit, far))
	for _, v := range []float64{now, snap.Threshold, sc.P95} {
		if number.Known(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	hi += (hi - lo) / 20
	o.values.Fit(lo, min(hi, max(high, now)))
	if o.values.Hi <= o.values.Lo {
		return
	}
	body := p.Part(0, 1, p.W, p.H-2)
	labels, plot := body.Plot()
	columns := o.columns(counts, low, high, plot.W)
	most := 1.0
	for _, n := range columns {
		most = max(most, n)
	}
	scale := canvas.Axis{Lo: -0.5, Hi: math.Ceil(math.Log10(most) + 1e-9), Step: 1}
	scale.Decades(labels, g)
	limit := snap.Threshold
	for x, n := range columns {
		st := sc.Ink(canvas.Map)
		if from := o.value(x, plot.W); number.Known(limit) && from >= limit {
			st = sc.Ink(canvas.Over)
		}
		plot.Bar(x, x+1, math.Log10(n), scale.Lo, scale.Hi, math.Inf(1), g, st, canvas.Text)
	}
	base := p.Part(canvas.Gutter, 0, plot.W, p.H)
	at := func(v float64) int {
		return min(max(int((v-o.values.Lo)/(o.values.Hi-o.values.Lo)*float64(plot.W)), 0), plot.W-1)
	}
	o.ruler(base, at(now))
	x := 1
	for _, k := range []struct {
		name, glyph string
		v           float64
		s           canvas.Style
	}{
		{"th_eap", g.Edge, snap.Threshold, sc.Ink(canvas.Threshold)}, {"p95", g.Broken, sc.P95, sc.Ink(canvas.Threshold)}, {"max", g.Up, now, sc.Ink(canvas.Signal)},
	} {
		if !number.Known(k.v) {
			continue
		}
		if k.glyph == g.Up { // below the bars, where it hides none
			base.Put(at(k.v), base.H-1, k.glyph, k.s)
		} else {
			for y := range plot.H {
				plot.Mark(at(k.v), y, k.glyph, k.s, g)
			}
		}
		x = p.Text(x, 0, k.glyph, k.s)
		x = p.Text(x+1, 0, fmt.Sprintf("%s %.2f", k.name, k.v), canvas.Text) + 2
	}
	p.Facts(0, x-2, g, []string{number.Percent(score.Percentile(layer.Statistics, v.Place.Unit, now)) + " below", fmt.Sprintf("largest %.3g", high)})
}

// far is the share of the activations that the pane shows.
const far = 0.9999

// value is what a column of w begins at.
func (o *countsPane) value(x, w int) float64 {
	return o.values.Lo + (o.values.Hi-o.values.Lo)*float64(x)/float64(w)
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
func (o *countsPane) ruler(p canvas.Painter, mark int) {
	var at []int
	var texts []string
	for v := math.Ceil(o.values.Lo/o.values.Step-1e-9) * o.values.Step; v <= o.values.Hi+o.values.Step/2; v += o.values.Step {
		x := int((v - o.values.Lo) / (o.values.Hi - o.values.Lo) * float64(p.W))
		text := fmt.Sprintf("%.4g", math.Round(v/o.values.Step)*o.values.Step+0) // + 0: no -0
		if from := p.RulerFrom(x, text); mark >= from-1 && mark <= from+len(text) {
			continue
		}
		at, texts = append(at, x), append(texts, text)
	}
	p.Ruler(p.H-1, at, texts)
}
