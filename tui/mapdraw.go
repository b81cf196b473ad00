package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/optimize/atlas"
)

func (s *mapScreen) draw(m *explorer) {
	s.follow(m)
	if s.view == viewRepeats {
		s.repeats.draw(m, s)
		return
	}
	c, w, h := &m.canvas, m.layout.w, m.layout.h
	side := min(max(27, w*3/8), 66)
	c.box(rect{0, 0, w - side, h})
	c.box(rect{w - side - 1, 0, side + 1, h})
	c.frames(m.glyphs)
	s.plot = rect{1, 1, w - side - 2, h - 2}
	s.heading(m, rect{0, 0, w - side, h})
	right := rect{w - side, 1, side - 1, h - 2}
	for _, line := range s.notes(m) {
		s.plot.h--
		c.at(rect{s.plot.x, s.plot.y + s.plot.h, s.plot.w, 1}).text(1, 0, clip(line, s.plot.w-2, m.glyphs), ink(inkDim))
	}
	spots := s.spots(m)
	s.drawMap(m, c.at(s.plot), spots)
	s.drawSide(m, c.at(right), spots)
}

// notes are the lines below the map, from the bottom up: who is not on it, and, where there is room and the map is the last
// one, whether similar activities lie together.
func (s *mapScreen) notes(m *explorer) (out []string) {
	if note := s.leftOut(m); note != "" {
		out = append(out, note)
	}
	c := s.chart()
	if c == nil || !c.last || m.layout.h < wideHeight || !known(float64(c.Signals.Same)) {
		return out
	}
	a := c.Signals
	return append(out, fmt.Sprintf("%.0f%% of the %d nearest by signal have the same activity (by chance %.0f%%, p %.3f)  KL %.2f", 100*float64(a.Same), atlas.Neighbours, 100*float64(a.Chance), float64(a.P), float64(c.KL)))
}

// heading writes what is shown and how far it is.
func (s *mapScreen) heading(m *explorer, r rect) {
	p, g := m.canvas.at(r), m.glyphs
	dot := " " + g.point + " "
	name, units := m.ofNetwork(m.tree.layers[s.layer].name), m.tree.layers[s.layer].units
	now := m.census(s.layer)
	spots := s.spots(m)
	count := fmt.Sprintf("%d of %d units", len(spots), units)
	if m.query != "" {
		count += "  /" + m.query
	}
	shift, zoom, outside := "", "", 0
	if s.view == viewShifts {
		shift = dot + "by shifts"
	}
	for _, p := range spots {
		if _, _, ok := s.camera.at(p.x, p.y); !ok {
			outside++
		}
	}
	if s.zoom > 0 {
		zoom = fmt.Sprintf("%szoom %d", dot, s.zoom)
		if outside > 0 {
			zoom += fmt.Sprintf(", %d outside", outside)
		}
	}
	right := ""
	switch {
	case now.waiting > 0:
		right = fmt.Sprintf("%d to come", now.waiting)
	case s.busy:
		right = "mapping"
	}
	if right != "" {
		right = g.run + " " + right
	}
	for _, left := range []string{name + dot + count + shift + dot + optimize.MethodOf(m.settings) + zoom, name + dot + count + shift + zoom, name + dot + count + shift, name + shift, name} {
		if room := p.w() - 6 - ansi.StringWidth(left); room < 0 || right != "" && room < ansi.StringWidth(right)+2 {
			continue
		}
		p.text(2, 0, " "+left+" ", ink(inkText).strong())
		break
	}
	if right != "" {
		p.textRight(p.w()-2, 0, " "+right+" ", ink(inkAccent))
	}
}

// drawMap draws the points, one glyph a cell: the letter of the activity, or how many share the cell.
func (s *mapScreen) drawMap(m *explorer, p painter, spots []spot) {
	c := s.chart()
	if c == nil || len(spots) == 0 {
		words(p, "No point yet: "+s.why(m)+".", ink(inkDim))
		return
	}
	var follow *atlas.Point
	for i := range c.Points {
		if c.Points[i].Unit == s.at.unit {
			follow = &c.Points[i]
		}
	}
	s.camera.aim(c.Points, s.zoom, p.w(), p.h(), follow)
	type pile struct {
		units, shown int
		kind         int // -2: of several activities
		here         bool
	}
	piles := map[[2]int]*pile{}
	for _, q := range spots {
		x, y, ok := s.camera.at(q.x, q.y)
		if !ok {
			continue
		}
		at := piles[[2]int{x, y}]
		if at == nil {
			at = &pile{kind: q.kind}
			piles[[2]int{x, y}] = at
		}
		if at.kind != q.kind {
			at.kind = -2
		}
		if at.units++; q.shown {
			at.shown++
		}
		at.here = at.here || q.unit == s.at.unit
	}
	letters := m.symbols()
	for cell, at := range piles {
		st, glyph := kindInk(at.kind), unknownSymbol
		if at.kind >= 0 {
			glyph = letters[at.kind]
		}
		if at.kind == -2 {
			st = ink(inkText)
		}
		switch {
		case at.units > 9:
			glyph = "+"
		case at.units > 1:
			glyph = fmt.Sprint(at.units)
		case at.shown == 0:
			glyph = strings.ToLower(glyph)
		}
		if at.shown == 0 {
			st = st.weak()
		} else {
			st = st.strong()
		}
		p.put(cell[0], cell[1], glyph, st)
	}
	s.drawOutlines(m, p, spots)
	for cell, at := range piles {
		if !at.here {
			continue
		}
		p.ground(cell[0], cell[1], 1, groundCursor)
		// Marks beside it, where they hide nothing.
		for _, side := range []struct {
			dx    int
			glyph string
		}{{-1, m.glyphs.here}, {1, m.glyphs.left}} {
			if x := cell[0] + side.dx; piles[[2]int{x, cell[1]}] == nil {
				p.put(x, cell[1], side.glyph, ink(inkAccent).strong())
			}
		}
	}
}

// symbols are the letters of the activities of the data on the screen.
func (m *explorer) symbols() []string {
	if m.similar.data == nil {
		return nil
	}
	return symbols(m.similar.data.Activities)
}
