package tui

import (
	"context"
	"errors"
	"fmt"

	"actmax/model"
	"actmax/model/train/redundancy"
)

// openBeside reads a network in the background and takes it up beside the one on the screen, if it fits.
func (m *session) openBeside(name string) {
	lib := m.library
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	m.start(taskBeside, "opening "+baseName(name), nil, func(context.Context, *task) func() {
		n, err := lib.OpenModel(name)
		return func() { m.takeBeside(n, name, err) }
	})
}

func (m *session) takeBeside(n *model.Network, name string, err error) {
	if err == nil {
		err = m.fitsBeside(n)
	}
	if err != nil {
		m.complain(fmt.Errorf("%s is not opened: %w", baseName(name), err))
		return
	}
	w := m.join(n, name)
	m.say("%s is open beside %s: b goes over to it, c compares a unit with its counterpart there", m.label(w.network), m.label(m.network))
}

// fitsBeside tells why a network cannot be open beside those that are.
func (m *session) fitsBeside(n *model.Network) error {
	switch {
	case n.Hash == m.network.Hash || m.waitingFor(n.Hash) != nil:
		return errors.New("a network with these weights is open already")
	case len(m.beside)+1 >= MostOpen:
		return fmt.Errorf("%d networks are open, and that is all there can be; : close network closes one", MostOpen)
	}
	return redundancy.Comparable(m.network, n)
}

// keepFitting gives the networks beside what they take from new data, and closes those that do not go with another network on
// the screen; it returns what is to be said of that.
func (m *session) keepFitting() (said []string) {
	for _, w := range append([]*openNetwork(nil), m.beside...) {
		err := redundancy.Comparable(m.network, w.network)
		switch {
		case w.network.Hash == m.network.Hash: // it is on the screen now
			m.dismiss(w)
		case err != nil:
			said = append(said, fmt.Sprintf("%s is closed: %v", m.label(w.network), err))
			m.dismiss(w)
		default:
			m.supply(w)
		}
	}
	return said
}

// sameNumber is the row of the same name on the screen's network, or the nearest to it; same tells whether there is one.
func (m *session) sameNumber(layer string, p place) (to place, same bool) {
	l, err := m.network.Find(layer)
	if err != nil {
		l = min(p.layer, len(m.tree.layers)-1)
	}
	unit := min(p.unit, m.tree.layers[l].units-1)
	return place{l, unit}, err == nil && unit == p.unit
}
