package unit

import (
	"time"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// Screen is the home screen: one unit and everything about it.
type Screen struct {
	c       *screen.Common
	network *session.Open         // that the panes are of
	index   *session.SegmentIndex // and the data
	Layout  layout
	rows    widget.TreeView
	Focus   focus
	Lower   focus    // the pane that a small screen shows: focusTree stands for the objective
	at      cursorAt // that the panes are of
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

func (m *Screen) Enter() {}

func (m *Screen) Leave() { m.Focus = FocusTree }

func (m *Screen) Rested() { m.c.Session.Visit() }

func (m *Screen) Frame(dt time.Duration) {
	v := m.c.Session.Current()
	if v == nil {
		return
	}
	if m.c.Session.RestAt.IsZero() { // what the cursor only passes was not looked at: its first visit is to come
		v.Seen, v.Tiled = m.c.Session.Now, false
	}
	if !v.Moving() && m.Signal.Settle() { // what plays is drawn anyway
		m.c.Session.Changed()
	}
	m.c.Session.Advance(v, dt, m.c.Pace())
	m.Similar.Ask(m, v)
	m.Aside.Look(m, v)
}

func (m *Screen) Lively() bool {
	v := m.c.Session.Current()
	return v != nil && v.Moving() || m.Similar.waits(m) || m.Aside.Waits(m) || v != nil && m.Signal.Settling()
}

func (m *Screen) Draw() { m.drawUnitScreen() }

func (m *Screen) Click(x, y int) { m.clickUnit(x, y) }

func (m *Screen) First() []*visit.Visit { return nil }

// focus is the pane that the keys go to.
type focus int

const (
	FocusTree focus = iota
	FocusSimilar
	FocusSettings
)
