package plane

import (
	"cmp"
	"math"
	"slices"

	"actmax/tui/canvas"
	"actmax/tui/style"
)

// A cell holds dotsX by dotsY dots, as a Braille pattern does. Their distance is the same in both directions.
const dotsX, dotsY = 2, 4

// braille holds the bits of the dots of a pattern, by row and column.
var braille = [dotsY][dotsX]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// aroundPoint is the distance of an outline from its points in dots, enough for the letter of a point and the marks
// of the cursor around it.
const aroundPoint = 5.0

// Outline is a drawing of lines in dots. Drawing it does not overwrite occupied cells.
type Outline struct {
	w, h int // cells
	bits []rune
}

// NewOutline returns an empty outline of w columns and h rows of cells.
func NewOutline(w, h int) *Outline { return &Outline{w, h, make([]rune, max(0, w*h))} }

// dot sets a dot.
func (o *Outline) dot(x, y int) {
	if x >= 0 && y >= 0 && x < o.w*dotsX && y < o.h*dotsY {
		o.bits[y/dotsY*o.w+x/dotsX] |= braille[y%dotsY][x%dotsX]
	}
}

// line draws a line between two places in dots.
func (o *Outline) line(a, b [2]float64) {
	steps := math.Max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1]))
	if !(steps < 1e5) { // far beyond the screen
		return
	}
	n := max(1, int(math.Ceil(steps)))
	for k := range n + 1 {
		f := float64(k) / float64(n)
		o.dot(int(math.Round(a[0]+f*(b[0]-a[0]))), int(math.Round(a[1]+f*(b[1]-a[1]))))
	}
}

// Around draws a line around points, given as the fractional columns and rows of Camera.Cell: the convex hull of
// circles around them.
func (o *Outline) Around(cells [][2]float64) {
	dots := make([][2]float64, len(cells))
	for i, c := range cells {
		dots[i] = [2]float64{(c[0]+0.5)*dotsX - 0.5, (c[1]+0.5)*dotsY - 0.5}
	}
	o.around(dots)
}

// around does the same for points in dots.
func (o *Outline) around(points [][2]float64) {
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
		o.line(edge[i], edge[(i+1)%len(edge)])
	}
}

// Draw draws the lines into empty cells: as Braille patterns, in ASCII as full stops.
func (o *Outline) Draw(p canvas.Painter, g *style.Glyphs, st style.Style) {
	for y := range o.h {
		for x := range o.w {
			bits := o.bits[y*o.w+x]
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

// hull returns the corners of the convex hull of points in order (Andrew's monotone chain).
func hull(points [][2]float64) [][2]float64 {
	points = slices.Clone(points)
	slices.SortFunc(points, func(a, b [2]float64) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
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
			out = out[:len(out)-1] // it begins the other side
		}
		if pass == 0 {
			slices.Reverse(points)
		}
	}
	return out
}
