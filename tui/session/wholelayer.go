package session

import "actmax/tui/session/tree"

// What the screens of a whole layer have in common: they have all of its units computed.

// HoldOthers stops the runs of other layers while one is computed, and lets them go on afterwards: a worker would else finish
// what it has begun, which may be a layer of hundreds of units, before it turns to the one on the screen.
func (m *Session) HoldOthers(layer int, others bool) {
	if m.only = -1; others {
		m.only = layer
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

// preferLayer has the units of a layer computed before those of others that were looked at earlier. The pool goes by the
// distance from the run that is preferred, which is computed alone; where there is one that has finished, all the others
// share the blocks that compute most in a given time.
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

// StartLayer starts what has not run yet, in the order given, and tells whether there was any.
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

// RunAgain runs what was made under other settings again, under the present ones, and returns how many units that are.
func (m *Session) RunAgain(layer int, units []tree.Place) (n int) {
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

// RunningIn counts the units of a layer that are being computed.
func (m *Session) RunningIn(layer int) (n int) {
	for u := range m.Open.Tree.Layers[layer].Units {
		if v := m.Open.Visits[tree.Place{Layer: layer, Unit: u}]; v != nil && v.Running() {
			n++
		}
	}
	return n
}

// StepLayer puts the cursor on another layer; it says why where there is none.
func (m *Session) StepLayer(n int) bool {
	was := m.Open.Tree.Cursor
	if !m.Open.Tree.MoveLayer(n) {
		m.Say("this is the %s layer", map[bool]string{true: "last", false: "first"}[n > 0])
		return false
	}
	m.Moved(was)
	return true
}

// ShownUnits lists the units of a layer that the filter shows, in the order of the tree.
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

// AnyAsked tells whether an ascent is being computed that somebody wants to see: the run of all methods stands back for it. On the
// Layer screen those of other layers are held and do not count.
func (m *Session) AnyAsked() bool {
	for p, v := range m.Open.Visits {
		if v.Running() && (m.only < 0 || p.Layer == m.only) {
			return true
		}
	}
	for _, v := range m.Extra.Visits {
		v.Poll() // off the Compare screen nobody else looks whether it has ended
		if v.Running() {
			return true
		}
	}
	return false
}
