package tui

import (
	"time"

	"actmax/tui/screen"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// unitScreen is the home screen: one unit and everything about it.
type unitScreen struct {
	*screen.Common
	layout  layout
	rows    widget.TreeView
	focus   focus
	lower   focus    // the pane that a small screen shows: focusTree stands for the objective
	at      cursorAt // that the panes are of
	signal  widget.SignalPane
	terms   objectivePane
	similar similarPane
	aside   unitViews
	knobs   widget.Form
}

func (m *unitScreen) Enter(*screen.Common) {}

func (m *unitScreen) Leave(*screen.Common) { m.focus = focusTree }

func (m *unitScreen) Rested(*screen.Common) { m.Visit() }

func (m *unitScreen) Frame(_ *screen.Common, dt time.Duration) {
	v := m.Current()
	if v == nil {
		return
	}
	if m.RestAt.IsZero() { // what the cursor only passes was not looked at: its first visit is to come
		v.Seen, v.Tiled = m.Now, false
	}
	if !v.Moving() && m.signal.Settle() { // what plays is drawn anyway
		m.Changed()
	}
	m.Advance(v, dt, m.Pace())
	m.similar.ask(m, v)
	m.aside.look(m, v)
}

func (m *unitScreen) Lively(*screen.Common) bool {
	v := m.Current()
	return v != nil && v.Moving() || m.similar.waits(m) || m.aside.waits(m) || v != nil && m.signal.Settling()
}

func (m *unitScreen) Draw(*screen.Common) { m.drawUnitScreen() }

func (m *unitScreen) Click(_ *screen.Common, x, y int) { m.clickUnit(x, y) }

func (m *unitScreen) First(*screen.Common) []*visit.Visit { return nil }
