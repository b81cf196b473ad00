package tui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"actmax/model"
	"actmax/model/train/redundancy"
)

// besideMsg brings a network that is to be open beside the one on the screen.
type besideMsg struct {
	network *model.Network
	model   string
	err     error
}

// pickBeside lists the networks that can be opened beside the one on the screen.
func (m *explorer) pickBeside() {
	lib := m.o.Library
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	m.over = newPalette("Open a network beside this one: choose, or type a path", choices(lib.Models(), m.o.Model, func(m *explorer, name string) tea.Cmd {
		return m.openBeside(name)
	}), func(text string) []command {
		return []command{{name: text, help: "a checkpoint (.safetensors) or an .onnx file", run: func(m *explorer) tea.Cmd { return m.openBeside(text) }}}
	})
}

// openBeside reads a network behind the screen.
func (m *explorer) openBeside(name string) tea.Cmd {
	lib := m.o.Library
	if lib == nil {
		m.complain(errNoLibrary)
		return nil
	}
	return m.launch(taskBeside, "opening "+baseName(name), func(ctx context.Context, _ Say) tea.Msg {
		n, err := lib.OpenModel(name)
		return besideMsg{n, name, err}
	})
}

// opensBeside takes a network up that was read, if it fits.
func (m *explorer) opensBeside(msg besideMsg) {
	err := msg.err
	if err == nil {
		err = m.fitsBeside(msg.network)
	}
	if err != nil {
		m.complain(fmt.Errorf("%s is not opened: %w", baseName(msg.model), err))
		return
	}
	w := m.join(msg.network, msg.model)
	if m.screen == screenCompare {
		m.pair.enter(m)
	}
	m.say("%s is open beside %s: b goes over to it, c compares a unit with its counterpart there", m.label(w.network), m.label(m.o.Network))
}

// fitsBeside tells why a network cannot be open beside those that are.
func (m *explorer) fitsBeside(n *model.Network) error {
	switch {
	case n.Hash == m.o.Network.Hash || m.waitingFor(n.Hash) != nil:
		return errors.New("a network with these weights is open already")
	case len(m.beside)+1 >= MostOpen:
		return fmt.Errorf("%d networks are open, and that is all there can be; : close network closes one", MostOpen)
	}
	return redundancy.Comparable(m.o.Network, n)
}

// keepFitting gives the networks beside what they take from new data, and closes those that do not go with another network on
// the screen; it returns what is to be said of that.
func (m *explorer) keepFitting() (said []string) {
	for _, w := range append([]*waiting(nil), m.beside...) {
		err := redundancy.Comparable(m.o.Network, w.network)
		switch {
		case w.network.Hash == m.o.Network.Hash: // it is on the screen now
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

// pickNetwork lists the open networks: the one chosen is that in which counterparts are looked for.
func (m *explorer) pickNetwork() {
	if len(m.beside) == 0 {
		m.pickBeside()
		return
	}
	rows := []command{{name: m.label(m.o.Network), help: m.o.Model, key: "on the screen", run: func(m *explorer) tea.Cmd {
		m.say("%s is on the screen; b goes over to %s", m.label(m.o.Network), m.label(m.other().network))
		return nil
	}}}
	for _, w := range m.beside {
		key := ""
		if w == m.other() {
			key = "compared"
		}
		rows = append(rows, command{name: m.label(w.network), help: w.model, key: key, run: func(m *explorer) tea.Cmd {
			m.lookIn(w)
			return nil
		}})
	}
	rows = append(rows, command{name: "open another", help: "beside these", run: func(m *explorer) tea.Cmd { m.pickBeside(); return nil }})
	m.over = newPalette("Open networks: choose the one in which counterparts are looked for", rows, nil)
}

// lookIn chooses the network in which counterparts are looked for.
func (m *explorer) lookIn(w *waiting) {
	if w != m.other() {
		m.cancelTask(taskCounterparts)
		m.against = w.network.Hash
		m.pair.pairUp(m)
	}
	m.say("counterparts are looked for in %s; b goes over to it", m.label(w.network))
}

// pickClosed lists the networks beside; the one chosen is closed.
func (m *explorer) pickClosed() {
	if len(m.beside) == 0 {
		m.say("%s", oneNetwork)
		return
	}
	rows := make([]command, 0, len(m.beside))
	for _, w := range m.beside {
		rows = append(rows, command{name: m.label(w.network), help: w.model, run: func(m *explorer) tea.Cmd {
			name := m.label(w.network)
			m.dismiss(w)
			m.say("%s is closed", name)
			return nil
		}})
	}
	m.over = newPalette("Close a network that is open beside "+m.label(m.o.Network), rows, nil)
}

// goOver puts the other network on the screen, at the counterpart of the unit under the cursor; where it has none, at the
// unit of the same number.
func (m *explorer) goOver() tea.Cmd {
	w := m.other()
	if w == nil {
		m.say("%s", oneNetwork)
		return nil
	}
	if m.busyWith(taskOpen) || m.busyWith(taskRecompute) {
		m.say("what is under way belongs to %s: wait for it, or give it up with x", m.label(m.o.Network))
		return nil
	}
	was, p := m.o.Network, m.tree.cursor
	from := m.tree.name(p)
	c := m.counterpart(was, p, w.network)
	cmd := m.swap(w)
	here := m.label(m.o.Network)
	if c.is() {
		m.arrive(c.place)
		m.say("%s: %s, the counterpart of %s in %s, r %.2f lag %d", here, m.tree.name(c.place), from, m.label(was), c.correlation, c.lag)
		return cmd
	}
	to, same := m.sameNumber(was.Layers[p.layer].Name, p)
	m.arrive(to)
	switch {
	case p.unit < 0:
		m.say("%s: layer %s", here, m.tree.name(to))
	case !same:
		m.say("%s: it has no %s", here, from)
	default:
		m.say("%s: %s, the same number only: %s", here, m.tree.name(to), c.why)
	}
	return cmd
}

// sameNumber is the row of the same name on the screen's network, or the nearest to it; same tells whether there is one.
func (m *explorer) sameNumber(layer string, p place) (to place, same bool) {
	l, err := m.o.Network.Find(layer)
	if err != nil {
		l = min(p.layer, len(m.tree.layers)-1)
	}
	unit := min(p.unit, m.tree.layers[l].units-1)
	return place{l, unit}, err == nil && unit == p.unit
}
