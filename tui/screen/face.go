package screen

import (
	"time"

	"actmax/tui/session/visit"
)

// ID names a screen. The number keys open them, 1 the first.
type ID int

const (
	Unit ID = iota
	Layer
	Compare
	Map
	Scores
	Count
)

// Screen is what a number key opens. All share the cursor in the tree, the runs, the settings, the footer and the windows;
// each draws what it likes above the footer and answers the keys that mean something else on it than on the Unit screen.
type Screen interface {
	Enter()                    // it was opened
	Leave()                    // another is opened
	Act(a Action) (taken bool) // false: the key does what it does on the Unit screen
	Rested()                   // the cursor has rested on a place
	Frame(dt time.Duration)    // advances what moves by itself
	Lively() bool              // something on it can change without a key
	Draw()
	Click(x, y int)
	First() []*visit.Visit // whose similar segments are wanted before others'
}

// Pointed is a screen on which arrows have a way of their own.
type Pointed interface {
	Arrow(key string) (taken bool) // key as the terminal library names it
}

var Names = [Count]string{"Unit", "Layer", "Compare", "Map", "Scores"}

// Hint is a word or two of the footer: the key map's own, or other ones where a screen gives the key another meaning.
type Hint struct {
	Action Action
	Short  string
}

// Hinted is a screen whose hints change with what it shows; nil: those of hints.
type Hinted interface{ Hints() []Hint }

// Searcher is a screen with a filter of its own; the others share the tree's.
type Searcher interface {
	Search(query string) error
}

type Entry struct{ Name, Text string }

type Part struct {
	Title   string
	Entries []Entry
}

// Method is a method or a preset that the user chooses.
type Method struct {
	Name   string
	Preset bool
}
