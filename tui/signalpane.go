package tui

import (
	"fmt"
	"math"
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
)

// scene is what the plots show of a unit at one step.
type scene struct {
	network  *model.Network
	layer    int
	unit     int
	snap     *optimize.Snapshot
	from, to int          // best window in samples; from = to where it is not known
	p95      float64      // 95th percentile of the unit's training activations; not a number where unknown
	axes     []int        // axes of a several-axis signal that are drawn
	names    []string     // of all axes
	picked   *picked      // real segment to compare with
	alone    bool         // the picked segment is not drawn behind a several-axis signal: it plays
	stale    bool         // drawn dim
	note     string       // said beside the label: dead, failed, restarted
	alert    bool         // the note is one to worry about
	line     canvas.Style // of the signal
	shades   bool         // the terminal can shade the window
	scheme   *canvas.Glyphs
}

// picked is the real segment under the cursor of the similar pane.
type picked struct {
	title  string
	signal [][]float32 // [axes][time] in G, axes as the signal's
	shift  int         // samples to the right, so that both windows meet
	mapped []float32   // the unit's feature map for it, shaped as the unit's
}

// signalPane draws the signal and, on the same time axis, the feature map. Its value axes hold still between frames.
type signalPane struct {
	value  canvas.Axis
	real   canvas.Axis // of the picked segment's own plot, where value does not hold it
	strips strips      // in place of value where the signal has several axes
	map_   canvas.Axis
	spans  [][2]int // samples that each value of the map stands for
	layer  int
	length int
	drawn  int // frames in a row for axes that settle
}

// reset lets both axes start anew, as for another unit.
func (s *signalPane) reset() {
	s.value.Reset()
	s.real.Reset()
	s.strips.reset()
	s.map_.Reset()
}

// axes lists every axis of the pane.
func (s *signalPane) axes() []*canvas.Axis {
	return []*canvas.Axis{&s.value, &s.real, &s.strips.height, &s.map_}
}

// settling tells whether an axis is about to take in its bounds: it does so some draws after they stopped being needed.
func (s *signalPane) settling() bool {
	for _, a := range s.axes() {
		if a.Settling() {
			return true
		}
	}
	return false
}

// settle tells whether the pane is to be drawn again for that reason. An axis that is not drawn any more waits for nothing.
func (s *signalPane) settle() bool {
	if s.drawn++; !s.settling() {
		s.drawn = 0
		return false
	}
	if s.drawn > 2*canvas.ShrinkAfter {
		for _, a := range s.axes() {
			a.Settle()
		}
	}
	return true
}

func (s *scene) ink(n canvas.Style) canvas.Style {
	if s.stale {
		return n.Weak()
	}
	return n
}

// column returns the first column of a sample on a time axis of w columns.
func column(sample, samples, w int) int { return sample * w / max(1, samples) }

// drawSignal draws the label row and the signal.
func (s *signalPane) drawSignal(p canvas.Painter, sc *scene) {
	snap, g := sc.snap, sc.scheme
	x := p.Text(1, 0, "signal", canvas.Text.Strong())
	x = p.Text(x, 0, " [G]", canvas.Dim)
	if sc.note != "" {
		st := canvas.Dim
		if sc.alert {
			st = canvas.Alert
		}
		x = p.Text(x+2, 0, canvas.Clip(sc.note, p.W-x-3, g), st)
	}
	list := []string{fmt.Sprintf("max %.2f", snap.MaxAmplitude), fmt.Sprintf("moved %.2f", snap.Displacement)}
	if sc.to > sc.from {
		list = append(list, fmt.Sprintf("window %d-%d", sc.from, sc.to-1))
	}
	body := p.Below(1)
	ok := number.Finite(snap.Signal)
	if ok && snap.Axes > 1 {
		s.strips.fit(sc)
		list = append(list, fmt.Sprintf("height %.3g", s.strips.height.Hi-s.strips.height.Lo))
	}
	p.Facts(0, x, g, list)
	if !ok {
		body.Text(canvas.Gutter, 0, canvas.Clip("diverged: a value is not finite any more; a smaller eta may hold it", body.W-canvas.Gutter, g), canvas.Alert)
		return
	}
	labels, plot := body.Plot()
	s.shade(plot, sc, snap.Time)
	if snap.Axes == 1 {
		lo, hi, _ := sc.rangeOf(0, sc.span())
		s.value.Fit(lo, hi)
		s.value.Draw(labels, g, false)
		if k := sc.picked; k != nil {
			plot.CurveWithin(canvas.Stretch(k.signal[0], plot.W, k.shift), s.value.Lo, s.value.Hi, g, sc.ink(canvas.Real))
		}
		plot.Curve(canvas.Stretch(snap.Axis(0), plot.W, 0), s.value.Lo, s.value.Hi, g, sc.ink(sc.line))
		return
	}
	signal := make([][]float32, snap.Axes)
	for a := range signal {
		signal[a] = snap.Axis(a)
	}
	behind := sc.picked
	if sc.alone { // two lines in three rows cannot be told apart while they move, and cost bytes on a slow connection
		behind = nil
	}
	s.strips.draw(body, plot, sc, signal, 0, sc.line, behind)
}

// shade marks the best window: with a background where the terminal has quiet ones, else with its two edges.
func (s *signalPane) shade(p canvas.Painter, sc *scene, samples int) {
	if sc.to <= sc.from {
		return
	}
	from, to := column(sc.from, samples, p.W), column(sc.to, samples, p.W)
	for y := range p.H {
		if sc.shades {
			p.Ground(from, y, to-from, canvas.OnWindow)
			continue
		}
		p.Put(from, y, sc.scheme.Edge, canvas.Frame)
		p.Put(to-1, y, sc.scheme.Edge, canvas.Frame)
	}
}

// drawMap draws the label row and the feature map as bars, with the lines of its thresholds.
func (s *signalPane) drawMap(p canvas.Painter, sc *scene) {
	snap, g := sc.snap, sc.scheme
	x := p.Text(1, 0, "activation", canvas.Text.Strong())
	list := []string{fmt.Sprintf("max %.2f", snap.MaxActivation)}
	thresholds, p95s := g.Dots+" "+g.Dots, g.Dashes+" "+g.Dashes
	if snap.MapLen <= 1 { // upright on the level bar
		thresholds, p95s = g.Edge, g.Broken
	}
	if number.Known(snap.Threshold) {
		list = append(list, fmt.Sprintf("%s th_eap %.2f", thresholds, snap.Threshold))
	}
	if number.Known(sc.p95) {
		list = append(list, fmt.Sprintf("%s p95 %.2f", p95s, sc.p95))
	}
	if snap.MapAxes > 1 {
		list = append(list, fmt.Sprintf("largest of %d axes", snap.MapAxes))
	}
	p.Facts(0, x, g, list)
	body := p.Below(1)
	values := collapse(snap.Map, snap.MapAxes, snap.MapLen)
	lo, hi, ok := canvas.Bounds(values)
	if !ok || !number.Finite(snap.Map) {
		return
	}
	lo = min(lo, 0)
	for _, v := range []float64{snap.Threshold, sc.p95} {
		if number.Known(v) {
			lo, hi = min(lo, v), max(hi, v*1.05)
		}
	}
	if hi <= lo {
		hi = lo + 1
	}
	s.map_.Fit(lo, hi)
	labels, plot := body.Plot()
	if snap.MapLen <= 1 {
		s.gauge(body, plot, sc, float64(values[0]))
		return
	}
	s.map_.Draw(labels, g, true)
	s.shade(plot, sc, snap.Time)
	s.level(plot, sc, sc.p95, g.Dashes)
	s.level(plot, sc, snap.Threshold, g.Dots)
	limit := snap.Threshold
	if !number.Known(limit) {
		limit = math.Inf(1)
	}
	for k, span := range s.spansOf(sc) {
		x0, x1 := column(span[0], snap.Time, plot.W), column(span[1], snap.Time, plot.W)
		if x1-x0 >= 3 {
			x1-- // one bar a value
		}
		plot.Bar(x0, x1, float64(values[k]), s.map_.Lo, s.map_.Hi, limit, g, sc.ink(canvas.Map), sc.ink(canvas.Over))
	}
	if k := sc.picked; k != nil && len(k.mapped) == len(snap.Map) {
		s.outline(plot, sc, collapse(k.mapped, snap.MapAxes, snap.MapLen))
	}
}

// outline marks the height of the picked segment's feature map over the bars.
func (s *signalPane) outline(p canvas.Painter, sc *scene, values []float32) {
	for k, span := range s.spansOf(sc) {
		y, glyph := s.map_.Row(float64(values[k]), p.H, true), sc.scheme.Frame[canvas.Left|canvas.Right]
		if float64(values[k]) > s.map_.Hi {
			glyph = sc.scheme.Up // further than the axis reaches
		}
		shift := sc.picked.shift
		for x := column(span[0]+shift, sc.snap.Time, p.W); x < column(span[1]+shift, sc.snap.Time, p.W); x++ {
			p.Mark(x, y, glyph, sc.ink(canvas.Real), sc.scheme)
		}
	}
}

// level draws a threshold line.
func (s *signalPane) level(p canvas.Painter, sc *scene, v float64, glyph string) {
	if !number.Known(v) || v < s.map_.Lo || v > s.map_.Hi {
		return
	}
	y := s.map_.Row(v, p.H, true)
	for x := 0; x < p.W; x += 2 {
		p.Put(x, y, glyph, sc.ink(canvas.Threshold))
	}
}

// gauge shows the single value of a unit without a time axis as a level bar with its threshold.
func (s *signalPane) gauge(body, p canvas.Painter, sc *scene, v float64) {
	g, w := sc.scheme, p.W
	at := func(v float64) int {
		return min(max(int(math.Round((v-s.map_.Lo)/(s.map_.Hi-s.map_.Lo)*float64(w-1))), 0), w-1)
	}
	y := min(1, p.H-1)
	body.Text(0, y, canvas.Label(v), canvas.Text)
	for x := range w {
		p.Put(x, y, g.Frame[canvas.Left|canvas.Right], canvas.Frame)
	}
	for x := min(at(0), at(v)); x <= max(at(0), at(v)); x++ {
		p.Put(x, y, g.Bars[4], sc.ink(canvas.Map))
	}
	for _, line := range []struct {
		v     float64
		glyph string
	}{{sc.p95, g.Broken}, {sc.snap.Threshold, g.Edge}} {
		if number.Known(line.v) {
			p.Put(at(line.v), y, line.glyph, sc.ink(canvas.Threshold))
		}
	}
	if y+1 < p.H {
		p.Text(0, y+1, canvas.Clip("one value: the unit has no time axis", w, g), canvas.Dim)
	}
}

// spansOf returns which samples each value of the map stands for.
func (s *signalPane) spansOf(sc *scene) [][2]int {
	if s.spans != nil && s.layer == sc.layer && s.length == sc.snap.MapLen {
		return s.spans
	}
	s.layer, s.length = sc.layer, sc.snap.MapLen
	s.spans = make([][2]int, sc.snap.MapLen)
	one := make([]float32, sc.snap.MapAxes*sc.snap.MapLen)
	for k := range s.spans {
		clear(one)
		one[k] = 1
		activity, ok := score.PerSample(sc.network, sc.layer, one)
		if !ok {
			s.spans[k] = [2]int{column(k, sc.snap.MapLen, sc.snap.Time), column(k+1, sc.snap.MapLen, sc.snap.Time)}
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

// drawPicked draws the picked segment in a plot of its own, on the signal's time axis, and on its value axis unless the
// segment is stronger.
func (s *signalPane) drawPicked(p canvas.Painter, sc *scene) {
	g := sc.scheme
	x := p.Text(1, 0, "real segment", canvas.Text.Strong())
	if sc.picked == nil {
		p.Text(x+2, 0, canvas.Clip("comes with the list of real segments", p.W-x-3, g), canvas.Dim)
		return
	}
	p.Text(x+2, 0, canvas.Clip(sc.picked.title, p.W-x-3, g), canvas.Dim)
	body := p.Below(1)
	labels, plot := body.Plot()
	s.shade(plot, sc, sc.snap.Time)
	if sc.snap.Axes == 1 {
		v := &s.value
		if lo, hi, ok := sc.picked.seen(0); ok && (lo < v.Lo || hi > v.Hi) {
			v = &s.real
			v.Fit(lo, hi)
		}
		v.Draw(labels, g, false)
		plot.Curve(canvas.Stretch(sc.picked.signal[0], plot.W, sc.picked.shift), v.Lo, v.Hi, g, sc.ink(canvas.Real))
		return
	}
	s.strips.draw(body, plot, sc, sc.picked.signal, sc.picked.shift, canvas.Real, nil)
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

// shortAxis shortens right_arm_x to arm x.
func shortAxis(name string) string {
	words := strings.Split(name, "_")
	if len(words) > 2 {
		words = words[len(words)-2:]
	}
	return strings.Join(words, " ")
}
