package tui

import (
	"slices"

	"actmax/tui/state"
)

var (
	aspectWords  = []string{"objective", "frequencies", "activations"}
	listingWords = []string{"similar", "strongest"}
	focusWords   = []string{"tree", "list", "settings"}
	lowerWords   = []string{"view", "list"}
)

// panes says which panes are open.
func (m *explorer) panes() state.Panes {
	p := state.Panes{View: aspectWords[m.views.aspect], List: listingWords[m.views.listing], Focus: focusWords[m.focus], Lower: lowerWords[0]}
	if m.lower == focusSimilar {
		p.Lower = lowerWords[1]
	}
	if m.axis > 0 {
		choices := axisChoices(m.axisNames())
		p.Axes = choices[m.axis%len(choices)].name
	}
	return p
}

// openPanes opens the panes of a kept session.
func (m *explorer) openPanes(p state.Panes) {
	of := func(words []string, word string) int { return max(0, slices.Index(words, word)) }
	m.views.aspect = aspect(of(aspectWords, p.View))
	m.views.listing = listing(of(listingWords, p.List))
	m.lower = focusTree
	if of(lowerWords, p.Lower) == 1 {
		m.lower = focusSimilar
	}
	if m.screen == screenUnit { // the others have no panes to be in
		m.focus = focus(of(focusWords, p.Focus))
	}
	m.axis = max(0, slices.IndexFunc(axisChoices(m.axisNames()), func(c axisChoice) bool { return c.name == p.Axes }))
}
