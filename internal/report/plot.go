package report

import (
	"math"
	"strconv"
)

// Plot is a rectangle of a picture with two value axes.
type Plot struct {
	Left, Top, Width, Height float64 // pixels
	X, Y                     Range
}

// Range is the range of an axis.
type Range struct{ From, To float64 }

// NiceRange returns the range of values, widened to whole ticks; an empty range gets a width. It ignores values that
// are not finite.
func NiceRange(values []float64, ticks int) Range {
	r := Range{math.Inf(1), math.Inf(-1)}
	for _, v := range values {
		if finite(v) {
			r.From, r.To = min(r.From, v), max(r.To, v)
		}
	}
	if r.From > r.To {
		return Range{0, 1}
	}
	if r.From == r.To {
		margin := math.Abs(r.From) / 2
		if margin == 0 {
			margin = 1
		}
		r.From, r.To = r.From-margin, r.To+margin
	}
	step := tickStep(r, ticks)
	if !distinct(r, step) {
		return r
	}
	return Range{math.Floor(r.From/step) * step, math.Ceil(r.To/step) * step}
}

// Ticks returns the multiples of 1, 2 or 5 times a power of ten within the range, about as many as wanted.
func Ticks(r Range, wanted int) []float64 {
	if !finite(r.From) || !finite(r.To) || r.From >= r.To {
		return nil
	}
	step := tickStep(r, wanted)
	if !distinct(r, step) {
		return nil
	}
	var t []float64
	for i := math.Ceil(r.From/step - 1e-9); i <= math.Floor(r.To/step+1e-9); i++ {
		t = append(t, i*step)
	}
	return t
}

// tickStep returns the smallest 1-2-5 step that gives at most the wanted number of steps.
func tickStep(r Range, wanted int) float64 {
	raw := (r.To - r.From) / float64(max(1, wanted))
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= raw*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// distinct reports whether floating point can distinguish the ticks of a range.
func distinct(r Range, step float64) bool {
	return finite(step) && step > 1e-12*max(math.Abs(r.From), math.Abs(r.To))
}

// Number writes the value of a tick without floating-point noise.
func Number(v float64) string {
	if math.Abs(v) < 1e-12 {
		return "0"
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// At returns the place of a value in the picture.
func (p Plot) At(x, y float64) Point {
	return Point{
		p.Left + (x-p.X.From)/(p.X.To-p.X.From)*p.Width,
		p.Top + p.Height - (y-p.Y.From)/(p.Y.To-p.Y.From)*p.Height,
	}
}

// Axes draws the frame of a plot, grid lines and ticks on both axes, and their names. An axis with 0 ticks has none:
// the caller draws its own.
func (s *SVG) Axes(p Plot, xName, yName string, xTicks, yTicks int) {
	const tick = 4
	right, bottom := p.Left+p.Width, p.Top+p.Height
	small := Label{Size: 11, Anchor: "middle"}
	if xTicks > 0 {
		for _, v := range Ticks(p.X, xTicks) {
			at := p.At(v, p.Y.From)
			s.Polyline([]Point{{at.X, p.Top}, {at.X, bottom}}, Line{Colour: Faint})
			s.Polyline([]Point{at, {at.X, bottom + tick}}, Line{})
			s.Text(Point{at.X, bottom + tick + 11}, Number(v), small)
		}
	}
	small.Anchor = "end"
	if yTicks > 0 {
		for _, v := range Ticks(p.Y, yTicks) {
			at := p.At(p.X.From, v)
			s.Polyline([]Point{{p.Left, at.Y}, {right, at.Y}}, Line{Colour: Faint})
			s.Polyline([]Point{{p.Left - tick, at.Y}, at}, Line{})
			s.Text(Point{p.Left - tick - 3, at.Y + 4}, Number(v), small)
		}
	}
	s.Polyline([]Point{{p.Left, p.Top}, {p.Left, bottom}, {right, bottom}, {right, p.Top}, {p.Left, p.Top}}, Line{})
	if xName != "" {
		s.Text(Point{p.Left + p.Width/2, bottom + 32}, xName, Label{Anchor: "middle"})
	}
	if yName != "" {
		s.Text(Point{p.Left - 40, p.Top + p.Height/2}, yName, Label{Anchor: "middle", Turned: true})
	}
}
