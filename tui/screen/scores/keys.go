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
	off := append(screen.OffAll("nothing to play here; press enter to open a unit",
		screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn, screen.ActStart, screen.ActEnd,
		screen.ActFlatOut, screen.ActSlower, screen.ActFaster),
		screen.Off(screen.ActPin, "p works on one unit; press enter to open it"),
		screen.Off(screen.ActList, "the list shows units; press o to order, / to find"),
		screen.Off(screen.ActAxis, "scores use all axes; open a unit to choose axes"))
	off = append(off, screen.OffAll("settings are on the Unit screen (press 1); m chooses a method or preset here too",
		screen.ActSettings, screen.ActUndo, screen.ActPreset)...)
	return append([]screen.Key{
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
	}, off...)
}

// Act answers the keys that mean something else here than on the Unit screen.
func (c *Screen) Act(a screen.Action) bool {
	m := c.common.Session
	if len(c.Layers) == 0 && a != screen.ActBack {
		m.Say("no scores: no layer has a time axis; press 1 to go back")
		return a != screen.ActHelp && a != screen.ActPalette && a != screen.ActCancel
	}
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp,
		screen.ActLeft, screen.ActRight, screen.ActLayerDown, screen.ActLayerUp:
		c.move(a)
	case screen.ActNext, screen.ActPrevious:
		if c.List.Query == "" {
			m.Say("no filter; press / to find units in the list")
			break
		}
		c.Listed, c.Against = true, false
		c.pick(map[screen.Action]int{screen.ActNext: 1, screen.ActPrevious: -1}[a])
	case screen.ActPane:
		if !c.Listed && len(c.List.Units) == 0 {
			m.Say("no unit has run here; press r to run the layer")
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
		if c.List.bySim {
			m.Say("units by S_sim, largest first")
		} else {
			m.Say("units by attainment, farthest from 1 first")
		}
	case screen.ActFilter:
		c.common.Ask(screen.OpenFilter{Query: c.List.Query})
	case screen.ActRestart:
		c.start([]int{c.Cursor.Layer}, m.Open.Tree.Layers[c.Cursor.Layer].Name)
	case screen.ActElsewhere:
		c.start(c.Layers, "the network")
	case screen.ActHold:
		c.hold()
	case screen.ActCancel:
		// the task in the footer is cancelled first
		if t := m.ShownTask(); c.Sweep == nil || t != nil && t.Kind != session.TaskScores {
			return false
		}
		m.CancelTask(session.TaskScores)
		c.Close()
		m.Say("run of all methods cancelled; finished results stay")
	case screen.ActExport:
		c.export()
	case screen.ActCopy:
		c.copy()
	case screen.ActAspect:
		if c.grid.wide {
			m.Say("study and paper are already shown next to the table")
			break
		}
		if c.Against = !c.Against; c.Against {
			c.Listed = false
		}
		if c.Against {
			m.Say("study and paper for this cell")
		} else {
			m.Say("units of this cell")
		}
	default:
		return false
	}
	m.Changed()
	return true
}

// move goes to another cell or, in the list, to another unit.
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
		end := "first"
		if to > last || a == screen.ActBottom || a == screen.ActHalfDown {
			end = "last"
		}
		c.common.Session.Say("%s %s", end, what)
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
	const all = 1 << 20
	page := max(1, columns*per/2)
	n := map[screen.Action]int{
		screen.ActDown: 1, screen.ActUp: -1, screen.ActLeft: -per, screen.ActRight: per,
		screen.ActTop: -all, screen.ActBottom: all, screen.ActHalfDown: page, screen.ActHalfUp: -page,
	}[a]
	if n == 0 {
		c.common.Session.Say("j and k choose a unit; press tab or esc to return to the table")
		return
	}
	c.pick(n)
}

// pick goes to another unit of the list.
func (c *Screen) pick(n int) {
	l := &c.List
	to := min(max(l.Pick+n, 0), len(l.Units)-1)
	if to == l.Pick || len(l.Units) == 0 {
		if n > 0 {
			c.common.Session.Say("last unit")
		} else {
			c.common.Session.Say("first unit")
		}
		return
	}
	l.Pick = to
}

// open opens the chosen unit of the list, the worst by default, with the method of the cell. A cell without results
// opens its first unit, which then runs.
func (c *Screen) open() {
	m := c.common.Session
	unit := 0
	if l := &c.List; len(l.Units) > 0 {
		unit = l.Units[l.Pick]
	}
	p := tree.Place{Layer: c.Cursor.Layer, Unit: unit}
	if m.Open.Query != "" && !m.Open.Tree.Shows(p.Layer, p.Unit) {
		_ = m.ApplyFilter("") // an empty filter is valid
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
	m.Say("%s with %s; press 5 to return to the scores", m.Open.Tree.Name(p), method)
}

// take applies a method.
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

// Choose goes to the row of a method, or applies a preset without running anything.
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
		m.Say("preset %s is already set", r.Name)
		return
	}
	m.RememberUndo(m.Settings)
	m.Settings = next
	m.RefreshAll()
	c.Refresh(true)
	m.Say("preset %s: figures are of its results now", r.Name)
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

// hold pauses or continues the run of all methods.
func (c *Screen) hold() {
	m := c.common.Session
	s := c.Sweep
	if s == nil {
		m.Say("nothing to hold; press r to run all methods on the layer, R on the network")
		return
	}
	s.Held = !s.Held
	s.Say(m, &c.Board)
	if s.Held {
		m.Say("held; press space to continue")
	}
}

// Search sets the filter of the list. It is separate from the tree's: its matches differ between methods.
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
		m.Say("no unit of this cell has run; /%s filters other cells too, press esc to show all", query)
	default:
		m.Say("%d of %d units of this cell; figures are over all, press esc to show all", len(c.List.Units), c.List.All)
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

// activityOf returns the name of the activity of a training segment.
func activityOf(m *screen.Common, training int) string {
	segments := m.Session.Data.Dataset.Subset(data.Train)
	if training >= len(segments) {
		return ""
	}
	return m.Session.Data.Dataset.Activities[m.Session.Data.Dataset.Of(segments[training]).Activity]
}
