package scores

import (
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/session/board"
	"actmax/tui/session/tree"
	"actmax/tui/style"
)

// entryWidth is the minimum width of a unit in the list.
const entryWidth = 25

// drawDetail writes the figures of the cell under the cursor that the table has no room for, and lists its units.
func (c *Screen) drawDetail(p canvas.Painter) {
	g := c.common.Glyphs
	cell := c.Cursor
	m := c.common.Session
	name := m.Open.Tree.Layers[cell.Layer].Name + " " + g.Point + " " + m.MethodAt(cell.Method)
	st := style.Dim
	if c.Listed {
		st = style.Accent.Strong()
	}
	frame := c.common.Canvas.Full()
	x, y, w := p.Title()
	if !c.grid.wide {
		frame.Text(x+1, y, canvas.Clip(" "+name+" ", w-2, g), st)
		if s := " " + c.listTitle() + " "; !c.Against && ansi.StringWidth(s)+ansi.StringWidth(name)+6 < w {
			frame.TextRight(x+w-1, y, s, st)
		}
	}
	f := c.Cells[cell]
	lines := c.Summary(cell, f)
	top := 0
	if c.grid.wide {
		p.Text(1, 0, canvas.Clip(name, p.W-2, g), style.Text.Strong())
		top = 1
		lines = append(lines, c.comparison(cell, f)...)
	}
	if !c.grid.wide {
		if c.Against {
			lines = c.comparison(cell, f)
			if len(lines) == 0 {
				lines = []detailLine{{"nothing to compare with: no data and no study", style.Dim}}
			}
		} else {
			most := max(1, p.H-5)
			if c.grid.narrow {
				most = max(2, most)
			}
			lines = lines[:min(most, len(lines))]
		}
	}
	wrapped := c.grid.wide || c.Against || len(c.List.Units) == 0
	for _, l := range lines {
		for row := range strings.SplitSeq(ansi.Wrap(c.common.Spell(l.Text), max(10, p.W-2), ""), "\n") {
			if top >= p.H {
				return
			}
			p.Text(1, top, row, l.style)
			if top++; !wrapped && l.style != style.Alert { // errors are shown in full
				break
			}
		}
	}
	if c.Against && !c.grid.wide {
		return
	}
	if c.grid.wide {
		top++
		p.Text(1, top, canvas.Clip(c.listTitle(), p.W-2, g), st)
		top++
	}
	c.drawList(p.Below(top))
}

type detailLine struct {
	Text  string
	style style.Style
}

// Summary returns the figures of a cell in words.
func (c *Screen) Summary(cell ScoreCell, f board.Figures) []detailLine {
	m := c.common.Session
	dim := func(format string, args ...any) detailLine {
		return detailLine{fmt.Sprintf(format, args...), style.Dim}
	}
	if f.Err != nil {
		return []detailLine{{f.Err.Error(), style.Alert}}
	}
	stuck := c.Stuck()
	if f.Done == 0 {
		if c.List.All > 0 && len(stuck) > 0 {
			stuck[0].Text = fmt.Sprintf("%d of %d units have run; %s", c.List.All, f.Units, stuck[0].Text)
			return stuck
		}
		what := "no unit has run with this method and these settings: r runs the layer, R the network, enter one unit"
		switch {
		case c.List.All > 0 && m.Data.Dataset != nil:
			what = fmt.Sprintf("%d of %d units have run; searching their most similar segments", c.List.All, f.Units)
		case c.List.All > 0 && m.Running(session.TaskOpen):
			what = fmt.Sprintf("%d of %d units have run; reading the data to compare them with", c.List.All, f.Units)
		case c.Sweep.Fills(c.Column()):
			what = "no unit is done yet"
		}
		return []detailLine{dim("%s", what)}
	}
	r, dot := f.Row, " "+c.common.Glyphs.Point+" "
	sim := "S_sim " + number.MeanSquare(r.SSim.Mean)
	if v := float64(r.SSim.Mean) / float64(r.Floor); number.Known(v) && m.BaselinesKnown(cell.Layer) {
		sim += ", " + number.Times(v) + " of the baseline"
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
	shape := "spectral distance " + number.Fraction(r.Spectral) +
		dot + "peak to peak " + number.Short(float64(r.PeakToPeak)) + " G"
	counts := fmt.Sprintf("failed %d"+dot+"dead %d"+dot+"restarted %d"+dot+"silent %d"+dot+"%d attain",
		r.Failed, r.Dead, r.Restarted, r.Silent, r.Attaining)
	done := ""
	if f.Done < f.Units {
		done = fmt.Sprintf("%d of %d units so far", f.Done, f.Units)
	}
	if f.Done == c.List.All {
		stuck = nil // all of them are compared
	}
	out := []detailLine{{sim, style.Text}, {att + dot + shape, style.Text}}
	switch {
	case c.grid.wide:
		out = []detailLine{{sim, style.Text}, {att, style.Text}, {shape, style.Text}}
	case c.grid.narrow:
		out = []detailLine{{sim, style.Text}, {counts, style.Text}, {att + dot + shape, style.Text}}
	}
	if done != "" {
		out = append(out, dim("%s", done))
	}
	return append(stuck, out...)
}

// Stuck returns the reason why units that have run are not compared with real segments, what to do, and the error; nil
// while they are or will be compared.
func (c *Screen) Stuck() []detailLine {
	m := c.common.Session
	switch at, ok := board.ComparisonOf(m); {
	case m.Data.Dataset == nil:
	case errors.Is(m.Data.Index.Err, session.ErrIndexCancelled):
		return []detailLine{{m.Data.Index.Err.Error(), style.Alert}}
	case m.Data.Index.Err != nil:
		return []detailLine{
			{"no index; build one with `:search similar segments`", style.Alert},
			{m.Data.Index.Err.Error(), style.Alert},
		}
	case ok && c.Board.Failed == at:
		return []detailLine{{"comparing failed; press r to retry", style.Alert}, {c.Board.Why.Error(), style.Alert}}
	}
	return nil
}

// listTitle says what the list shows and its order.
func (c *Screen) listTitle() string {
	l := &c.List
	by := "attainment, farthest from 1 first"
	if l.bySim {
		by = "S_sim, largest first"
	}
	if !c.grid.wide || c.grid.detail.W < 55 {
		by, _, _ = strings.Cut(by, ",")
	}
	count := fmt.Sprintf("%d units", l.All)
	if l.All == 1 {
		count = "1 unit"
	}
	if l.Query != "" {
		count = fmt.Sprintf("%d of %d units /%s", len(l.Units), l.All, l.Query)
	}
	return count + " by " + by
}

// drawList lists the units of the cell in as many columns as fit.
func (c *Screen) drawList(p canvas.Painter) {
	l, g := &c.List, c.common.Glyphs
	if p.H < 1 || len(l.Units) == 0 {
		if l.Query != "" && l.All > 0 {
			none := "no unit of this cell matches the filter; press esc to show all"
			p.Text(1, 0, canvas.Clip(none, p.W-2, g), style.Dim)
		}
		return
	}
	l.columns, l.per = max(1, p.W/entryWidth), max(1, p.H)
	columns, per := l.columns, l.per
	if l.Pick < l.top || l.Pick >= l.top+columns*per {
		l.top = l.Pick / per * per
	}
	if len(l.Units) <= columns*per {
		l.top = 0
	}
	w := min(p.W/columns, 44)
	cells := c.Column().Layers[c.Cursor.Layer]
	for i := range min(columns*per, len(l.Units)-l.top) {
		u := l.Units[l.top+i]
		s := cells[u]
		if !s.Has() {
			continue
		}
		r := p.Part(i/per*w, i%per, w, 1)
		c.drawUnit(r, u, s)
		if l.top+i == l.Pick {
			if c.Listed {
				r.Ground(0, 0, w-1, style.OnCursor)
			}
			r.Put(0, 0, g.Here, style.Accent.Strong())
		}
	}
}

// drawUnit writes one unit of the list: its attainment, its part of S_sim, and its status or most similar activity.
func (c *Screen) drawUnit(p canvas.Painter, unit int, s *board.Scored) {
	m := c.common.Session
	layer := c.Cursor.Layer
	p.Text(1, 0, fmt.Sprintf("%0*d", max(2, len(fmt.Sprint(m.Open.Network.Units(layer)-1))), unit), style.Text.Strong())
	p.TextRight(9, 0, number.OrDash(number.Attainment(s.Result.Attainment, m.Open.Percentile(layer))), style.Text)
	x := 17
	p.TextRight(x, 0, number.MeanSquare(s.Sim.Similar), style.Text)
	if p.W >= 38 {
		x = 24
		similar := float64(s.Sim.Similar)
		baseline, ok := m.Open.Baselines.Of(m, tree.Place{Layer: layer, Unit: unit})
		if ok && number.Known(similar) {
			p.TextRight(x, 0, number.Times(similar/baseline.Mean), style.Dim)
		}
	}
	word, st := "", style.Dim
	switch r := s.Result; {
	case r.Status != optimize.OK:
		if word = string(r.Status); r.Status != optimize.Silent {
			st = style.Alert
		}
	case r.Restarts > 0:
		word = "restarted"
	case s.Sim.Training >= 0 && s.Basis.Index != nil && m.Data.Dataset != nil:
		word, st = activityOf(c.common, s.Sim.Training), style.Real
	}
	p.Text(x+1, 0, canvas.Shorten(word, p.W-x-2, c.common.Glyphs), st)
}
