package tui

import (
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// entryWidth is what a unit of the list takes, at least.
const entryWidth = 25

// drawDetail writes what the table has no room for of the cell under the cursor, and lists its units.
func (c *scoresScreen) drawDetail(m *screen.Common, p canvas.Painter) {
	g := m.Glyphs
	cell := c.cursor
	name := m.Tree.Layers[cell.layer].Name + " " + g.Point + " " + m.MethodAt(cell.method)
	st := canvas.Dim
	if c.listed {
		st = canvas.Accent.Strong()
	}
	frame := m.Canvas.Full()
	x, y, w := p.Title()
	if !c.grid.beside {
		frame.Text(x+1, y, canvas.Clip(" "+name+" ", w-2, g), st)
		if s := " " + c.listTitle(m) + " "; !c.against && ansi.StringWidth(s)+ansi.StringWidth(name)+6 < w {
			frame.TextRight(x+w-1, y, s, st)
		}
	}
	f := c.cells[cell]
	lines := c.summary(m, cell, f)
	top := 0
	if c.grid.beside {
		p.Text(1, 0, canvas.Clip(name, p.W-2, g), canvas.Text.Strong())
		top = 1
		lines = append(lines, c.beside(m, cell, f)...)
	}
	if !c.grid.beside {
		if c.against {
			lines = c.beside(m, cell, f)
			if len(lines) == 0 {
				lines = []detailLine{{"nothing to hold these figures against: no data, no study", canvas.Dim}}
			}
		} else {
			most := max(1, p.H-5)
			if c.grid.narrow {
				most = max(2, most)
			}
			lines = lines[:min(most, len(lines))]
		}
	}
	wrapped := c.grid.beside || c.against || len(c.list.units) == 0
	for _, l := range lines {
		for row := range strings.SplitSeq(ansi.Wrap(m.Spell(l.text), max(10, p.W-2), ""), "\n") {
			if top >= p.H {
				return
			}
			p.Text(1, top, row, l.ink)
			if top++; !wrapped && l.ink != canvas.Alert { // what went wrong is said in full
				break
			}
		}
	}
	if c.against && !c.grid.beside {
		return
	}
	if c.grid.beside {
		top++
		p.Text(1, top, canvas.Clip(c.listTitle(m), p.W-2, g), st)
		top++
	}
	c.drawList(m, p.Below(top))
}

type detailLine struct {
	text string
	ink  canvas.Style
}

// summary are the figures of a cell in words.
func (c *scoresScreen) summary(m *screen.Common, cell scoreCell, f figures) []detailLine {
	dim := func(format string, args ...any) detailLine {
		return detailLine{fmt.Sprintf(format, args...), canvas.Dim}
	}
	if f.err != nil {
		return []detailLine{{f.err.Error(), canvas.Alert}}
	}
	stuck := c.stuck(m)
	if f.done == 0 {
		if c.list.all > 0 && len(stuck) > 0 {
			stuck[0].text = fmt.Sprintf("%d of %d units have run; %s", c.list.all, f.units, stuck[0].text)
			return stuck
		}
		what := "no unit has run with this method under these settings: r runs the layer, R the network, enter one unit"
		switch {
		case c.list.all > 0 && m.Dataset != nil:
			what = fmt.Sprintf("%d of %d units have run; the segments most similar to them are still looked for", c.list.all, f.units)
		case c.list.all > 0 && m.Running(session.TaskOpen):
			what = fmt.Sprintf("%d of %d units have run; the data to compare them with is being read", c.list.all, f.units)
		case c.sweep.fills(c.column(m)):
			what = "no unit is done yet"
		}
		return []detailLine{dim("%s", what)}
	}
	r, dot := f.row, " "+m.Glyphs.Point+" "
	sim := "S_sim " + number.MeanSquare(r.SSim.Mean)
	if v := float64(r.SSim.Mean) / float64(r.Floor); number.Known(v) && m.FloorsKnown(cell.layer) {
		sim += ", " + number.Times(v) + " of the floor"
	}
	if r.Dead > 0 {
		sim += dot + number.MeanSquare(r.SSimLive) + " without the dead"
	}
	sim += dot + number.MeanSquare(r.SSimNearest) + " to the nearest one"
	att := "attainment " + number.OrDash(number.Attainment(float64(r.Attainment.Mean), false))
	if r.Failed > 0 {
		att += ", " + number.OrDash(number.Attainment(float64(r.WithFailed), false)) + " with the failed"
	}
	att += dot + number.Share(r.Share.Mean) + " attain"
	shape := "spectral distance " + number.Fraction(r.Spectral) + dot + "peak to peak " + number.Short(float64(r.PeakToPeak)) + " G"
	counts := fmt.Sprintf("failed %d"+dot+"dead %d"+dot+"restarted %d"+dot+"silent %d"+dot+"%d attain", r.Failed, r.Dead, r.Restarted, r.Silent, r.Attaining)
	done := ""
	if f.done < f.units {
		done = fmt.Sprintf("%d of %d units so far", f.done, f.units)
	}
	if f.done == c.list.all {
		stuck = nil // it concerns none of these
	}
	out := []detailLine{{sim, canvas.Text}, {att + dot + shape, canvas.Text}}
	switch {
	case c.grid.beside:
		out = []detailLine{{sim, canvas.Text}, {att, canvas.Text}, {shape, canvas.Text}}
	case c.grid.narrow:
		out = []detailLine{{sim, canvas.Text}, {counts, canvas.Text}, {att + dot + shape, canvas.Text}}
	}
	if done != "" {
		out = append(out, dim("%s", done))
	}
	return append(stuck, out...)
}

// stuck says why units that have run are not compared with real segments, what to do, and what went wrong; nothing while they
// are or will be.
func (c *scoresScreen) stuck(m *screen.Common) []detailLine {
	switch at, ok := comparisonOf(m.Session); {
	case m.Dataset == nil:
	case errors.Is(m.Index.Err, session.ErrIndexGivenUp):
		return []detailLine{{m.Index.Err.Error(), canvas.Alert}}
	case m.Index.Err != nil:
		return []detailLine{{"no index; : search similar segments makes one", canvas.Alert}, {m.Index.Err.Error(), canvas.Alert}}
	case ok && c.board.failed == at:
		return []detailLine{{"comparing failed; r tries again", canvas.Alert}, {c.board.why.Error(), canvas.Alert}}
	}
	return nil
}

// listTitle says what the list shows and how it is ordered.
func (c *scoresScreen) listTitle(m *screen.Common) string {
	l := &c.list
	by := "attainment, the farthest from 1 first"
	if l.bySim {
		by = "S_sim, the largest first"
	}
	if !c.grid.beside || c.grid.detail.W < 55 {
		by, _, _ = strings.Cut(by, ",")
	}
	count := fmt.Sprintf("%d units", l.all)
	if l.all == 1 {
		count = "1 unit"
	}
	if l.query != "" {
		count = fmt.Sprintf("%d of %d units /%s", len(l.units), l.all, l.query)
	}
	return count + " by " + by
}

// drawList lists the units of the cell in as many columns as there is room for.
func (c *scoresScreen) drawList(m *screen.Common, p canvas.Painter) {
	l, g := &c.list, m.Glyphs
	if p.H < 1 || len(l.units) == 0 {
		if l.query != "" && l.all > 0 {
			p.Text(1, 0, canvas.Clip("no unit of this cell matches the filter; esc shows all", p.W-2, g), canvas.Dim)
		}
		return
	}
	l.columns, l.per = max(1, p.W/entryWidth), max(1, p.H)
	columns, per := l.columns, l.per
	if l.pick < l.top || l.pick >= l.top+columns*per {
		l.top = l.pick / per * per
	}
	if len(l.units) <= columns*per {
		l.top = 0
	}
	w := min(p.W/columns, 44)
	cells := c.column(m).layers[c.cursor.layer]
	for i := range min(columns*per, len(l.units)-l.top) {
		u := l.units[l.top+i]
		s := cells[u]
		if !s.has() {
			continue
		}
		r := p.Part(i/per*w, i%per, w, 1)
		c.drawUnit(m, r, u, s)
		if l.top+i == l.pick {
			if c.listed {
				r.Ground(0, 0, w-1, canvas.OnCursor)
			}
			r.Put(0, 0, g.Here, canvas.Accent.Strong())
		}
	}
}

// drawUnit writes one unit of the list: its attainment, its part of S_sim, and what became of it or what it looks for.
func (c *scoresScreen) drawUnit(m *screen.Common, p canvas.Painter, unit int, s *scored) {
	layer := c.cursor.layer
	p.Text(1, 0, fmt.Sprintf("%0*d", max(2, len(fmt.Sprint(m.Network.Units(layer)-1))), unit), canvas.Text.Strong())
	p.TextRight(9, 0, number.OrDash(number.Attainment(s.result.Attainment, m.Percentile(layer))), canvas.Text)
	x := 17
	p.TextRight(x, 0, number.MeanSquare(s.sim.Similar), canvas.Text)
	if p.W >= 38 {
		x = 24
		if f, ok := m.Floors.Of(m.Session, tree.Place{Layer: layer, Unit: unit}); ok && number.Known(float64(s.sim.Similar)) {
			p.TextRight(x, 0, number.Times(float64(s.sim.Similar)/f.Mean), canvas.Dim)
		}
	}
	word, st := "", canvas.Dim
	switch r := s.result; {
	case r.Status != optimize.OK:
		if word = string(r.Status); r.Status != optimize.Silent {
			st = canvas.Alert
		}
	case r.Restarts > 0:
		word = "restarted"
	case s.sim.Training >= 0 && s.basis.index != nil && m.Dataset != nil:
		word, st = activityOf(m, s.sim.Training), canvas.Real
	}
	p.Text(x+1, 0, canvas.Shorten(word, p.W-x-2, m.Glyphs), st)
}
