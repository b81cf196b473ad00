package tui

import (
	"slices"

	"actmax/tui/canvas"
)

// on returns the screen that is open.
func (m *explorer) on() screen {
	switch m.screen {
	case screenLayer:
		return &m.layers
	case screenCompare:
		return &m.pair
	case screenMap:
		return &m.chart
	case screenScores:
		return &m.scores
	}
	return m.unitScreen
}

// turnToScreen opens a screen.
func (m *explorer) turnToScreen(id screenID) {
	if id == m.screen {
		m.Say("this is the %s screen", screenNames[id])
		return
	}
	m.on().leave(m.common)
	m.screen = id
	m.on().enter(m.common)
	m.dirty = true
}

// screenKey answers the number keys, and those that the open screen has a meaning of its own for.
func (m *explorer) screenKey(a action) (taken bool) {
	switch a {
	case actUnitScreen:
		m.turnToScreen(screenUnit)
	case actLayerScreen:
		m.turnToScreen(screenLayer)
	case actCompareScreen:
		m.turnToScreen(screenCompare)
	case actMapScreen:
		m.turnToScreen(screenMap)
	case actScoresScreen:
		m.turnToScreen(screenScores)
	default:
		return m.on().act(m.common, a)
	}
	return true
}

// toUnitScreen opens the Unit screen unless it is open.
func (m *explorer) toUnitScreen() {
	if m.screen != screenUnit {
		m.turnToScreen(screenUnit)
	}
}

// hints are the footers of the other screens, most important first.
var hints = [screenCount][]hint{
	screenLayer: {{actDown, "h/j/k/l unit"}, {actOpen, "enter open"}, {actOrder, "o order"}, {actHold, ""}, {actFilter, ""}, {actMethods, ""},
		{actRestart, "r run stale"}, {actLayerDown, "J/K layer"}, {actBack, "esc back"}, {actHelp, ""}, {actQuit, ""}},
	screenCompare: {{actPane, "tab column"}, {actMethods, ""}, {actFilter, "/ unit"}, {actDown, "j/k unit, both"}, {actHold, ""}, {actOpen, "enter open"},
		{actBack, "esc back"}, {actHelp, ""}, {actQuit, ""}},
	screenMap: {{actLeft, "arrows unit"}, {actDown, "j/k in order"}, {actOpen, "enter open"}, {actAspect, "v view"}, {actList, "t outlines"}, {actZoomIn, "z/Z zoom"},
		{actFilter, ""}, {actRestart, "r run stale"}, {actLayerDown, "J/K layer"}, {actBack, "esc back"}, {actHelp, ""}, {actQuit, ""}},
	screenScores: {{actDown, "j/k row"}, {actOpen, "enter worst unit"}, {actRestart, "r run layer"}, {actElsewhere, "R network"}, {actHold, ""}, {actPane, "tab units"}, {actAspect, "v paper"},
		{actOrder, "o order"}, {actFilter, ""}, {actExport, "e export"}, {actBack, "esc back"}, {actHelp, ""}, {actQuit, ""}},
}

// ownHints is how many hints of a screen stand before the way to another network.
const ownHints = 3

// footer returns the short hints of the screen that is open, as many as fit into w columns. With another network open the Unit
// screen begins with the way there; the others first say what they are for.
func (m *explorer) footer(w int) string {
	words := m.hintsHere()
	said := false // by the screen itself
	if s, ok := m.on().(hinted); ok {
		said = slices.ContainsFunc(s.hints(), func(h hint) bool { return h.action == actOver })
	}
	if o := m.Other(); o != nil && !said {
		first := min(ownHints, len(words))
		if m.screen == screenUnit {
			first = 0
		}
		words = slices.Insert(words, first, "b over to "+canvas.Clip(m.Label(o.Network), 16, m.glyphs), "c compare")
	}
	return fit(words, w)
}

// hintsHere are those of the screen that is open.
func (m *explorer) hintsHere() []string {
	if s, ok := m.on().(hinted); ok && s.hints() != nil {
		return hintWords(s.hints())
	}
	return hintsOf(m.screen)
}

// hintsOf are those of a screen.
func hintsOf(id screenID) []string {
	if hints[id] == nil {
		return shortHints()
	}
	return hintWords(hints[id])
}

// hintWords writes hints; those without words take those of the key map.
func hintWords(list []hint) (out []string) {
	for _, h := range list {
		short := h.short
		for _, g := range keyMap {
			for _, b := range g.bindings {
				if b.action == h.action && short == "" {
					short = b.short
				}
			}
		}
		out = append(out, short)
	}
	return out
}
