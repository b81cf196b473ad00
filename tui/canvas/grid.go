package canvas

import (
	"strings"

	"actmax/tui/style"
)

// Area is a rectangle of screen cells: X, Y is its top left corner.
type Area struct{ X, Y, W, H int }

// Rect returns the area of w columns and h rows whose top left corner is x, y.
func Rect(x, y, w, h int) Area { return Area{x, y, w, h} }

// Empty reports whether no cell lies in the area.
func (a Area) Empty() bool { return a.W <= 0 || a.H <= 0 }

// Contains reports whether a cell lies in the area.
func (a Area) Contains(x, y int) bool { return x >= a.X && x < a.X+a.W && y >= a.Y && y < a.Y+a.H }

// Below returns the area without its upper n rows.
func (a Area) Below(n int) Area {
	n = max(0, min(n, a.H))
	return Area{a.X, a.Y + n, a.W, a.H - n}
}

// Title returns the position of the title of a framed area: in the row of the frame above it, from its first column,
// w columns wide.
func (a Area) Title() (x, y, w int) { return a.X, a.Y - 1, a.W }

// Cell is one screen cell. The cell to the right of a double-width character has an empty text.
type Cell struct {
	Text  string
	Style style.Style
}

// Grid is the screen as cells. It clips everything drawn outside, so that no line is wider than the screen and no
// pane overwrites another.
type Grid struct {
	w, h  int
	cells []Cell
	lines []uint8 // of frames that meet in a cell: style.Up and so on
}

// Resize clears the grid and gives it w columns and h rows.
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

// set changes the text and style of a cell. If it overwrites one half of a double-width character, the other half
// becomes blank.
func (c *Grid) set(i int, text string, s style.Style) {
	k := &c.cells[i]
	if k.Text == "" && text != "" && i > 0 {
		c.cells[i-1].Text = " "
	}
	if i+1 < len(c.cells) && c.cells[i+1].Text == "" {
		c.cells[i+1].Text = " "
	}
	k.Text, k.Style = text, s
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
			bits |= style.Left
		}
		if x < c1 {
			bits |= style.Right
		}
		c.line(x, r0, bits)
		c.line(x, r1, bits)
	}
	for y := r0; y <= r1; y++ {
		var bits uint8
		if y > r0 {
			bits |= style.Up
		}
		if y < r1 {
			bits |= style.Down
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

// Frames draws the lines of all boxes as glyphs. Text drawn afterwards overwrites them.
func (c *Grid) Frames(g *style.Glyphs) {
	for i, bits := range c.lines {
		if bits != 0 {
			c.cells[i] = Cell{g.Frame[bits], style.Frame}
		}
	}
}

// Full returns a painter over the whole grid.
func (c *Grid) Full() Painter { return Painter{c, Rect(0, 0, c.w, c.h)} }

// At returns a painter for an area; its coordinates are relative to the corner of the area.
func (c *Grid) At(r Area) Painter { return Painter{c, r} }

// Render returns the grid as lines of styled text without trailing blanks, which the renderer fills.
func (c *Grid) Render(t *style.Theme) string {
	var b strings.Builder
	b.Grow(c.w*c.h*2 + c.h*16)
	for y := range c.h {
		if y > 0 {
			b.WriteByte('\n')
		}
		row := c.cells[y*c.w : (y+1)*c.w]
		end := len(row)
		for end > 0 && row[end-1].Text == " " && row[end-1].Style.Empty() {
			end--
		}
		last := style.Text
		for _, k := range row[:end] {
			if k.Text == " " && k.Style.BlankAfter(last) {
				b.WriteByte(' ')
				continue
			}
			if k.Style != last {
				b.WriteString(t.Change(last, k.Style))
				last = k.Style
			}
			b.WriteString(k.Text)
		}
		if last != style.Text {
			b.WriteString(t.Change(last, style.Text))
		}
	}
	return b.String()
}
