package session

import (
	"fmt"

	"actmax/data"
	"actmax/tui/session/tree"
)

// ClassName is the class of a unit of the last layer.
func (m *Session) ClassName(p tree.Place) string {
	n := m.Network
	if p.Layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.Layer) {
		return n.Classes[p.Unit]
	}
	return ""
}

// AxisNames names the axes of the signal of the layer under the cursor.
func (m *Session) AxisNames() []string {
	axes, _ := m.Network.SignalShape(m.Tree.Cursor.Layer)
	names := data.Axes
	if m.Dataset != nil && len(m.Dataset.Axes) == axes {
		names = m.Dataset.Axes
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
