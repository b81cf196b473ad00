package screen

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/session/state"
	"actmax/tui/session/visit"
)

// ID is the index of a screen in the program's list; the number keys open them, 1 the first.
type ID int

// The screens that other screens lead to.
const (
	Unit ID = iota
	Layer
	Compare
	Map
	Scores
)

// Screen is what a number key opens. All screens share the cursor in the tree, the runs, the settings, the footer and
// the dialogs. Screens do not know each other: what only the program can do, they ask for with Common.Ask.
type Screen interface {
	Keys() []Key            // keys with a meaning on this screen: the footer's in order, and the disabled ones
	Glossary() []Part       // explains what only this screen shows
	Enter()                 // called when the screen is opened
	Leave()                 // called when another screen is opened
	Act(a Action) bool      // performs an action; false: the action does what it does on every screen
	Rested()                // called when the cursor has rested on a place
	Frame(dt time.Duration) // advances animations
	Lively() bool           // reports whether the screen can change without a key
	Draw()
	Click(x, y int)
	First() []*visit.Visit    // visits whose similar segments are searched first
	Save(s *state.Session)    // adds the screen's state to a saved session
	Restore(s *state.Session) // applies the screen's state from a saved session
}

// Optional interfaces of screens.
type (
	// Worker works for its network in the background, whichever screen is open.
	Worker interface {
		Advance(dt time.Duration)
		Pause()             // called when another network is shown; pending work is requested again on return
		Continue()          // called when its network is shown again
		Close()             // called when its network is closed
		Unfinished() string // what quitting would interrupt, a sentence without the full stop; "": nothing
	}
	// Follower is told when the open networks or data change.
	Follower interface{ Follow() }
	// Tracker follows the unit under the cursor; it is called after every message.
	Tracker interface{ FollowCursor() }
	// Typist has a text field; while the field is open it takes every key.
	Typist interface {
		Typing() bool
		Typed(msg tea.Msg)
		StopTyping()
	}
	// Guide explains what has the focus: a line for the footer ("": the keys) and the entry that the help opens on.
	Guide interface {
		Line() string
		Entry() (name string, heading bool)
	}
	// Wheeler scrolls what is under the mouse; false: the wheel acts like the keys.
	Wheeler interface{ Wheel(x, y int, a Action) bool }
	// Chooser applies a chosen method or preset itself.
	Chooser interface{ Choose(m Method) }
	// Setter opens the field of a setting by its row in the form.
	Setter interface{ OpenSetting(row int) }
	// Comparer shows a unit next to its counterpart in another network.
	Comparer interface{ ShowCounterparts() }
)

// Pointed is a screen that handles arrow keys itself.
type Pointed interface {
	Arrow(key string) (taken bool) // key by its name in the terminal library
}

// Searcher is a screen with its own filter; the others share that of the tree.
type Searcher interface {
	Search(query string) error
}

// Entry explains a word or a number on the screen.
type Entry struct{ Name, Text string }

// Part is a heading of the help with its entries.
type Part struct {
	Title   string
	Entries []Entry
}

// Method is a method or preset that the user chose.
type Method struct {
	Name   string
	Preset bool
}
