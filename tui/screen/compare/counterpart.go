package compare

import (
	"fmt"
	"strings"

	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/export"
	"actmax/tui/session/tree"
)

// On the Compare screen a unit can stand beside its counterpart in another open network. The active column leads: its unit
// steps, and the other column follows to that unit's counterpart.

// toggleCounterparts turns between counterparts and methods.
func (c *Screen) toggleCounterparts() {
	w := c.common.Session.Other()
	if w == nil {
		c.common.Session.Say("%s", session.OneNetwork)
		return
	}
	if c.Counterparts = !c.Counterparts; c.Counterparts {
		c.common.Session.Say("left the unit of %s, right its counterpart in %s; the active column leads, tab turns", c.common.Session.Label(c.common.Session.Open.Network), c.common.Session.Label(w.Network))
	} else {
		c.common.Session.Say("both columns are of %s", c.common.Session.Label(c.common.Session.Open.Network))
	}
	c.Enter()
}

// leader is the column that steps.
func (c *Screen) leader() *Column { return &c.Columns[c.active] }

// setNetworks gives the columns their networks, and the pair of units that begins with the one under the cursor.
func (c *Screen) setNetworks() {
	for i := range c.Columns {
		c.Columns[i].Network = c.common.Session.Open.Network
	}
	w := c.common.Session.Other()
	c.Counterparts = c.Counterparts && w != nil
	if c.Counterparts != c.methodsOf { // each way of comparing has methods of its own: networks are compared under the present settings at first
		c.methodsOf = c.Counterparts
		for i := range c.Columns {
			c.Columns[i].columnMethod, c.otherMethods[i] = c.otherMethods[i], c.Columns[i].columnMethod
			c.Columns[i].View = nil
		}
	}
	if !c.Counterparts {
		return
	}
	c.active = 0
	c.Columns[1].Network = w.Network
	for i := range c.Columns {
		c.Columns[i].pin, c.Columns[i].View = nil, nil
	}
	c.FollowLeader()
}

// FollowLeader puts the column that follows on the counterpart of the leading one's unit.
func (c *Screen) FollowLeader() {
	if !c.Counterparts {
		return
	}
	w := c.common.Session.Other()
	if other := &c.Columns[1]; other.Network != w.Network { // another was chosen
		other.Network, other.View, other.Place = w.Network, nil, tree.Place{Layer: 0, Unit: -1}
		if c.active == 1 {
			c.active = 0
		}
	}
	lead, follow := c.leader(), &c.Columns[1-c.active]
	p := c.common.Session.Counterpart(lead.Network, lead.Place, follow.Network)
	c.counterpart = p
	to := p.Place
	if !p.Exists() {
		to.Unit = -1
	}
	if follow.Place != to || follow.View == nil {
		follow.Place, follow.View, follow.shown, follow.Texts = to, nil, nil, nil
		c.common.Session.RestAt = c.common.Session.Now.Add(session.RestBefore)
	}
	c.common.Session.Changed()
}

// missing tells why a column shows no unit; "" where it does. It is asked anew each time: whether data is still to come changes
// without the pair doing so.
func (c *Screen) missing(i int) string {
	if !c.Counterparts || i == c.active || c.Columns[i].Place.Unit >= 0 {
		return ""
	}
	lead := c.leader()
	why := c.common.Session.Counterpart(lead.Network, lead.Place, c.Columns[i].Network).Why
	if strings.HasPrefix(why, session.NotKnown) {
		return "The counterpart is " + why + "."
	}
	return "No counterpart: " + why + "."
}

// unitName names a column's unit, with its network where the columns have different ones.
func (col *Column) unitName(m *screen.Common, named bool) string {
	p, n := col.Place, col.Network
	out := n.Layers[p.Layer].Name
	if p.Unit >= 0 {
		out = fmt.Sprintf("%s/%d", out, p.Unit)
	}
	if named {
		out = m.Session.Label(n) + " " + out
	}
	if p.Layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.Layer) && p.Unit >= 0 {
		out += " " + n.Classes[p.Unit]
	}
	return out
}

// window is what of a column's signal is compared with the other's: where its unit is most active, or all of it for a unit
// without a time axis.
func (col *Column) window(width int) score.Signal {
	s, v := col.shown, col.View
	if from, to, ok := score.MapWindow(v.Job.Network, v.Place.Layer, s.Map, width); ok {
		return s.Window(from, to)
	}
	return s.Window(0, s.Time)
}

// similarity says how alike the signals of two networks' units are and how alike their activations.
func (c *Screen) similarity() []string {
	a, b := &c.Columns[0], &c.Columns[1]
	activations := ""
	if number.Known(c.counterpart.Correlation) {
		r := number.Correlation(c.counterpart.Correlation)
		if !c.counterpart.Exists() {
			r = number.Below(c.counterpart.Correlation)
		}
		activations = fmt.Sprintf("activations r %s at lag %d", r, c.counterpart.Lag)
	}
	if a.shown == nil || b.shown == nil || a.View == nil || b.View == nil || a.shown.Axes != b.shown.Axes || !number.Finite(a.shown.Signal) || !number.Finite(b.shown.Signal) {
		return []string{activations, ""}
	}
	r := score.Resemble(a.window(c.common.Session.Settings.SimilarWidth), b.window(c.common.Session.Settings.SimilarWidth))
	signals := fmt.Sprintf("signals r %s, %s G apart", number.Correlation(r.Correlation), number.Short(r.Distance))
	dot := " " + c.common.Glyphs.Point + " "
	return []string{signals + " at the best shift of their windows" + dot + activations, signals + " at the best shift" + dot + activations, signals + dot + activations, signals, ""}
}

// cursorPlace is the unit of the network on the screen that the columns stand for.
func (c *Screen) cursorPlace() (tree.Place, bool) {
	if !c.Counterparts {
		return c.Columns[1].Place, true
	}
	p := c.Columns[0].Place
	return p, p.Unit >= 0
}

// openColumn opens the unit of the active column on the Unit screen, in its own network.
func (c *Screen) openColumn() {
	col := c.leader()
	if col.Network == c.common.Session.Open.Network {
		c.common.Session.GoTo(col.Place)
		c.common.TurnTo(screen.Unit)
		return
	}
	c.common.TurnTo(screen.Unit)
	c.common.Ask(screen.GoToNetwork{Network: c.common.Session.FindBackground(col.Network.Hash), Place: col.Place})
}

// chooseBoth gives both columns a method or a preset: networks are compared under the same.
func (c *Screen) chooseBoth(r screen.Method) {
	was := c.Columns
	for i := range c.Columns {
		if col := &c.Columns[i]; r.Preset {
			col.preset = r.Name
		} else {
			col.method = r.Name
		}
		if _, err := c.Columns[i].settings(c.common); err != nil {
			c.Columns = was
			c.common.Session.Complain(err)
			return
		}
		c.Columns[i].View = nil
	}
	c.Share, c.Playing = 0, true
	c.reset()
	c.Rested()
	c.common.Session.Say("both columns: %s", c.Columns[0].settingsName(c.common))
}

// copy puts the command that repeats the active column's result onto the clipboard.
func (c *Screen) copy() {
	v := c.leader().View
	if v == nil || v.Run == nil {
		c.common.Session.Say("nothing has run here yet to copy")
		return
	}
	c.common.CopyOf(v)
}

// export writes the results of both columns into one folder, where they are of two networks.
func (c *Screen) export() {
	found := c.results()
	switch {
	case !c.Counterparts:
		export.Unit(c.common.Session)
	case len(found) < 2:
		c.common.Session.Say("e exports both columns when both are done")
	default:
		a, b := c.Columns[0].View, c.Columns[1].View
		export.Results(c.common.Session, fmt.Sprintf("actmax-%s-%s", export.Name(c.common.Session, a), export.Name(c.common.Session, b)), found)
	}
}

// results are those that the columns show, once both are done.
func (c *Screen) results() (out []*optimize.Result) {
	for i := range c.Columns {
		if v := c.Columns[i].View; v != nil && v.Result != nil {
			out = append(out, v.Result)
		}
	}
	return out
}
