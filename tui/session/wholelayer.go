package session

import "actmax/tui/session/tree"

// This file holds what the screens of a whole layer share: they compute all of its units.

// HoldOthers pauses the runs of other layers while one is computed, or lets them go on. Otherwise a worker would
// first finish what it has begun, which may be a layer of hundreds of units.
func (m *Session) HoldOthers(layer int, others bool) {
	if m.layerOnly = -1; others {
		m.layerOnly = layer
	}
	for p, v := range m.Open.Visits {
		switch {
		case !v.Running():
		case others && p.Layer != layer:
			v.Run.Hold()
		default:
			v.Run.Go()
		}
	}
}

// preferLayer gives the units of a layer priority over those of other layers. The pool orders runs by their distance
// from the preferred one and computes that alone; if it has already finished, the others are computed in full blocks,
// which is fastest.
func (m *Session) preferLayer(layer int) {
	at := m.Open.Visits[m.Open.Tree.Cursor]
	for u := range m.Open.Tree.Layers[layer].Units {
		if v := m.Open.Visits[tree.Place{Layer: layer, Unit: u}]; v != nil && v.Result != nil {
			at = v
			break
		}
	}
	if at != nil && at.Run != nil {
		m.Source.Prefer(at.Run)
	}
}

// StartLayer starts the units that have not run yet, in the given order, and reports whether there were any.
func (m *Session) StartLayer(layer int, units ...tree.Place) (any bool) {
	for _, p := range units {
		if m.Outdated(m.Open.Visits[p]) {
			m.FirstRun(p)
			any = true
		}
	}
	m.preferLayer(layer)
	m.HoldOthers(layer, true)
	return any
}

// RestartOutdated restarts the units whose results are outdated or failed, with the current settings, and returns their
// number.
func (m *Session) RestartOutdated(layer int, units []tree.Place) (n int) {
	for _, p := range units {
		if v := m.Open.Visits[p]; v != nil && (v.Stale(m.Settings) || v.Err != nil) {
			m.begin(p, m.Settings, nil).Seen = m.Now
			m.Open.Visits[p].Tiled = true
			n++
		}
	}
	if n > 0 {
		m.preferLayer(layer)
	}
	return n
}

// RunningIn returns the number of units of a layer that are being computed.
func (m *Session) RunningIn(layer int) (n int) {
	for u := range m.Open.Tree.Layers[layer].Units {
		if v := m.Open.Visits[tree.Place{Layer: layer, Unit: u}]; v != nil && v.Running() {
			n++
		}
	}
	return n
}

// StepLayer moves the cursor by n layers and reports whether there is such a layer.
func (m *Session) StepLayer(n int) bool {
	was := m.Open.Tree.Cursor
	if !m.Open.Tree.MoveLayer(n) {
		m.Say("%s layer", map[bool]string{true: "last", false: "first"}[n > 0])
		return false
	}
	m.Moved(was)
	return true
}

// ShownUnits returns the units of a layer that the filter shows, in the order of the tree.
func (m *Session) ShownUnits(layer int) []tree.Place {
	var out []tree.Place
	for i := range m.Open.Tree.Layers[layer].Units {
		if m.Open.Tree.Order != nil {
			i = m.Open.Tree.Order[layer][i]
		}
		if m.Open.Tree.Shows(layer, i) {
			out = append(out, tree.Place{Layer: layer, Unit: i})
		}
	}
	return out
}

// AnyAsked reports whether an ascent that the user wants to see is being computed; a run of all methods waits for it.
// On the Layer screen the paused ascents of other layers do not count.
func (m *Session) AnyAsked() bool {
	for p, v := range m.Open.Visits {
		if v.Running() && (m.layerOnly < 0 || p.Layer == m.layerOnly) {
			return true
		}
	}
	for _, v := range m.Extra.Visits {
		v.Poll() // only the Compare screen polls it otherwise
		if v.Running() {
			return true
		}
	}
	return false
}
