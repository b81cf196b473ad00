package compare

import (
	"cmp"
	"fmt"
	"slices"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

var sides = [2]string{"left", "right"}

// Keys implements screen.Screen.
func (c *Screen) Keys() []screen.Key {
	if c.Counterparts {
		return append([]screen.Key{
			screen.Bind(screen.ActPane, "tab leads", ""),
			screen.Bind(screen.ActDown, "j/k unit", ""),
			screen.Bind(screen.ActOver, "b over", ""),
			screen.Bind(screen.ActCounterparts, "c methods", ""),
			screen.Bind(screen.ActNetworks, "B networks", ""),
			screen.Bind(screen.ActMethods, "m method", ""),
			screen.Bind(screen.ActFilter, "/ unit", ""),
			screen.Bind(screen.ActHold, "space hold", ""),
			screen.Bind(screen.ActOpen, "enter open", ""),
			screen.Bind(screen.ActExport, "e export", ""),
			screen.Bind(screen.ActBack, "esc back", ""),
			screen.Bind(screen.ActHelp, "? help", ""),
			screen.Bind(screen.ActQuit, "q quit", ""),
		}, disabled()...)
	}
	return append([]screen.Key{
		screen.Bind(screen.ActPane, "tab column", ""),
		screen.Bind(screen.ActMethods, "m method", ""),
		screen.Bind(screen.ActFilter, "/ unit", ""),
		screen.Bind(screen.ActDown, "j/k unit, both", ""),
		screen.Bind(screen.ActHold, "space hold", ""),
		screen.Bind(screen.ActOpen, "enter open", ""),
		screen.Bind(screen.ActBack, "esc back", ""),
		screen.Bind(screen.ActHelp, "? help", ""),
		screen.Bind(screen.ActQuit, "q quit", ""),
	}, disabled()...)
}

// disabled returns the keys that do nothing on the screen.
func disabled() []screen.Key {
	return slices.Concat(
		screen.OffAll("no list to sort here; press 2 for the layer", screen.ActOrder),
		screen.OffAll("this key works on one unit; press enter to open the column's unit",
			screen.ActPin, screen.ActAspect, screen.ActList),
		screen.OffAll("each column has its own settings; press 1 to restart a single unit",
			screen.ActRestart, screen.ActElsewhere),
		screen.OffAll("settings are on the Unit screen (1) and apply to both columns; m sets a column's method",
			screen.ActSettings, screen.ActUndo, screen.ActPreset),
	)
}

// Act implements screen.Screen.
func (c *Screen) Act(a screen.Action) bool {
	switch a {
	case screen.ActDown, screen.ActUp:
		c.step(map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1}[a])
	case screen.ActLayerDown, screen.ActLayerUp:
		c.stepLayer(map[screen.Action]int{screen.ActLayerDown: 1, screen.ActLayerUp: -1}[a])
	case screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp:
		c.step(map[screen.Action]int{
			screen.ActTop: -1 << 20, screen.ActBottom: 1 << 20, screen.ActHalfDown: 8, screen.ActHalfUp: -8,
		}[a])
	case screen.ActNext, screen.ActPrevious:
		c.find(map[screen.Action]int{screen.ActNext: 1, screen.ActPrevious: -1}[a])
	case screen.ActPane, screen.ActLeft, screen.ActRight:
		c.turn(a)
	case screen.ActCounterparts:
		c.toggleCounterparts()
	case screen.ActMethods:
		s, _ := c.Columns[c.active].settings(c.common)
		c.common.Ask(screen.OpenMenu{Now: s})
	case screen.ActFilter:
		if c.Counterparts && c.active == 1 {
			s := c.common.Session
			s.Say("/ searches %s only: press tab first, or b to go over to %s",
				s.Label(s.Open.Network), s.Label(c.Columns[1].Network))
			break
		}
		c.common.Ask(screen.OpenFilter{Query: c.query})
	case screen.ActOpen:
		c.openColumn()
	case screen.ActBack:
		c.common.TurnTo(screen.Unit)
	case screen.ActCopy:
		c.copy()
	case screen.ActExport:
		c.export()
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack,
		screen.ActTenthOn, screen.ActStart, screen.ActEnd:
		c.playKey(a)
	default:
		return false
	}
	return true
}

// turn activates the other column.
func (c *Screen) turn(a screen.Action) {
	switch {
	case a == screen.ActPane:
		c.active = 1 - c.active
	case a == screen.ActLeft && c.active == 0, a == screen.ActRight && c.active == 1:
		c.common.Session.Say("%s column", map[bool]string{true: "last", false: "first"}[a == screen.ActRight])
	default:
		c.active = map[screen.Action]int{screen.ActLeft: 0, screen.ActRight: 1}[a]
	}
	if c.Counterparts && c.Columns[c.active].Place.Unit < 0 {
		c.active = 1 - c.active
		c.common.Session.Say("no counterpart, so the other column cannot lead")
	} else if c.Counterparts {
		c.FollowLeader()
	}
}

// step moves both columns, or the leading one, by n units; a column that shows a pin stays.
func (c *Screen) step(n int) {
	moved := false
	for i := range c.Columns {
		col := &c.Columns[i]
		if c.Counterparts && i != c.active {
			continue
		}
		units := col.Network.Units(col.Place.Layer)
		to := min(max(col.Place.Unit+n, 0), units-1)
		moved = moved || to != col.Place.Unit && col.pin == nil
		c.put(col, tree.Place{Layer: col.Place.Layer, Unit: to})
	}
	if !moved {
		c.common.Session.Say("%s unit of the layer", map[bool]string{true: "last", false: "first"}[n > 0])
		return
	}
	c.moved()
}

// stepLayer moves both columns, or the leading one, by n layers, to the unit of the same number or the last one.
func (c *Screen) stepLayer(n int) {
	moved := false
	for i := range c.Columns {
		col := &c.Columns[i]
		if c.Counterparts && i != c.active {
			continue
		}
		to := min(max(col.Place.Layer+n, 0), len(col.Network.Layers)-1)
		moved = moved || to != col.Place.Layer && col.pin == nil
		c.put(col, tree.Place{Layer: to, Unit: min(col.Place.Unit, col.Network.Units(to)-1)})
	}
	if !moved {
		c.common.Session.Say("%s layer", map[bool]string{true: "last", false: "first"}[n > 0])
		return
	}
	c.moved()
}

// put shows another unit in a column without a pin.
func (c *Screen) put(col *Column, p tree.Place) {
	if col.pin != nil || col.Place == p {
		return
	}
	col.Place, col.View = p, nil
}

// moved moves the cursor with the columns and restarts playback; the runs start once the cursor rests.
func (c *Screen) moved() {
	c.FollowLeader()
	s := c.common.Session
	if p, ok := c.cursorPlace(); ok && s.Open.Tree.Shows(p.Layer, p.Unit) {
		s.GoTo(p)
	}
	s.RestAt = s.Now.Add(session.RestBefore)
	c.Share, c.Playing, c.flat = 0, true, false
	c.reset()
}

// Search implements screen.Searcher: it finds units for the active column. The tree keeps its own filter.
func (c *Screen) Search(query string) error {
	f, err := c.common.Session.Parse(query)
	if err != nil {
		return err
	}
	c.query, c.found = query, c.found[:0]
	for i, l := range c.common.Session.Open.Tree.Layers {
		for u := range l.Units {
			if f.Match(c.common.Session.Subject(i, u)) {
				c.found = append(c.found, tree.Place{Layer: i, Unit: u})
			}
		}
	}
	if len(c.found) == 0 {
		return fmt.Errorf("no unit matches %q", query)
	}
	c.find(0)
	return nil
}

// find moves the active column to the next found unit (n = 1), the previous one (n = -1), or, for n = 0, the first one
// at or after its unit.
func (c *Screen) find(n int) {
	if len(c.found) == 0 {
		c.common.Session.Say("no search yet; press / to find a unit for the column")
		return
	}
	col := &c.Columns[c.active]
	i, here := slices.BinarySearchFunc(c.found, col.Place, func(a, b tree.Place) int {
		return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Unit, b.Unit))
	})
	switch {
	case n > 0 && here:
		i++
	case n < 0:
		i--
	case n == 0 && i == len(c.found):
		i = 0
	}
	if i < 0 || i >= len(c.found) {
		c.common.Session.Say("%s unit found", map[bool]string{true: "last", false: "first"}[n > 0])
		return
	}
	col.pin = nil
	c.put(col, c.found[i])
	c.moved()
	c.common.Session.Say("%s column: %s, %d of %d found; press n or N for the next or previous",
		sides[c.active], c.common.Session.Open.Tree.Name(col.Place), i+1, len(c.found))
}

// Choose implements screen.Chooser: it gives the active column, or both, a method or preset.
func (c *Screen) Choose(r screen.Method) {
	if c.Counterparts {
		c.chooseBoth(r)
		return
	}
	col := &c.Columns[c.active]
	was := *col
	if col.pin = nil; r.Preset {
		col.preset = r.Name
	} else {
		col.method = r.Name
	}
	if _, err := col.settings(c.common); err != nil {
		*col = was
		c.common.Session.Complain(err)
		return
	}
	col.View = nil
	c.Rested()
	c.Share, c.Playing, c.flat = 0, true, false
	c.reset()
	c.common.Session.Say("%s column: %s", sides[c.active], col.settingsName(c.common))
}

// playKey moves the playhead of both columns.
func (c *Screen) playKey(a screen.Action) {
	v := c.Columns[c.active].View
	if v == nil || v.Run == nil {
		v = c.Columns[1-c.active].View
	}
	if v == nil || v.Run == nil {
		c.common.Session.Say("no run here yet")
		return
	}
	was := c.Share
	switch a {
	case screen.ActHold:
		if !c.Playing && c.Share >= 1 {
			c.Share = 0
		}
		c.Playing, c.flat = !c.Playing, false
		if !c.Playing { // stop at a step that one column shows
			c.Share = v.Run.Schedule().Share(v.At)
		}
	case screen.ActFlatOut:
		c.flat, c.Playing = !c.flat || !c.Playing, true
	default:
		c.Playing, c.flat = false, false
		at := min(v.Run.Schedule().StepAt(c.Share), v.Last())
		switch a {
		case screen.ActStepBack:
			c.Share = v.Run.Schedule().Share(max(0, at-1))
		case screen.ActStepOn:
			c.Share = v.Run.Schedule().Share(at + 1)
		case screen.ActTenthBack:
			c.Share = max(0, c.Share-0.1)
		case screen.ActTenthOn:
			c.Share += 0.1
		case screen.ActStart:
			c.Share = 0
		case screen.ActEnd:
			c.Share = 1
		}
		c.Share = min(c.Share, c.newest())
		if c.Share == was && a != screen.ActHold {
			c.common.Session.Say("%s step", map[bool]string{true: "last computed", false: "first"}[was > 0])
		}
	}
	c.FollowPlayhead()
}

// newest returns how far both columns are computed, as a share of the run.
func (c *Screen) newest() float64 {
	out := 1.0
	for i := range c.Columns {
		if v := c.Columns[i].View; v != nil && v.Running() {
			out = min(out, v.Run.Schedule().Share(v.Last()))
		}
	}
	return out
}

// Click implements screen.Screen.
func (c *Screen) Click(x, _ int) {
	if side := map[bool]int{true: 1}[x > c.common.Size.W/2]; side != c.active {
		c.turn(screen.ActPane)
	}
	c.common.Session.Changed()
}
