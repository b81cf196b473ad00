package tui

import (
	"actmax/tui/canvas"
	"actmax/tui/session/tree"
	"actmax/tui/widget"
)

// arrange makes tiles as large as they may be with all of them on the screen, and where there is no room for all as small
// as they can be read.
func (l *layerScreen) arrange(m *common) {
	g := grid{inside: canvas.Rect(1, 1, m.size.w-2, m.size.h-2)}
	axes, _ := m.Network.SignalShape(l.layer)
	choices := widget.AxisChoices(m.AxisNames())
	if g.axes = choices[m.axis%len(choices)].Axes; axes == 1 {
		g.axes = []int{0}
	}
	n := max(1, len(l.list))
	least, most := tilePlot, 9
	if len(g.axes) > 1 {
		least, most = len(g.axes), len(g.axes)
	}
	g.plot, g.columns = least, max(1, g.inside.W/tileWidth)
	for plot := most; plot >= least; plot-- {
		rows := g.inside.H / (plot + 2)
		if rows < 1 {
			continue
		}
		if columns := max(1, (n+rows-1)/rows); g.inside.W/columns >= tileWidth+2*plot {
			g.plot, g.columns = plot, columns
			break
		}
	}
	for g.columns < n && g.inside.W/(g.columns+1) >= 44 { // wider adds nothing
		g.columns++
	}
	g.columns = min(g.columns, n)
	g.w = min(g.inside.W/g.columns, 60)
	g.rows = max(1, g.inside.H/g.h())
	g.total = (len(l.list) + g.columns - 1) / g.columns
	if g.w != l.grid.w || g.plot != l.grid.plot || g.columns != l.grid.columns || g.rows != l.grid.rows || len(g.axes) != len(l.grid.axes) || g.axes[0] != l.grid.axes[0] {
		l.all = true
	}
	l.grid = g
	top := l.top
	if i := l.here(m); i >= 0 {
		row := i / g.columns
		l.top = max(min(l.top, row), row-g.rows+1)
	}
	l.top = max(0, min(l.top, g.total-g.rows))
	l.all = l.all || l.top != top
}

// shown lists the units whose tiles are on the screen.
func (l *layerScreen) shown() []tree.Place {
	from := min(l.top*l.grid.columns, len(l.list))
	return l.list[from:min(len(l.list), from+l.grid.rows*l.grid.columns)]
}
