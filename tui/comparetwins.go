package tui

import (
	"fmt"
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
)

// On the Compare screen a unit can stand beside its counterpart in another open network. The active column leads: its unit
// steps, and the other column follows to that unit's counterpart.

// toTwins turns between counterparts and methods.
func (c *compareScreen) toTwins(m *explorer) {
	w := m.other()
	if w == nil {
		m.say("%s", oneNetwork)
		return
	}
	if c.twins = !c.twins; c.twins {
		m.say("left the unit of %s, right its counterpart in %s; the active column leads, tab turns", m.label(m.o.Network), m.label(w.network))
	} else {
		m.say("both columns are of %s", m.label(m.o.Network))
	}
	c.enter(m)
}

// compareCounterparts opens the Compare screen with the unit under the cursor and its counterpart.
func (m *explorer) compareCounterparts() {
	if m.other() == nil {
		m.say("%s", oneNetwork)
		return
	}
	m.pair.twins = true
	m.turnTo(screenCompare)
}

// twinHints is the footer where the columns are of two networks.
var twinHints = []hint{{actPane, "tab leads"}, {actDown, "j/k unit"}, {actOver, "b over"}, {actCounterparts, "c methods"}, {actNetworks, "B networks"}, {actMethods, ""},
	{actFilter, "/ unit"}, {actHold, ""}, {actOpen, "enter open"}, {actExport, "e export"}, {actBack, "esc back"}, {actHelp, ""}, {actQuit, ""}}

func (c *compareScreen) hints() []hint {
	if c.twins {
		return twinHints
	}
	return nil
}

// leader is the column that steps.
func (c *compareScreen) leader() *compareColumn { return &c.columns[c.active] }

// settle gives the columns their networks, and the pair of units that begins with the one under the cursor.
func (c *compareScreen) settle(m *explorer) {
	for i := range c.columns {
		c.columns[i].network = m.o.Network
	}
	w := m.other()
	c.twins = c.twins && w != nil
	if c.twins != c.set { // each way of comparing has methods of its own: networks are compared under the present settings at first
		c.set = c.twins
		for i := range c.columns {
			c.columns[i].columnMethod, c.aside[i] = c.aside[i], c.columns[i].columnMethod
			c.columns[i].view = nil
		}
	}
	if !c.twins {
		return
	}
	c.active = 0
	c.columns[1].network = w.network
	for i := range c.columns {
		c.columns[i].pin, c.columns[i].view = nil, nil
	}
	c.pairUp(m)
}

// pairUp puts the column that follows on the counterpart of the leading one's unit.
func (c *compareScreen) pairUp(m *explorer) {
	if !c.twins {
		return
	}
	w := m.other()
	if other := &c.columns[1]; other.network != w.network { // another was chosen
		other.network, other.view, other.place = w.network, nil, place{0, -1}
		if c.active == 1 {
			c.active = 0
		}
	}
	lead, follow := c.leader(), &c.columns[1-c.active]
	p := m.counterpart(lead.network, lead.place, follow.network)
	c.pair = p
	to := p.place
	if !p.is() {
		to.unit = -1
	}
	if follow.place != to || follow.view == nil {
		follow.place, follow.view, follow.shown, follow.texts = to, nil, nil, nil
		m.restAt = m.now.Add(restBefore)
	}
	m.dirty = true
}

// missing tells why a column shows no unit; "" where it does. It is asked anew each time: whether data is still to come changes
// without the pair doing so.
func (c *compareScreen) missing(m *explorer, i int) string {
	if !c.twins || i == c.active || c.columns[i].place.unit >= 0 {
		return ""
	}
	lead := c.leader()
	why := m.counterpart(lead.network, lead.place, c.columns[i].network).why
	if strings.HasPrefix(why, notKnown) {
		return "The counterpart is " + why + "."
	}
	return "No counterpart: " + why + "."
}

// unitName names a column's unit, with its network where the columns have different ones.
func (col *compareColumn) unitName(m *explorer) string {
	p, n := col.place, col.network
	out := n.Layers[p.layer].Name
	if p.unit >= 0 {
		out = fmt.Sprintf("%s/%d", out, p.unit)
	}
	if m.pair.twins {
		out = m.label(n) + " " + out
	}
	if p.layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.layer) && p.unit >= 0 {
		out += " " + n.Classes[p.unit]
	}
	return out
}

// window is what of a column's signal is compared with the other's: where its unit is most active, or all of it for a unit
// without a time axis.
func (col *compareColumn) window(width int) score.Signal {
	s, v := col.shown, col.view
	if from, to, ok := score.MapWindow(v.job.Network, v.place.layer, s.Map, width); ok {
		return s.Window(from, to)
	}
	return s.Window(0, s.Time)
}

// likeness says how alike the signals of two networks' units are and how alike their activations.
func (c *compareScreen) likeness(m *explorer) []string {
	a, b := &c.columns[0], &c.columns[1]
	activations := ""
	if canvas.Known(c.pair.correlation) {
		r := correlation(c.pair.correlation)
		if !c.pair.is() {
			r = below(c.pair.correlation)
		}
		activations = fmt.Sprintf("activations r %s at lag %d", r, c.pair.lag)
	}
	if a.shown == nil || b.shown == nil || a.view == nil || b.view == nil || a.shown.Axes != b.shown.Axes || !canvas.Finite(a.shown.Signal) || !canvas.Finite(b.shown.Signal) {
		return []string{activations, ""}
	}
	r := score.Resemble(a.window(m.settings.SimilarWidth), b.window(m.settings.SimilarWidth))
	signals := fmt.Sprintf("signals r %s, %s G apart", correlation(r.Correlation), short(r.Distance))
	dot := " " + m.glyphs.Point + " "
	return []string{signals + " at the best shift of their windows" + dot + activations, signals + " at the best shift" + dot + activations, signals + dot + activations, signals, ""}
}

// correlation writes a correlation.
func correlation(r float64) string {
	if !canvas.Known(r) {
		return "-"
	}
	return fmt.Sprintf("%.2f", r)
}

// drop forgets what was computed for a network that is closed.
func (c *compareScreen) drop(n *model.Network) {
	for k, v := range c.kept {
		if k.network == n {
			if v.run != nil {
				v.run.Cancel()
			}
			delete(c.kept, k)
		}
	}
}

// cursorPlace is the unit of the network on the screen that the columns stand for.
func (c *compareScreen) cursorPlace(m *explorer) (place, bool) {
	if !c.twins {
		return c.columns[1].place, true
	}
	p := c.columns[0].place
	return p, p.unit >= 0
}

// openColumn opens the unit of the active column on the Unit screen, in its own network.
func (c *compareScreen) openColumn(m *explorer) {
	col := c.leader()
	if col.network == m.o.Network {
		m.goTo(col.place)
		m.turnTo(screenUnit)
		return
	}
	p := col.place
	m.turnTo(screenUnit)
	if m.busyWith(taskOpen) || m.busyWith(taskRecompute) {
		m.goOver() // says why not
		return
	}
	m.later = append(m.later, m.swap(m.waitingFor(col.network.Hash)))
	m.arrive(p)
}

// chooseBoth gives both columns a method or a preset: networks are compared under the same.
func (c *compareScreen) chooseBoth(m *explorer, r menuRow) {
	was := c.columns
	for i := range c.columns {
		if col := &c.columns[i]; r.preset {
			col.preset = r.name
		} else {
			col.method = r.name
		}
		if _, err := c.columns[i].settings(m); err != nil {
			c.columns = was
			m.complain(err)
			return
		}
		c.columns[i].view = nil
	}
	c.share, c.playing = 0, true
	c.reset()
	c.rested(m)
	m.say("both columns: %s", c.columns[0].under(m))
}

// copy puts the command that repeats the active column's result onto the clipboard.
func (c *compareScreen) copy(m *explorer) {
	v := c.leader().view
	if v == nil || v.run == nil {
		m.say("nothing has run here yet to copy")
		return
	}
	m.copyOf(v)
}

// export writes the results of both columns into one folder, where they are of two networks.
func (c *compareScreen) export(m *explorer) {
	found := c.results()
	switch {
	case !c.twins:
		m.export()
	case len(found) < 2:
		m.say("e exports both columns when both are done")
	default:
		a, b := c.columns[0].view, c.columns[1].view
		m.exportTo(fmt.Sprintf("actmax-%s-%s", m.exportName(a), m.exportName(b)), found)
	}
}

// results are those that the columns show, once both are done.
func (c *compareScreen) results() (out []*optimize.Result) {
	for i := range c.columns {
		if v := c.columns[i].view; v != nil && v.result != nil {
			out = append(out, v.result)
		}
	}
	return out
}
