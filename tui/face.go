package tui

import (
	"time"

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

// pointed is a screen on which arrows have a way of their own.
type pointed interface {
	arrow(m *common, key string) (taken bool) // key as the terminal library names it
}

var screenNames = [screenCount]string{"Unit", "Layer", "Compare", "Map", "Scores"}

// hint is a word or two of the footer: the key map's own, or other ones where a screen gives the key another meaning.
type hint struct {
	action action
	short  string
}

// hinted is a screen whose hints change with what it shows; nil: those of hints.
type hinted interface{ hints() []hint }

// searcher is a screen with a filter of its own; the others share the tree's.
type searcher interface {
	search(m *common, query string) error
}

type entry struct{ name, text string }

type glossaryPart struct {
	title   string
	entries []entry
}
