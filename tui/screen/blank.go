package screen

import (
	"time"

	"actmax/tui/session/state"
	"actmax/tui/session/visit"
)

// Blank is a screen without a purpose: it has no keys of its own and shows nothing. A screen embeds it and writes only the methods that
// it has something to do in.
type Blank struct{}

func (Blank) Keys() []Key            { return nil }
func (Blank) Glossary() []Part       { return nil }
func (Blank) Enter()                 {}
func (Blank) Leave()                 {}
func (Blank) Act(Action) bool        { return false }
func (Blank) Rested()                {}
func (Blank) Frame(time.Duration)    {}
func (Blank) Lively() bool           { return false }
func (Blank) Draw()                  {}
func (Blank) Click(int, int)         {}
func (Blank) First() []*visit.Visit  { return nil }
func (Blank) Save(*state.Session)    {}
func (Blank) Restore(*state.Session) {}
