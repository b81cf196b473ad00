package session

import (
	"context"
	"errors"
	"fmt"

	"actmax/model"
	"actmax/model/train/redundancy"
	"actmax/tui/session/tree"
)

// OpenBackground reads a network in the background and takes it up beside the one on the screen, if it fits.
func (m *Session) OpenBackground(name string) {
	lib := m.Library
	if lib == nil {
		m.Complain(ErrNoLibrary)
		return
	}
	m.Start(taskBeside, "opening "+BaseName(name), nil, func(context.Context, *Task) func() {
		n, err := lib.OpenModel(name)
		return func() { m.takeBeside(n, name, err) }
	})
}

func (m *Session) takeBeside(n *model.Network, name string, err error) {
	if err == nil {
		err = m.fitsBeside(n)
	}
	if err != nil {
		m.Complain(fmt.Errorf("%s is not opened: %w", BaseName(name), err))
		return
	}
	w := m.Join(n, name)
	m.Say("%s is open beside %s: b goes over to it, c compares a unit with its counterpart there", m.Label(w.Network), m.Label(m.Open.Network))
}

// fitsBeside tells why a network cannot be open beside those that are.
func (m *Session) fitsBeside(n *model.Network) error {
	switch {
	case n.Hash == m.Open.Network.Hash || m.FindBackground(n.Hash) != nil:
		return errors.New("a network with these weights is open already")
	case len(m.Background)+1 >= MostOpen:
		return fmt.Errorf("%d networks are open, and that is all there can be; : close network closes one", MostOpen)
	}
	return redundancy.Comparable(m.Open.Network, n)
}

// keepFitting gives the networks beside what they take from new data, and closes those that do not go with another network on
// the screen; it returns what is to be said of that.
func (m *Session) keepFitting() (said []string) {
	for _, w := range append([]*Open(nil), m.Background...) {
		err := redundancy.Comparable(m.Open.Network, w.Network)
		switch {
		case w.Network.Hash == m.Open.Network.Hash: // it is on the screen now
			m.Dismiss(w)
		case err != nil:
			said = append(said, fmt.Sprintf("%s is closed: %v", m.Label(w.Network), err))
			m.Dismiss(w)
		default:
			m.supply(w)
		}
	}
	return said
}

// SameNumber is the row of the same name on the screen's network, or the nearest to it; same tells whether there is one.
func (m *Session) SameNumber(layer string, p tree.Place) (to tree.Place, same bool) {
	l, err := m.Open.Network.Find(layer)
	if err != nil {
		l = min(p.Layer, len(m.Open.Tree.Layers)-1)
	}
	unit := min(p.Unit, m.Open.Tree.Layers[l].Units-1)
	return tree.Place{Layer: l, Unit: unit}, err == nil && unit == p.Unit
}
