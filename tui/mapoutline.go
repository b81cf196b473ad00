package tui

import (
	"cmp"
	"math"
	"slices"

	"actmax/tui/canvas"
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

// A cell holds dotsX by dotsY dots of a line, as many as a Braille pattern has. They are as far apart across as down.
const dotsX, dotsY = 2, 4

// braille are the bits of the dots of a pattern, by row and column.
var braille = [dotsY][dotsX]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// aroundPoint is how far an outline keeps from its points, in dots: beyond the letter and what marks the cursor beside it.
const aroundPoint = 5.0

// lining is a drawing of lines in dots. What stands in a cell already is drawn over by nothing.
type lining struct {
	w, h int // cells
	bits []rune
}

func newLining(w, h int) *lining { return &lining{w, h, make([]rune, max(0, w*h))} }

// dot sets a dot.
func (s *lining) dot(x, y int) {
	if x >= 0 && y >= 0 && x < s.w*dotsX && y < s.h*dotsY {
		s.bits[y/dotsY*s.w+x/dotsX] |= braille[y%dotsY][x%dotsX]
	}
}

// line draws from one place to another, in dots.
func (s *lining) line(a, b [2]float64) {
	steps := math.Max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1]))
	if !(steps < 1e5) { // far beyond the screen
		return
	}
	n := max(1, int(math.Ceil(steps)))
	for k := range n + 1 {
		f := float64(k) / float64(n)
		s.dot(int(math.Round(a[0]+f*(b[0]-a[0]))), int(math.Round(a[1]+f*(b[1]-a[1]))))
	}
}

// around draws a line around points, in dots: the hull of circles about them.
func (s *lining) around(points [][2]float64) {
	const corners = 12
	var ring [][2]float64
	for _, p := range points {
		for k := range corners {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / corners)
			ring = append(ring, [2]float64{p[0] + aroundPoint*cos, p[1] + aroundPoint*sin})
		}
	}
	edge := hull(ring)
	for i := range edge {
		s.line(edge[i], edge[(i+1)%len(edge)])
	}
}

// draw puts the lines into cells that are empty: as Braille patterns, in ASCII as full stops.
func (s *lining) draw(p canvas.Painter, g *canvas.Glyphs, st canvas.Style) {
	for y := range s.h {
		for x := range s.w {
			bits := s.bits[y*s.w+x]
			if c := p.Cell(x, y); bits == 0 || c == nil || c.Text != " " {
				continue
			}
			glyph := g.Dots
			if g.Braille {
				glyph = string(0x2800 + bits)
			}
			p.Put(x, y, glyph, st)
		}
	}
}

// hull returns the corners of the convex hull of points, in turn (Andrew's monotone chain).
func hull(points [][2]float64) [][2]float64 {
	points = slices.Clone(points)
	slices.SortFunc(points, func(a, b [2]float64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	turns := func(a, b, c [2]float64) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
	var out [][2]float64
	for pass := range 2 {
		from := len(out)
		for _, p := range points {
			for len(out) >= from+2 && turns(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		if len(points) > 1 {
			out = out[:len(out)-1] // begins the other side
		}
		if pass == 0 {
			slices.Reverse(points)
		}
	}
	return out
}

// groups are the units that are outlined on the map in view.
func (s *mapScreen) groups(m *explorer) [][]int {
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
func (s *mapScreen) drawOutlines(m *explorer, p canvas.Painter, spots []spot) {
	for _, units := range s.groups(m) {
		var at [][2]float64
		for _, q := range spots {
			if slices.Contains(units, q.unit) {
				x, y := s.camera.cell(q.x, q.y)
				at = append(at, [2]float64{(x+0.5)*dotsX - 0.5, (y+0.5)*dotsY - 0.5})
			}
		}
		if len(at) < 2 {
			continue // what is left of it is no group
		}
		k := newLining(p.W, p.H)
		k.around(at)
		k.draw(p, m.glyphs, canvas.Frame)
	}
}

// turnOutline outlines something else.
func (s *mapScreen) turnOutline(m *explorer) {
	s.outline = (s.outline + 1) % outlines
	switch {
	case s.outline == outlineRepeats && s.repeats.layer(m, s.layer) == nil:
		m.say("outlined: units that repeat each other, once that is measured: v turns to it")
	default:
		m.say("outlined: %s", [outlines]string{"dense groups of similar signals", "units that repeat each other in training, beside what their signals say", "nothing"}[s.outline])
	}
}
