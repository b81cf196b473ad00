package tui

import (
	"errors"
	"fmt"
	"math"

	tea "charm.land/bubbletea/v2"
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
	floors  floors
	rows    rect // of the list on the screen, for the mouse
	first   int  // the list's row in the first of these
}

// unitMsg brings something that was worked out for one of these.
type unitMsg interface{ take(m *explorer) }

// look asks for what is to be shown and not there yet.
func (u *unitViews) look(m *explorer, v *visit) tea.Cmd {
	return tea.Batch(u.power.ask(m), u.strong.ask(m, v), u.floors.ask(m, v))
}

// waits tells whether something is on its way or wanted.
func (u *unitViews) waits(m *explorer) bool {
	v := m.current()
	return v != nil && v.shown != nil && (u.power.waits(m) || u.strong.waits(m, v) || u.floors.waits(m, v))
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

// gaveUp notes that a task was given up: it is not taken up again for the same data and thresholds.
func (u *unitViews) gaveUp(k taskKind) {
	if k == taskFloor {
		u.floors.busy, u.floors.failed = false, true
	} else {
		u.power.err = errGivenUp
	}
}

var errGivenUp = errors.New("the training mean was given up")

// turnAspect shows the next view; on a small screen in place of the list.
func (m *explorer) turnAspect() {
	m.views.aspect = (m.views.aspect + 1) % aspectCount
	if m.focus == focusSimilar && !m.layout.wide {
		m.focus = focusTree
	}
	m.lower = focusTree
	m.say("%s", [aspectCount]string{"the objective: what each term adds to it", "the frequencies of the signal and of real segments",
		"the unit's activations on the training segments"}[m.views.aspect])
}

// drawAspect draws the pane left of the list.
func (m *explorer) drawAspect(p painter, v *visit, sc *scene) {
	switch m.views.aspect {
	case aspectFrequencies:
		m.views.power.draw(p, m, v, sc)
	case aspectActivations:
		m.views.counts.draw(p, m, v, sc)
	default:
		total := nan
		if v.run != nil {
			total = v.run.Schedule().Total()
		}
		m.terms.draw(p, v, m.now, total, m.percentile(v.place.layer), m.glyphs)
	}
}

// drawList draws the list of real segments.
func (m *explorer) drawList(p painter, v *visit, focused bool) {
	if m.views.listing == listStrongest {
		m.views.strong.draw(p, m, v, focused)
		return
	}
	m.similar.draw(p, m, v, focused)
}

// decades draws the labels of a logarithmic axis, whose bounds are powers of ten.
func decades(p painter, a *axis, g *glyphs) {
	h := p.h()
	for y := range h {
		p.put(labelWidth, y, g.frame[up|down], ink(inkFrame))
	}
	if a.hi <= a.lo || h < 1 {
		return
	}
	step := math.Ceil((a.hi - a.lo) / max(1, float64(h/2)))
	for v := math.Floor(a.hi); v >= a.lo-1e-9; v -= step {
		y := a.row(v, h, true)
		p.text(0, y, label(math.Pow(10, v)), ink(inkDim))
		p.put(labelWidth, y, g.tick, ink(inkFrame))
	}
}

// mark puts a glyph over what stands in a cell; over a full bar it keeps the bar behind it.
func mark(p painter, x, y int, glyph string, s style, g *glyphs) {
	if c := p.cell(x, y); c != nil && c.text == g.bars[len(g.bars)-1] {
		over := c.style.ink == inkOver
		s = ink(inkText)
		if s.ground = groundMap; over {
			s.ground = groundOver
		}
	}
	p.put(x, y, glyph, s)
}

// rulerFrom is where a text begins whose middle stands at x, or as near to that as there is room.
func rulerFrom(p painter, x int, text string) int {
	return min(max(x-len(text)/2, 0), p.w()-len(text))
}

// ruler writes values under a plot, each below its column: the last, and of the others as many as there is room for.
func ruler(p painter, y int, at []int, texts []string) {
	free, last := 0, len(texts)-1
	from := func(i int) int { return rulerFrom(p, at[i], texts[i]) }
	for i, s := range texts {
		x := from(i)
		if x < free || i < last && x+len(s) >= from(last) {
			continue
		}
		p.text(x, y, s, ink(inkDim))
		free = x + len(s) + 1
	}
}

// percent writes a share.
func percent(share float64) string {
	switch {
	case !known(share):
		return "-"
	case share > 0.9995 && share < 1:
		return ">99.9%"
	case share > 0.99 && share < 1:
		return fmt.Sprintf("%.1f%%", 100*share)
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}
