package tui

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// rect is a rectangle of screen cells: x, y is its top left corner.
type rect struct{ x, y, w, h int }

func (r rect) empty() bool            { return r.w <= 0 || r.h <= 0 }
func (r rect) contains(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// below returns what lies under the upper n rows of r.
func (r rect) below(n int) rect {
	n = max(0, min(n, r.h))
	return rect{r.x, r.y + n, r.w, r.h - n}
}

// titles stand in the frames: the row of the frame above an inside, from its first column on.
func (r rect) title() (x, y, w int) { return r.x, r.y - 1, r.w }

// cell is one screen cell. The cell to the right of a double-width character has an empty text.
type cell struct {
	text  string
	style style
}

// canvas is the screen that panes draw on. Whatever is drawn outside it is clipped, so that no line can be wider than
// the screen and no pane can spoil another.
type canvas struct {
	w, h  int
	cells []cell
	lines []uint8 // frame lines that meet in a cell: up, right, down, left
}

const (
	up uint8 = 1 << iota
	right
	down
	left
)

// resize clears the canvas and gives it w columns and h rows.
func (c *canvas) resize(w, h int) {
	c.w, c.h = max(0, w), max(0, h)
	if n := c.w * c.h; cap(c.cells) < n {
		c.cells, c.lines = make([]cell, n), make([]uint8, n)
	} else {
		c.cells, c.lines = c.cells[:n], c.lines[:n]
	}
	for i := range c.cells {
		c.cells[i] = cell{text: " "}
	}
	clear(c.lines)
}

// box draws a frame along the outermost cells of r. Frames that share cells are joined by frames.
func (c *canvas) box(r rect) {
	if r.w < 2 || r.h < 2 {
		return
	}
	r0, r1 := r.y, r.y+r.h-1
	c0, c1 := r.x, r.x+r.w-1
	for x := c0; x <= c1; x++ {
		var bits uint8
		if x > c0 {
			bits |= left
		}
		if x < c1 {
			bits |= right
		}
		c.line(x, r0, bits)
		c.line(x, r1, bits)
	}
	for y := r0; y <= r1; y++ {
		var bits uint8
		if y > r0 {
			bits |= up
		}
		if y < r1 {
			bits |= down
		}
		c.line(c0, y, bits)
		c.line(c1, y, bits)
	}
}

func (c *canvas) line(x, y int, bits uint8) {
	if x >= 0 && x < c.w && y >= 0 && y < c.h {
		c.lines[y*c.w+x] |= bits
	}
}

// frames turns the lines of all boxes into glyphs. Text drawn afterwards lies over them.
func (c *canvas) frames(g *glyphs) {
	for i, bits := range c.lines {
		if bits != 0 {
			c.cells[i] = cell{g.frame[bits], ink(inkFrame)}
		}
	}
}

// full returns a painter over the whole canvas.
func (c *canvas) full() painter { return painter{c, rect{0, 0, c.w, c.h}} }

// at returns a painter whose coordinates start at the rectangle's corner and end with it.
func (c *canvas) at(r rect) painter { return painter{c, r} }

// painter draws into one rectangle of a canvas.
type painter struct {
	c *canvas
	r rect
}

func (p painter) w() int { return p.r.w }
func (p painter) h() int { return p.r.h }

func (p painter) cell(x, y int) *cell {
	if x < 0 || y < 0 || x >= p.r.w || y >= p.r.h {
		return nil
	}
	x, y = x+p.r.x, y+p.r.y
	if x < 0 || y < 0 || x >= p.c.w || y >= p.c.h {
		return nil
	}
	return &p.c.cells[y*p.c.w+x]
}

// put sets one single-width glyph.
func (p painter) put(x, y int, glyph string, s style) {
	if c := p.cell(x, y); c != nil {
		c.text, c.style = glyph, s.over(c.style)
	}
}

// text draws s from x on and returns the column after it. What does not fit is left out; control characters become
// spaces, for a tab or an escape sequence from a data file would tear the screen.
func (p painter) text(x, y int, s string, st style) int {
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
		if x+width > p.r.w {
			return x
		}
		p.put(x, y, glyph, st)
		if width == 2 {
			if c := p.cell(x+1, y); c != nil {
				c.text, c.style = "", st.over(c.style)
			}
		}
		x += width
	}
	return x
}

// textRight draws s so that it ends before column x, and returns where it began.
func (p painter) textRight(x, y int, s string, st style) int {
	from := max(0, x-ansi.StringWidth(s))
	p.text(from, y, s, st)
	return from
}

// ground lays a background under w cells of row y, without touching what stands there.
func (p painter) ground(x, y, w int, g ground) {
	for i := range w {
		if c := p.cell(x+i, y); c != nil {
			c.style = c.style.on(g)
		}
	}
}

// attribute changes the style of w cells of row y, without touching what stands there.
func (p painter) attribute(x, y, w int, change func(style) style) {
	for i := range w {
		if c := p.cell(x+i, y); c != nil {
			c.style = change(c.style)
		}
	}
}

// clear blanks the painter's rectangle, frames and backgrounds included.
func (p painter) clear() {
	for y := range p.r.h {
		for x := range p.r.w {
			if c := p.cell(x, y); c != nil {
				*c = cell{text: " "}
			}
		}
	}
}

// string returns the canvas as lines of styled text. Trailing blanks are left out: the renderer fills them.
func (c *canvas) string(t *theme) string {
	var b strings.Builder
	b.Grow(c.w*c.h*2 + c.h*16)
	for y := range c.h {
		if y > 0 {
			b.WriteByte('\n')
		}
		row := c.cells[y*c.w : (y+1)*c.w]
		end := len(row)
		for end > 0 && row[end-1].text == " " && row[end-1].style.ground() == groundNone {
			end--
		}
		var last style
		for _, k := range row[:end] {
			if k.text == " " && k.style.ground() == last.ground() && last&under == 0 {
				b.WriteByte(' ') // a blank shows nothing of the ink
				continue
			}
			if k.style != last {
				b.WriteString(t.sgr(k.style))
				last = k.style
			}
			b.WriteString(k.text)
		}
		if last != 0 {
			b.WriteString("\x1b[m")
		}
	}
	return b.String()
}
