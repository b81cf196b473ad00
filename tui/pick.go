package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/state"
)

// pickModel lists the networks that are known.
func (m *explorer) pickModel() {
	lib := m.o.Library
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	m.over = newPalette("Open a network: choose, or type a path", choices(lib.Models(), m.o.Model, func(m *explorer, name string) tea.Cmd {
		return m.openOther(name, "")
	}), func(text string) []command {
		return []command{{name: text, help: "a checkpoint (.safetensors) or an .onnx file", run: func(m *explorer) tea.Cmd { return m.openOther(text, "") }}}
	})
}

// pickData lists the data that is known.
func (m *explorer) pickData() {
	lib := m.o.Library
	if lib == nil {
		m.complain(errNoLibrary)
		return
	}
	m.over = newPalette("Open data: choose, or type a path", choices(lib.Data(), m.o.Data, func(m *explorer, name string) tea.Cmd {
		return m.openOther("", name)
	}), func(text string) []command {
		return []command{{name: text, help: "an archive, a folder, an .npz or a .csv", run: func(m *explorer) tea.Cmd { return m.openOther("", text) }}}
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
		m.first(p.place)
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
