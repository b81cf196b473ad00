package tui

import (
	"slices"
	"strings"

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

// panes says which panes are open.
func (m *explorer) panes() state.Panes {
	p := state.Panes{View: aspectWords[m.aside.aspect], List: listingWords[m.aside.listing], Focus: focusWords[m.focus], Lower: lowerWords[0]}
	if m.lower == focusSimilar {
		p.Lower = lowerWords[1]
	}
	if m.Axis > 0 {
		choices := widget.AxisChoices(m.AxisNames())
		p.Axes = choices[m.Axis%len(choices)].Name
	}
	return p
}

// openPanes opens the panes of a kept session.
func (m *explorer) openPanes(p state.Panes) {
	of := func(words []string, word string) int { return max(0, slices.Index(words, word)) }
	m.aside.aspect = aspect(of(aspectWords, p.View))
	m.aside.listing = listing(of(listingWords, p.List))
	m.lower = focusTree
	if of(lowerWords, p.Lower) == 1 {
		m.lower = focusSimilar
	}
	if m.Screen == screen.Unit { // the others have no panes to be in
		m.focus = focus(of(focusWords, p.Focus))
	}
	m.Axis = max(0, slices.IndexFunc(widget.AxisChoices(m.AxisNames()), func(c widget.AxisChoice) bool { return c.Name == p.Axes }))
}

// Describe says how the screens of the present network stand.
func (m *explorer) Describe(s *state.Session) {
	s.Screen, s.Panes, s.Scores, s.Map = m.screenName(), m.panes(), m.scores.State(m.Common, m.Open), m.chart.State()
}

// TakeUp opens the screen and the panes of a kept session.
func (m *explorer) TakeUp(s *state.Session) {
	m.toScreen(s.Screen)
	m.openPanes(s.Panes) // after the screen, which takes the focus
}

// TakeUpResults has the screens that hold results of their own take up how they were left.
func (m *explorer) TakeUpResults(s *state.Session) {
	m.scores.Kept = s.Scores
	m.chart.Restore(s.Map)
}

// screenName is the word for the screen that is shown; toScreen its inverse.
func (m *explorer) screenName() string { return strings.ToLower(screen.Names[m.Screen]) }

func (m *explorer) toScreen(name string) {
	for i, n := range screen.Names {
		if strings.EqualFold(n, name) && screen.ID(i) != m.Screen {
			m.turnToScreen(screen.ID(i))
		}
	}
}
