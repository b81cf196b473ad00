package tui

// What the screens of a whole layer have in common: they have all of its units computed.

// holdOthers stops the runs of other layers while one is computed, and lets them go on afterwards: a worker would else finish
// what it has begun, which may be a layer of hundreds of units, before it turns to the one on the screen.
func (m *session) holdOthers(layer int, others bool) {
	if m.only = -1; others {
		m.only = layer
	}
	for p, v := range m.visits {
		switch {
		case !v.running():
		case others && p.layer != layer:
			v.run.Hold()
		default:
			v.run.Go()
		}
	}
}

// preferLayer has the units of a layer computed before those of others that were looked at earlier. The pool goes by the
// distance from the run that is preferred, which is computed alone; where there is one that has finished, all the others
// share the blocks that compute most in a given time.
func (m *session) preferLayer(layer int) {
	at := m.visits[m.tree.cursor]
	for u := range m.tree.layers[layer].units {
		if v := m.visits[place{layer, u}]; v != nil && v.result != nil {
			at = v
			break
		}
	}
	if at != nil && at.run != nil {
		m.source.Prefer(at.run)
	}
}

// startLayer starts what has not run yet, in the order given, and tells whether there was any.
func (m *session) startLayer(layer int, units ...place) (any bool) {
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
func (m *session) runAgain(layer int, units []place) (n int) {
	for _, p := range units {
		if v := m.visits[p]; v != nil && (v.stale(m.settings) || v.err != nil) {
			m.begin(p, m.settings, nil).seen = m.now
			m.visits[p].tiled = true
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
	for u := range m.tree.layers[layer].units {
		if v := m.visits[place{layer, u}]; v != nil && v.running() {
			n++
		}
	}
	return n
}

// stepLayer puts the cursor on another layer; it says why where there is none.
func (m *session) stepLayer(a action) bool {
	n := 1
	if a == actLayerUp {
		n = -1
	}
	was := m.tree.cursor
	if !m.tree.moveLayer(n) {
		m.say("this is the %s layer", map[bool]string{true: "last", false: "first"}[n > 0])
		return false
	}
	m.moved(was)
	return true
}

// shownUnits lists the units of a layer that the filter shows, in the order of the tree.
func (m *session) shownUnits(layer int) []place {
	var out []place
	for i := range m.tree.layers[layer].units {
		if m.tree.order != nil {
			i = m.tree.order[layer][i]
		}
		if m.tree.shows(layer, i) {
			out = append(out, place{layer, i})
		}
	}
	return out
}

// asked tells whether an ascent is being computed that somebody wants to see: the run of all methods stands back for it. On the
// Layer screen those of other layers are held and do not count.
func (m *session) asked() bool {
	for p, v := range m.visits {
		if v.running() && (m.only < 0 || p.layer == m.only) {
			return true
		}
	}
	for _, v := range m.extra.visits {
		v.poll() // off the Compare screen nobody else looks whether it has ended
		if v.running() {
			return true
		}
	}
	return false
}
