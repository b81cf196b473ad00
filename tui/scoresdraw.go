package tui

import (
	"fmt"
	"math"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/optimize/results"
)

// scoresGrid says where the table and what belongs to the cell under the cursor stand.
type scoresGrid struct {
	table, detail rect // insides
	beside        bool // the detail stands beside the table
	narrow        bool // some of the columns have no room
	columns       []scoreColumnAt
	rows          int // lines of the table on the screen, below its head
}

// scoreColumnAt is a column of the table.
type scoreColumnAt struct {
	scoreColumnKind
	x, w int // of the number
	bar  int // columns of its bar, after it; 0: none
}

// scoreColumnKind is what a column shows.
type scoreColumnKind int

const (
	colSim scoreColumnKind = iota
	colSimStudy
	colAttainment
	colAttainmentStudy
	colAttainmentPaper
	colShare
	colSimAttained
	colAttaining
	colSpectral
	colFailed
	colDead
	colRestarted
	colSilent
	colDone
)

// scoreColumns are the columns from left to right: their heads, widths, and whether they are left out where there is no room.
var scoreColumns = []struct {
	kind            scoreColumnKind
	head            string
	w               int
	bar, may, other bool // has a bar; is left out where there is no room; is not of this network's results
}{
	{colSim, "S_sim G²", 7, true, false, false},
	{colSimStudy, "study", 7, false, true, true},
	{colAttainment, "att", 6, true, false, false},
	{colAttainmentStudy, "study", 6, false, true, true},
	{colAttainmentPaper, "paper", 6, false, true, true},
	{colShare, "share", 5, false, false, false},
	{colSimAttained, "S_att", 7, false, false, false},
	{colAttaining, "of", 4, false, false, false},
	{colSpectral, "spectr", 7, false, true, false},
	{colFailed, "fail", 5, false, false, false},
	{colDead, "dead", 5, false, false, false},
	{colRestarted, "rest", 5, false, false, false},
	{colSilent, "sil", 4, false, false, false},
	{colDone, "done", 5, false, false, false},
}

// dispensable are the columns that a narrow screen does without, and how wide they are; the detail has them in words.
var dispensable = []struct {
	kind scoreColumnKind
	w    int
}{{colSilent, 4}, {colAttaining, 4}, {colRestarted, 5}, {colDone, 5}}

const (
	methodWidth  = 15 // the cursor and a method's name
	barWidth     = 4  // at least, and a space before it
	mostBar      = 16
	detailWidth  = 38 // beside the table, from 120 columns on
	leastTable   = 79
	mostTable    = 120
	detailHeight = 7 // below the table
	tableHead    = 2 // lines of its head
)

// arrange makes the table as wide as it is read well, and gives the rest to the detail: beside it where there is room.
func (c *scoresScreen) arrange(m *explorer) {
	w, h := m.layout.w, m.layout.h
	g := scoresGrid{beside: m.layout.wide}
	inner := w - 2
	others := c.besides(m)
	if g.beside {
		want := w * 3 / 5
		if others.network >= 0 || len(others.claims) > 0 { // more columns
			want = w * 2 / 3
		}
		g.table = rect{1, 1, min(max(want, min(w-3-detailWidth, leastTable)), mostTable), h - 2}
		g.detail = rect{g.table.w + 2, 1, w - g.table.w - 3, h - 2}
	} else {
		lower := detailHeight
		if h < 22 {
			lower = max(3, (h-2)/4)
		}
		g.table = rect{1, 1, inner, h - 3 - lower}
		g.detail = rect{1, h - 1 - lower, inner, lower}
	}
	g.rows = max(1, g.table.h-tableHead)
	fixed, bars := methodWidth, 0
	for _, k := range scoreColumns {
		if k.bar {
			bars++
		}
		if !k.may {
			fixed += k.w
		}
	}
	room := g.table.w - fixed
	gone := map[scoreColumnKind]bool{}
	for _, k := range dispensable {
		if room < 0 {
			gone[k.kind], room, g.narrow = true, room+k.w, true
		}
	}
	spare := func(w int) bool {
		if room-w < bars*(barWidth+1) {
			return false
		}
		room -= w
		return true
	}
	bar := 0
	x := methodWidth
	shown := map[scoreColumnKind]bool{}
	for _, k := range scoreColumns {
		shown[k.kind] = !k.may && !gone[k.kind]
	}
	if shown[colSpectral] = spare(7); others.network >= 0 { // what is first comes first
		shown[colSimStudy] = spare(8)
		shown[colAttainmentStudy] = spare(7)
	}
	shown[colAttainmentPaper] = len(others.claims) > 0 && spare(7)
	if each := room / bars; each >= 3 {
		bar = min(each-1, mostBar)
	}
	for _, k := range scoreColumns {
		if !shown[k.kind] {
			continue
		}
		at := scoreColumnAt{scoreColumnKind: k.kind, x: x, w: k.w}
		x += k.w
		if k.bar && bar > 0 {
			at.bar = bar
			x += bar + 1
		}
		if k.other {
			x++ // apart from the next head
		}
		g.columns = append(g.columns, at)
	}
	c.grid = g
	line := c.lineOf(m, c.cursor)
	c.top = max(min(c.top, line), line-g.rows+1)
	if own := line - c.cursor.method - 1; line-own < g.rows { // with the layer's own line
		c.top = min(c.top, own)
	}
	c.top = max(0, min(c.top, c.lines(m)-g.rows))
}

// lines counts the lines of the table: one a layer, one a method, one between layers.
func (c *scoresScreen) lines(m *explorer) int {
	return len(c.layers)*(len(m.methodNames())+2) - 1
}

// lineOf is the line of a cell.
func (c *scoresScreen) lineOf(m *explorer, cell scoreCell) int {
	for i, l := range c.layers {
		if l == cell.layer {
			return i*(len(m.methodNames())+2) + 1 + cell.method
		}
	}
	return 0
}

// cellAt is the cell of a line; method is -1 for a layer's own line, -2 for one between layers.
func (c *scoresScreen) cellAt(m *explorer, line int) scoreCell {
	per := len(m.methodNames()) + 2
	cell := scoreCell{c.layers[line/per], line%per - 1}
	if cell.method == per-2 {
		cell.method = -2
	}
	return cell
}

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
			text := axis.ends()
			end := at.x + at.w + 1 + at.bar
			if ansi.StringWidth(text) <= at.bar {
				lo, hi := power(axis.lo), power(axis.hi)
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
