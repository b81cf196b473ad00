package scores

import (
	"slices"

	"actmax/tui/session/state"
)

// state returns what a session saves of the screen.
func (c *Screen) state() *state.Scores {
	if len(c.Layers) == 0 {
		return c.Saved
	}
	return &state.Scores{
		Layer:  c.of.Tree.Layers[c.Cursor.Layer].Name,
		Method: c.common.Session.MethodAt(c.Cursor.Method),
		BySim:  c.List.bySim,
		Filter: c.List.Query,
	}
}

// restore restores what a session saved, as far as its layer and method still exist.
func (c *Screen) restore(k *state.Scores) {
	m := c.common.Session
	if l, err := m.Open.Network.Find(k.Layer); err == nil && slices.Contains(c.Layers, l) {
		c.Cursor.Layer = l
	}
	if i := slices.Index(m.MethodNames(), k.Method); i >= 0 {
		c.Cursor.Method = i
	}
	c.List.bySim = k.BySim
	if _, err := m.Parse(k.Filter); err == nil {
		c.List.Query = k.Filter
	}
}

// Save implements screen.Screen.
func (c *Screen) Save(k *state.Session) { k.Scores = c.state() }

// Restore implements screen.Screen.
func (c *Screen) Restore(k *state.Session) { c.Saved = k.Scores }
