package layer

import (
	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/session/tree"
	"actmax/tui/widget"
)

// arrange makes tiles as large as possible with all of them on the screen, or as small as is readable if they do not
// all fit.
func (l *Screen) arrange() {
	g := screen.Grid{Inside: canvas.Rect(1, 1, l.common.Size.W-2, l.common.Size.H-2)}
	choices := widget.AxisChoices(l.common.Session.AxisNames())
	if g.Axes = choices[l.common.Axis%len(choices)].Axes; l.common.Session.Open.Network.PerAxis(l.layer) {
		g.Axes = []int{0}
	}
	n := max(1, len(l.List))
	least, most := screen.TilePlot, 9
	if len(g.Axes) > 1 {
		least, most = len(g.Axes), len(g.Axes)
	}
	g.Plot, g.Columns = least, max(1, g.Inside.W/screen.TileWidth)
	for plot := most; plot >= least; plot-- {
		rows := g.Inside.H / (plot + 2)
		if rows < 1 {
			continue
		}
		if columns := max(1, (n+rows-1)/rows); g.Inside.W/columns >= screen.TileWidth+2*plot {
			g.Plot, g.Columns = plot, columns
			break
		}
	}
	for g.Columns < n && g.Inside.W/(g.Columns+1) >= 44 { // wider tiles show nothing more
		g.Columns++
	}
	g.Columns = min(g.Columns, n)
	g.W = min(g.Inside.W/g.Columns, 60)
	g.Rows = max(1, g.Inside.H/g.H())
	g.Total = (len(l.List) + g.Columns - 1) / g.Columns
	was := l.Grid
	sameSize := g.W == was.W && g.Plot == was.Plot && g.Columns == was.Columns && g.Rows == was.Rows
	if !sameSize || len(g.Axes) != len(was.Axes) || g.Axes[0] != was.Axes[0] {
		l.All = true
	}
	l.Grid = g
	top := l.top
	if i := l.here(); i >= 0 {
		row := i / g.Columns
		l.top = max(min(l.top, row), row-g.Rows+1)
	}
	l.top = max(0, min(l.top, g.Total-g.Rows))
	l.All = l.All || l.top != top
}

// Shown lists the units whose tiles are on the screen.
func (l *Screen) Shown() []tree.Place {
	from := min(l.top*l.Grid.Columns, len(l.List))
	return l.List[from:min(len(l.List), from+l.Grid.Rows*l.Grid.Columns)]
}
