package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
)

// entryWidth is what a unit of the list takes, at least.
const entryWidth = 25

// drawDetail writes what the table has no room for of the cell under the cursor, and lists its units.
func (c *scoresScreen) drawDetail(m *explorer, p painter) {
	g := m.glyphs
	cell := c.cursor
	name := m.tree.layers[cell.layer].name + " " + g.point + " " + m.methodAt(cell.method)
	st := ink(inkDim)
	if c.listed {
		st = ink(inkAccent).strong()
	}
	frame := m.canvas.full()
	x, y, w := p.r.title()
	if !c.grid.beside {
		frame.text(x+1, y, clip(" "+name+" ", w-2, g), st)
		if s := " " + c.listTitle(m) + " "; !c.against && ansi.StringWidth(s)+ansi.StringWidth(name)+6 < w {
			frame.textRight(x+w-1, y, s, st)
		}
	}
	f := c.cells[cell]
	lines := c.summary(m, cell, f)
	top := 0
	if c.grid.beside {
		p.text(1, 0, clip(name, p.w()-2, g), ink(inkText).strong())
		top = 1
		lines = append(lines, c.beside(m, cell, f)...)
	}
	if !c.grid.beside {
		if c.against {
			lines = c.beside(m, cell, f)
			if len(lines) == 0 {
				lines = []detailLine{{"nothing to hold these figures against: no data, no study", inkDim}}
			}
		} else {
			most := max(1, p.h()-5)
			if c.grid.narrow {
				most = max(2, most)
			}
			lines = lines[:min(most, len(lines))]
		}
	}
	wrapped := c.grid.beside || c.against
	for _, l := range lines {
		for row := range strings.SplitSeq(ansi.Wrap(m.spell(l.text), max(10, p.w()-2), ""), "\n") {
			if top >= p.h() {
				return
			}
			p.text(1, top, row, ink(l.ink))
			if top++; !wrapped {
				break
			}
		}
	}
	if c.against && !c.grid.beside {
		return
	}
	if c.grid.beside {
		top++
		p.text(1, top, clip(c.listTitle(m), p.w()-2, g), st)
		top++
	}
	c.drawList(m, p.c.at(p.r.below(top)))
}

type detailLine struct {
	text string
	ink  inkName
}

// summary are the figures of a cell in words.
func (c *scoresScreen) summary(m *explorer, cell scoreCell, f figures) []detailLine {
	dim := func(format string, args ...any) detailLine { return detailLine{fmt.Sprintf(format, args...), inkDim} }
	if f.err != nil {
		return []detailLine{{f.err.Error(), inkAlert}}
	}
	if f.done == 0 {
		what := "no unit has run with this method under these settings: r runs the layer, R the network, enter one unit"
		if c.sweep.fills(c.column(m)) {
			what = "not its turn yet"
		}
		return []detailLine{dim("%s", what)}
	}
	r, dot := f.row, " "+m.glyphs.point+" "
	sim := "S_sim " + meanSquare(r.SSim.Mean)
	if v := float64(r.SSim.Mean) / float64(r.Floor); known(v) && m.floorsKnown(cell.layer) {
		sim += ", " + times(v) + " of the floor"
	}
	if r.Dead > 0 {
		sim += dot + meanSquare(r.SSimLive) + " without the dead"
	}
	sim += dot + meanSquare(r.SSimNearest) + " to the nearest one"
	att := "attainment " + orDash(attainment(float64(r.Attainment.Mean), false))
	if r.Failed > 0 {
		att += ", " + orDash(attainment(float64(r.WithFailed), false)) + " with the failed"
	}
	att += dot + percentOf(r.Share.Mean) + " attain"
	shape := "spectral distance " + fraction(r.Spectral) + dot + "peak to peak " + short(float64(r.PeakToPeak)) + " G"
	counts := fmt.Sprintf("failed %d"+dot+"dead %d"+dot+"restarted %d"+dot+"silent %d"+dot+"%d attain", r.Failed, r.Dead, r.Restarted, r.Silent, r.Attaining)
	done := ""
	if f.done < f.units {
		done = fmt.Sprintf("%d of %d units so far", f.done, f.units)
	}
	out := []detailLine{{sim, inkText}, {att + dot + shape, inkText}}
	switch {
	case c.grid.beside:
		out = []detailLine{{sim, inkText}, {att, inkText}, {shape, inkText}}
	case c.grid.narrow:
		out = []detailLine{{sim, inkText}, {counts, inkText}, {att + dot + shape, inkText}}
	}
	if done != "" {
		out = append(out, dim("%s", done))
	}
	return out
}

// listTitle says what the list shows and how it is ordered.
func (c *scoresScreen) listTitle(m *explorer) string {
	l := &c.list
	by := "attainment, the farthest from 1 first"
	if l.bySim {
		by = "S_sim, the largest first"
	}
	if !c.grid.beside || c.grid.detail.w < 55 {
		by, _, _ = strings.Cut(by, ",")
	}
	count := fmt.Sprintf("%d units", l.all)
	if l.query != "" {
		count = fmt.Sprintf("%d of %d units /%s", len(l.units), l.all, l.query)
	}
	return count + " by " + by
}

// drawList lists the units of the cell in as many columns as there is room for.
func (c *scoresScreen) drawList(m *explorer, p painter) {
	l, g := &c.list, m.glyphs
	if p.h() < 1 || len(l.units) == 0 {
		if l.query != "" && l.all > 0 {
			p.text(1, 0, clip("no unit of this cell matches the filter; esc shows all", p.w()-2, g), ink(inkDim))
		}
		return
	}
	l.columns, l.per = max(1, p.w()/entryWidth), max(1, p.h())
	columns, per := l.columns, l.per
	if l.pick < l.top || l.pick >= l.top+columns*per {
		l.top = l.pick / per * per
	}
	if len(l.units) <= columns*per {
		l.top = 0
	}
	w := min(p.w()/columns, 44)
	cells := c.column(m).layers[c.cursor.layer]
	for i := range min(columns*per, len(l.units)-l.top) {
		u := l.units[l.top+i]
		s := cells[u]
		if !s.has() {
			continue
		}
		r := p.c.at(rect{p.r.x + i/per*w, p.r.y + i%per, w, 1})
		c.drawUnit(m, r, u, s)
		if l.top+i == l.pick {
			if c.listed {
				r.ground(0, 0, w-1, groundCursor)
			}
			r.put(0, 0, g.here, ink(inkAccent).strong())
		}
	}
}

// drawUnit writes one unit of the list: its attainment, its part of S_sim, and what became of it or what it looks for.
func (c *scoresScreen) drawUnit(m *explorer, p painter, unit int, s *scored) {
	layer := c.cursor.layer
	p.text(1, 0, fmt.Sprintf("%0*d", max(2, len(fmt.Sprint(m.o.Network.Units(layer)-1))), unit), ink(inkText).strong())
	p.textRight(9, 0, orDash(attainment(s.result.Attainment, m.percentile(layer))), ink(inkText))
	x := 17
	p.textRight(x, 0, meanSquare(s.sim.Similar), ink(inkText))
	if p.w() >= 38 {
		x = 24
		if f, ok := m.views.floors.of(m, place{layer, unit}); ok && known(float64(s.sim.Similar)) {
			p.textRight(x, 0, times(float64(s.sim.Similar)/f.Mean), ink(inkDim))
		}
	}
	word, st := "", ink(inkDim)
	switch r := s.result; {
	case r.Status != optimize.OK:
		if word = string(r.Status); r.Status != optimize.Silent {
			st = ink(inkAlert)
		}
	case r.Restarts > 0:
		word = "restarted"
	case s.sim.Training >= 0 && s.basis.index != nil && m.o.Dataset != nil:
		word, st = m.activityOf(s.sim.Training), ink(inkReal)
	}
	p.text(x+1, 0, shorten(word, p.w()-x-2, m.glyphs), st)
}
