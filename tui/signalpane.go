package tui

import (
	"fmt"
	"math"
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
)

// scene is what the plots show of a unit at one step.
type scene struct {
	network  *model.Network
	layer    int
	unit     int
	snap     *optimize.Snapshot
	from, to int      // best window in samples; from = to where it is not known
	p95      float64  // 95th percentile of the unit's training activations; not a number where unknown
	axes     []int    // axes of a several-axis signal that are drawn
	names    []string // of all axes
	picked   *picked  // real segment to compare with
	alone    bool     // the picked segment is not drawn behind a several-axis signal: it plays
	stale    bool     // drawn dim
	note     string   // said beside the label: dead, failed, restarted
	alert    bool     // the note is one to worry about
	line     inkName  // of the signal
	shades   bool     // the terminal can shade the window
	scheme   *glyphs
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
	value  axis
	real   axis   // of the picked segment's own plot, where value does not hold it
	strips strips // in place of value where the signal has several axes
	map_   axis
	spans  [][2]int // samples that each value of the map stands for
	layer  int
	length int
	drawn  int // frames in a row for axes that settle
}

// reset lets both axes start anew, as for another unit.
func (s *signalPane) reset() {
	s.value.reset()
	s.real.reset()
	s.strips.reset()
	s.map_.reset()
}

// axes lists every axis of the pane.
func (s *signalPane) axes() []*axis {
	return []*axis{&s.value, &s.real, &s.strips.height, &s.map_}
}

// settling tells whether an axis is about to take in its bounds: it does so some draws after they stopped being needed.
func (s *signalPane) settling() bool {
	for _, a := range s.axes() {
		if a.settling() {
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
	if s.drawn > 2*shrinkAfter {
		for _, a := range s.axes() {
			a.settle()
		}
	}
	return true
}

func (s *scene) ink(n inkName) style {
	if s.stale {
		return ink(n).weak()
	}
	return ink(n)
}

// column returns the first column of a sample on a time axis of w columns.
func column(sample, samples, w int) int { return sample * w / max(1, samples) }

// drawSignal draws the label row and the signal.
func (s *signalPane) drawSignal(p painter, sc *scene) {
	snap, g := sc.snap, sc.scheme
	w := p.w() - gutter - 1
	x := p.text(1, 0, "signal", ink(inkText).strong())
	x = p.text(x, 0, " [G]", ink(inkDim))
	if sc.note != "" {
		st := ink(inkDim)
		if sc.alert {
			st = ink(inkAlert)
		}
		x = p.text(x+2, 0, clip(sc.note, p.w()-x-3, g), st)
	}
	list := []string{fmt.Sprintf("max %.2f", snap.MaxAmplitude), fmt.Sprintf("moved %.2f", snap.Displacement)}
	if sc.to > sc.from {
		list = append(list, fmt.Sprintf("window %d-%d", sc.from, sc.to-1))
	}
	body := p.c.at(p.r.below(1))
	ok := finite(snap.Signal)
	if ok && snap.Axes > 1 {
		s.strips.fit(sc)
		list = append(list, fmt.Sprintf("height %.3g", s.strips.height.hi-s.strips.height.lo))
	}
	facts(p, 0, x, g, list)
	if !ok {
		body.text(gutter, 0, clip("diverged: a value is not finite any more; a smaller eta may hold it", body.w()-gutter, g), ink(inkAlert))
		return
	}
	plot := p.c.at(rect{body.r.x + gutter, body.r.y, w, body.r.h})
	s.shade(plot, sc, snap.Time)
	if snap.Axes == 1 {
		lo, hi, _ := sc.rangeOf(0, sc.span())
		s.value.fit(lo, hi)
		s.value.draw(p.c.at(rect{body.r.x, body.r.y, gutter, body.r.h}), g, false)
		if k := sc.picked; k != nil {
			curveWithin(plot, stretch(k.signal[0], w, k.shift), s.value.lo, s.value.hi, g, sc.ink(inkReal))
		}
		curve(plot, stretch(snap.Axis(0), w, 0), s.value.lo, s.value.hi, g, sc.ink(sc.line))
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
func (s *signalPane) shade(p painter, sc *scene, samples int) {
	if sc.to <= sc.from {
		return
	}
	from, to := column(sc.from, samples, p.w()), column(sc.to, samples, p.w())
	for y := range p.h() {
		if sc.shades {
			p.ground(from, y, to-from, groundWindow)
			continue
		}
		p.put(from, y, sc.scheme.edge, ink(inkFrame))
		p.put(to-1, y, sc.scheme.edge, ink(inkFrame))
	}
}

// drawMap draws the label row and the feature map as bars, with the lines of its thresholds.
func (s *signalPane) drawMap(p painter, sc *scene) {
	snap, g := sc.snap, sc.scheme
	x := p.text(1, 0, "activation", ink(inkText).strong())
	list := []string{fmt.Sprintf("max %.2f", snap.MaxActivation)}
	thresholds, p95s := g.dots+" "+g.dots, g.dashes+" "+g.dashes
	if snap.MapLen <= 1 { // upright on the level bar
		thresholds, p95s = g.edge, g.broken
	}
	if known(snap.Threshold) {
		list = append(list, fmt.Sprintf("%s th_eap %.2f", thresholds, snap.Threshold))
	}
	if known(sc.p95) {
		list = append(list, fmt.Sprintf("%s p95 %.2f", p95s, sc.p95))
	}
	if snap.MapAxes > 1 {
		list = append(list, fmt.Sprintf("largest of %d axes", snap.MapAxes))
	}
	facts(p, 0, x, g, list)
	body := p.c.at(p.r.below(1))
	values := collapse(snap.Map, snap.MapAxes, snap.MapLen)
	lo, hi, ok := minmax(values)
	if !ok || !finite(snap.Map) {
		return
	}
	lo = min(lo, 0)
	for _, v := range []float64{snap.Threshold, sc.p95} {
		if known(v) {
			lo, hi = min(lo, v), max(hi, v*1.05)
		}
	}
	if hi <= lo {
		hi = lo + 1
	}
	s.map_.fit(lo, hi)
	plot := p.c.at(rect{body.r.x + gutter, body.r.y, p.w() - gutter - 1, body.r.h})
	if snap.MapLen <= 1 {
		s.gauge(body, plot, sc, float64(values[0]))
		return
	}
	s.map_.draw(p.c.at(rect{body.r.x, body.r.y, gutter, body.r.h}), g, true)
	s.shade(plot, sc, snap.Time)
	s.level(plot, sc, sc.p95, g.dashes)
	s.level(plot, sc, snap.Threshold, g.dots)
	limit := snap.Threshold
	if !known(limit) {
		limit = math.Inf(1)
	}
	for k, span := range s.spansOf(sc) {
		x0, x1 := column(span[0], snap.Time, plot.w()), column(span[1], snap.Time, plot.w())
		if x1-x0 >= 3 {
			x1-- // one bar a value
		}
		bar(plot, x0, x1, float64(values[k]), s.map_.lo, s.map_.hi, limit, g, sc.ink(inkMap), sc.ink(inkOver))
	}
	if k := sc.picked; k != nil && len(k.mapped) == len(snap.Map) {
		s.outline(plot, sc, collapse(k.mapped, snap.MapAxes, snap.MapLen))
	}
}

// outline marks the height of the picked segment's feature map over the bars.
func (s *signalPane) outline(p painter, sc *scene, values []float32) {
	for k, span := range s.spansOf(sc) {
		y, glyph := s.map_.row(float64(values[k]), p.h(), true), sc.scheme.frame[left|right]
		if float64(values[k]) > s.map_.hi {
			glyph = sc.scheme.up // further than the axis reaches
		}
		shift := sc.picked.shift
		for x := column(span[0]+shift, sc.snap.Time, p.w()); x < column(span[1]+shift, sc.snap.Time, p.w()); x++ {
			mark(p, x, y, glyph, sc.ink(inkReal), sc.scheme)
		}
	}
}

// level draws a threshold line.
func (s *signalPane) level(p painter, sc *scene, v float64, glyph string) {
	if !known(v) || v < s.map_.lo || v > s.map_.hi {
		return
	}
	y := s.map_.row(v, p.h(), true)
	for x := 0; x < p.w(); x += 2 {
		p.put(x, y, glyph, sc.ink(inkThreshold))
	}
}

// gauge shows the single value of a unit without a time axis as a level bar with its threshold.
func (s *signalPane) gauge(body, p painter, sc *scene, v float64) {
	g, w := sc.scheme, p.w()
	at := func(v float64) int {
		return min(max(int(math.Round((v-s.map_.lo)/(s.map_.hi-s.map_.lo)*float64(w-1))), 0), w-1)
	}
	y := min(1, p.h()-1)
	body.text(0, y, label(v), ink(inkText))
	for x := range w {
		p.put(x, y, g.frame[left|right], ink(inkFrame))
	}
	for x := min(at(0), at(v)); x <= max(at(0), at(v)); x++ {
		p.put(x, y, g.bars[4], sc.ink(inkMap))
	}
	for _, line := range []struct {
		v     float64
		glyph string
	}{{sc.p95, g.broken}, {sc.snap.Threshold, g.edge}} {
		if known(line.v) {
			p.put(at(line.v), y, line.glyph, sc.ink(inkThreshold))
		}
	}
	if y+1 < p.h() {
		p.text(0, y+1, clip("one value: the unit has no time axis", w, g), ink(inkDim))
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
func (s *signalPane) drawPicked(p painter, sc *scene) {
	g := sc.scheme
	x := p.text(1, 0, "real segment", ink(inkText).strong())
	if sc.picked == nil {
		p.text(x+2, 0, clip("comes with the list of real segments", p.w()-x-3, g), ink(inkDim))
		return
	}
	p.text(x+2, 0, clip(sc.picked.title, p.w()-x-3, g), ink(inkDim))
	body := p.c.at(p.r.below(1))
	plot := p.c.at(rect{body.r.x + gutter, body.r.y, p.w() - gutter - 1, body.r.h})
	s.shade(plot, sc, sc.snap.Time)
	if sc.snap.Axes == 1 {
		v := &s.value
		if lo, hi, ok := sc.picked.seen(0); ok && (lo < v.lo || hi > v.hi) {
			v = &s.real
			v.fit(lo, hi)
		}
		v.draw(p.c.at(rect{body.r.x, body.r.y, gutter, body.r.h}), g, false)
		curve(plot, stretch(sc.picked.signal[0], plot.w(), sc.picked.shift), v.lo, v.hi, g, sc.ink(inkReal))
		return
	}
	s.strips.draw(body, plot, sc, sc.picked.signal, sc.picked.shift, inkReal, nil)
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
