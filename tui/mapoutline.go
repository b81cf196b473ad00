package tui

import (
	"slices"

	"actmax/tui/canvas"
	"actmax/tui/plane"
	"actmax/tui/screen"
)

// outline is what is outlined on a map.
type outline int

const (
	outlineDense   outline = iota // groups of similar signals
	outlineRepeats                // units that repeat each other, once that is measured
	outlineNone
	outlines
)

var outlineWords = [outlines]string{"dense", "repeats", "none"}

// groups are the units that are outlined on the map in view.
func (s *mapScreen) groups(m *screen.Common) [][]int {
	switch c := s.chart(); {
	case c == nil || s.outline == outlineNone:
		return nil
	case s.outline == outlineDense:
		return c.Clusters
	}
	var out [][]int
	if l := s.repeats.layer(m, s.layer); l != nil {
		for _, c := range l.clusters {
			out = append(out, c.members)
		}
	}
	return out
}

// drawOutlines draws a line around each group.
func (s *mapScreen) drawOutlines(m *screen.Common, p canvas.Painter, spots []spot) {
	for _, units := range s.groups(m) {
		var at [][2]float64
		for _, q := range spots {
			if slices.Contains(units, q.unit) {
				column, row := s.camera.Cell(q.x, q.y)
				at = append(at, [2]float64{column, row})
			}
		}
		if len(at) < 2 {
			continue // what is left of it is no group
		}
		k := plane.NewOutline(p.W, p.H)
		k.Around(at)
		k.Draw(p, m.Glyphs, canvas.Frame)
	}
}

// turnOutline outlines something else.
func (s *mapScreen) turnOutline(m *screen.Common) {
	s.outline = (s.outline + 1) % outlines
	switch {
	case s.outline == outlineRepeats && s.repeats.layer(m, s.layer) == nil:
		m.Say("outlined: units that repeat each other, once that is measured: v turns to it")
	default:
		m.Say("outlined: %s", [outlines]string{"dense groups of similar signals", "units that repeat each other in training, beside what their signals say", "nothing"}[s.outline])
	}
}
