package tui

import (
	"slices"
	"time"

	"actmax/tui/canvas"
	"actmax/tui/session/visit"
)

// screenID names a screen. The number keys open them, 1 the first.
type screenID int

const (
	screenUnit screenID = iota
	screenLayer
	screenCompare
	screenMap
	screenScores
	screenCount
)

// screen is what a number key opens. All share the cursor in the tree, the runs, the settings, the footer and the windows;
// each draws what it likes above the footer and answers the keys that mean something else on it than on the Unit screen.
type screen interface {
	enter(m *common)                      // it was opened
	leave(m *common)                      // another is opened
	act(m *common, a action) (taken bool) // false: the key does what it does on the Unit screen
	rested(m *common)                     // the cursor has rested on a place
	frame(m *common, dt time.Duration)    // advances what moves by itself
	lively(m *common) bool                // something on it can change without a key
	draw(m *common)
	click(m *common, x, y int)
	first(m *common) []*visit.Visit // whose similar segments are wanted before others'
}

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

// pointed is a screen on which arrows have a way of their own.
type pointed interface {
	arrow(m *common, key string) (taken bool) // key as the terminal library names it
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

var screenNames = [screenCount]string{"Unit", "Layer", "Compare", "Map", "Scores"}

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

// screenGlossary explains what stands on other screens than Unit only.
var screenGlossary = []glossaryPart{
	{"On the Layer screen", []entry{
		{"a tile", "A unit: its number and attainment, the signal between its own bounds, and whatever is said of a unit in the tree. All follow one playhead; the number on the right is the step that the tile shows where that is not its end."},
		{"0.012 sitting", "The mean MSE of the similar.top real segments that resemble the unit's result most, in G², and the activity of the nearest one."},
		{"(sitting)", "In brackets, until that is known: the activity in whose training segments the unit is most active on average."},
	}},
	{"With several networks", counterpartWords},
	{"On the Compare screen", []entry{
		{"+0.012", "The second number of a row: how far the column's number lies from the other column's; = where they are the same."},
		{"MSE", "The mean MSE of the similar.top real segments nearest to the result, in G²; known once the run is at its end."},
		{"R", "A penalty before weighting, so that columns with different weights can be compared; sum is each column's own objective, under its own weights."},
		{"apart", "How far the two signals lie apart: the root mean square of their difference, in G."},
	}},
	{"On the Map screen", mapWords},
	{"On the Map screen: units that repeat each other", repeatWords},
	{"On the Scores screen", scoresWords},
}

// hint is a word or two of the footer: the key map's own, or other ones where a screen gives the key another meaning.
type hint struct {
	action action
	short  string
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

// hinted is a screen whose hints change with what it shows; nil: those of hints.
type hinted interface{ hints() []hint }

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
