package canvas

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Area is a rectangle of screen cells: x, y is its top left corner.
type Area struct{ X, Y, W, H int }

// Rect returns the area of w columns and h rows whose top left corner is x, y.
func Rect(x, y, w, h int) Area { return Area{x, y, w, h} }

func (r Area) Empty() bool            { return r.W <= 0 || r.H <= 0 }
func (r Area) Contains(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Below returns what lies under the upper n rows of r.
func (r Area) Below(n int) Area {
	n = max(0, min(n, r.H))
	return Rect(r.X, r.Y+n, r.W, r.H-n)
}

// titles stand in the frames: the row of the frame above an inside, from its first column on.
func (r Area) Title() (x, y, w int) { return r.X, r.Y - 1, r.W }

// Cell is one screen cell. The cell to the right of a double-width character has an empty text.
type Cell struct {
	Text  string
	Style Style
}

// Grid is the screen that panes draw on. Whatever is drawn outside it is clipped, so that no line can be wider than
// the screen and no pane can spoil another.
type Grid struct {
	w, h  int
	cells []Cell
	lines []uint8 // frame lines that meet in a cell: up, right, down, left
}

const (
	Up uint8 = 1 << iota
	Right
	Down
	Left
)

// Resize clears the canvas and gives it w columns and h rows.
func (c *Grid) Resize(w, h int) {
	c.w, c.h = max(0, w), max(0, h)
	if n := c.w * c.h; cap(c.cells) < n {
		c.cells, c.lines = make([]Cell, n), make([]uint8, n)
	} else {
		c.cells, c.lines = c.cells[:n], c.lines[:n]
	}
	for i := range c.cells {
		c.cells[i] = Cell{Text: " "}
	}
	clear(c.lines)
}

// Box draws a frame along the outermost cells of r. Frames that share cells are joined by frames.
func (c *Grid) Box(r Area) {
	if r.W < 2 || r.H < 2 {
		return
	}
	r0, r1 := r.Y, r.Y+r.H-1
	c0, c1 := r.X, r.X+r.W-1
	for x := c0; x <= c1; x++ {
		var bits uint8
		if x > c0 {
			bits |= Left
		}
		if x < c1 {
			bits |= Right
		}
		c.line(x, r0, bits)
		c.line(x, r1, bits)
	}
	for y := r0; y <= r1; y++ {
		var bits uint8
		if y > r0 {
			bits |= Up
		}
		if y < r1 {
			bits |= Down
		}
		c.line(c0, y, bits)
		c.line(c1, y, bits)
	}
}

func (c *Grid) line(x, y int, bits uint8) {
	if x >= 0 && x < c.w && y >= 0 && y < c.h {
		c.lines[y*c.w+x] |= bits
	}
}

// Frames turns the lines of all boxes into glyphs. Text drawn afterwards lies over them.
func (c *Grid) Frames(g *Glyphs) {
	for i, bits := range c.lines {
		if bits != 0 {
			c.cells[i] = Cell{g.Frame[bits], Frame}
		}
	}
}

// Full returns a painter over the whole canvas.
func (c *Grid) Full() Painter { return Painter{c, Rect(0, 0, c.w, c.h)} }

// At returns a painter whose coordinates start at the rectangle's corner and end with it.
func (c *Grid) At(r Area) Painter { return Painter{c, r} }

// Painter draws into one rectangle of a canvas.
type Painter struct {
	Grid *Grid
	Area
}

// Part returns a painter for w columns and h rows of the painter's own, from x, y on.
func (p Painter) Part(x, y, w, h int) Painter { return p.Grid.At(Rect(p.X+x, p.Y+y, w, h)) }

func (p Painter) Cell(x, y int) *Cell {
	if x < 0 || y < 0 || x >= p.W || y >= p.H {
		return nil
	}
	x, y = x+p.X, y+p.Y
	if x < 0 || y < 0 || x >= p.Grid.w || y >= p.Grid.h {
		return nil
	}
	return &p.Grid.cells[y*p.Grid.w+x]
}

// Put sets one single-width glyph.
func (p Painter) Put(x, y int, glyph string, s Style) {
	if c := p.Cell(x, y); c != nil {
		c.Text, c.Style = glyph, s.over(c.Style)
	}
}

// Text draws s from x on and returns the column after it. What does not fit is left out; control characters become
// spaces, for a tab or an escape sequence from a data file would tear the screen.
func (p Painter) Text(x, y int, s string, st Style) int {
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
		p.Put(x, y, glyph, st)
		if width == 2 {
			if c := p.Cell(x+1, y); c != nil {
				c.Text, c.Style = "", st.over(c.Style)
			}
		}
		x += width
	}
	return x
}

// TextRight draws s so that it ends before column x, and returns where it began.
func (p Painter) TextRight(x, y int, s string, st Style) int {
	from := max(0, x-ansi.StringWidth(s))
	p.Text(from, y, s, st)
	return from
}

// Ground lays a background under w cells of row y, without touching what stands there.
func (p Painter) Ground(x, y, w int, g Ground) {
	for i := range w {
		if c := p.Cell(x+i, y); c != nil {
			c.Style = c.Style.On(g)
		}
	}
}

// Restyle changes the style of w cells of row y, without touching what stands there.
func (p Painter) Restyle(x, y, w int, change func(Style) Style) {
	for i := range w {
		if c := p.Cell(x+i, y); c != nil {
			c.Style = change(c.Style)
		}
	}
}

// Clear blanks the painter's rectangle, frames and backgrounds included.
func (p Painter) Clear() {
	for y := range p.H {
		for x := range p.W {
			if c := p.Cell(x, y); c != nil {
				*c = Cell{Text: " "}
			}
		}
	}
}

// Render returns the canvas as lines of styled text. Trailing blanks are left out: the renderer fills them.
func (c *Grid) Render(t *Theme) string {
	var b strings.Builder
	b.Grow(c.w*c.h*2 + c.h*16)
	for y := range c.h {
		if y > 0 {
			b.WriteByte('\n')
		}
		row := c.cells[y*c.w : (y+1)*c.w]
		end := len(row)
		for end > 0 && row[end-1].Text == " " && row[end-1].Style.ground() == groundNone {
			end--
		}
		var last Style
		for _, k := range row[:end] {
			if k.Text == " " && k.Style.ground() == last.ground() && last&under == 0 {
				b.WriteByte(' ') // a blank shows nothing of the ink
				continue
			}
			if k.Style != last {
				b.WriteString(t.SGR(k.Style))
				last = k.Style
			}
			b.WriteString(k.Text)
		}
		if last != 0 {
			b.WriteString("\x1b[m")
		}
	}
	return b.String()
}
