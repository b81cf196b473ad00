package tui

import (
	"fmt"

	"actmax/data"
	"actmax/tui/session/tree"
)

// className is the class of a unit of the last layer.
func (m *session) className(p tree.Place) string {
	n := m.network
	if p.Layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.Layer) {
		return n.Classes[p.Unit]
	}
	return ""
}

// axisNames names the axes of the signal of the layer under the cursor.
func (m *session) axisNames() []string {
	axes, _ := m.network.SignalShape(m.tree.Cursor.Layer)
	names := data.Axes
	if m.dataset != nil && len(m.dataset.Axes) == axes {
		names = m.dataset.Axes
	}
	if len(names) == axes {
		return names
	}
	out := make([]string, axes)
	for i := range out {
		out[i] = fmt.Sprintf("axis_%d", i)
	}
	return out
}
