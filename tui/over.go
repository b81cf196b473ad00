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
		m.Say("%s: %s, the counterpart of %s in %s, r %.2f lag %d", here, s.Open.Tree.Name(c.Place), from, s.Label(was), c.Correlation, c.Lag)
		return
	}
	to, same := s.SameNumber(was.Layers[p.Layer].Name, p)
	m.arrive(to)
	switch {
	case p.Unit < 0:
		m.Say("%s: layer %s", here, s.Open.Tree.Name(to))
	case !same:
		m.Say("%s: it has no %s", here, from)
	default:
		m.Say("%s: %s, the same number only: %s", here, s.Open.Tree.Name(to), c.Why)
	}
}

// compareWith chooses the network in which counterparts are looked for.
func (m *explorer) compareWith(w *session.Open) {
	s := m.common.Session
	if w != s.Other() {
		s.CancelTask(session.TaskCounterparts)
		s.Counterparts.Against = w.Network.Hash
		m.NetworksChanged()
	}
	m.Say("counterparts are looked for in %s; b goes over to it", s.Label(w.Network))
}

// canSwap reports whether another network can be put on the screen now, and says why not.
func (m *explorer) canSwap() bool {
	s := m.common.Session
	if s.Running(session.TaskOpen) || s.Running(session.TaskRecompute) {
		m.Say("what is under way belongs to %s: wait for it, or give it up with x", s.Label(s.Open.Network))
		return false
	}
	return true
}

// countCounterparts opens the window, and has the units compared with an untrained network's where they were not yet.
func (m *explorer) countCounterparts() {
	s := m.common.Session
	w := s.Other()
	if w == nil {
		m.Say("%s", session.OneNetwork)
		return
	}
	if f := s.Counterparts.Pairs[s.PairKey(s.Open.Network, w.Network)]; f == nil || f.Err != nil {
		m.Say("the counterparts in %s are not known: %s", s.Label(w.Network), s.Counterpart(s.Open.Network, tree.Place{Layer: 0, Unit: 0}, w.Network).Why)
		return
	}
	control, err := redundancy.Untrained(s.Open.Network)
	if err != nil {
		m.Complain(err)
		return
	}
	m.over = dialog.NewCounterparts(m.common, w.Network, control)
	if f := s.Counterparts.Pairs[s.PairKey(s.Open.Network, control)]; f != nil && f.Err == nil || s.Running(session.TaskCounterparts) {
		return
	}
	s.CompareUnits(control, "untrained")
}
