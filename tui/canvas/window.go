package canvas

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Window draws a framed, empty window in the middle of p and returns a painter for its inside.
func (p Painter) Window(title string, w, h int, g *Glyphs) Painter {
	w, h = min(w, p.W-2), min(h, p.H-2)
	r := Rect(p.X+(p.W-w-2)/2, p.Y+(p.H-h-2)/2, w+2, h+2)
	out := p.Grid.At(r)
	out.Clear()
	st := Frame
	for x := 1; x < r.W-1; x++ {
		out.Put(x, 0, g.Frame[Left|Right], st)
		out.Put(x, r.H-1, g.Frame[Left|Right], st)
	}
	for y := 1; y < r.H-1; y++ {
		out.Put(0, y, g.Frame[Up|Down], st)
		out.Put(r.W-1, y, g.Frame[Up|Down], st)
	}
	out.Put(0, 0, g.Frame[Down|Right], st)
	out.Put(r.W-1, 0, g.Frame[Down|Left], st)
	out.Put(0, r.H-1, g.Frame[Up|Right], st)
	out.Put(r.W-1, r.H-1, g.Frame[Up|Left], st)
	out.Text(2, 0, Clip(" "+title+" ", r.W-4, g), Accent.Strong())
	return p.Grid.At(Rect(r.X+1, r.Y+1, r.W-2, r.H-2))
}

// Words writes a text over several lines.
func (p Painter) Words(text string, st Style) {
	y := 1
	for line := range strings.SplitSeq(ansi.Wrap(text, max(10, p.W-4), ""), "\n") {
		p.Text(2, y, line, st)
		y++
	}
}

// Facts writes facts at the right end of a row, leaving out the last ones where they would meet what stands before x.
func (p Painter) Facts(y, x int, g *Glyphs, list []string) {
	for n := len(list); n > 0; n-- {
		s := strings.Join(list[:n], "  ")
		if w := len([]rune(s)); p.W-1-w > x {
			p.TextRight(p.W-1, y, s, Dim)
			return
		}
	}
}

// Mark puts a glyph over what stands in a cell; over a full bar it keeps the bar behind it.
func (p Painter) Mark(x, y int, glyph string, s Style, g *Glyphs) {
	if c := p.Cell(x, y); c != nil && c.Text == g.Bars[len(g.Bars)-1] {
		behind := OnMap
		if c.Style.ink() == Over {
			behind = OnOver
		}
		s = Text.On(behind)
	}
	p.Put(x, y, glyph, s)
}
