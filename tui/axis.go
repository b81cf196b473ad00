package tui

import (
	"fmt"
	"math"
)

// axis is a value axis that holds still: its bounds grow at once when a value leaves them and shrink only when the
// values have needed much less for a while, both in 1-2-5 steps.
type axis struct {
	lo, hi, step float64
	idle         int // fits in a row that needed much less
}

const (
	shrinkAfter = 60  // fits, two seconds at 30 frames
	shrinkBelow = 0.6 // of the present range
	minRange    = 1e-9
)

// fit lets the axis take in lo..hi.
func (a *axis) fit(lo, hi float64) {
	if math.IsNaN(lo) || math.IsNaN(hi) || math.IsInf(lo, 0) || math.IsInf(hi, 0) || lo > hi {
		return
	}
	if a.hi <= a.lo {
		a.set(lo, hi)
		return
	}
	if lo < a.lo || hi > a.hi {
		a.set(min(lo, a.lo), max(hi, a.hi))
		return
	}
	var want axis
	want.set(lo, hi)
	if want.hi-want.lo > shrinkBelow*(a.hi-a.lo) {
		a.idle = 0
		return
	}
	if a.idle++; a.idle >= shrinkAfter {
		*a = want
	}
}

// settling tells whether the axis is about to take in its bounds.
func (a *axis) settling() bool { return a.idle > 0 }

// settle makes it wait for nothing.
func (a *axis) settle() { a.idle = 0 }

// reset makes the axis take its bounds from the next fit alone.
func (a *axis) reset() { *a = axis{} }

// set chooses a 1-2-5 step that divides lo..hi into at most six parts and rounds both ends outward to it.
func (a *axis) set(lo, hi float64) {
	span := max(hi-lo, minRange, 1e-6*max(math.Abs(lo), math.Abs(hi)))
	step := math.Pow(10, math.Floor(math.Log10(span/6)))
	for _, f := range []float64{1, 2, 5, 10} {
		if span/(step*f) <= 6 {
			step *= f
			break
		}
	}
	a.step = step
	a.lo, a.hi = math.Floor(lo/step+1e-9)*step, math.Ceil(hi/step-1e-9)*step
	if a.hi <= a.lo {
		a.hi = a.lo + step
	}
	a.idle = 0
}

// labelWidth is the width of every axis label, so that plots do not move sideways.
const labelWidth = 6

// label writes a value of an axis in labelWidth columns.
func label(v float64) string {
	switch a := math.Abs(v); {
	case a < 1e-12:
		return fmt.Sprintf("%*.2f", labelWidth, 0.0)
	case a >= 99999:
		return fmt.Sprintf("%*.0e", labelWidth, v)
	case a >= 1000:
		return fmt.Sprintf("%*.0f", labelWidth, v)
	case a >= 100:
		return fmt.Sprintf("%*.1f", labelWidth, v)
	case a < 0.01:
		return fmt.Sprintf("%*.0e", labelWidth, v)
	default:
		return fmt.Sprintf("%*.2f", labelWidth, v)
	}
}

// draw writes the labels of the axis and a line to their right into the painter, labelWidth+1 columns wide. Rows stand
// for values from hi (top) to lo (bottom); grid says whether the ends are the middles of the outer rows (a curve) or
// their edges (bars).
func (a *axis) draw(p painter, g *glyphs, bars bool) {
	h := p.h()
	for y := range h {
		p.put(labelWidth, y, g.frame[up|down], ink(inkFrame))
	}
	if a.hi <= a.lo || h < 1 {
		return
	}
	// Every tick, every second, fifth or tenth one, so that two rows at least lie between labels. Zero is always among them.
	step := a.step
	for _, k := range []float64{2, 5, 10} {
		if (a.hi-a.lo)/step <= max(1, float64(h-1)/2) {
			break
		}
		step = a.step * k
	}
	for i := math.Ceil(a.lo/step - 1e-9); i*step <= a.hi+a.step/2; i++ {
		y := a.row(i*step, h, bars)
		p.text(0, y, label(i*step), ink(inkDim))
		p.put(labelWidth, y, g.tick, ink(inkFrame))
	}
}

// row returns the row of h rows that shows the value v.
func (a *axis) row(v float64, h int, bars bool) int {
	f := (a.hi - v) / (a.hi - a.lo)
	if bars {
		return min(max(int(f*float64(h)), 0), h-1)
	}
	return min(max(int(math.Round(f*float64(h-1))), 0), h-1)
}

// decades draws the labels of a logarithmic axis, whose bounds are powers of ten.
func decades(p painter, a *axis, g *glyphs) {
	h := p.h()
	for y := range h {
		p.put(labelWidth, y, g.frame[up|down], ink(inkFrame))
	}
	if a.hi <= a.lo || h < 1 {
		return
	}
	step := math.Ceil((a.hi - a.lo) / max(1, float64(h/2)))
	for v := math.Floor(a.hi); v >= a.lo-1e-9; v -= step {
		y := a.row(v, h, true)
		p.text(0, y, label(math.Pow(10, v)), ink(inkDim))
		p.put(labelWidth, y, g.tick, ink(inkFrame))
	}
}

// rulerFrom is where a text begins whose middle stands at x, or as near to that as there is room.
func rulerFrom(p painter, x int, text string) int {
	return min(max(x-len(text)/2, 0), p.w()-len(text))
}

// ruler writes values under a plot, each below its column: the last, and of the others as many as there is room for.
func ruler(p painter, y int, at []int, texts []string) {
	free, last := 0, len(texts)-1
	from := func(i int) int { return rulerFrom(p, at[i], texts[i]) }
	for i, s := range texts {
		x := from(i)
		if x < free || i < last && x+len(s) >= from(last) {
			continue
		}
		p.text(x, y, s, ink(inkDim))
		free = x + len(s) + 1
	}
}
