package unit

import (
	"errors"

	"actmax/tui/canvas"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// aspect is what the pane left of the list shows.
type aspect int

const (
	aspectObjective aspect = iota
	AspectFrequencies
	AspectActivations
	aspectCount
)

var aspectTitles = [aspectCount]string{"Objective", "Power by Hz", "Activations in training"}

// unitViews holds the panes next to the plots.
type unitViews struct {
	Aspect  aspect
	Listing listing
	power   powerPane
	counts  CountsPane
	Strong  strongList
	Rows    canvas.Area // of the list on the screen, for the mouse
	first   int         // index of the list's first row on the screen
}

// Look starts computing what is shown and not yet known.
func (u *unitViews) Look(m *Screen, v *visit.Visit) {
	u.power.ask(m)
	u.Strong.ask(m, v)
	if m.listsSimilar() {
		m.c.Session.Open.Baselines.Ask(m.c.Session, v)
	}
}

// listsSimilar reports whether the list of similar segments is on the screen.
func (m *Screen) listsSimilar() bool {
	return m.Aside.Listing == listSimilar && (m.c.Size.Wide || m.Lower == FocusSimilar)
}

// Waits reports whether something is pending or wanted.
func (u *unitViews) Waits(m *Screen) bool {
	v := m.c.Session.Current()
	if v == nil || v.Shown == nil {
		return false
	}
	return u.power.waits(m) || u.Strong.waits(m, v) || m.listsSimilar() && m.c.Session.Open.Baselines.Waits(m.c.Session, v)
}

// reset resets axes and lists for another unit.
func (u *unitViews) reset() {
	u.power.reset()
	u.counts.reset()
	u.Strong.pick, u.Strong.top = 0, 0
}

// Forget drops what belongs to the data or the network.
func (u *unitViews) Forget() {
	*u = unitViews{Aspect: u.Aspect, Listing: u.Listing}
}

var errCancelled = errors.New("training mean cancelled")

// turnAspect shows the next view, on a small screen in place of the list.
func (m *Screen) turnAspect() {
	m.Aside.Aspect = (m.Aside.Aspect + 1) % aspectCount
	if m.Focus == FocusSimilar && !m.c.Size.Wide {
		m.Focus = FocusTree
	}
	m.Lower = FocusTree
	m.c.Session.Say("%s", [aspectCount]string{
		"view: the terms of the objective",
		"view: frequencies of the signal and of real segments",
		"view: the unit's activations on the training segments",
	}[m.Aside.Aspect])
}

// drawAspect draws the pane left of the list.
func (m *Screen) drawAspect(p canvas.Painter, v *visit.Visit, sc *widget.Scene) {
	switch m.Aside.Aspect {
	case AspectFrequencies:
		m.Aside.power.draw(p, m, v, sc)
	case AspectActivations:
		m.Aside.counts.draw(p, m, v, sc)
	default:
		total := session.NaN
		if v.Run != nil {
			total = v.Run.Schedule().Total()
		}
		m.terms.draw(p, v, m.c.Session.Now, total, m.c.Session.Open.Percentile(v.Place.Layer), m.c.Glyphs)
	}
}

// drawList draws the list of real segments.
func (m *Screen) drawList(p canvas.Painter, v *visit.Visit, focused bool) {
	if m.Aside.Listing == ListStrongest {
		m.Aside.Strong.draw(p, m, v, focused)
		return
	}
	m.Similar.draw(p, m, v, focused)
}
