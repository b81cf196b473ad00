package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// window draws a framed, empty window in the middle of p and returns a painter for its inside.
func window(p painter, title string, w, h int, g *glyphs) painter {
	w, h = min(w, p.w()-2), min(h, p.h()-2)
	r := rect{p.r.x + (p.w()-w-2)/2, p.r.y + (p.h()-h-2)/2, w + 2, h + 2}
	out := p.c.at(r)
	out.clear()
	st := ink(inkFrame)
	for x := 1; x < r.w-1; x++ {
		out.put(x, 0, g.frame[left|right], st)
		out.put(x, r.h-1, g.frame[left|right], st)
	}
	for y := 1; y < r.h-1; y++ {
		out.put(0, y, g.frame[up|down], st)
		out.put(r.w-1, y, g.frame[up|down], st)
	}
	out.put(0, 0, g.frame[down|right], st)
	out.put(r.w-1, 0, g.frame[down|left], st)
	out.put(0, r.h-1, g.frame[up|right], st)
	out.put(r.w-1, r.h-1, g.frame[up|left], st)
	out.text(2, 0, clip(" "+title+" ", r.w-4, g), ink(inkAccent).strong())
	return p.c.at(rect{r.x + 1, r.y + 1, r.w - 2, r.h - 2})
}

// words writes a text over several lines.
func words(p painter, text string, st style) {
	y := 1
	for line := range strings.SplitSeq(ansi.Wrap(text, max(10, p.w()-4), ""), "\n") {
		p.text(2, y, line, st)
		y++
	}
}

// facts writes facts at the right end of a row, leaving out the last ones where they would meet what stands before x.
func facts(p painter, y, x int, g *glyphs, list []string) {
	for n := len(list); n > 0; n-- {
		s := strings.Join(list[:n], "  ")
		if w := len([]rune(s)); p.w()-1-w > x {
			p.textRight(p.w()-1, y, s, ink(inkDim))
			return
		}
	}
}

// mark puts a glyph over what stands in a cell; over a full bar it keeps the bar behind it.
func mark(p painter, x, y int, glyph string, s style, g *glyphs) {
	if c := p.cell(x, y); c != nil && c.text == g.bars[len(g.bars)-1] {
		behind := groundMap
		if c.style.ink() == inkOver {
			behind = groundOver
		}
		s = ink(inkText).on(behind)
	}
	p.put(x, y, glyph, s)
}
