package tui

import (
	"fmt"
	"math"
)

// strips draw the axes of a several-axis signal in rows of their own. All have the same height in G, so that amplitudes can
// be compared, but each its own middle: gravity lies differently on every axis, and on a common scale it would leave no
// room for the movement.
type strips struct {
	height axis // around the middle
	middle []float64
}

func (s *strips) reset() { s.height.reset() }

// fit finds middles and height for the axes that are drawn, of the signal and of the real segment over it.
func (s *strips) fit(sc *scene) {
	s.middle = make([]float64, sc.snap.Axes)
	step := s.height.step
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
	s.height.fit(lo, hi)
}

// draw draws signal, [axes][time], and behind it another one.
func (s *strips) draw(body, plot painter, sc *scene, signal [][]float32, shift int, line inkName, behind *picked) {
	g, n := sc.scheme, len(sc.axes)
	per := max(1, body.h()/n)
	for i, a := range sc.axes {
		y := i * per
		if y >= body.h() {
			break
		}
		body.text(1, y, clip(shortAxis(sc.names[a]), labelWidth-1, g), ink(inkDim))
		for r := range per {
			body.put(labelWidth, y+r, g.frame[up|down], ink(inkFrame))
		}
		if per > 1 {
			body.text(0, y+max(1, per/2), fmt.Sprintf("%*.2f", labelWidth, math.Round(100*s.middle[a])/100+0), ink(inkDim)) // + 0: no -0
			body.put(labelWidth, y+max(1, per/2), g.tick, ink(inkFrame))
		}
		lo, hi := s.middle[a]+s.height.lo, s.middle[a]+s.height.hi
		strip := body.c.at(rect{plot.r.x, plot.r.y + y, plot.w(), min(per, body.h()-y)})
		if strip.h() < 3 { // too low for a line: the height of a column is finer
			for x, v := range stretch(signal[a], strip.w(), shift)[:strip.w()] {
				bar(strip, x, x+1, v, lo, hi, math.Inf(1), g, sc.ink(line), ink(inkText))
			}
			continue
		}
		if behind != nil {
			curveWithin(strip, stretch(behind.signal[a], strip.w(), behind.shift), lo, hi, g, sc.ink(inkReal))
		}
		curveWithin(strip, stretch(signal[a], strip.w(), shift), lo, hi, g, sc.ink(line))
	}
}
