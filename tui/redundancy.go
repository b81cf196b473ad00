package tui

import tea "charm.land/bubbletea/v2"

// repeatsView shows which units of a layer do the same, by their activations on the training segments.
type repeatsView struct {
	busy    bool
	known   map[string]int
	listing int
}

func (r *repeatsView) ask(m *explorer) tea.Cmd { return nil }

func (r *repeatsView) gaveUp() { r.busy = false }
