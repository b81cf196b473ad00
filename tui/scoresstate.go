package tui

import (
	"slices"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
)

// state is what is to be kept of the screen; nil where it was never opened.
func (c *scoresScreen) state(m *screen.Common, n *session.Open) *state.Scores {
	if len(c.layers) == 0 {
		return c.kept
	}
	return &state.Scores{Layer: n.Tree.Layers[c.cursor.layer].Name, Method: m.MethodAt(c.cursor.method), BySim: c.list.bySim, Filter: c.list.query}
}

// restore takes up where it was left, as far as there is still such a layer and method.
func (c *scoresScreen) restore(m *screen.Common, k *state.Scores) {
	if l, err := m.Network.Find(k.Layer); err == nil && slices.Contains(c.layers, l) {
		c.cursor.layer = l
	}
	if i := slices.Index(m.MethodNames(), k.Method); i >= 0 {
		c.cursor.method = i
	}
	c.list.bySim = k.BySim
	if _, err := m.Parse(k.Filter); err == nil {
		c.list.query = k.Filter
	}
}
