package screen

import (
	tea "charm.land/bubbletea/v2"

	"time"

	"actmax/tui/session/state"
	"actmax/tui/session/visit"
)

// ID is the place of a screen in the program's list; the number keys open them, 1 the first.
type ID int

// The screens that others lead to.
const (
	Unit ID = iota
	Layer
	Compare
	Map
	Scores
)

// Screen is what a number key opens. All share the cursor in the tree, the runs, the settings, the footer and the dialogs. A screen
// knows no other: what only the program can do it asks of it by Common.Ask.
type Screen interface {
	Keys() []Key            // that mean something on it, those of the footer in their order
	Glossary() []Part       // what is shown on it only
	Enter()                 // it was opened
	Leave()                 // another is opened
	Act(a Action) bool      // does what a key of it asks for; false: the key does what it does on every screen
	Rested()                // the cursor has rested on a place
	Frame(dt time.Duration) // advances what moves by itself
	Lively() bool           // something on it can change without a key
	Draw()
	Click(x, y int)
	First() []*visit.Visit    // whose similar segments are wanted before others'
	Save(s *state.Session)    // adds how it stands
	Restore(s *state.Session) // takes up how it was left
}

// What a screen may do besides; the program asks each whether it does.
type (
	// Worker works for its network whatever screen is open.
	Worker interface {
		Advance(dt time.Duration)
		Pause()             // its network goes off the screen: what is worked out for it is asked for again when it is back
		Continue()          // it is back
		Close()             // it is closed
		Unfinished() string // what quitting would end, as a sentence without its full stop; "": nothing
	}
	// Follower turns to the networks and the data that are open now.
	Follower interface{ Follow() }
	// Tracker begins anew for another unit under the cursor; it is told after every message.
	Tracker interface{ FollowCursor() }
	// Typist has a field open that takes every key.
	Typist interface {
		Typing() bool
		Typed(msg tea.Msg)
		StopTyping()
	}
	// Guide explains what has the focus: a line for the footer ("": its keys), and the entry that the help opens on.
	Guide interface {
		Line() string
		Entry() (name string, heading bool)
	}
	// Wheeler moves what lies under the mouse; false: the wheel is as good as the keys.
	Wheeler interface{ Wheel(x, y int, a Action) bool }
	// Chooser takes a method or preset in its own way.
	Chooser interface{ Choose(m Method) }
	// Setter opens the field of a setting, by its row in the form.
	Setter interface{ OpenSetting(row int) }
	// Comparer shows a unit beside its counterpart in another network.
	Comparer interface{ ShowCounterparts() }
)

// Pointed is a screen on which arrows have a way of their own.
type Pointed interface {
	Arrow(key string) (taken bool) // key as the terminal library names it
}

// Searcher is a screen with a filter of its own; the others share the tree's.
type Searcher interface {
	Search(query string) error
}

// Entry explains a word or a number on the screen.
type Entry struct{ Name, Text string }

// Part is a heading of the help and its entries.
type Part struct {
	Title   string
	Entries []Entry
}

// Method is a method or a preset that the user chooses.
type Method struct {
	Name   string
	Preset bool
}
