package session

import (
	"context"
	"errors"
	"fmt"

	"actmax/model"
	"actmax/model/train/redundancy"
	"actmax/tui/session/tree"
)

// OpenBackground reads a network and adds it to the background networks if it is comparable with the one on the
// screen.
func (m *Session) OpenBackground(name string) {
	lib := m.Library
	if lib == nil {
		m.Complain(ErrNoLibrary)
		return
	}
	m.Start(taskBackground, "opening "+BaseName(name), nil, func(context.Context, *Task) func() {
		n, err := lib.OpenModel(name)
		return func() { m.addBackground(n, name, err) }
	})
}

func (m *Session) addBackground(n *model.Network, name string, err error) {
	if err == nil {
		err = m.checkBackground(n)
	}
	if err != nil {
		m.Complain(fmt.Errorf("cannot open %s: %w", BaseName(name), err))
		return
	}
	w := m.Join(n, name)
	m.Say("%s is open in the background of %s; b switches to it, c compares counterparts",
		m.Label(w.Network), m.Label(m.Open.Network))
}

// checkBackground returns an error that says why a network cannot be added to the open ones, or nil.
func (m *Session) checkBackground(n *model.Network) error {
	switch {
	case n.Hash == m.Open.Network.Hash || m.FindBackground(n.Hash) != nil:
		return errors.New("a network with these weights is already open")
	case len(m.Background)+1 >= MostOpen:
		return fmt.Errorf("limit of %d open networks reached; close one with :close network", MostOpen)
	}
	return redundancy.Comparable(m.Open.Network, n)
}

// updateBackground supplies the background networks from new data and closes those that are not comparable with a new
// network on the screen. It returns what to tell the user.
func (m *Session) updateBackground() (said []string) {
	for _, w := range append([]*Open(nil), m.Background...) {
		err := redundancy.Comparable(m.Open.Network, w.Network)
		switch {
		case w.Network.Hash == m.Open.Network.Hash: // it is on the screen now
			m.Dismiss(w)
		case err != nil:
			said = append(said, fmt.Sprintf("%s closed: %v", m.Label(w.Network), err))
			m.Dismiss(w)
		default:
			m.supply(w)
		}
	}
	return said
}

// SameNumber returns the row with the same layer name and unit number in the network on the screen, or the nearest
// one. same reports whether that row exists.
func (m *Session) SameNumber(layer string, p tree.Place) (to tree.Place, same bool) {
	l, err := m.Open.Network.Find(layer)
	if err != nil {
		l = min(p.Layer, len(m.Open.Tree.Layers)-1)
	}
	unit := min(p.Unit, m.Open.Tree.Layers[l].Units-1)
	return tree.Place{Layer: l, Unit: unit}, err == nil && unit == p.Unit
}
