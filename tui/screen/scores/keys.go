package scores

import (
	"slices"
	"time"

	"actmax/data"
	"actmax/optimize"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// Keys implements screen.Screen.
func (c *Screen) Keys() []screen.Key {
	return []screen.Key{
		screen.Bind(screen.ActDown, "j/k row", ""),
		screen.Bind(screen.ActOpen, "enter worst unit", ""),
		screen.Bind(screen.ActRestart, "r run layer", ""),
		screen.Bind(screen.ActElsewhere, "R network", ""),
		screen.Bind(screen.ActHold, "space hold", ""),
		screen.Bind(screen.ActPane, "tab units", ""),
		screen.Bind(screen.ActAspect, "v paper", ""),
		screen.Bind(screen.ActOrder, "o order", ""),
		screen.Bind(screen.ActFilter, "/ find", ""),
		screen.Bind(screen.ActExport, "e export", ""),
		screen.Bind(screen.ActBack, "esc back", ""),
		screen.Bind(screen.ActHelp, "? help", ""),
		screen.Bind(screen.ActQuit, "q quit", ""),
	}
}

// Act answers the keys that mean something else here than on the Unit screen.
func (c *Screen) Act(a screen.Action) bool {
	if len(c.Layers) == 0 && a != screen.ActBack {
		c.common.Session.Say("nothing can be scored here: no layer has a time axis; 1 goes back")
		return a != screen.ActHelp && a != screen.ActPalette && a != screen.ActCancel
	}
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp, screen.ActLeft, screen.ActRight, screen.ActLayerDown, screen.ActLayerUp:
		c.move(a)
	case screen.ActNext, screen.ActPrevious:
		if c.List.Query == "" {
			c.common.Session.Say("nothing was searched for; / finds units in the list")
			break
		}
		c.Listed, c.Against = true, false
		c.pick(map[screen.Action]int{screen.ActNext: 1, screen.ActPrevious: -1}[a])
	case screen.ActPane:
		if !c.Listed && len(c.List.Units) == 0 {
			c.common.Session.Say("no unit to list here yet: r runs the layer")
			break
		}
		if c.Listed = !c.Listed; c.Listed {
			c.Against = false
		}
	case screen.ActOpen:
		c.open()
	case screen.ActBack:
		c.back()
	case screen.ActOrder:
		c.List.bySim = !c.List.bySim
		c.List.Pick, c.Listed = 0, false
		c.sortList()
		c.common.Session.Say("units %s", map[bool]string{true: "by S_sim, the largest first", false: "by attainment, the farthest from 1 first"}[c.List.bySim])
	case screen.ActFilter:
		c.common.Ask(screen.OpenFilter{Query: c.List.Query})
	case screen.ActRestart:
		c.start([]int{c.Cursor.Layer}, c.common.Session.Open.Tree.Layers[c.Cursor.Layer].Name)
	case screen.ActElsewhere:
		c.start(c.Layers, "the network")
	case screen.ActHold:
		c.hold()
	case screen.ActCancel:
		if t := c.common.Session.ShownTask(); c.Sweep == nil || t != nil && t.Kind != session.TaskScores { // what the footer tells about comes first
			return false
		}
		c.common.Session.CancelTask(session.TaskScores)
		c.Close()
		c.common.Session.Say("given up: all methods; what is done stays")
	case screen.ActExport:
		c.export()
	case screen.ActCopy:
		c.copy()
	case screen.ActPin:
		c.common.Session.Say("p pins what one unit has come to: enter opens it")
	case screen.ActAspect:
		if c.grid.beside {
			c.common.Session.Say("the study and the paper stand beside the table already, above the units")
			break
		}
		if c.Against = !c.Against; c.Against {
			c.Listed = false
		}
		c.common.Session.Say("%s", map[bool]string{true: "what the study and the paper say of the cell", false: "the units of the cell"}[c.Against])
	case screen.ActList:
		c.common.Session.Say("units are listed here: o orders them, / finds some")
	case screen.ActAxis:
		c.common.Session.Say("figures are of whole signals: enter opens a unit, whose axes a chooses")
	case screen.ActSettings, screen.ActUndo, screen.ActPreset:
		c.common.Session.Say("settings are changed on the Unit screen: 1; m chooses a method or preset here too")
	case screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn, screen.ActStart, screen.ActEnd, screen.ActFlatOut, screen.ActSlower, screen.ActFaster:
		c.common.Session.Say("nothing plays here: enter opens a unit, which does")
	default:
		return false
	}
	c.common.Session.Changed()
	return true
}

// move goes to another cell, or in the list to another unit.
func (c *Screen) move(a screen.Action) {
	if c.Listed {
		c.moveListed(a)
		return
	}
	layer, methods := slices.Index(c.Layers, c.Cursor.Layer), len(c.common.Session.MethodNames())
	at := layer*methods + c.Cursor.Method
	last := len(c.Layers)*methods - 1
	to := at
	switch a {
	case screen.ActDown:
		to++
	case screen.ActUp:
		to--
	case screen.ActLayerDown, screen.ActRight:
		to += methods
	case screen.ActLayerUp, screen.ActLeft:
		to -= methods
	case screen.ActTop:
		to = 0
	case screen.ActBottom:
		to = last
	case screen.ActHalfDown:
		to = min(at+max(1, c.grid.rows/2), last)
	case screen.ActHalfUp:
		to = max(at-max(1, c.grid.rows/2), 0)
	}
	if to < 0 || to > last || to == at {
		what := "row"
		if a == screen.ActLayerDown || a == screen.ActLayerUp || a == screen.ActLeft || a == screen.ActRight {
			what = "layer"
		}
		c.common.Session.Say("no %s further %s", what, map[bool]string{true: "on", false: "back"}[to > last || a == screen.ActBottom || a == screen.ActHalfDown])
		return
	}
	c.GoTo(ScoreCell{c.Layers[to/methods], to % methods})
}

func (c *Screen) GoTo(cell ScoreCell) {
	if cell == c.Cursor {
		return
	}
	c.Cursor = cell
	c.List.Pick, c.List.top = 0, 0
	c.sortList()
	c.common.Session.Changed()
}

func (c *Screen) moveListed(a screen.Action) {
	columns, per := max(1, c.List.columns), max(1, c.List.per)
	n := map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1, screen.ActLeft: -per, screen.ActRight: per, screen.ActTop: -1 << 20, screen.ActBottom: 1 << 20,
		screen.ActHalfDown: max(1, columns*per/2), screen.ActHalfUp: -max(1, columns*per/2), screen.ActLayerDown: 0, screen.ActLayerUp: 0}[a]
	if n == 0 {
		c.common.Session.Say("j and k pick a unit here; tab or esc returns to the table")
		return
	}
	c.pick(n)
}

// pick goes to another unit of the list.
func (c *Screen) pick(n int) {
	l := &c.List
	to := min(max(l.Pick+n, 0), len(l.Units)-1)
	if to == l.Pick || len(l.Units) == 0 {
		c.common.Session.Say("no unit further %s", map[bool]string{true: "on", false: "back"}[n > 0])
		return
	}
	l.Pick = to
}

// open opens the unit of the list, the worst one unless another was picked, with the method of the cell. A cell without results
// opens its first unit, which then runs.
func (c *Screen) open() {
	m := c.common.Session
	unit := 0
	if l := &c.List; len(l.Units) > 0 {
		unit = l.Units[l.Pick]
	}
	p := tree.Place{Layer: c.Cursor.Layer, Unit: unit}
	if m.Open.Query != "" && !m.Open.Tree.Shows(p.Layer, p.Unit) {
		_ = m.ApplyFilter("") // no filter is always one
	}
	method := m.MethodAt(c.Cursor.Method)
	m.GoTo(p)
	c.take(method)
	c.common.TurnTo(screen.Unit)
	m.RestAt = time.Time{}
	m.Visit()
	if v := m.Current(); v != nil && v.Stale(m.Settings) {
		if v := m.Restart(m.Settings, nil); v.Err != nil {
			m.Complain(v.Err)
			return
		}
	}
	m.Say("%s with %s; 5 returns to the scores", m.Open.Tree.Name(p), method)
}

// take puts a method in force.
func (c *Screen) take(method string) {
	m := c.common.Session
	if method == optimize.MethodOf(m.Settings) {
		return
	}
	next := m.MethodSettings(method)
	next.ThresholdEAP, next.ThresholdMax = m.Settings.ThresholdEAP, m.Settings.ThresholdMax
	m.RememberUndo(m.Settings)
	m.Settings = next
	m.RefreshAll()
}

// Choose goes to the row of a method, or puts a preset in force; nothing is run by that.
func (c *Screen) Choose(r screen.Method) {
	m := c.common.Session
	if !r.Preset {
		if i := slices.Index(m.MethodNames(), r.Name); i >= 0 {
			c.GoTo(ScoreCell{c.Cursor.Layer, i})
		}
		return
	}
	next := m.Settings
	if err := next.ApplyPreset(r.Name); err != nil {
		m.Complain(err)
		return
	}
	if next == m.Settings {
		m.Say("preset %s is in force", r.Name)
		return
	}
	m.RememberUndo(m.Settings)
	m.Settings = next
	m.RefreshAll()
	c.Refresh(true)
	m.Say("preset %s: results under it count from now on", r.Name)
}

func (c *Screen) back() {
	switch {
	case c.Listed:
		c.Listed = false
	case c.List.Query != "":
		c.List.Query = ""
		c.sortList()
	default:
		c.common.TurnTo(screen.Unit)
	}
}

// hold stops the run of all methods, or lets it go on.
func (c *Screen) hold() {
	m := c.common.Session
	s := c.Sweep
	if s == nil {
		m.Say("no run of all methods to hold: r begins one on the layer, R on the network")
		return
	}
	s.Held = !s.Held
	s.Say(m, &c.Board)
	if s.Held {
		m.Say("held; space goes on")
	}
}

// Search takes a filter for the list. It is this screen's own: what it finds differs from method to method.
func (c *Screen) Search(query string) error {
	m := c.common.Session
	if query != "" {
		if _, err := m.Parse(query); err != nil {
			return err
		}
	}
	c.List.Query, c.List.Pick = query, 0
	c.sortList()
	switch {
	case query == "":
	case c.List.All == 0:
		m.Say("no unit of this cell has run yet; /%s holds for other cells too, esc shows all", query)
	default:
		m.Say("%d of %d units of this cell; figures are of all, esc shows all", len(c.List.Units), c.List.All)
	}
	return nil
}

func (c *Screen) Click(x, y int) {
	if len(c.Layers) == 0 {
		return
	}
	line := c.top + y - c.grid.table.Y - tableHead
	if !c.grid.table.Contains(x, y) || y < c.grid.table.Y+tableHead || line >= c.lines() {
		return
	}
	if cell := c.cellAt(line); cell.Method >= 0 {
		c.Listed = false
		c.GoTo(cell)
	}
}

// activityOf names the activity of a training segment.
func activityOf(m *screen.Common, training int) string {
	segments := m.Session.Data.Dataset.Subset(data.Train)
	if training >= len(segments) {
		return ""
	}
	return m.Session.Data.Dataset.Activities[m.Session.Data.Dataset.Of(segments[training]).Activity]
}
