package unitmap

import (
	"slices"

	"actmax/tui/canvas"
	"actmax/tui/plane"
	"actmax/tui/style"
)

// outline is what a map outlines.
type outline int

const (
	OutlineDense   outline = iota // groups of similar signals
	OutlineRepeats                // units that repeat each other, once measured
	OutlineNone
	outlines
)

var outlineWords = [outlines]string{"dense", "repeats", "none"}

// Groups returns the groups of units that the map in view outlines.
func (s *Screen) Groups() [][]int {
	switch c := s.Layout(); {
	case c == nil || s.Outline == OutlineNone:
		return nil
	case s.Outline == OutlineDense:
		return c.Clusters
	}
	var out [][]int
	if l := s.Repeats.Layer(s.common, s.layer); l != nil {
		for _, c := range l.Clusters {
			out = append(out, c.Members)
		}
	}
	return out
}

// drawOutlines draws a line around each group.
func (s *Screen) drawOutlines(p canvas.Painter, spots []spot) {
	for _, units := range s.Groups() {
		var at [][2]float64
		for _, q := range spots {
			if slices.Contains(units, q.Unit) {
				column, row := s.Camera.Cell(q.X, q.Y)
				at = append(at, [2]float64{column, row})
			}
		}
		if len(at) < 2 {
			continue // the filter or the zoom leaves no group
		}
		k := plane.NewOutline(p.W, p.H)
		k.Around(at)
		k.Draw(p, s.common.Glyphs, style.Frame)
	}
}

// turnOutline outlines something else.
func (s *Screen) turnOutline() {
	s.Outline = (s.Outline + 1) % outlines
	if s.Outline == OutlineRepeats && s.Repeats.Layer(s.common, s.layer) == nil {
		s.common.Session.Say("outlined: units that repeat each other, not measured yet; press v until their view opens")
		return
	}
	s.common.Session.Say("outlined: %s", [outlines]string{
		"dense groups of similar signals",
		"units that repeat each other in training, whatever their signals",
		"nothing",
	}[s.Outline])
}
