package tui

import (
	"actmax/model/train/redundancy"
	"actmax/tui/dialog"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// switchNetwork puts the other network on the screen, at the counterpart of the unit under the cursor; where it has none, at the
// unit of the same number.
func (m *explorer) switchNetwork() {
	w := m.common.Session.Other()
	if w == nil {
		m.Say("%s", session.OneNetwork)
		return
	}
	if !m.canSwap() {
		return
	}
	was, p := m.common.Session.Open.Network, m.common.Session.Open.Tree.Cursor
	from := m.common.Session.Open.Tree.Name(p)
	c := m.common.Session.Counterpart(was, p, w.Network)
	m.swapTo(w)
	here := m.common.Session.Label(m.common.Session.Open.Network)
	if c.Exists() {
		m.arrive(c.Place)
		m.Say("%s: %s, the counterpart of %s in %s, r %.2f lag %d", here, m.common.Session.Open.Tree.Name(c.Place), from, m.common.Session.Label(was), c.Correlation, c.Lag)
		return
	}
	to, same := m.common.Session.SameNumber(was.Layers[p.Layer].Name, p)
	m.arrive(to)
	switch {
	case p.Unit < 0:
		m.Say("%s: layer %s", here, m.common.Session.Open.Tree.Name(to))
	case !same:
		m.Say("%s: it has no %s", here, from)
	default:
		m.Say("%s: %s, the same number only: %s", here, m.common.Session.Open.Tree.Name(to), c.Why)
	}
}

// compareWith chooses the network in which counterparts are looked for.
func (m *explorer) compareWith(w *session.Open) {
	if w != m.common.Session.Other() {
		m.common.Session.CancelTask(session.TaskCounterparts)
		m.common.Session.Counterparts.Against = w.Network.Hash
		m.NetworksChanged()
	}
	m.Say("counterparts are looked for in %s; b goes over to it", m.common.Session.Label(w.Network))
}

// canSwap reports whether another network can be put on the screen now, and says why not.
func (m *explorer) canSwap() bool {
	if m.common.Session.Running(session.TaskOpen) || m.common.Session.Running(session.TaskRecompute) {
		m.Say("what is under way belongs to %s: wait for it, or give it up with x", m.common.Session.Label(m.common.Session.Open.Network))
		return false
	}
	return true
}

// countCounterparts opens the window, and has the units compared with an untrained network's where they were not yet.
func (m *explorer) countCounterparts() {
	w := m.common.Session.Other()
	if w == nil {
		m.Say("%s", session.OneNetwork)
		return
	}
	if f := m.common.Session.Counterparts.Pairs[m.common.Session.PairKey(m.common.Session.Open.Network, w.Network)]; f == nil || f.Err != nil {
		m.Say("the counterparts in %s are not known: %s", m.common.Session.Label(w.Network), m.common.Session.Counterpart(m.common.Session.Open.Network, tree.Place{Layer: 0, Unit: 0}, w.Network).Why)
		return
	}
	control, err := redundancy.Untrained(m.common.Session.Open.Network)
	if err != nil {
		m.Complain(err)
		return
	}
	m.over = dialog.NewCounterparts(m.common, w.Network, control)
	if f := m.common.Session.Counterparts.Pairs[m.common.Session.PairKey(m.common.Session.Open.Network, control)]; f != nil && f.Err == nil || m.common.Session.Running(session.TaskCounterparts) {
		return
	}
	m.common.Session.CompareUnits(control, "untrained")
}
