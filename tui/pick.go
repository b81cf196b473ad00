package tui

import (
	"actmax/tui/dialog"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
)

// pickModel lists the known networks to open.
func (m *explorer) pickModel() {
	s := m.common.Session
	lib := s.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	open := func(name string) { s.OpenOther(name, "") }
	m.over = dialog.NewPalette(m.common, "Open a network: choose, or type a path",
		choices(lib.Models(), s.Open.Model, open), typedPath(modelFiles, open))
}

// pickData lists the known data to open.
func (m *explorer) pickData() {
	s := m.common.Session
	lib := s.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	open := func(name string) { s.OpenOther("", name) }
	m.over = dialog.NewPalette(m.common, "Open data: choose, or type a path",
		choices(lib.Data(), s.Data.DataName, open), typedPath("an archive, a folder, an .npz or a .csv", open))
}

const modelFiles = "a checkpoint (.safetensors) or an .onnx file"

// typedPath returns a function for the palette that opens a typed path.
func typedPath(help string, open func(path string)) func(text string) []dialog.Row {
	return func(text string) []dialog.Row {
		return []dialog.Row{{Name: text, Help: help, Run: func() { open(text) }}}
	}
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

// pickPin lists the pins, to choose one to go to.
func (m *explorer) pickPin() {
	s := m.common.Session
	if len(s.Open.Pins) == 0 {
		m.Say("no pins; press p to pin the state on the screen")
		return
	}
	rows := make([]dialog.Row, 0, len(s.Open.Pins))
	for i := len(s.Open.Pins) - 1; i >= 0; i-- {
		p := s.Open.Pins[i]
		about := p.Name
		if p.Snap != nil {
			attainment := number.Attainment(p.Snap.Attainment, s.Open.Percentile(p.Place.Layer))
			about += ", attainment " + number.OrNone(attainment)
		}
		rows = append(rows, dialog.Row{Name: s.Open.Tree.Name(p.Place), Help: about, Run: func() {
			m.toPin(p)
		}})
	}
	m.over = dialog.NewPalette(m.common, "Pins", rows, nil)
}

// toPin goes to a pinned unit and shows its pinned state.
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
	m.Say("pin: %s", p.Name)
}

func (m *explorer) unpinAll() {
	s := m.common.Session
	n := len(s.Open.Pins)
	for _, p := range s.Open.Pins {
		p.Cancel()
	}
	s.Open.Pins = nil
	s.RefreshAll()
	m.Say("%d pins removed", n)
}

// pickAnother lists the networks that can be opened in the background.
func (m *explorer) pickAnother() {
	s := m.common.Session
	lib := s.Library
	if lib == nil {
		m.Complain(session.ErrNoLibrary)
		return
	}
	m.over = dialog.NewPalette(m.common, "Open another network in the background: choose, or type a path",
		choices(lib.Models(), s.Open.Model, s.OpenBackground), typedPath(modelFiles, s.OpenBackground))
}

// pickNetwork lists the open networks, to choose the one to search for counterparts.
func (m *explorer) pickNetwork() {
	s := m.common.Session
	if len(s.Background) == 0 {
		m.pickAnother()
		return
	}
	rows := []dialog.Row{{Name: s.Label(s.Open.Network), Help: s.Open.Model, Key: "on the screen", Run: func() {
		m.Say("%s is on the screen; press b to go to %s", s.Label(s.Open.Network), s.Label(s.Other().Network))
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
	rows = append(rows, dialog.Row{Name: "open another", Help: "in the background", Run: func() { m.pickAnother() }})
	m.over = dialog.NewPalette(m.common, "Open networks: choose the one to search for counterparts", rows, nil)
}

// pickClosed lists the background networks, to choose one to close.
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
			m.Say("%s closed", name)
		}})
	}
	m.over = dialog.NewPalette(m.common, "Close a background network", rows, nil)
}
