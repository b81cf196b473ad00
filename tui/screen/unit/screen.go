package unit

import (
	"time"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// Screen is the first screen: one unit and everything about it.
type Screen struct {
	c       *screen.Common
	network *session.Open         // of the panes
	index   *session.SegmentIndex // of the panes
	Layout  layout
	rows    widget.TreeView
	Focus   focus
	Lower   focus    // the lower pane of a small screen; FocusTree stands for the objective
	at      cursorAt // of the panes
	Signal  widget.SignalPane
	terms   objectivePane
	Similar SimilarPane
	Aside   unitViews
	Form    widget.Form
}

// New returns the screen.
func New(c *screen.Common) *Screen {
	s := &Screen{c: c, network: c.Session.Open, index: c.Session.Data.Index}
	s.Form.Reset()
	return s
}

// Enter implements screen.Screen.
func (m *Screen) Enter() {}

// Leave implements screen.Screen.
func (m *Screen) Leave() { m.Focus = FocusTree }

// Rested implements screen.Screen: it starts the unit under the cursor.
func (m *Screen) Rested() { m.c.Session.Visit() }

// Frame implements screen.Screen.
func (m *Screen) Frame(dt time.Duration) {
	v := m.c.Session.Current()
	if v == nil {
		return
	}
	if m.c.Session.RestAt.IsZero() { // a unit that the cursor only passes is not seen
		v.Seen, v.Tiled = m.c.Session.Now, false
	}
	if !v.Moving() && m.Signal.Settle() { // a playing unit is redrawn anyway
		m.c.Session.Changed()
	}
	m.c.Session.Advance(v, dt, m.c.Pace())
	m.Similar.Ask(m, v)
	m.Aside.Look(m, v)
}

// Lively implements screen.Screen.
func (m *Screen) Lively() bool {
	v := m.c.Session.Current()
	return v != nil && v.Moving() || m.Similar.waits(m) || m.Aside.Waits(m) || v != nil && m.Signal.Settling()
}

// Draw implements screen.Screen.
func (m *Screen) Draw() { m.drawUnitScreen() }

// Click implements screen.Screen.
func (m *Screen) Click(x, y int) { m.clickUnit(x, y) }

// First implements screen.Screen.
func (m *Screen) First() []*visit.Visit { return nil }

// focus is the pane that takes the keys.
type focus int

const (
	FocusTree focus = iota
	FocusSimilar
	FocusSettings
)
