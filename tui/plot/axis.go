package plot

import (
	"fmt"
	"math"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// Axis is a value axis that is stable between frames: its bounds grow at once if a value exceeds them, and shrink
// only after the values have needed much less for a while, both in 1-2-5 steps.
type Axis struct {
	Lo, Hi, Step float64
	idle         int // consecutive fits that needed much less
}

// ShrinkAfter is the number of consecutive fits that needed much less after which an axis shrinks: two seconds at 30
// frames.
const ShrinkAfter = 60

const (
	shrinkBelow = 0.6 // of the current range
	minRange    = 1e-9
)

// Fit adjusts the axis to show lo..hi.
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

// Settling reports whether the axis may be about to shrink: its values have needed much less since the last fit.
func (a *Axis) Settling() bool { return a.idle > 0 }

// Settle makes the axis keep its bounds, as if the values needed them.
func (a *Axis) Settle() { a.idle = 0 }

// Reset makes the next fit alone determine the bounds.
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

// LabelWidth is the width of every axis label, so that plots do not shift sideways.
const LabelWidth = 6

// Gutter is the number of columns of the labels and the line of an axis.
const Gutter = LabelWidth + 1

// Areas splits an area into the Gutter at the left for an axis and the rest for the plot, without the last column.
func Areas(p canvas.Painter) (labels, body canvas.Painter) {
	return p.Part(0, 0, Gutter, p.H), p.Part(Gutter, 0, p.W-Gutter-1, p.H)
}

// Label returns a value as an axis label of LabelWidth columns.
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

// Draw draws the labels of the axis and a line to their right into a painter of Gutter columns. Rows stand for values
// from Hi (top) to Lo (bottom); bars says whether these are the edges of the outer rows, as for bars, or their
// middles, as for a curve.
func (a *Axis) Draw(p canvas.Painter, g *style.Glyphs, bars bool) {
	h := p.H
	if !a.line(p, g) {
		return
	}
	// Label every tick or every second, fifth or tenth, so that at least two rows lie between labels. Zero is among
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

// line draws the line next to the labels, and reports whether to draw labels.
func (a *Axis) line(p canvas.Painter, g *style.Glyphs) bool {
	for y := range p.H {
		p.Put(LabelWidth, y, g.Frame[style.Up|style.Down], style.Frame)
	}
	return a.Hi > a.Lo && p.H > 0
}

// Row returns which of h rows shows the value v; bars as in Draw.
func (a *Axis) Row(v float64, h int, bars bool) int {
	f := (a.Hi - v) / (a.Hi - a.Lo)
	if bars {
		return min(max(int(f*float64(h)), 0), h-1)
	}
	return min(max(int(math.Round(f*float64(h-1))), 0), h-1)
}

// Decades is Draw for an axis of exponents: it labels the powers of ten.
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
