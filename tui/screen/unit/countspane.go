package unit

import (
	"fmt"
	"math"

	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/session/visit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// CountsPane draws the histogram of the unit's activations on the training segments, with its threshold, their 95th
// percentile and the current largest activation.
type CountsPane struct {
	Values plot.Axis // along the pane
}

func (o *CountsPane) reset() { o.Values.Reset() }

func (o *CountsPane) draw(p canvas.Painter, m *Screen, v *visit.Visit, sc *widget.Scene) {
	g, snap := m.c.Glyphs, sc.Snap
	layer := &m.c.Session.Open.Network.Layers[v.Place.Layer]
	counts, low, high, ok := score.Histogram(layer.Statistics, v.Place.Unit)
	if !ok {
		text := "no statistics; add them with `actmax model import --data`"
		if m.c.Session.Silent(v.Place.Layer, v.Place.Unit) {
			text = "never active on training segments"
		}
		p.Text(1, 0, canvas.Clip(text, p.W-2, g), style.Dim)
		return
	}
	now := snap.MaxActivation
	// The few activations beyond shownQuantile are given as a number: they would squeeze the rest of the plot.
	lo, hi := low, min(high, score.Quantile(layer.Statistics, v.Place.Unit, shownQuantile))
	for _, v := range []float64{now, snap.Threshold, sc.P95} {
		if number.Known(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	hi += (hi - lo) / 20
	o.Values.Fit(lo, min(hi, max(high, now)))
	if o.Values.Hi <= o.Values.Lo {
		return
	}
	body := p.Part(0, 1, p.W, p.H-2)
	labels, area := plot.Areas(body)
	columns := o.Columns(counts, low, high, area.W)
	most := 1.0
	for _, n := range columns {
		most = max(most, n)
	}
	scale := plot.Axis{Lo: -0.5, Hi: math.Ceil(math.Log10(most) + 1e-9), Step: 1}
	scale.Decades(labels, g)
	limit := snap.Threshold
	for x, n := range columns {
		st := sc.Ink(style.Map)
		if from := o.value(x, area.W); number.Known(limit) && from >= limit {
			st = sc.Ink(style.Over)
		}
		plot.Bar(area, x, x+1, math.Log10(n), scale.Lo, scale.Hi, math.Inf(1), g, st, style.Text)
	}
	base := p.Part(plot.Gutter, 0, area.W, p.H)
	at := func(v float64) int {
		return min(max(int((v-o.Values.Lo)/(o.Values.Hi-o.Values.Lo)*float64(area.W)), 0), area.W-1)
	}
	o.ruler(base, at(now))
	x := 1
	for _, k := range []struct {
		name, glyph string
		v           float64
		s           style.Style
	}{
		{"th_eap", g.Edge, snap.Threshold, sc.Ink(style.Threshold)},
		{"p95", g.Broken, sc.P95, sc.Ink(style.Threshold)},
		{"max", g.Up, now, sc.Ink(style.Signal)},
	} {
		if !number.Known(k.v) {
			continue
		}
		if k.glyph == g.Up { // below the bars, so that it hides none
			base.Put(at(k.v), base.H-1, k.glyph, k.s)
		} else {
			for y := range area.H {
				plot.Mark(area, at(k.v), y, k.glyph, k.s, g)
			}
		}
		x = p.Text(x, 0, k.glyph, k.s)
		x = p.Text(x+1, 0, fmt.Sprintf("%s %.2f", k.name, k.v), style.Text) + 2
	}
	below := number.Percent(score.Percentile(layer.Statistics, v.Place.Unit, now))
	p.Facts(0, x-2, g, []string{below + " below", fmt.Sprintf("largest %.3g", high)})
}

// shownQuantile is the share of the activations that the pane shows.
const shownQuantile = 0.9999

// value returns the activation at the left edge of column x of w.
func (o *CountsPane) value(x, w int) float64 {
	return o.Values.Lo + (o.Values.Hi-o.Values.Lo)*float64(x)/float64(w)
}

// Columns distributes the counts of the bins over w columns, each bin evenly over its width.
func (o *CountsPane) Columns(counts []float32, low, high float64, w int) []float64 {
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

// ruler draws the values of the axis below the plot, without those that would overlap the mark.
func (o *CountsPane) ruler(p canvas.Painter, mark int) {
	var at []int
	var texts []string
	lo, hi, step := o.Values.Lo, o.Values.Hi, o.Values.Step
	for v := math.Ceil(lo/step-1e-9) * step; v <= hi+step/2; v += step {
		x := int((v - lo) / (hi - lo) * float64(p.W))
		text := fmt.Sprintf("%.4g", math.Round(v/step)*step+0) // + 0: no -0
		if from := plot.RulerFrom(p, x, text); mark >= from-1 && mark <= from+len(text) {
			continue
		}
		at, texts = append(at, x), append(texts, text)
	}
	plot.Ruler(p, p.H-1, at, texts)
}
