package canvas

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// Painter draws into one area of a grid. Its coordinates begin at the corner of the area; it clips at the edges.
type Painter struct {
	grid *Grid
	Area
}

// Part returns a painter for w columns and h rows from x, y in the painter's coordinates.
func (p Painter) Part(x, y, w, h int) Painter { return p.grid.At(Rect(p.X+x, p.Y+y, w, h)) }

// Below returns a painter for the area without its upper n rows.
func (p Painter) Below(n int) Painter { return p.grid.At(p.Area.Below(n)) }

// Cell returns a cell, or nil if x, y is outside.
func (p Painter) Cell(x, y int) *Cell {
	if i := p.index(x, y); i >= 0 {
		return &p.grid.cells[i]
	}
	return nil
}

// index returns the index of a cell in the grid, or -1 if x, y is outside.
func (p Painter) index(x, y int) int {
	if x < 0 || y < 0 || x >= p.W || y >= p.H {
		return -1
	}
	x, y = x+p.X, y+p.Y
	if x < 0 || y < 0 || x >= p.grid.w || y >= p.grid.h {
		return -1
	}
	return y*p.grid.w + x
}

// Put sets one single-width glyph.
func (p Painter) Put(x, y int, glyph string, s style.Style) {
	if i := p.index(x, y); i >= 0 {
		p.grid.set(i, glyph, s.Over(p.grid.cells[i].Style))
	}
}

// put sets a glyph of one or two columns. Half of a wide one is shown as a blank.
func (p Painter) put(x, y int, glyph string, width int, s style.Style) {
	if width == 2 && p.index(x+1, y) < 0 {
		glyph, width = " ", 1
	}
	p.Put(x, y, glyph, s)
	if width == 2 {
		p.Put(x+1, y, "", s)
	}
}

// Text draws s from x on and returns the column after it. It clips at the edge. Control characters become spaces,
// because a tab or an escape sequence from a data file would break the screen.
func (p Painter) Text(x, y int, s string, st style.Style) int {
	for len(s) > 0 {
		glyph, width := s[:1], 1
		if s[0] < ' ' || s[0] == 0x7f {
			glyph = " "
			s = s[1:]
		} else if s[0] < utf8.RuneSelf {
			s = s[1:]
		} else {
			glyph, width = ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
			s = s[len(glyph):]
			if r, _ := utf8.DecodeRuneInString(glyph); width == 0 || r < 0xa0 || r == utf8.RuneError {
				glyph, width = "?", 1
			}
		}
		if x+width > p.W {
			return x
		}
		p.put(x, y, glyph, width, st)
		x += width
	}
	return x
}

// TextRight draws s so that it ends before column x, and returns its first column.
func (p Painter) TextRight(x, y int, s string, st style.Style) int {
	from := max(0, x-ansi.StringWidth(s))
	p.Text(from, y, s, st)
	return from
}

// Ground sets the background of w cells of row y and keeps their text.
func (p Painter) Ground(x, y, w int, g style.Ground) {
	for i := range w {
		if c := p.Cell(x+i, y); c != nil {
			c.Style = c.Style.On(g)
		}
	}
}

// Restyle changes the style of w cells of row y and keeps their text.
func (p Painter) Restyle(x, y, w int, change func(style.Style) style.Style) {
	for i := range w {
		if c := p.Cell(x+i, y); c != nil {
			c.Style = change(c.Style)
		}
	}
}

// Clear clears the painter's area with its frames and backgrounds.
func (p Painter) Clear() {
	for y := range p.H {
		for x := range p.W {
			if i := p.index(x, y); i >= 0 {
				p.grid.set(i, " ", style.Text)
			}
		}
	}
}
