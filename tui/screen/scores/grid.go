package scores

import (
	"slices"

	"actmax/tui/canvas"
)

// scoresGrid is the layout of the table and of the detail of the cell under the cursor.
type scoresGrid struct {
	table, detail canvas.Area // insides
	wide          bool        // the detail is next to the table, else below
	narrow        bool        // some columns do not fit
	columns       []scoreColumnAt
	rows          int // lines of the table on the screen, below its head
}

// scoreColumnAt is a column of the table.
type scoreColumnAt struct {
	scoreColumnKind
	x, w int // of the number
	bar  int // width of the bar after it; 0: none
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

// scoreColumnOf describes a column.
type scoreColumnOf struct {
	kind            scoreColumnKind
	head            string
	w               int
	bar, may, other bool // has a bar; only if there is room; not from this network's results
}

// scoreColumns are the columns from left to right.
var scoreColumns = []scoreColumnOf{
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

// dispensable are the columns that a narrow screen leaves out, in this order; the detail has them in words.
var dispensable = []scoreColumnKind{colSilent, colAttaining, colRestarted, colDone}

// of returns the description of a kind of column, and its width with the space before the next head.
func (k scoreColumnKind) of() (c scoreColumnOf, room int) {
	c = scoreColumns[slices.IndexFunc(scoreColumns, func(c scoreColumnOf) bool { return c.kind == k })]
	room = c.w
	if c.other {
		room++
	}
	return c, room
}

const (
	methodWidth  = 15 // cursor and name of a method
	barWidth     = 4  // minimum, without the space before it
	mostBar      = 16
	detailWidth  = 38 // next to the table, from 120 columns on
	leastTable   = 79
	mostTable    = 120
	detailHeight = 7 // below the table
	tableHead    = 2 // lines of its head
)

// widest returns the width of the table with every column and short bars.
func widest() int {
	out := methodWidth
	for _, c := range scoreColumns {
		_, w := c.kind.of()
		if out += w; c.bar {
			out += barWidth + 1
		}
	}
	return out
}

// arrange gives the table the width that suits it and the rest to the detail, next to it if there is room, else below.
func (c *Screen) arrange() {
	w, h := c.common.Size.W, c.common.Size.H
	g := scoresGrid{wide: c.common.Size.Wide}
	inner := w - 2
	others := c.reference()
	if g.wide {
		want := w * 3 / 5
		if others.network >= 0 || len(others.claims) > 0 { // more columns
			want = max(w*2/3, min(widest(), w-3-2*entryWidth))
		}
		g.table = canvas.Rect(1, 1, min(max(want, min(w-3-detailWidth, leastTable)), mostTable), h-2)
		g.detail = canvas.Rect(g.table.W+2, 1, w-g.table.W-3, h-2)
	} else {
		lower := detailHeight
		if h < 22 {
			lower = max(3, (h-2)/4)
		}
		g.table = canvas.Rect(1, 1, inner, h-3-lower)
		g.detail = canvas.Rect(1, h-1-lower, inner, lower)
	}
	g.rows = max(1, g.table.H-tableHead)
	fixed, bars := methodWidth, 0
	for _, k := range scoreColumns {
		if k.bar {
			bars++
		}
		if !k.may {
			fixed += k.w
		}
	}
	room := g.table.W - fixed
	gone := map[scoreColumnKind]bool{}
	for _, k := range dispensable {
		if room < 0 {
			_, w := k.of()
			gone[k], room, g.narrow = true, room+w, true
		}
	}
	spare := func(k scoreColumnKind) bool {
		_, w := k.of()
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
	if shown[colSpectral] = spare(colSpectral); others.network >= 0 { // by priority
		shown[colSimStudy] = spare(colSimStudy)
		shown[colAttainmentStudy] = spare(colAttainmentStudy)
	}
	shown[colAttainmentPaper] = len(others.claims) > 0 && spare(colAttainmentPaper)
	if each := room / bars; each >= 3 {
		bar = min(each-1, mostBar)
	}
	for _, k := range scoreColumns {
		if !shown[k.kind] {
			continue
		}
		at := scoreColumnAt{scoreColumnKind: k.kind, x: x, w: k.w}
		x += k.w
		switch {
		case k.bar && bar > 0:
			at.bar = bar
			x += bar + 1
		case k.bar:
			x += room / bars // too little for bars: space between the heads
		}
		if k.other {
			x++ // space before the next head
		}
		g.columns = append(g.columns, at)
	}
	c.grid = g
	line := c.lineOf(c.Cursor)
	c.top = max(min(c.top, line), line-g.rows+1)
	if own := line - c.Cursor.Method - 1; line-own < g.rows { // with the heading of the layer
		c.top = min(c.top, own)
	}
	c.top = max(0, min(c.top, c.lines()-g.rows))
}

// lines returns the number of lines of the table: one per layer, one per method, one between layers.
func (c *Screen) lines() int {
	return len(c.Layers)*(len(c.common.Session.MethodNames())+2) - 1
}

// lineOf returns the line of a cell.
func (c *Screen) lineOf(cell ScoreCell) int {
	for i, l := range c.Layers {
		if l == cell.Layer {
			return i*(len(c.common.Session.MethodNames())+2) + 1 + cell.Method
		}
	}
	return 0
}

// cellAt returns the cell of a line; Method is -1 for the heading of a layer, -2 for a line between layers.
func (c *Screen) cellAt(line int) ScoreCell {
	per := len(c.common.Session.MethodNames()) + 2
	cell := ScoreCell{c.Layers[line/per], line%per - 1}
	if cell.Method == per-2 {
		cell.Method = -2
	}
	return cell
}
