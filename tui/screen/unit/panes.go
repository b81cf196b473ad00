package unit

import (
	"slices"

	"actmax/tui/screen"
	"actmax/tui/session/state"
	"actmax/tui/widget"
)

var (
	aspectWords  = []string{"objective", "frequencies", "activations"}
	listingWords = []string{"similar", "strongest"}
	focusWords   = []string{"tree", "list", "settings"}
	lowerWords   = []string{"view", "list"}
)

// panes returns which panes are open, for a saved session.
func (m *Screen) panes() state.Panes {
	p := state.Panes{
		View: aspectWords[m.Aside.Aspect], List: listingWords[m.Aside.Listing],
		Focus: focusWords[m.Focus], Lower: lowerWords[0],
	}
	if m.Lower == FocusSimilar {
		p.Lower = lowerWords[1]
	}
	if m.c.Axis > 0 {
		choices := widget.AxisChoices(m.c.Session.AxisNames())
		p.Axes = choices[m.c.Axis%len(choices)].Name
	}
	return p
}

// openPanes opens the panes of a saved session.
func (m *Screen) openPanes(p state.Panes) {
	of := func(words []string, word string) int { return max(0, slices.Index(words, word)) }
	m.Aside.Aspect = aspect(of(aspectWords, p.View))
	m.Aside.Listing = listing(of(listingWords, p.List))
	m.Lower = FocusTree
	if of(lowerWords, p.Lower) == 1 {
		m.Lower = FocusSimilar
	}
	if m.c.Screen == screen.Unit { // other screens have no panes
		m.Focus = focus(of(focusWords, p.Focus))
	}
	named := func(c widget.AxisChoice) bool { return c.Name == p.Axes }
	m.c.Axis = max(0, slices.IndexFunc(widget.AxisChoices(m.c.Session.AxisNames()), named))
}

// Save implements screen.Screen.
func (m *Screen) Save(s *state.Session) { s.Panes = m.panes() }

// Restore implements screen.Screen.
func (m *Screen) Restore(s *state.Session) { m.openPanes(s.Panes) }
