package tui

import (
	"actmax/optimize"
	"actmax/tui/screen"
)

// choose applies a method or preset and restarts the unit.
func (m *explorer) choose(r screen.Method) {
	if s, ok := m.open().(screen.Chooser); ok {
		s.Choose(r)
		return
	}
	next := m.common.Session.Settings
	var err error
	if r.Preset {
		err = next.ApplyPreset(r.Name)
	} else {
		err = optimize.ApplyMethod(&next, r.Name)
	}
	if err != nil {
		m.Complain(err)
		return
	}
	if next != m.common.Session.Settings {
		m.common.Session.RememberUndo(m.common.Session.Settings)
		m.common.Session.Settings = next
	}
	if m.common.Session.Open.Tree.Cursor.Unit >= 0 {
		if v := m.common.Session.Restart(m.common.Session.Settings, nil); v.Err != nil {
			m.Complain(v.Err)
		} else {
			m.Say("%s: restarted", r.Name)
		}
	}
	m.common.Session.RefreshAll()
}
