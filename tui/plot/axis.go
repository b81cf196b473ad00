package plot

import (
	"fmt"
	"math"

	"actmax/tui/canvas"
	"actmax/tui/style"
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
	if !known(lo) || !known(hi) || lo > hi {
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

// Settling reports whether the axis may be about to take in its bounds: its values have needed much less since the last
// fit.
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

// Gutter is how many columns the labels of an axis take, with its line.
const Gutter = LabelWidth + 1

// Areas shares an area out: the Gutter at the left for an axis, and what is drawn along it, which leaves the last
// column free.
func Areas(p canvas.Painter) (labels, body canvas.Painter) {
	return p.Part(0, 0, Gutter, p.H), p.Part(Gutter, 0, p.W-Gutter-1, p.H)
}

// Label returns a value of an axis in LabelWidth columns.
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

// Draw writes the labels of the axis and a line to their right into a painter of Gutter columns. Rows stand for values
// from Hi (top) to Lo (bottom); bars says whether these are the edges of the outer rows, as for bars, or their middles,
// as for a curve.
func (a *Axis) Draw(p canvas.Painter, g *style.Glyphs, bars bool) {
	h := p.H
	if !a.line(p, g) {
		return
	}
	// Every tick, every second, fifth or tenth one, so that two rows at least lie between labels. Zero is always among
	// them.
	step := a.Step
	for _, k := range []float64{2, 5, 10} {
		if (a.Hi-a.Lo)/step <= max(1, float64(h-1)/2) {
			break
		}
		step = a.Step * k
	}
	for i := math.Ceil(a.Lo/step - 1e-9); i*step <= a.Hi+a.Step/2; i++ {
		y := a.Row(i*step, h, bars)
		p.Text(0, y, Label(i*step), style.Dim)
		p.Put(LabelWidth, y, g.Tick, style.Frame)
	}
}

// line draws the line next to the labels, and reports whether there is room and need for labels.
func (a *Axis) line(p canvas.Painter, g *style.Glyphs) bool {
	for y := range p.H {
		p.Put(LabelWidth, y, g.Frame[style.Up|style.Down], style.Frame)
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
func (a *Axis) Decades(p canvas.Painter, g *style.Glyphs) {
	h := p.H
	if !a.line(p, g) {
		return
	}
	step := math.Ceil((a.Hi - a.Lo) / max(1, float64(h/2)))
	for v := math.Floor(a.Hi); v >= a.Lo-1e-9; v -= step {
		y := a.Row(v, h, true)
		p.Text(0, y, Label(math.Pow(10, v)), style.Dim)
		p.Put(LabelWidth, y, g.Tick, style.Frame)
	}
}
