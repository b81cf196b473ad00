package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
)

// pickModel lists the networks that are known.
func (m *explorer) pickModel() {
	lib := m.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	m.over = newPalette("Open a network: choose, or type a path", choices(lib.Models(), m.Model, func(m *explorer, name string) tea.Cmd {
		m.OpenOther(name, "")
		return nil
	}), func(text string) []command {
		return []command{{name: text, help: "a checkpoint (.safetensors) or an .onnx file", run: func(m *explorer) tea.Cmd { m.OpenOther(text, ""); return nil }}}
	})
}

// pickData lists the data that is known.
func (m *explorer) pickData() {
	lib := m.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	m.over = newPalette("Open data: choose, or type a path", choices(lib.Data(), m.DataName, func(m *explorer, name string) tea.Cmd {
		m.OpenOther("", name)
		return nil
	}), func(text string) []command {
		return []command{{name: text, help: "an archive, a folder, an .npz or a .csv", run: func(m *explorer) tea.Cmd { m.OpenOther("", text); return nil }}}
	})
}

func choices(known []session.Choice, present string, open func(m *explorer, name string) tea.Cmd) []command {
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
	if len(m.Pins) == 0 {
		m.Say("nothing is pinned: p pins the state on the screen")
		return
	}
	rows := make([]command, 0, len(m.Pins))
	for i := len(m.Pins) - 1; i >= 0; i-- {
		p := m.Pins[i]
		about := p.Name
		if p.Snap != nil {
			about += fmt.Sprintf(", attainment %s", number.OrNone(number.Attainment(p.Snap.Attainment, m.Percentile(p.Place.Layer))))
		}
		rows = append(rows, command{name: m.Tree.Name(p.Place), help: about, run: func(m *explorer) tea.Cmd {
			m.toPin(p)
			return nil
		}})
	}
	m.over = newPalette("Pins", rows, nil)
}

// toPin goes to a pinned unit and shows it as it was pinned.
func (m *explorer) toPin(p *session.Pin) {
	if v := m.Visits[p.Place]; v == nil || !session.SameJob(v.Job, p.Job) {
		if v != nil && v.Run != nil {
			v.Run.Cancel()
		}
		delete(m.Visits, p.Place)
		if m.Kept == nil {
			m.Kept = map[tree.Place]state.Recipe{}
		}
		m.Kept[p.Place] = state.Recipe{Settings: p.Job.Settings, Edits: p.Job.Edits, Own: p.Own, At: p.Step}
		m.FirstRun(p.Place)
	} else {
		v.GoTo(p.Step)
		v.Seen = m.Now
	}
	m.toUnitScreen()
	m.GoTo(p.Place)
	m.Say("as pinned: %s", p.Name)
}

func (m *explorer) unpinAll() {
	n := len(m.Pins)
	for _, p := range m.Pins {
		p.Cancel()
	}
	m.Pins = nil
	m.RefreshAll()
	m.Say("%d pins taken away", n)
}

// pickBeside lists the networks that can be opened beside the one on the screen.
func (m *explorer) pickBeside() {
	lib := m.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	m.over = newPalette("Open a network beside this one: choose, or type a path", choices(lib.Models(), m.Model, func(m *explorer, name string) tea.Cmd {
		m.OpenBackground(name)
		return nil
	}), func(text string) []command {
		return []command{{name: text, help: "a checkpoint (.safetensors) or an .onnx file", run: func(m *explorer) tea.Cmd { m.OpenBackground(text); return nil }}}
	})
}

// pickNetwork lists the open networks: the one chosen is that in which counterparts are looked for.
func (m *explorer) pickNetwork() {
	if len(m.Background) == 0 {
		m.pickBeside()
		return
	}
	rows := []command{{name: m.Label(m.Network), help: m.Model, key: "on the screen", run: func(m *explorer) tea.Cmd {
		m.Say("%s is on the screen; b goes over to %s", m.Label(m.Network), m.Label(m.Other().Network))
		return nil
	}}}
	for _, w := range m.Background {
		key := ""
		if w == m.Other() {
			key = "compared"
		}
		rows = append(rows, command{name: m.Label(w.Network), help: w.Model, key: key, run: func(m *explorer) tea.Cmd {
			m.lookIn(w)
			return nil
		}})
	}
	rows = append(rows, command{name: "open another", help: "beside these", run: func(m *explorer) tea.Cmd { m.pickBeside(); return nil }})
	m.over = newPalette("Open networks: choose the one in which counterparts are looked for", rows, nil)
}

// pickClosed lists the networks beside; the one chosen is closed.
func (m *explorer) pickClosed() {
	if len(m.Background) == 0 {
		m.Say("%s", session.OneNetwork)
		return
	}
	rows := make([]command, 0, len(m.Background))
	for _, w := range m.Background {
		rows = append(rows, command{name: m.Label(w.Network), help: w.Model, run: func(m *explorer) tea.Cmd {
			name := m.Label(w.Network)
			m.Dismiss(w)
			m.Say("%s is closed", name)
			return nil
		}})
	}
	m.over = newPalette("Close a network that is open beside "+m.Label(m.Network), rows, nil)
}
