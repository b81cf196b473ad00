package tui

import "actmax/tui/session/tree"

// What the screens of a whole layer have in common: they have all of its units computed.

// holdOthers stops the runs of other layers while one is computed, and lets them go on afterwards: a worker would else finish
// what it has begun, which may be a layer of hundreds of units, before it turns to the one on the screen.
func (m *session) holdOthers(layer int, others bool) {
	if m.only = -1; others {
		m.only = layer
	}
	for p, v := range m.visits {
		switch {
		case !v.Running():
		case others && p.Layer != layer:
			v.Run.Hold()
		default:
			v.Run.Go()
		}
	}
}

// preferLayer has the units of a layer computed before those of others that were looked at earlier. The pool goes by the
// distance from the run that is preferred, which is computed alone; where there is one that has finished, all the others
// share the blocks that compute most in a given time.
func (m *session) preferLayer(layer int) {
	at := m.visits[m.tree.Cursor]
	for u := range m.tree.Layers[layer].Units {
		if v := m.visits[tree.Place{Layer: layer, Unit: u}]; v != nil && v.Result != nil {
			at = v
			break
		}
	}
	if at != nil && at.Run != nil {
		m.source.Prefer(at.Run)
	}
}

// startLayer starts what has not run yet, in the order given, and tells whether there was any.
func (m *session) startLayer(layer int, units ...tree.Place) (any bool) {
	for _, p := range units {
		if m.outdated(m.visits[p]) {
			m.firstRun(p)
			any = true
		}
	}
	m.preferLayer(layer)
	m.holdOthers(layer, true)
	return any
}

// runAgain runs what was made under other settings again, under the present ones, and returns how many units that are.
func (m *session) runAgain(layer int, units []tree.Place) (n int) {
	for _, p := range units {
		if v := m.visits[p]; v != nil && (v.Stale(m.settings) || v.Err != nil) {
			m.begin(p, m.settings, nil).Seen = m.now
			m.visits[p].Tiled = true
			n++
		}
	}
	if n > 0 {
		m.preferLayer(layer)
	}
	return n
}

// runningIn counts the units of a layer that are being computed.
func (m *session) runningIn(layer int) (n int) {
	for u := range m.tree.Layers[layer].Units {
		if v := m.visits[tree.Place{Layer: layer, Unit: u}]; v != nil && v.Running() {
			n++
		}
	}
	return n
}

// stepLayer puts the cursor on another layer; it says why where there is none.
func (m *session) stepLayer(n int) bool {
	was := m.tree.Cursor
	if !m.tree.MoveLayer(n) {
		m.say("this is the %s layer", map[bool]string{true: "last", false: "first"}[n > 0])
		return false
	}
	m.moved(was)
	return true
}

// shownUnits lists the units of a layer that the filter shows, in the order of the tree.
func (m *session) shownUnits(layer int) []tree.Place {
	var out []tree.Place
	for i := range m.tree.Layers[layer].Units {
		if m.tree.Order != nil {
			i = m.tree.Order[layer][i]
		}
		if m.tree.Shows(layer, i) {
			out = append(out, tree.Place{Layer: layer, Unit: i})
		}
	}
	return out
}

// asked tells whether an ascent is being computed that somebody wants to see: the run of all methods stands back for it. On the
// Layer screen those of other layers are held and do not count.
func (m *session) asked() bool {
	for p, v := range m.visits {
		if v.Running() && (m.only < 0 || p.Layer == m.only) {
			return true
		}
	}
	for _, v := range m.extra.visits {
		v.Poll() // off the Compare screen nobody else looks whether it has ended
		if v.Running() {
			return true
		}
	}
	return false
}
