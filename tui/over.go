package tui

import (
	"actmax/model/train/redundancy"
	"actmax/tui/dialog"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// switchNetwork shows the other network at the counterpart of the unit under the cursor, or at the unit of the same
// number if it has none.
func (m *explorer) switchNetwork() {
	s := m.common.Session
	w := s.Other()
	if w == nil {
		m.Say("%s", session.OneNetwork)
		return
	}
	if !m.canSwap() {
		return
	}
	was, p := s.Open.Network, s.Open.Tree.Cursor
	from := s.Open.Tree.Name(p)
	c := s.Counterpart(was, p, w.Network)
	m.swapTo(w)
	here := s.Label(s.Open.Network)
	if c.Exists() {
		m.arrive(c.Place)
		m.Say("%s: %s, the counterpart of %s in %s, r %.2f lag %d", here, s.Open.Tree.Name(c.Place), from, s.Label(was),
			c.Correlation, c.Lag)
		return
	}
	to, same := s.SameNumber(was.Layers[p.Layer].Name, p)
	m.arrive(to)
	switch {
	case p.Unit < 0:
		m.Say("%s: layer %s", here, s.Open.Tree.Name(to))
	case !same:
		m.Say("%s has no %s", here, from)
	default:
		m.Say("%s: %s, which has only the same number: %s", here, s.Open.Tree.Name(to), c.Why)
	}
}

// compareWith chooses the network to search for counterparts.
func (m *explorer) compareWith(w *session.Open) {
	s := m.common.Session
	if w != s.Other() {
		s.CancelTask(session.TaskCounterparts)
		s.Counterparts.Against = w.Network.Hash
		m.NetworksChanged()
	}
	m.Say("counterparts are searched for in %s; press b to go there", s.Label(w.Network))
}

// canSwap reports whether another network can be shown now; if not, it says why.
func (m *explorer) canSwap() bool {
	s := m.common.Session
	if s.Running(session.TaskOpen) || s.Running(session.TaskRecompute) {
		m.Say("a task for %s is still running; wait, or cancel it with x", s.Label(s.Open.Network))
		return false
	}
	return true
}

// countCounterparts opens the window, and starts to compare the units with those of an untrained network if needed.
func (m *explorer) countCounterparts() {
	s := m.common.Session
	w := s.Other()
	if w == nil {
		m.Say("%s", session.OneNetwork)
		return
	}
	n, pairs := s.Open.Network, s.Counterparts.Pairs
	if f := pairs[s.PairKey(n, w.Network)]; f == nil || f.Err != nil {
		why := s.Counterpart(n, tree.Place{Layer: 0, Unit: 0}, w.Network).Why
		m.Say("counterparts in %s are not known: %s", s.Label(w.Network), why)
		return
	}
	control, err := redundancy.Untrained(n)
	if err != nil {
		m.Complain(err)
		return
	}
	m.over = dialog.NewCounterparts(m.common, w.Network, control)
	if f := pairs[s.PairKey(n, control)]; f != nil && f.Err == nil || s.Running(session.TaskCounterparts) {
		return
	}
	s.CompareUnits(control, "untrained")
}
