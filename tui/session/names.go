package session

import (
	"fmt"

	"actmax/data"
	"actmax/optimize"
	"actmax/tui/session/tree"
)

// ClassName is the class of a unit of the last layer.
func (m *Session) ClassName(p tree.Place) string {
	n := m.Open.Network
	if p.Layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.Layer) {
		return n.Classes[p.Unit]
	}
	return ""
}

// AxisNames names the axes of the signal of the layer under the cursor.
func (m *Session) AxisNames() []string {
	axes, _ := m.Open.Network.SignalShape(m.Open.Tree.Cursor.Layer)
	names := data.Axes
	if m.Data.Dataset != nil && len(m.Data.Dataset.Axes) == axes {
		names = m.Data.Dataset.Axes
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

// PresetName is the preset that the settings equal in its six values; custom where they equal none.
func (m *Session) PresetName() string {
	if p := optimize.PresetOf(m.Settings); p != "" {
		return p
	}
	return "custom"
}

// Head names how the network ends, as a study does.
func (m *Session) Head() string {
	if t := m.Open.Network.Training; t != nil && t.Head != "" {
		return t.Head
	}
	return "as given"
}

// Seed is the one that the network was trained from.
func (m *Session) Seed() uint64 {
	if t := m.Open.Network.Training; t != nil {
		return t.Seed
	}
	return 0
}
