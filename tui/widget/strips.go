package widget

import (
	"fmt"
	"math"

	"actmax/tui/canvas"
	"actmax/tui/plot"
	"actmax/tui/style"
)

// Strips draws the axes of a several-axis signal in separate rows. All have the same height in G, so that amplitudes
// can be compared, but each has its own middle: gravity differs between axes, and a common scale would leave little
// space for the movement.
type Strips struct {
	Height plot.Axis // around the middle
	Middle []float64 // of each axis
}

func (s *Strips) reset() { s.Height.Reset() }

// fit finds middles and height for the drawn axes of the signal and of the real segment over it.
func (s *Strips) fit(sc *Scene) {
	s.Middle = make([]float64, sc.Snap.Axes)
	step := s.Height.Step
	lo, hi := math.Inf(1), math.Inf(-1)
	own := sc.Span()
	for _, a := range sc.Axes {
		least, most, ok := sc.RangeOf(a, own)
		if !ok {
			continue
		}
		s.Middle[a] = (least + most) / 2
		if step > 0 { // in steps: a slowly moving middle would make the plot shake
			s.Middle[a] = math.Round(s.Middle[a]/step) * step
		}
		lo, hi = min(lo, least-s.Middle[a]), max(hi, most-s.Middle[a])
	}
	s.Height.Fit(lo, hi)
}

// draw draws signal, [axes][time], and another one behind it.
func (s *Strips) draw(
	body, area canvas.Painter, sc *Scene, signal [][]float32, shift int, line style.Style, behind *Segment,
) {
	g, n := sc.Glyphs, len(sc.Axes)
	per := max(1, body.H/n)
	for i, a := range sc.Axes {
		y := i * per
		if y >= body.H {
			break
		}
		body.Text(1, y, canvas.Clip(ShortAxis(sc.Names[a]), plot.LabelWidth-1, g), style.Dim)
		for r := range per {
			body.Put(plot.LabelWidth, y+r, g.Frame[style.Up|style.Down], style.Frame)
		}
		if per > 1 {
			middle := math.Round(100*s.Middle[a])/100 + 0 // + 0: no -0
			body.Text(0, y+max(1, per/2), fmt.Sprintf("%*.2f", plot.LabelWidth, middle), style.Dim)
			body.Put(plot.LabelWidth, y+max(1, per/2), g.Tick, style.Frame)
		}
		lo, hi := s.Middle[a]+s.Height.Lo, s.Middle[a]+s.Height.Hi
		strip := area.Part(0, y, area.W, min(per, body.H-y))
		if strip.H < 3 { // too low for a line; bars have a finer resolution
			for x, v := range plot.Stretch(signal[a], strip.W, shift)[:strip.W] {
				plot.Bar(strip, x, x+1, v, lo, hi, math.Inf(1), g, sc.Ink(line), style.Text)
			}
			continue
		}
		if behind != nil {
			curve := plot.Stretch(behind.Signal[a], strip.W, behind.Shift)
			plot.CurveWithin(strip, curve, lo, hi, g, sc.Ink(style.Real))
		}
		plot.CurveWithin(strip, plot.Stretch(signal[a], strip.W, shift), lo, hi, g, sc.Ink(line))
	}
}
