// Package widget draws panes that several screens of the explorer share.
package widget

import (
	"fmt"
	"math"
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/style"
)

// Scene is what the plots show of a unit at one step.
type Scene struct {
	Network  *model.Network
	Layer    int
	Unit     int
	Snap     *optimize.Snapshot
	From, To int         // best window in samples; From = To if unknown
	P95      float64     // 95th percentile of the unit's training activations; NaN if unknown
	Axes     []int       // drawn axes of a several-axis signal
	Names    []string    // of all axes
	Segment  *Segment    // real segment to compare with
	Alone    bool        // do not draw the segment behind a several-axis signal: it plays
	Stale    bool        // drawn dim
	Note     string      // shown next to the label: dead, failed, restarted
	Alert    bool        // the note is a warning
	Line     style.Style // of the signal
	Shades   bool        // the terminal can shade the window
	Glyphs   *style.Glyphs
}

// Segment is the selected real segment.
type Segment struct {
	Title  string
	Signal [][]float32 // [axes][time] in G, axes as the signal's
	Shift  int         // to the right in samples, so that both windows align
	Mapped []float32   // the unit's feature map for it, with the same shape
}

// SignalPane draws the signal and, on the same time axis, the feature map. Its value axes stay stable between frames.
type SignalPane struct {
	Value   plot.Axis
	Real    plot.Axis // of the segment's own plot, if it exceeds Value
	Strips  Strips    // replace Value if the signal has several axes
	MapAxis plot.Axis
	spans   [][2]int // samples that each value of the map stands for
	layer   int
	length  int
	drawn   int // consecutive frames while axes settle
}

// Reset resets all axes, as for another unit.
func (s *SignalPane) Reset() {
	s.Value.Reset()
	s.Real.Reset()
	s.Strips.reset()
	s.MapAxis.Reset()
}

// axes returns all axes of the pane.
func (s *SignalPane) axes() []*plot.Axis {
	return []*plot.Axis{&s.Value, &s.Real, &s.Strips.Height, &s.MapAxis}
}

// Settling reports whether an axis is about to shrink: it does so some frames after its values need less.
func (s *SignalPane) Settling() bool {
	for _, a := range s.axes() {
		if a.Settling() {
			return true
		}
	}
	return false
}

// Settle reports whether the pane must be drawn again so that its axes can shrink. Axes that are no longer drawn stop
// waiting after a while.
func (s *SignalPane) Settle() bool {
	if s.drawn++; !s.Settling() {
		s.drawn = 0
		return false
	}
	if s.drawn > 2*plot.ShrinkAfter {
		for _, a := range s.axes() {
			a.Settle()
		}
	}
	return true
}

// Ink returns a style, dimmed if the scene is outdated.
func (s *Scene) Ink(n style.Style) style.Style {
	if s.Stale {
		return n.Weak()
	}
	return n
}

// column returns the first column of a sample on a time axis of w columns.
func column(sample, samples, w int) int { return sample * w / max(1, samples) }

// DrawSignal draws the label row and the signal.
func (s *SignalPane) DrawSignal(p canvas.Painter, sc *Scene) {
	snap, g := sc.Snap, sc.Glyphs
	x := p.Text(1, 0, "signal", style.Text.Strong())
	x = p.Text(x, 0, " [G]", style.Dim)
	if sc.Note != "" {
		st := style.Dim
		if sc.Alert {
			st = style.Alert
		}
		x = p.Text(x+2, 0, canvas.Clip(sc.Note, p.W-x-3, g), st)
	}
	list := []string{fmt.Sprintf("max %.2f", snap.MaxAmplitude), fmt.Sprintf("moved %.2f", snap.Displacement)}
	if sc.To > sc.From {
		list = append(list, fmt.Sprintf("window %d-%d", sc.From, sc.To-1))
	}
	body := p.Below(1)
	ok := number.Finite(snap.Signal)
	if ok && snap.Axes > 1 {
		s.Strips.fit(sc)
		list = append(list, fmt.Sprintf("height %.3g", s.Strips.Height.Hi-s.Strips.Height.Lo))
	}
	p.Facts(0, x, g, list)
	if !ok {
		text := canvas.Clip("diverged: a value is not finite; try a smaller eta", body.W-plot.Gutter, g)
		body.Text(plot.Gutter, 0, text, style.Alert)
		return
	}
	labels, area := plot.Areas(body)
	s.shade(area, sc, snap.Time)
	if snap.Axes == 1 {
		lo, hi, _ := sc.RangeOf(0, sc.Span())
		s.Value.Fit(lo, hi)
		s.Value.Draw(labels, g, false)
		if k := sc.Segment; k != nil {
			curve := plot.Stretch(k.Signal[0], area.W, k.Shift)
			plot.CurveWithin(area, curve, s.Value.Lo, s.Value.Hi, g, sc.Ink(style.Real))
		}
		plot.Curve(area, plot.Stretch(snap.Axis(0), area.W, 0), s.Value.Lo, s.Value.Hi, g, sc.Ink(sc.Line))
		return
	}
	signal := make([][]float32, snap.Axes)
	for a := range signal {
		signal[a] = snap.Axis(a)
	}
	behind := sc.Segment
	if sc.Alone { // moving lines in three rows are hard to tell apart, and cost bytes on a slow connection
		behind = nil
	}
	s.Strips.draw(body, area, sc, signal, 0, sc.Line, behind)
}

// shade marks the best window: with a background if the terminal has subtle ones, else with its two edges.
func (s *SignalPane) shade(p canvas.Painter, sc *Scene, samples int) {
	if sc.To <= sc.From {
		return
	}
	from, to := column(sc.From, samples, p.W), column(sc.To, samples, p.W)
	for y := range p.H {
		if sc.Shades {
			p.Ground(from, y, to-from, style.OnWindow)
			continue
		}
		p.Put(from, y, sc.Glyphs.Edge, style.Frame)
		p.Put(to-1, y, sc.Glyphs.Edge, style.Frame)
	}
}

// DrawMap draws the label row and the feature map as bars, with the lines of its thresholds.
func (s *SignalPane) DrawMap(p canvas.Painter, sc *Scene) {
	snap, g := sc.Snap, sc.Glyphs
	x := p.Text(1, 0, "activation", style.Text.Strong())
	list := []string{fmt.Sprintf("max %.2f", snap.MaxActivation)}
	thresholds, p95s := g.Dots+" "+g.Dots, g.Dashes+" "+g.Dashes
	if snap.MapLen <= 1 { // upright on the level bar
		thresholds, p95s = g.Edge, g.Broken
	}
	if number.Known(snap.Threshold) {
		list = append(list, fmt.Sprintf("%s th_eap %.2f", thresholds, snap.Threshold))
	}
	if number.Known(sc.P95) {
		list = append(list, fmt.Sprintf("%s p95 %.2f", p95s, sc.P95))
	}
	if snap.MapAxes > 1 {
		list = append(list, fmt.Sprintf("largest of %d axes", snap.MapAxes))
	}
	p.Facts(0, x, g, list)
	body := p.Below(1)
	values := collapse(snap.Map, snap.MapAxes, snap.MapLen)
	lo, hi, ok := plot.Bounds(values)
	if !ok || !number.Finite(snap.Map) {
		return
	}
	lo = min(lo, 0)
	for _, v := range []float64{snap.Threshold, sc.P95} {
		if number.Known(v) {
			lo, hi = min(lo, v), max(hi, v*1.05)
		}
	}
	if hi <= lo {
		hi = lo + 1
	}
	s.MapAxis.Fit(lo, hi)
	labels, area := plot.Areas(body)
	if snap.MapLen <= 1 {
		s.gauge(body, area, sc, float64(values[0]))
		return
	}
	s.MapAxis.Draw(labels, g, true)
	s.shade(area, sc, snap.Time)
	s.level(area, sc, sc.P95, g.Dashes)
	s.level(area, sc, snap.Threshold, g.Dots)
	limit := snap.Threshold
	if !number.Known(limit) {
		limit = math.Inf(1)
	}
	for k, span := range s.spansOf(sc) {
		x0, x1 := column(span[0], snap.Time, area.W), column(span[1], snap.Time, area.W)
		if x1-x0 >= 3 {
			x1-- // a gap between bars
		}
		value := float64(values[k])
		plot.Bar(area, x0, x1, value, s.MapAxis.Lo, s.MapAxis.Hi, limit, g, sc.Ink(style.Map), sc.Ink(style.Over))
	}
	if k := sc.Segment; k != nil && len(k.Mapped) == len(snap.Map) {
		s.outline(area, sc, collapse(k.Mapped, snap.MapAxes, snap.MapLen))
	}
}

// outline marks the height of the selected segment's feature map over the bars.
func (s *SignalPane) outline(p canvas.Painter, sc *Scene, values []float32) {
	for k, span := range s.spansOf(sc) {
		y, glyph := s.MapAxis.Row(float64(values[k]), p.H, true), sc.Glyphs.Frame[style.Left|style.Right]
		if float64(values[k]) > s.MapAxis.Hi {
			glyph = sc.Glyphs.Up // above the axis
		}
		shift := sc.Segment.Shift
		for x := column(span[0]+shift, sc.Snap.Time, p.W); x < column(span[1]+shift, sc.Snap.Time, p.W); x++ {
			plot.Mark(p, x, y, glyph, sc.Ink(style.Real), sc.Glyphs)
		}
	}
}

// level draws a threshold line.
func (s *SignalPane) level(p canvas.Painter, sc *Scene, v float64, glyph string) {
	if !number.Known(v) || v < s.MapAxis.Lo || v > s.MapAxis.Hi {
		return
	}
	y := s.MapAxis.Row(v, p.H, true)
	for x := 0; x < p.W; x += 2 {
		p.Put(x, y, glyph, sc.Ink(style.Threshold))
	}
}

// gauge draws the single value of a unit without a time axis as a level bar with its threshold.
func (s *SignalPane) gauge(body, p canvas.Painter, sc *Scene, v float64) {
	g, w := sc.Glyphs, p.W
	at := func(v float64) int {
		return min(max(int(math.Round((v-s.MapAxis.Lo)/(s.MapAxis.Hi-s.MapAxis.Lo)*float64(w-1))), 0), w-1)
	}
	y := min(1, p.H-1)
	body.Text(0, y, plot.Label(v), style.Text)
	for x := range w {
		p.Put(x, y, g.Frame[style.Left|style.Right], style.Frame)
	}
	for x := min(at(0), at(v)); x <= max(at(0), at(v)); x++ {
		p.Put(x, y, g.Bars[4], sc.Ink(style.Map))
	}
	for _, line := range []struct {
		v     float64
		glyph string
	}{{sc.P95, g.Broken}, {sc.Snap.Threshold, g.Edge}} {
		if number.Known(line.v) {
			p.Put(at(line.v), y, line.glyph, sc.Ink(style.Threshold))
		}
	}
	if y+1 < p.H {
		p.Text(0, y+1, canvas.Clip("single value: the unit has no time axis", w, g), style.Dim)
	}
}

// spansOf returns which samples each value of the map stands for.
func (s *SignalPane) spansOf(sc *Scene) [][2]int {
	if s.spans != nil && s.layer == sc.Layer && s.length == sc.Snap.MapLen {
		return s.spans
	}
	s.layer, s.length = sc.Layer, sc.Snap.MapLen
	s.spans = make([][2]int, sc.Snap.MapLen)
	one := make([]float32, sc.Snap.MapAxes*sc.Snap.MapLen)
	for k := range s.spans {
		clear(one)
		one[k] = 1
		activity, ok := score.PerSample(sc.Network, sc.Layer, one)
		if !ok {
			s.spans[k] = [2]int{column(k, sc.Snap.MapLen, sc.Snap.Time), column(k+1, sc.Snap.MapLen, sc.Snap.Time)}
			continue
		}
		from, to := -1, -1
		for t, a := range activity {
			if a > 0 {
				if from < 0 {
					from = t
				}
				to = t + 1
			}
		}
		s.spans[k] = [2]int{max(from, 0), max(to, 0)}
	}
	return s.spans
}

// DrawPicked draws the selected segment in its own plot, on the signal's time axis, and on its value axis unless the
// segment exceeds it.
func (s *SignalPane) DrawPicked(p canvas.Painter, sc *Scene) {
	g := sc.Glyphs
	x := p.Text(1, 0, "real segment", style.Text.Strong())
	if sc.Segment == nil {
		p.Text(x+2, 0, canvas.Clip("shown with the list of real segments", p.W-x-3, g), style.Dim)
		return
	}
	p.Text(x+2, 0, canvas.Clip(sc.Segment.Title, p.W-x-3, g), style.Dim)
	body := p.Below(1)
	labels, area := plot.Areas(body)
	s.shade(area, sc, sc.Snap.Time)
	if sc.Snap.Axes == 1 {
		v := &s.Value
		if lo, hi, ok := sc.Segment.seen(0); ok && (lo < v.Lo || hi > v.Hi) {
			v = &s.Real
			v.Fit(lo, hi)
		}
		v.Draw(labels, g, false)
		curve := plot.Stretch(sc.Segment.Signal[0], area.W, sc.Segment.Shift)
		plot.Curve(area, curve, v.Lo, v.Hi, g, sc.Ink(style.Real))
		return
	}
	s.Strips.draw(body, area, sc, sc.Segment.Signal, sc.Segment.Shift, style.Real, nil)
}

// collapse returns the largest value over the map's axes at each time.
func collapse(m []float32, axes, time int) []float32 {
	if axes == 1 {
		return m
	}
	out := append([]float32(nil), m[:time]...)
	for s := 1; s < axes; s++ {
		for t := range time {
			out[t] = max(out[t], m[s*time+t])
		}
	}
	return out
}

// ShortAxis shortens right_arm_x to arm x.
func ShortAxis(name string) string {
	words := strings.Split(name, "_")
	if len(words) > 2 {
		words = words[len(words)-2:]
	}
	return strings.Join(words, " ")
}
