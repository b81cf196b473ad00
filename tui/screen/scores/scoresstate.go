package scores

import (
	"slices"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
)

// State is what is to be kept of the screen; nil where it was never opened.
func (c *Screen) State(m *screen.Common, n *session.Open) *state.Scores {
	if len(c.Layers) == 0 {
		return c.Kept
	}
	return &state.Scores{Layer: n.Tree.Layers[c.Cursor.Layer].Name, Method: m.Session.MethodAt(c.Cursor.Method), BySim: c.List.bySim, Filter: c.List.Query}
}

// restore takes up where it was left, as far as there is still such a layer and method.
func (c *Screen) restore(m *screen.Common, k *state.Scores) {
	if l, err := m.Session.Open.Network.Find(k.Layer); err == nil && slices.Contains(c.Layers, l) {
		c.Cursor.Layer = l
	}
	if i := slices.Index(m.Session.MethodNames(), k.Method); i >= 0 {
		c.Cursor.Method = i
	}
	c.List.bySim = k.BySim
	if _, err := m.Session.Parse(k.Filter); err == nil {
		c.List.Query = k.Filter
	}
}
