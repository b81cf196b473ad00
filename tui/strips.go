package tui

import (
	"fmt"
	"math"

	"actmax/tui/canvas"
)

// strips draw the axes of a several-axis signal in rows of their own. All have the same height in G, so that amplitudes can
// be compared, but each its own middle: gravity lies differently on every axis, and on a common scale it would leave no
// room for the movement.
type strips struct {
	height canvas.Axis // around the middle
	middle []float64
}

func (s *strips) reset() { s.height.Reset() }

// fit finds middles and height for the axes that are drawn, of the signal and of the real segment over it.
func (s *strips) fit(sc *scene) {
	s.middle = make([]float64, sc.snap.Axes)
	step := s.height.Step
	lo, hi := math.Inf(1), math.Inf(-1)
	own := sc.span()
	for _, a := range sc.axes {
		least, most, ok := sc.rangeOf(a, own)
		if !ok {
			continue
		}
		s.middle[a] = (least + most) / 2
		if step > 0 { // moves in steps: a middle that crept along would shake what is drawn
			s.middle[a] = math.Round(s.middle[a]/step) * step
		}
		lo, hi = min(lo, least-s.middle[a]), max(hi, most-s.middle[a])
	}
	s.height.Fit(lo, hi)
}

// draw draws signal, [axes][time], and behind it another one.
func (s *strips) draw(body, plot canvas.Painter, sc *scene, signal [][]float32, shift int, line canvas.Style, behind *picked) {
	g, n := sc.scheme, len(sc.axes)
	per := max(1, body.H/n)
	for i, a := range sc.axes {
		y := i * per
		if y >= body.H {
			break
		}
		body.Text(1, y, canvas.Clip(shortAxis(sc.names[a]), canvas.LabelWidth-1, g), canvas.Dim)
		for r := range per {
			body.Put(canvas.LabelWidth, y+r, g.Frame[canvas.Up|canvas.Down], canvas.Frame)
		}
		if per > 1 {
			body.Text(0, y+max(1, per/2), fmt.Sprintf("%*.2f", canvas.LabelWidth, math.Round(100*s.middle[a])/100+0), canvas.Dim) // + 0: no -0
			body.Put(canvas.LabelWidth, y+max(1, per/2), g.Tick, canvas.Frame)
		}
		lo, hi := s.middle[a]+s.height.Lo, s.middle[a]+s.height.Hi
		strip := plot.Part(0, y, plot.W, min(per, body.H-y))
		if strip.H < 3 { // too low for a line: the height of a column is finer
			for x, v := range canvas.Stretch(signal[a], strip.W, shift)[:strip.W] {
				strip.Bar(x, x+1, v, lo, hi, math.Inf(1), g, sc.ink(line), canvas.Text)
			}
			continue
		}
		if behind != nil {
			strip.CurveWithin(canvas.Stretch(behind.signal[a], strip.W, behind.shift), lo, hi, g, sc.ink(canvas.Real))
		}
		strip.CurveWithin(canvas.Stretch(signal[a], strip.W, shift), lo, hi, g, sc.ink(line))
	}
}
