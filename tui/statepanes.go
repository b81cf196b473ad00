package tui

import "slices"

// Panes is which panes of the Unit screen were open, in words. Empty or unknown words stand for the first of each.
type Panes struct {
	View  string `json:"view,omitempty"`  // left of the list: v
	List  string `json:"list,omitempty"`  // of real segments: t
	Focus string `json:"focus,omitempty"` // that the keys go to: tab
	Lower string `json:"lower,omitempty"` // that a small screen shows: the view or the list
	Axes  string `json:"axes,omitempty"`  // drawn of a six-axis signal: a
}

var (
	aspectWords  = []string{"objective", "frequencies", "activations"}
	listingWords = []string{"similar", "strongest"}
	focusWords   = []string{"tree", "list", "settings"}
	lowerWords   = []string{"view", "list"}
)

// panes says which panes are open.
func (m *explorer) panes() Panes {
	p := Panes{View: aspectWords[m.views.aspect], List: listingWords[m.views.listing], Focus: focusWords[m.focus], Lower: lowerWords[0]}
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
func (m *explorer) openPanes(p Panes) {
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
