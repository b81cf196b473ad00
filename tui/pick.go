package tui

import (
	"fmt"

	"actmax/tui/dialog"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
)

// pickModel lists the networks that are known.
func (m *explorer) pickModel() {
	s := m.common.Session
	lib := s.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	m.over = dialog.NewPalette(m.common, "Open a network: choose, or type a path", choices(lib.Models(), s.Open.Model, func(name string) {
		s.OpenOther(name, "")
	}), func(text string) []dialog.Row {
		return []dialog.Row{{Name: text, Help: "a checkpoint (.safetensors) or an .onnx file", Run: func() { s.OpenOther(text, "") }}}
	})
}

// pickData lists the data that is known.
func (m *explorer) pickData() {
	s := m.common.Session
	lib := s.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	m.over = dialog.NewPalette(m.common, "Open data: choose, or type a path", choices(lib.Data(), s.Data.DataName, func(name string) {
		s.OpenOther("", name)
	}), func(text string) []dialog.Row {
		return []dialog.Row{{Name: text, Help: "an archive, a folder, an .npz or a .csv", Run: func() { s.OpenOther("", text) }}}
	})
}

func choices(known []session.Choice, present string, open func(name string)) []dialog.Row {
	out := make([]dialog.Row, 0, len(known))
	for _, c := range known {
		key := ""
		if c.Name == present {
			key = "open"
		}
		out = append(out, dialog.Row{Name: c.Name, Help: c.About, Key: key, Run: func() { open(c.Name) }})
	}
	return out
}

// pickPin lists the pins; choosing one shows the unit as it was pinned.
func (m *explorer) pickPin() {
	s := m.common.Session
	if len(s.Open.Pins) == 0 {
		m.Say("nothing is pinned: p pins the state on the screen")
		return
	}
	rows := make([]dialog.Row, 0, len(s.Open.Pins))
	for i := len(s.Open.Pins) - 1; i >= 0; i-- {
		p := s.Open.Pins[i]
		about := p.Name
		if p.Snap != nil {
			about += fmt.Sprintf(", attainment %s", number.OrNone(number.Attainment(p.Snap.Attainment, s.Open.Percentile(p.Place.Layer))))
		}
		rows = append(rows, dialog.Row{Name: s.Open.Tree.Name(p.Place), Help: about, Run: func() {
			m.toPin(p)
		}})
	}
	m.over = dialog.NewPalette(m.common, "Pins", rows, nil)
}

// toPin goes to a pinned unit and shows it as it was pinned.
func (m *explorer) toPin(p *session.Pin) {
	s := m.common.Session
	if v := s.Open.Visits[p.Place]; v == nil || !session.SameJob(v.Job, p.Job) {
		if v != nil && v.Run != nil {
			v.Run.Cancel()
		}
		delete(s.Open.Visits, p.Place)
		if s.Open.Kept == nil {
			s.Open.Kept = map[tree.Place]state.Recipe{}
		}
		s.Open.Kept[p.Place] = state.Recipe{Settings: p.Job.Settings, Edits: p.Job.Edits, Own: p.Own, At: p.Step}
		s.FirstRun(p.Place)
	} else {
		v.GoTo(p.Step)
		v.Seen = s.Now
	}
	m.common.TurnTo(screen.Unit)
	s.GoTo(p.Place)
	m.Say("as pinned: %s", p.Name)
}

func (m *explorer) unpinAll() {
	s := m.common.Session
	n := len(s.Open.Pins)
	for _, p := range s.Open.Pins {
		p.Cancel()
	}
	s.Open.Pins = nil
	s.RefreshAll()
	m.Say("%d pins taken away", n)
}

// pickAnother lists the networks that can be opened beside the one on the screen.
func (m *explorer) pickAnother() {
	s := m.common.Session
	lib := s.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	m.over = dialog.NewPalette(m.common, "Open a network beside this one: choose, or type a path", choices(lib.Models(), s.Open.Model, func(name string) {
		s.OpenBackground(name)
	}), func(text string) []dialog.Row {
		return []dialog.Row{{Name: text, Help: "a checkpoint (.safetensors) or an .onnx file", Run: func() { s.OpenBackground(text) }}}
	})
}

// pickNetwork lists the open networks: the one chosen is that in which counterparts are looked for.
func (m *explorer) pickNetwork() {
	s := m.common.Session
	if len(s.Background) == 0 {
		m.pickAnother()
		return
	}
	rows := []dialog.Row{{Name: s.Label(s.Open.Network), Help: s.Open.Model, Key: "on the screen", Run: func() {
		m.Say("%s is on the screen; b goes over to %s", s.Label(s.Open.Network), s.Label(s.Other().Network))
	}}}
	for _, w := range s.Background {
		key := ""
		if w == s.Other() {
			key = "compared"
		}
		rows = append(rows, dialog.Row{Name: s.Label(w.Network), Help: w.Model, Key: key, Run: func() {
			m.compareWith(w)
		}})
	}
	rows = append(rows, dialog.Row{Name: "open another", Help: "beside these", Run: func() { m.pickAnother() }})
	m.over = dialog.NewPalette(m.common, "Open networks: choose the one in which counterparts are looked for", rows, nil)
}

// pickClosed lists the networks beside; the one chosen is closed.
func (m *explorer) pickClosed() {
	s := m.common.Session
	if len(s.Background) == 0 {
		m.Say("%s", session.OneNetwork)
		return
	}
	rows := make([]dialog.Row, 0, len(s.Background))
	for _, w := range s.Background {
		rows = append(rows, dialog.Row{Name: s.Label(w.Network), Help: w.Model, Run: func() {
			name := s.Label(w.Network)
			s.Dismiss(w)
			m.Say("%s is closed", name)
		}})
	}
	m.over = dialog.NewPalette(m.common, "Close a network that is open beside "+s.Label(s.Open.Network), rows, nil)
}
