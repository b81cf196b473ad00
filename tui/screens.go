package tui

import (
	"slices"

	"actmax/tui/canvas"
	"actmax/tui/screen"
)

// on returns the screen that is open.
func (m *explorer) on() screen.Screen {
	switch m.common.Screen {
	case screen.Layer:
		return m.own.layers
	case screen.Compare:
		return m.pair
	case screen.Map:
		return m.own.chart
	case screen.Scores:
		return m.own.scores
	}
	return m.unit
}

// turnToScreen opens a screen.
func (m *explorer) turnToScreen(id screen.ID) {
	if id == m.common.Screen {
		m.Say("this is the %s screen", screen.Names[id])
		return
	}
	m.on().Leave()
	m.common.Screen = id
	m.on().Enter()
	m.dirty = true
}

// screenKey answers the number keys, and those that the open screen has a meaning of its own for.
func (m *explorer) screenKey(a screen.Action) (taken bool) {
	switch a {
	case screen.ActUnitScreen:
		m.turnToScreen(screen.Unit)
	case screen.ActLayerScreen:
		m.turnToScreen(screen.Layer)
	case screen.ActCompareScreen:
		m.turnToScreen(screen.Compare)
	case screen.ActMapScreen:
		m.turnToScreen(screen.Map)
	case screen.ActScoresScreen:
		m.turnToScreen(screen.Scores)
	default:
		return m.on().Act(a)
	}
	return true
}

// toUnitScreen opens the Unit screen unless it is open.
func (m *explorer) toUnitScreen() {
	if m.common.Screen != screen.Unit {
		m.turnToScreen(screen.Unit)
	}
}

// hints are the footers of the other screens, most important first.
var hints = [screen.Count][]screen.Hint{
	screen.Layer: {{Action: screen.ActDown, Short: "h/j/k/l unit"}, {Action: screen.ActOpen, Short: "enter open"}, {Action: screen.ActOrder, Short: "o order"}, {Action: screen.ActHold, Short: ""}, {Action: screen.ActFilter, Short: ""}, {Action: screen.ActMethods, Short: ""},
		{Action: screen.ActRestart, Short: "r run stale"}, {Action: screen.ActLayerDown, Short: "J/K layer"}, {Action: screen.ActBack, Short: "esc back"}, {Action: screen.ActHelp, Short: ""}, {Action: screen.ActQuit, Short: ""}},
	screen.Compare: {{Action: screen.ActPane, Short: "tab column"}, {Action: screen.ActMethods, Short: ""}, {Action: screen.ActFilter, Short: "/ unit"}, {Action: screen.ActDown, Short: "j/k unit, both"}, {Action: screen.ActHold, Short: ""}, {Action: screen.ActOpen, Short: "enter open"},
		{Action: screen.ActBack, Short: "esc back"}, {Action: screen.ActHelp, Short: ""}, {Action: screen.ActQuit, Short: ""}},
	screen.Map: {{Action: screen.ActLeft, Short: "arrows unit"}, {Action: screen.ActDown, Short: "j/k in order"}, {Action: screen.ActOpen, Short: "enter open"}, {Action: screen.ActAspect, Short: "v view"}, {Action: screen.ActList, Short: "t outlines"}, {Action: screen.ActZoomIn, Short: "z/Z zoom"},
		{Action: screen.ActFilter, Short: ""}, {Action: screen.ActRestart, Short: "r run stale"}, {Action: screen.ActLayerDown, Short: "J/K layer"}, {Action: screen.ActBack, Short: "esc back"}, {Action: screen.ActHelp, Short: ""}, {Action: screen.ActQuit, Short: ""}},
	screen.Scores: {{Action: screen.ActDown, Short: "j/k row"}, {Action: screen.ActOpen, Short: "enter worst unit"}, {Action: screen.ActRestart, Short: "r run layer"}, {Action: screen.ActElsewhere, Short: "R network"}, {Action: screen.ActHold, Short: ""}, {Action: screen.ActPane, Short: "tab units"}, {Action: screen.ActAspect, Short: "v paper"},
		{Action: screen.ActOrder, Short: "o order"}, {Action: screen.ActFilter, Short: ""}, {Action: screen.ActExport, Short: "e export"}, {Action: screen.ActBack, Short: "esc back"}, {Action: screen.ActHelp, Short: ""}, {Action: screen.ActQuit, Short: ""}},
}

// ownHints is how many hints of a screen stand before the way to another network.
const ownHints = 3

// footer returns the short hints of the screen that is open, as many as fit into w columns. With another network open the Unit
// screen begins with the way there; the others first say what they are for.
func (m *explorer) footer(w int) string {
	words := m.hintsHere()
	said := false // by the screen itself
	if s, ok := m.on().(screen.Hinted); ok {
		said = slices.ContainsFunc(s.Hints(), func(h screen.Hint) bool { return h.Action == screen.ActOver })
	}
	if o := m.common.Session.Other(); o != nil && !said {
		first := min(ownHints, len(words))
		if m.common.Screen == screen.Unit {
			first = 0
		}
		words = slices.Insert(words, first, "b over to "+canvas.Clip(m.common.Session.Label(o.Network), 16, m.common.Glyphs), "c compare")
	}
	return fit(words, w)
}

// hintsHere are those of the screen that is open.
func (m *explorer) hintsHere() []string {
	if s, ok := m.on().(screen.Hinted); ok && s.Hints() != nil {
		return hintWords(s.Hints())
	}
	return hintsOf(m.common.Screen)
}

// hintsOf are those of a screen.
func hintsOf(id screen.ID) []string {
	if hints[id] == nil {
		return shortHints()
	}
	return hintWords(hints[id])
}

// hintWords writes hints; those without words take those of the key map.
func hintWords(list []screen.Hint) (out []string) {
	for _, h := range list {
		short := h.Short
		for _, g := range keyMap {
			for _, b := range g.bindings {
				if b.action == h.Action && short == "" {
					short = b.short
				}
			}
		}
		out = append(out, short)
	}
	return out
}
