package tui

import (
	"errors"

	"actmax/tui/canvas"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// aspect is what the pane left of the list shows of the unit.
type aspect int

const (
	aspectObjective aspect = iota
	aspectFrequencies
	aspectActivations
	aspectCount
)

var aspectTitles = [aspectCount]string{"Objective", "Power by Hz", "Activations in training"}

// unitViews is what the Unit screen knows of a unit beyond its run.
type unitViews struct {
	aspect  aspect
	listing listing
	power   powerPane
	counts  countsPane
	strong  strongList
	rows    canvas.Area // of the list on the screen, for the mouse
	first   int         // the list's row in the first of these
}

// look asks for what is to be shown and not there yet.
func (u *unitViews) look(m *unitScreen, v *visit.Visit) {
	u.power.ask(m)
	u.strong.ask(m, v)
	if m.listsSimilar() {
		m.Floors.Ask(m.Session, v)
	}
}

// listsSimilar reports whether the list of similar segments is on the screen.
func (m *unitScreen) listsSimilar() bool {
	return m.aside.listing == listSimilar && (m.Size.Wide || m.lower == focusSimilar)
}

// waits tells whether something is on its way or wanted.
func (u *unitViews) waits(m *unitScreen) bool {
	v := m.Current()
	return v != nil && v.Shown != nil && (u.power.waits(m) || u.strong.waits(m, v) || m.listsSimilar() && m.Floors.Waits(m.Session, v))
}

// reset forgets how far axes and lists have come, as for another unit.
func (u *unitViews) reset() {
	u.power.reset()
	u.counts.reset()
	u.strong.pick, u.strong.top = 0, 0
}

// forget drops what belongs to the data or the network, as when others are opened.
func (u *unitViews) forget() {
	*u = unitViews{aspect: u.aspect, listing: u.listing}
}

var errGivenUp = errors.New("the training mean was given up")

// turnAspect shows the next view; on a small screen in place of the list.
func (m *unitScreen) turnAspect() {
	m.aside.aspect = (m.aside.aspect + 1) % aspectCount
	if m.focus == focusSimilar && !m.Size.Wide {
		m.focus = focusTree
	}
	m.lower = focusTree
	m.Say("%s", [aspectCount]string{"the objective: what each term adds to it", "the frequencies of the signal and of real segments",
		"the unit's activations on the training segments"}[m.aside.aspect])
}

// drawAspect draws the pane left of the list.
func (m *unitScreen) drawAspect(p canvas.Painter, v *visit.Visit, sc *widget.Scene) {
	switch m.aside.aspect {
	case aspectFrequencies:
		m.aside.power.draw(p, m, v, sc)
	case aspectActivations:
		m.aside.counts.draw(p, m, v, sc)
	default:
		total := session.NaN
		if v.Run != nil {
			total = v.Run.Schedule().Total()
		}
		m.terms.draw(p, v, m.Now, total, m.Percentile(v.Place.Layer), m.Glyphs)
	}
}

// drawList draws the list of real segments.
func (m *unitScreen) drawList(p canvas.Painter, v *visit.Visit, focused bool) {
	if m.aside.listing == listStrongest {
		m.aside.strong.draw(p, m, v, focused)
		return
	}
	m.similar.draw(p, m, v, focused)
}
