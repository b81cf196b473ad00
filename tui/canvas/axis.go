package canvas

import (
	"fmt"
	"math"
)

// Axis is a value axis that holds still: its bounds grow at once when a value leaves them and shrink only when the
// values have needed much less for a while, both in 1-2-5 steps.
type Axis struct {
	Lo, Hi, Step float64
	idle         int // fits in a row that needed much less
}

// ShrinkAfter is how many fits in a row that needed much less make an axis shrink: two seconds at 30 frames.
const ShrinkAfter = 60

const (
	shrinkBelow = 0.6 // of the present range
	minRange    = 1e-9
)

// Fit lets the axis take in lo..hi.
func (a *Axis) Fit(lo, hi float64) {
	if !Known(lo) || !Known(hi) || lo > hi {
		return
	}
	if a.Hi <= a.Lo {
		a.set(lo, hi)
		return
	}
	if lo < a.Lo || hi > a.Hi {
		a.set(min(lo, a.Lo), max(hi, a.Hi))
		return
	}
	var want Axis
	want.set(lo, hi)
	if want.Hi-want.Lo > shrinkBelow*(a.Hi-a.Lo) {
		a.idle = 0
		return
	}
	if a.idle++; a.idle >= ShrinkAfter {
		*a = want
	}
}

// Settling tells whether the axis may be about to take in its bounds: its values have needed much less since the last fit.
func (a *Axis) Settling() bool { return a.idle > 0 }

// Settle lets it keep its bounds, as if the values had needed them.
func (a *Axis) Settle() { a.idle = 0 }

// Reset makes the axis take its bounds from the next fit alone.
func (a *Axis) Reset() { *a = Axis{} }

// set chooses a 1-2-5 step that divides lo..hi into at most six parts and rounds both ends outward to it.
func (a *Axis) set(lo, hi float64) {
	span := max(hi-lo, minRange, 1e-6*max(math.Abs(lo), math.Abs(hi)))
	step := math.Pow(10, math.Floor(math.Log10(span/6)))
	for _, f := range []float64{1, 2, 5, 10} {
		if span/(step*f) <= 6 {
			step *= f
			break
		}
	}
	a.Step = step
	a.Lo, a.Hi = math.Floor(lo/step+1e-9)*step, math.Ceil(hi/step-1e-9)*step
	if a.Hi <= a.Lo {
		a.Hi = a.Lo + step
	}
	a.idle = 0
}

// LabelWidth is the width of every axis label, so that plots do not move sideways.
const LabelWidth = 6

// Label writes a value of an axis in LabelWidth columns.
func Label(v float64) string {
	switch a := math.Abs(v); {
	case a < 1e-12:
		return fmt.Sprintf("%*.2f", LabelWidth, 0.0)
	case a >= 99999:
		return fmt.Sprintf("%*.0e", LabelWidth, v)
	case a >= 1000:
		return fmt.Sprintf("%*.0f", LabelWidth, v)
	case a >= 100:
		return fmt.Sprintf("%*.1f", LabelWidth, v)
	case a < 0.01:
		return fmt.Sprintf("%*.0e", LabelWidth, v)
	default:
		return fmt.Sprintf("%*.2f", LabelWidth, v)
	}
}

// Draw writes the labels of the axis and a line to their right into a painter of Gutter columns. Rows stand for values from
// Hi (top) to Lo (bottom); bars says whether these are the edges of the outer rows, as for bars, or their middles, as for a curve.
func (a *Axis) Draw(p Painter, g *Glyphs, bars bool) {
	h := p.H
	if !a.line(p, g) {
		return
	}
	// Every tick, every second, fifth or tenth one, so that two rows at least lie between labels. Zero is always among them.
	step := a.Step
	for _, k := range []float64{2, 5, 10} {
		if (a.Hi-a.Lo)/step <= max(1, float64(h-1)/2) {
			break
		}
		step = a.Step * k
	}
	for i := math.Ceil(a.Lo/step - 1e-9); i*step <= a.Hi+a.Step/2; i++ {
		y := a.Row(i*step, h, bars)
		p.Text(0, y, Label(i*step), Dim)
		p.Put(LabelWidth, y, g.Tick, Frame)
	}
}

// line draws the line beside the labels, and tells whether there is room and need for labels.
func (a *Axis) line(p Painter, g *Glyphs) bool {
	for y := range p.H {
		p.Put(LabelWidth, y, g.Frame[Up|Down], Frame)
	}
	return a.Hi > a.Lo && p.H > 0
}

// Row returns the row of h rows that shows the value v; bars as in Draw.
func (a *Axis) Row(v float64, h int, bars bool) int {
	f := (a.Hi - v) / (a.Hi - a.Lo)
	if bars {
		return min(max(int(f*float64(h)), 0), h-1)
	}
	return min(max(int(math.Round(f*float64(h-1))), 0), h-1)
}

// Decades does what Draw does where the bounds are exponents: it labels the powers of ten.
func (a *Axis) Decades(p Painter, g *Glyphs) {
	h := p.H
	if !a.line(p, g) {
		return
	}
	step := math.Ceil((a.Hi - a.Lo) / max(1, float64(h/2)))
	for v := math.Floor(a.Hi); v >= a.Lo-1e-9; v -= step {
		y := a.Row(v, h, true)
		p.Text(0, y, Label(math.Pow(10, v)), Dim)
		p.Put(LabelWidth, y, g.Tick, Frame)
	}
}

// RulerFrom is where a text begins whose middle stands at x, or as near to that as there is room.
func (p Painter) RulerFrom(x int, text string) int {
	return min(max(x-len(text)/2, 0), p.W-len(text))
}

// Ruler writes values under a plot, each below its column: the last, and of the others as many as there is room for.
func (p Painter) Ruler(y int, at []int, texts []string) {
	free, last := 0, len(texts)-1
	from := func(i int) int { return p.RulerFrom(at[i], texts[i]) }
	for i, s := range texts {
		x := from(i)
		if x < free || i < last && x+len(s) >= from(last) {
			continue
		}
		p.Text(x, y, s, Dim)
		free = x + len(s) + 1
	}
}
