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

// The Compare screen can show a unit next to its counterpart in another open network. The active column leads: the keys
// change its unit, and the other column follows to the counterpart of that unit.

// toggleCounterparts switches between comparing counterparts and comparing methods.
func (c *Screen) toggleCounterparts() {
	s := c.common.Session
	w := s.Other()
	if w == nil {
		s.Say("%s", session.OneNetwork)
		return
	}
	if c.Counterparts = !c.Counterparts; c.Counterparts {
		s.Say("left: unit of %s; right: its counterpart in %s; press tab to change the leading column",
			s.Label(s.Open.Network), s.Label(w.Network))
	} else {
		s.Say("both columns show %s", s.Label(s.Open.Network))
	}
	c.Enter()
}

// leader returns the active column, whose unit the keys change.
func (c *Screen) leader() *Column { return &c.Columns[c.active] }

// setNetworks gives the columns their networks, and the right one the counterpart of the unit under the cursor.
func (c *Screen) setNetworks() {
	for i := range c.Columns {
		c.Columns[i].Network = c.common.Session.Open.Network
	}
	w := c.common.Session.Other()
	c.Counterparts = c.Counterparts && w != nil
	if c.Counterparts != c.methodsOf { // each kind of comparison has its own methods
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

// FollowLeader moves the following column to the counterpart of the leading column's unit.
func (c *Screen) FollowLeader() {
	if !c.Counterparts {
		return
	}
	s := c.common.Session
	w := s.Other()
	if other := &c.Columns[1]; other.Network != w.Network { // another network was chosen
		other.Network, other.View, other.Place = w.Network, nil, tree.Place{Layer: 0, Unit: -1}
		if c.active == 1 {
			c.active = 0
		}
	}
	lead, follow := c.leader(), &c.Columns[1-c.active]
	p := s.Counterpart(lead.Network, lead.Place, follow.Network)
	c.counterpart = p
	to := p.Place
	if !p.Exists() {
		to.Unit = -1
	}
	if follow.Place != to || follow.View == nil {
		follow.Place, follow.View, follow.shown, follow.Texts = to, nil, nil, nil
		s.RestAt = s.Now.Add(session.RestBefore)
	}
	s.Changed()
}

// missing returns why a column shows no unit; "" if it shows one. It is computed on every call, as the reason changes
// while data is loading.
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

// unitName returns the name of a column's unit; named adds that of its network.
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

// window returns the part of a column's signal that is compared with the other's: where its unit is most active, or all
// of it for a unit without a time axis.
func (col *Column) window(width int) score.Signal {
	s, v := col.shown, col.View
	if from, to, ok := score.MapWindow(v.Job.Network, v.Place.Layer, s.Map, width); ok {
		return s.Window(from, to)
	}
	return s.Window(0, s.Time)
}

// similarity returns texts, longest first, on how similar the signals and the activations of both units are.
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
	if !a.hasSignal() || !b.hasSignal() || a.shown.Axes != b.shown.Axes {
		return []string{activations, ""}
	}
	width := c.common.Session.Settings.SimilarWidth
	r := score.Resemble(a.window(width), b.window(width))
	signals := fmt.Sprintf("signals r %s, %s G apart", number.Correlation(r.Correlation), number.Short(r.Distance))
	dot := " " + c.common.Glyphs.Point + " "
	return []string{
		signals + " at the best shift of their windows" + dot + activations,
		signals + " at the best shift" + dot + activations,
		signals + dot + activations,
		signals,
		"",
	}
}

// hasSignal reports whether a column shows a finite signal.
func (col *Column) hasSignal() bool {
	return col.shown != nil && col.View != nil && number.Finite(col.shown.Signal)
}

// cursorPlace returns the unit of the session's network that the cursor goes to; false if there is none.
func (c *Screen) cursorPlace() (tree.Place, bool) {
	if !c.Counterparts {
		return c.Columns[1].Place, true
	}
	p := c.Columns[0].Place
	return p, p.Unit >= 0
}

// openColumn opens the active column's unit on the Unit screen, in its own network.
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

// chooseBoth gives both columns a method or preset, as networks are compared under the same one.
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

// copy copies the command line that reproduces the active column's result.
func (c *Screen) copy() {
	v := c.leader().View
	if v == nil || v.Run == nil {
		c.common.Session.Say("no run to copy yet")
		return
	}
	c.common.CopyOf(v)
}

// export exports both results into one folder if counterparts are compared, else the unit's result.
func (c *Screen) export() {
	found := c.results()
	switch {
	case !c.Counterparts:
		export.Unit(c.common.Session)
	case len(found) < 2:
		c.common.Session.Say("not finished yet; e exports once both columns are done")
	default:
		a, b := c.Columns[0].View, c.Columns[1].View
		s := c.common.Session
		export.Results(s, fmt.Sprintf("actmax-%s-%s", export.Name(s, a), export.Name(s, b)), found)
	}
}

// results returns the finished results of the columns.
func (c *Screen) results() (out []*optimize.Result) {
	for i := range c.Columns {
		if v := c.Columns[i].View; v != nil && v.Result != nil {
			out = append(out, v.Result)
		}
	}
	return out
}
