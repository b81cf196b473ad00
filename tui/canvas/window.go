package canvas

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// Window draws a framed, empty window in the middle of p and returns a painter for its inside.
func (p Painter) Window(title string, w, h int, g *style.Glyphs) Painter {
	w, h = min(w, p.W-2), min(h, p.H-2)
	out := p.Part((p.W-w-2)/2, (p.H-h-2)/2, w+2, h+2)
	out.Clear()
	right, bottom := out.W-1, out.H-1
	for x := 1; x < right; x++ {
		out.Put(x, 0, g.Frame[style.Left|style.Right], style.Frame)
		out.Put(x, bottom, g.Frame[style.Left|style.Right], style.Frame)
	}
	for y := 1; y < bottom; y++ {
		out.Put(0, y, g.Frame[style.Up|style.Down], style.Frame)
		out.Put(right, y, g.Frame[style.Up|style.Down], style.Frame)
	}
	out.Put(0, 0, g.Frame[style.Down|style.Right], style.Frame)
	out.Put(right, 0, g.Frame[style.Down|style.Left], style.Frame)
	out.Put(0, bottom, g.Frame[style.Up|style.Right], style.Frame)
	out.Put(right, bottom, g.Frame[style.Up|style.Left], style.Frame)
	out.Text(2, 0, Clip(" "+title+" ", out.W-4, g), style.Accent.Strong())
	return out.Part(1, 1, w, h)
}

// Words draws a text over as many lines as needed, from the second row on.
func (p Painter) Words(text string, st style.Style) {
	y := 1
	for line := range strings.SplitSeq(ansi.Wrap(text, max(10, p.W-4), ""), "\n") {
		p.Text(2, y, line, st)
		y++
	}
}

// Facts draws facts at the right end of a row, without the last ones if they would reach the text before x.
func (p Painter) Facts(y, x int, g *style.Glyphs, list []string) {
	for n := len(list); n > 0; n-- {
		s := strings.Join(list[:n], "  ")
		if w := ansi.StringWidth(s); p.W-1-w > x {
			p.TextRight(p.W-1, y, s, style.Dim)
			return
		}
	}
}
