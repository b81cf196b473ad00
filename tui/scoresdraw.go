package tui

import (
	"fmt"
	"math"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/optimize/results"
)

func (c *scoresScreen) draw(m *explorer) {
	c.refresh(m, c.cells == nil)
	w, h := m.layout.w, m.layout.h
	cv := &m.canvas
	if len(c.layers) == 0 {
		cv.box(rect{0, 0, w, h})
		cv.frames(m.glyphs)
		words(cv.at(rect{1, 1, w - 2, h - 2}), "no layer of this network has a time axis, so there is no window of a signal to score", ink(inkDim))
		return
	}
	c.arrange(m)
	g := c.grid
	cv.box(rect{0, 0, w, h})
	cv.box(rect{g.table.x - 1, g.table.y - 1, g.table.w + 2, g.table.h + 2})
	cv.box(rect{g.detail.x - 1, g.detail.y - 1, g.detail.w + 2, g.detail.h + 2})
	cv.frames(m.glyphs)
	c.heading(m)
	p := cv.at(g.table)
	c.drawHead(m, p)
	for y := range min(g.rows, c.lines(m)-c.top) {
		switch cell := c.cellAt(m, c.top+y); cell.method {
		case -2:
		case -1:
			c.drawLayer(m, p, y+tableHead, cell.layer)
		default:
			c.drawCell(m, p, y+tableHead, cell)
		}
	}
	if used := tableHead + c.lines(m) + 1; g.beside && g.table.h-used >= leastSpread {
		c.drawSpread(m, cv.at(g.table.below(g.table.h-min(g.table.h-used, mostSpread))))
	}
	c.drawDetail(m, cv.at(g.detail))
}

// heading says what the figures are of, and how far a run of all methods is.
func (c *scoresScreen) heading(m *explorer) {
	g, w := m.glyphs, m.layout.w
	dot := " " + g.point + " "
	settings := "preset " + m.presetName()
	if m.presetName() == "custom" {
		settings = "changed from " + m.settings.Preset
	}
	name := "Scores"
	if len(m.beside) > 0 {
		name += " of " + m.label(m.o.Network)
	}
	long := name + dot + settings + dot + thousands(m.settings.Steps) + " steps"
	lefts := []string{long + dot + "start " + m.settings.Start, long, name + dot + settings, name}
	if from := m.foreignThresholds(); from != "" { // must be known before the numbers are believed
		for i := range lefts {
			lefts[i] += dot + "thresholds from " + from
		}
	}
	right := ""
	if s := c.sweep; s != nil {
		right = s.line()
		if !s.held {
			right = g.run + " " + right
		}
	}
	p := m.canvas.full()
	for i, left := range lefts {
		if ansi.StringWidth(left)+ansi.StringWidth(right)+9 > w && i < len(lefts)-1 {
			continue
		}
		if more := right + dot + "x gives up"; right != "" && m.taskLine(m.layout.w) == "" && ansi.StringWidth(left)+ansi.StringWidth(more)+9 <= w {
			right = more
		}
		p.text(2, 0, clip(" "+left+" ", max(0, w-ansi.StringWidth(right)-7), g), ink(inkText).strong())
		break
	}
	if right != "" {
		p.textRight(w-2, 0, " "+right+" ", ink(inkAccent))
	}
}

// drawHead writes the heads of the columns and the ends of the bars' axes.
func (c *scoresScreen) drawHead(m *explorer, p painter) {
	for _, at := range c.grid.columns {
		head := ""
		for _, k := range scoreColumns {
			if k.kind == at.scoreColumnKind {
				head = k.head
			}
		}
		p.textRight(at.x+at.w, 0, m.spell(head), ink(inkDim))
		axis := (*logAxis)(nil)
		switch at.scoreColumnKind {
		case colSim:
			axis = &c.sim
		case colAttainment:
			axis = &c.att
		}
		if axis != nil && at.bar > 0 {
			lo, hi := axis.ends()
			text := lo + "-" + hi
			end := at.x + at.w + 1 + at.bar
			if ansi.StringWidth(text) <= at.bar {
				p.text(at.x+at.w+1, 1, lo, ink(inkDim))
				p.textRight(end, 1, hi, ink(inkDim))
			} else {
				p.textRight(end, 1, clip(text, at.w+at.bar, m.glyphs), ink(inkDim))
			}
		}
	}
}

// drawLayer writes a layer's own line: its floor, and how much of it is done.
func (c *scoresScreen) drawLayer(m *explorer, p painter, y, layer int) {
	g := m.glyphs
	units := m.o.Network.Units(layer)
	text := fmt.Sprintf("%s %s %d units", m.tree.layers[layer].name, g.point, units)
	x := p.text(1, y, text, ink(inkAccent).strong())
	facts := m.layerFacts(layer)
	floor := ""
	switch {
	case m.o.Dataset == nil && !m.busyWith(taskOpen):
		floor = "no data, so no similarity"
	case !m.floorsKnown(layer):
		if m.views.floors.failed {
			floor = "floor given up"
		} else if m.o.Settings.ThresholdEAP == 0 {
			floor = "floor " + g.more
		}
	case known(float64(facts.Floor)):
		floor = fmt.Sprintf("floor %s over %d units", mse(float64(facts.Floor)), facts.FloorUnits)
	default:
		floor = "no unit has a floor"
	}
	if floor != "" {
		p.text(x, y, clip(" "+g.point+" "+floor, p.w()-x, g), ink(inkDim))
	}
}

// drawCell writes a method's line.
func (c *scoresScreen) drawCell(m *explorer, p painter, y int, cell scoreCell) {
	g := m.glyphs
	name := m.methodAt(cell.method)
	st := ink(inkText)
	if name == optimize.MethodOf(m.settings) {
		st = st.strong()
	}
	p.text(1, y, clip(name, methodWidth-1, g), st)
	f := c.cells[cell]
	for _, at := range c.grid.columns {
		c.drawFigure(m, p, y, at, f)
	}
	if cell == c.cursor {
		if !c.listed {
			p.ground(0, y, p.w(), groundCursor)
		}
		p.put(0, y, g.here, ink(inkAccent).strong())
	}
}

// drawFigure writes one figure, and its bar.
func (c *scoresScreen) drawFigure(m *explorer, p painter, y int, at scoreColumnAt, f figures) {
	text, st := "", ink(inkText)
	bar := func(axis *logAxis, v, mark float64, s style) {
		if at.bar > 0 {
			axis.draw(p, at.x+at.w+1, y, at.bar, v, mark, m.glyphs, s)
		}
	}
	r := f.row
	count := func(n int, alert bool) {
		if text = fmt.Sprint(n); n == 0 {
			st = ink(inkDim)
		} else if alert {
			st = ink(inkAlert)
		}
	}
	switch at.scoreColumnKind {
	case colDone, colSimStudy, colAttainmentStudy, colAttainmentPaper: // also where nothing has run here
	default:
		if f.done == 0 {
			return
		}
	}
	switch at.scoreColumnKind {
	case colSim:
		text = meanSquare(r.SSim.Mean)
		floor := nan
		if known(float64(r.Floor)) {
			floor = float64(r.Floor)
		}
		bar(&c.sim, float64(r.SSim.Mean), floor, ink(inkReal))
	case colAttainment:
		text = orDash(attainment(float64(r.Attainment.Mean), false))
		bar(&c.att, float64(r.Attainment.Mean), 1, ink(inkSignal))
	case colSimStudy:
		if f.over != nil {
			text, st = meanSquare(f.over.SSim.Mean), ink(inkDim)
		}
	case colAttainmentStudy:
		if f.over != nil {
			text, st = orDash(attainment(float64(f.over.Attainment.Mean), false)), ink(inkDim)
		}
	case colAttainmentPaper:
		if f.claim != nil {
			text, st = orDash(attainment(float64(f.claim.Value), false)), ink(inkDim)
		}
	case colShare:
		text = percentOf(r.Share.Mean)
	case colSimAttained:
		text = meanSquare(r.SSimAttained)
	case colAttaining:
		count(r.Attaining, false)
	case colSpectral:
		text = fraction(r.Spectral)
	case colFailed:
		count(r.Failed, true)
	case colDead:
		count(r.Dead, true)
	case colRestarted:
		count(r.Restarted, false)
	case colSilent:
		count(r.Silent, false)
	case colDone:
		st = ink(inkDim)
		switch {
		case f.err != nil:
			text, st = "error", ink(inkAlert)
		case f.done > 0:
			text = fmt.Sprint(f.done)
		default:
			text = m.glyphs.point
		}
		if f.done > 0 && f.done < f.units {
			st = ink(inkAccent)
		}
	}
	p.textRight(at.x+at.w, y, text, st)
}

// meanSquare writes a mean squared error in G², "-" where there is none.
func meanSquare(v results.Number) string {
	if !known(float64(v)) {
		return "-"
	}
	switch f := float64(v); {
	case f >= 1 && f < 1000:
		return fmt.Sprintf("%.*f", 3-int(math.Log10(f)), f)
	case f < 0.0001 && f > 0:
		return fmt.Sprintf("%.0e", f)
	default:
		return mse(f)
	}
}

func percentOf(v results.Number) string {
	if !known(float64(v)) {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", 100*float64(v))
}

func fraction(v results.Number) string {
	if !known(float64(v)) {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(v))
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
