package report

import (
	"fmt"
	"math"

	"actmax/optimize/score"
	"actmax/optimize/study"
)

// grid holds the scores of a head under a preset by layer and method.
type grid struct {
	layers, methods []string
	rows            map[[2]string]study.Row
}

func gridOf(s *study.Study, head, preset string) grid {
	g := grid{rows: map[[2]string]study.Row{}}
	add := func(list *[]string, v string) {
		for _, have := range *list {
			if have == v {
				return
			}
		}
		*list = append(*list, v)
	}
	for _, r := range s.Rows {
		if r.Head == head && r.Preset == preset {
			add(&g.layers, r.Layer)
			add(&g.methods, r.Method)
			g.rows[[2]string{r.Layer, r.Method}] = r
		}
	}
	return g
}

// underline is a line of numbers under the bars.
type underline struct {
	name string
	of   func(study.Row) string
}

// barPlot draws one bar per method, in groups by layer, on a logarithmic axis.
type barPlot struct {
	name   string                       // of the value axis
	value  func(study.Row) study.Spread // of each bar
	from   float64                      // value at which bars begin; NaN: the bottom of the plot
	mark   func(study.Row) (v float64)  // a hollow diamond at each bar; nil: none
	under  []underline
	extra  func(s *SVG, p Plot, left, right float64, r study.Row) // draws on each group; r is its first row
	back   func(s *SVG, p Plot)                                   // draws the background
	within []float64                                              // more values that the axis shows
}

const (
	barsWidth   = 1000
	barsHeight  = 300
	underHeight = 16
)

// height is the height of the plot with its labels.
func (b *barPlot) height() float64 {
	return 40 + barsHeight + 30 + underHeight*float64(len(b.under)) + 6
}

func (b *barPlot) draw(s *SVG, top float64, g grid) {
	values := append([]float64{}, b.within...)
	for _, r := range g.rows {
		v := b.value(r)
		values = append(values, float64(v.Min), float64(v.Max))
		if b.mark != nil {
			values = append(values, b.mark(r))
		}
	}
	p := Plot{Left: 84, Top: top + 40, Width: barsWidth - 84 - margin, Height: barsHeight, X: Range{0, 1},
		Y: logRange(values)}
	b.legend(s, top+16, g.methods)
	if b.back != nil {
		b.back(s, p)
	}
	s.logAxis(p, b.name)
	s.Axes(p, "", "", 0, 0)
	for k, u := range b.under {
		s.Text(Point{p.Left - 7, p.Top + p.Height + 30 + underHeight*float64(k+1)}, u.name,
			Label{Size: 10, Anchor: "end"})
	}
	group := p.Width / float64(len(g.layers))
	slot := (group - 24) / float64(len(g.methods))
	for i, layer := range g.layers {
		left := p.Left + group*float64(i)
		s.Text(Point{left + group/2, p.Top + p.Height + 20}, layer, Label{Anchor: "middle", Bold: true})
		if i > 0 {
			s.Polyline([]Point{{left, p.Top}, {left, p.Top + p.Height + 24}}, Line{Colour: "#999999"})
		}
		if first, ok := g.rows[[2]string{layer, g.methods[0]}]; ok && b.extra != nil {
			b.extra(s, p, left+6, left+group-6, first)
		}
		for k, method := range g.methods {
			if r, ok := g.rows[[2]string{layer, method}]; ok {
				b.bar(s, p, left+12+slot*float64(k), slot, k, r)
			}
		}
	}
}

// bar draws one method: mean, minimum and maximum over networks, the mark, and the numbers below.
func (b *barPlot) bar(s *SVG, p Plot, x, slot float64, look int, r study.Row) {
	v := b.value(r)
	y := func(v float64) float64 { return p.At(0, math.Max(p.Y.From, math.Min(p.Y.To, math.Log10(v)))).Y }
	middle := x + slot/2
	s.Begin(fmt.Sprintf("%s, %s: %s (%s to %s)", r.Layer, r.Method, Figure(float64(v.Mean), 4),
		Figure(float64(v.Min), 4), Figure(float64(v.Max), 4)))
	if m := float64(v.Mean); finite(m) && m > 0 {
		foot := p.Top + p.Height
		if finite(b.from) {
			foot = y(b.from)
		}
		head := y(m)
		s.Bar(x+0.1*slot, math.Min(head, foot), 0.8*slot, math.Abs(foot-head), look)
		low, high := y(float64(v.Min)), y(float64(v.Max))
		if r.Networks > 1 {
			for _, end := range []float64{low, high} {
				s.Polyline([]Point{{middle - 4, end}, {middle + 4, end}}, Line{Width: 1.5})
			}
			s.Polyline([]Point{{middle, low}, {middle, high}}, Line{Width: 1.5})
		}
	} else {
		s.Text(Point{middle, p.Top + p.Height - 6}, "none", Label{Size: 10, Turned: true})
	}
	if b.mark != nil {
		if m := b.mark(r); finite(m) && m > 0 {
			s.Symbol(Point{middle, y(m)}, 5, 13, Ink)
		}
	}
	s.End()
	for k, u := range b.under {
		s.Text(Point{middle, p.Top + p.Height + 30 + underHeight*float64(k+1)}, u.of(r),
			Label{Size: 10, Anchor: "middle"})
	}
}

func (b *barPlot) legend(s *SVG, y float64, methods []string) {
	x := 84.0
	for k, m := range methods {
		s.Bar(x, y-9, 16, 11, k)
		s.Text(Point{x + 20, y}, m, Label{Size: 11})
		x += 20 + textWidth(m, 11) + 20
	}
}

// logRange is the range of the decimal logarithms of values, with a margin at both ends.
func logRange(values []float64) Range {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) && v > 0 {
			low, high = math.Min(low, math.Log10(v)), math.Max(high, math.Log10(v))
		}
	}
	if low > high {
		return Range{-1, 1}
	}
	pad := math.Max(0.05, 0.06*(high-low))
	return Range{low - pad, high + pad}
}

func whole(n int) string { return fmt.Sprint(n) }

// similarity is the paper's Fig. 3.
func similarity(s *study.Study, head, preset string) (Drawing, error) {
	g := gridOf(s, head, preset)
	b := barPlot{
		name: "S_sim [G²]", value: func(r study.Row) study.Spread { return r.SSim }, from: math.NaN(),
		mark: func(r study.Row) float64 { return float64(r.SSimAttained) },
		under: []underline{
			{"failed", func(r study.Row) string { return whole(r.Failed) }},
			{"dead", func(r study.Row) string { return whole(r.Dead) }},
			{"attaining", func(r study.Row) string { return percent(float64(r.Share.Mean)) }},
		},
		extra: func(s *SVG, p Plot, left, right float64, r study.Row) {
			f := float64(r.Floor)
			if !finite(f) || f <= 0 {
				return
			}
			y := p.At(0, math.Log10(f)).Y
			s.Polyline([]Point{{left, y}, {right, y}}, Line{Width: 1.5, Dash: []float64{2, 3}})
		},
	}
	for _, r := range g.rows {
		b.within = append(b.within, float64(r.Floor))
	}
	units := 0
	if len(g.layers) > 0 {
		units = g.rows[[2]string{g.layers[0], g.methods[0]}].Units
	}
	caption := fmt.Sprintf("S_sim: mean squared error between the best window of a unit's signal (%d samples) and its "+
		"%d nearest training segments, mean over units; lower is more realistic. Bars: mean over networks; whiskers: "+
		"minimum and maximum. As in the paper, failed units (a sample beyond 10 G) are left out and dead units (no "+
		"activation) are not; both are counted below, out of %d units per layer. A low bar alone proves nothing: a "+
		"sine that never moved scores well. Diamonds: only the units that attain (largest activation from 0.8 to 1.25 "+
		"of the threshold); their share is below. Dotted: the baseline, real segments that activate the unit as "+
		"strongly, compared with those of other people.\n%s",
		s.SimilarWidth, s.SimilarTop, units, provenance(s, head, preset))
	title := fmt.Sprintf("Similarity to real segments by layer and method (head %s, preset %s)", head, preset)
	return framed(fileName(s, "fig3", head, preset), title, caption, barsWidth, b.height(),
		func(svg *SVG, top float64) { b.draw(svg, top, g) })
}

// attainments is the paper's Fig. 4.
func attainments(s *study.Study, head, preset string) (Drawing, error) {
	g := gridOf(s, head, preset)
	b := barPlot{
		name: "max a / th_eap", value: func(r study.Row) study.Spread { return r.Attainment }, from: 1,
		mark: func(r study.Row) float64 {
			if r.Failed == 0 {
				return math.NaN()
			}
			return float64(r.WithFailed)
		},
		under: []underline{
			{"attaining", func(r study.Row) string { return percent(float64(r.Share.Mean)) }},
			{"failed", func(r study.Row) string { return whole(r.Failed) }},
			{"dead", func(r study.Row) string { return whole(r.Dead) }},
			{"restarted", func(r study.Row) string { return whole(r.Restarted) }},
		},
		within: []float64{0.5, 2},
		back: func(s *SVG, p Plot) {
			high, low := p.At(0, math.Log10(score.High)).Y, p.At(0, math.Log10(score.Low)).Y
			s.Box(p.Left, high, p.Width, low-high, "#eef3ea")
		},
		extra: func(s *SVG, p Plot, left, right float64, r study.Row) {
			y := p.At(0, 0).Y
			s.Polyline([]Point{{left, y}, {right, y}}, Line{Width: 1.5})
		},
	}
	caption := fmt.Sprintf("Attainment: the largest activation of a unit over its threshold th_eap (mean + 2 sd of "+
		"its non-zero training activations), mean over units that are neither failed nor silent. 1 is the target; "+
		"above it the activation exceeds what real movements cause. Bars: mean over networks; whiskers: minimum and "+
		"maximum. Diamonds: with the failed units. Shaded: 0.8 to 1.25, where a unit counts as attaining.\n%s",
		provenance(s, head, preset))
	title := fmt.Sprintf("Attained activation by layer and method (head %s, preset %s)", head, preset)
	return framed(fileName(s, "fig4", head, preset), title, caption, barsWidth, b.height(),
		func(svg *SVG, top float64) { b.draw(svg, top, g) })
}
