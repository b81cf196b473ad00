package tui

import (
	"cmp"
	"fmt"
	"slices"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

var sides = [2]string{"left", "right"}

// Act answers the keys that mean something else here than on the Unit screen.
func (c *compareScreen) Act(m *screen.Common, a screen.Action) bool {
	switch a {
	case screen.ActDown, screen.ActUp:
		c.step(m, map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1}[a])
	case screen.ActLayerDown, screen.ActLayerUp:
		c.stepLayer(m, map[screen.Action]int{screen.ActLayerDown: 1, screen.ActLayerUp: -1}[a])
	case screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp:
		c.step(m, map[screen.Action]int{screen.ActTop: -1 << 20, screen.ActBottom: 1 << 20, screen.ActHalfDown: 8, screen.ActHalfUp: -8}[a])
	case screen.ActNext, screen.ActPrevious:
		c.find(m, map[screen.Action]int{screen.ActNext: 1, screen.ActPrevious: -1}[a])
	case screen.ActPane, screen.ActLeft, screen.ActRight:
		c.turn(m, a)
	case screen.ActCounterparts:
		c.toTwins(m)
	case screen.ActMethods:
		s, _ := c.columns[c.active].settings(m)
		m.Ask(screen.OpenMenu{Now: s})
	case screen.ActFilter:
		if c.twins && c.active == 1 {
			m.Say("/ finds units of %s: tab; b goes over to %s", m.Label(m.Network), m.Label(c.columns[1].network))
			break
		}
		m.Ask(screen.OpenFilter{Query: c.query})
	case screen.ActOrder:
		m.Say("no list to order here; 2 shows the layer")
	case screen.ActOpen:
		c.openColumn(m)
	case screen.ActBack:
		m.TurnTo(screen.Unit)
	case screen.ActCopy:
		c.copy(m)
	case screen.ActExport:
		c.export(m)
	case screen.ActPin, screen.ActAspect, screen.ActList:
		m.Say("that is for one unit: enter opens that of the column")
	case screen.ActRestart, screen.ActElsewhere:
		m.Say("both columns are made under their own settings; 1 has one unit to run again")
	case screen.ActSettings, screen.ActUndo, screen.ActPreset:
		m.Say("settings are changed on the Unit screen (1), and both columns follow; m chooses the method of a column")
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn, screen.ActStart, screen.ActEnd:
		c.playKey(m, a)
	default:
		return false
	}
	return true
}

// turn gives the keys to the other column.
func (c *compareScreen) turn(m *screen.Common, a screen.Action) {
	switch {
	case a == screen.ActPane:
		c.active = 1 - c.active
	case a == screen.ActLeft && c.active == 0, a == screen.ActRight && c.active == 1:
		m.Say("no column further %s", map[bool]string{true: "on", false: "back"}[a == screen.ActRight])
	default:
		c.active = map[screen.Action]int{screen.ActLeft: 0, screen.ActRight: 1}[a]
	}
	if c.twins && c.columns[c.active].place.Unit < 0 {
		c.active = 1 - c.active
		m.Say("there is no counterpart that could lead")
	} else if c.twins {
		c.pairUp(m)
	}
}

// step goes to the next unit on both sides; a pin stays, whose side is then the pin's unit alone.
func (c *compareScreen) step(m *screen.Common, n int) {
	moved := false
	for i := range c.columns {
		col := &c.columns[i]
		if c.twins && i != c.active {
			continue
		}
		units := col.network.Units(col.place.Layer)
		to := min(max(col.place.Unit+n, 0), units-1)
		moved = moved || to != col.place.Unit && col.pin == nil
		c.put(col, tree.Place{Layer: col.place.Layer, Unit: to})
	}
	if !moved {
		m.Say("no unit further %s in this layer", map[bool]string{true: "on", false: "back"}[n > 0])
		return
	}
	c.moved(m)
}

// stepLayer goes to the next layer on both sides, to the unit of the same number where there is one.
func (c *compareScreen) stepLayer(m *screen.Common, n int) {
	moved := false
	for i := range c.columns {
		col := &c.columns[i]
		if c.twins && i != c.active {
			continue
		}
		to := min(max(col.place.Layer+n, 0), len(col.network.Layers)-1)
		moved = moved || to != col.place.Layer && col.pin == nil
		c.put(col, tree.Place{Layer: to, Unit: min(col.place.Unit, col.network.Units(to)-1)})
	}
	if !moved {
		m.Say("this is the %s layer", map[bool]string{true: "last", false: "first"}[n > 0])
		return
	}
	c.moved(m)
}

func (c *compareScreen) put(col *compareColumn, p tree.Place) {
	if col.pin != nil || col.place == p {
		return
	}
	col.place, col.view = p, nil
}

// moved follows the columns with the cursor, which is that of the right one, and starts what they show once they rest.
func (c *compareScreen) moved(m *screen.Common) {
	c.pairUp(m)
	if p, ok := c.cursorPlace(m); ok && m.Tree.Shows(p.Layer, p.Unit) {
		m.GoTo(p)
	}
	m.RestAt = m.Now.Add(session.RestBefore)
	c.share, c.playing, c.flat = 0, true, false
	c.reset()
}

// Search takes a filter that finds a unit for the active column. It is this screen's own: the tree stays as it is.
func (c *compareScreen) Search(m *screen.Common, query string) error {
	f, err := m.Parse(query)
	if err != nil {
		return err
	}
	c.query, c.found = query, c.found[:0]
	for i, l := range m.Tree.Layers {
		for u := range l.Units {
			if f.Match(m.Subject(i, u)) {
				c.found = append(c.found, tree.Place{Layer: i, Unit: u})
			}
		}
	}
	if len(c.found) == 0 {
		return fmt.Errorf("no unit matches %q", query)
	}
	c.find(m, 0)
	return nil
}

// find puts the active column on the next unit that was found: for n = 0 on the one at or after where it stands.
func (c *compareScreen) find(m *screen.Common, n int) {
	if len(c.found) == 0 {
		m.Say("nothing was searched for; / finds a unit for the column")
		return
	}
	col := &c.columns[c.active]
	i, here := slices.BinarySearchFunc(c.found, col.place, func(a, b tree.Place) int {
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
		m.Say("no unit further %s", map[bool]string{true: "on", false: "back"}[n > 0])
		return
	}
	col.pin = nil
	c.put(col, c.found[i])
	c.moved(m)
	m.Say("%s column: %s, %d of %d found; n and N go through them", sides[c.active], m.Tree.Name(col.place), i+1, len(c.found))
}

// choose gives the active column a method or a preset.
func (c *compareScreen) choose(m *screen.Common, r screen.Method) {
	if c.twins {
		c.chooseBoth(m, r)
		return
	}
	col := &c.columns[c.active]
	was := *col
	if col.pin = nil; r.Preset {
		col.preset = r.Name
	} else {
		col.method = r.Name
	}
	if _, err := col.settings(m); err != nil {
		*col = was
		m.Complain(err)
		return
	}
	col.view = nil
	c.Rested(m)
	c.share, c.playing, c.flat = 0, true, false
	c.reset()
	m.Say("%s column: %s", sides[c.active], col.under(m))
}

// playKey moves the playhead of both columns.
func (c *compareScreen) playKey(m *screen.Common, a screen.Action) {
	v := c.columns[c.active].view
	if v == nil || v.Run == nil {
		v = c.columns[1-c.active].view
	}
	if v == nil || v.Run == nil {
		m.Say("nothing has run here yet")
		return
	}
	was := c.share
	switch a {
	case screen.ActHold:
		if !c.playing && c.share >= 1 {
			c.share = 0
		}
		c.playing, c.flat = !c.playing, false
		if !c.playing { // at a step that one column shows
			c.share = v.Run.Schedule().Share(v.At)
		}
	case screen.ActFlatOut:
		c.flat, c.playing = !c.flat || !c.playing, true
	default:
		c.playing, c.flat = false, false
		at := min(v.Run.Schedule().StepAt(c.share), v.Last())
		switch a {
		case screen.ActStepBack:
			c.share = v.Run.Schedule().Share(max(0, at-1))
		case screen.ActStepOn:
			c.share = v.Run.Schedule().Share(at + 1)
		case screen.ActTenthBack:
			c.share = max(0, c.share-0.1)
		case screen.ActTenthOn:
			c.share += 0.1
		case screen.ActStart:
			c.share = 0
		case screen.ActEnd:
			c.share = 1
		}
		c.share = min(c.share, c.newest())
		if c.share == was && a != screen.ActHold {
			m.Say("the playhead is at the %s", map[bool]string{true: "end of what is computed", false: "start"}[was > 0])
		}
	}
	c.follow()
}

// newest is how far both columns have been computed.
func (c *compareScreen) newest() float64 {
	out := 1.0
	for i := range c.columns {
		if v := c.columns[i].view; v != nil && v.Running() {
			out = min(out, v.Run.Schedule().Share(v.Last()))
		}
	}
	return out
}

func (c *compareScreen) Click(m *screen.Common, x, _ int) {
	if side := map[bool]int{true: 1}[x > m.Size.W/2]; side != c.active {
		c.turn(m, screen.ActPane)
	}
	m.Changed()
}
