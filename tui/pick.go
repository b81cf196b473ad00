package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/state"
)

// pickModel lists the networks that are known.
func (m *explorer) pickModel() {
	lib := m.library
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	m.over = newPalette("Open a network: choose, or type a path", choices(lib.Models(), m.model, func(m *explorer, name string) tea.Cmd {
		m.openOther(name, "")
		return nil
	}), func(text string) []command {
		return []command{{name: text, help: "a checkpoint (.safetensors) or an .onnx file", run: func(m *explorer) tea.Cmd { m.openOther(text, ""); return nil }}}
	})
}

// pickData lists the data that is known.
func (m *explorer) pickData() {
	lib := m.library
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	m.over = newPalette("Open data: choose, or type a path", choices(lib.Data(), m.dataName, func(m *explorer, name string) tea.Cmd {
		m.openOther("", name)
		return nil
	}), func(text string) []command {
		return []command{{name: text, help: "an archive, a folder, an .npz or a .csv", run: func(m *explorer) tea.Cmd { m.openOther("", text); return nil }}}
	})
}

func choices(known []Choice, present string, open func(m *explorer, name string) tea.Cmd) []command {
	out := make([]command, 0, len(known))
	for _, c := range known {
		key := ""
		if c.Name == present {
			key = "open"
		}
		out = append(out, command{name: c.Name, help: c.About, key: key, run: func(m *explorer) tea.Cmd { return open(m, c.Name) }})
	}
	return out
}

// pickPin lists the pins; choosing one shows the unit as it was pinned.
func (m *explorer) pickPin() {
	if len(m.pins) == 0 {
		m.say("nothing is pinned: p pins the state on the screen")
		return
	}
	rows := make([]command, 0, len(m.pins))
	for i := len(m.pins) - 1; i >= 0; i-- {
		p := m.pins[i]
		about := p.name
		if p.snap != nil {
			about += fmt.Sprintf(", attainment %s", orNone(attainment(p.snap.Attainment, m.percentile(p.place.layer))))
		}
		rows = append(rows, command{name: m.tree.name(p.place), help: about, run: func(m *explorer) tea.Cmd {
			m.toPin(p)
			return nil
		}})
	}
	m.over = newPalette("Pins", rows, nil)
}

// toPin goes to a pinned unit and shows it as it was pinned.
func (m *explorer) toPin(p *pin) {
	if v := m.visits[p.place]; v == nil || !sameJob(v.job, p.job) {
		if v != nil && v.run != nil {
			v.run.Cancel()
		}
		delete(m.visits, p.place)
		if m.kept == nil {
			m.kept = map[place]state.Recipe{}
		}
		m.kept[p.place] = state.Recipe{Settings: p.job.Settings, Edits: p.job.Edits, Own: p.own, At: p.step}
		m.firstRun(p.place)
	} else {
		v.goTo(p.step)
		v.seen = m.now
	}
	m.toUnitScreen()
	m.goTo(p.place)
	m.say("as pinned: %s", p.name)
}

func (m *explorer) unpinAll() {
	n := len(m.pins)
	for _, p := range m.pins {
		p.giveUp()
	}
	m.pins = nil
	m.restale()
	m.say("%d pins taken away", n)
}

// pickBeside lists the networks that can be opened beside the one on the screen.
func (m *explorer) pickBeside() {
	lib := m.library
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	m.over = newPalette("Open a network beside this one: choose, or type a path", choices(lib.Models(), m.model, func(m *explorer, name string) tea.Cmd {
		m.openBeside(name)
		return nil
	}), func(text string) []command {
		return []command{{name: text, help: "a checkpoint (.safetensors) or an .onnx file", run: func(m *explorer) tea.Cmd { m.openBeside(text); return nil }}}
	})
}

// pickNetwork lists the open networks: the one chosen is that in which counterparts are looked for.
func (m *explorer) pickNetwork() {
	if len(m.beside) == 0 {
		m.pickBeside()
		return
	}
	rows := []command{{name: m.label(m.network), help: m.model, key: "on the screen", run: func(m *explorer) tea.Cmd {
		m.say("%s is on the screen; b goes over to %s", m.label(m.network), m.label(m.other().network))
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
	m.over = newPalette("Close a network that is open beside "+m.label(m.network), rows, nil)
}
