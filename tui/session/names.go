package session

import (
	"fmt"

	"actmax/data"
	"actmax/optimize"
	"actmax/tui/session/tree"
)

// ClassName returns the class of a unit of the last layer, or "".
func (m *Session) ClassName(p tree.Place) string {
	n := m.Open.Network
	if p.Layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.Layer) {
		return n.Classes[p.Unit]
	}
	return ""
}

// AxisNames returns the names of the axes of the signal of the layer under the cursor.
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

// PresetName returns the preset whose six values the settings equal, or "custom".
func (m *Session) PresetName() string {
	if p := optimize.PresetOf(m.Settings); p != "" {
		return p
	}
	return "custom"
}

// Head returns how the network ends, in the words of a study.
func (m *Session) Head() string {
	if t := m.Open.Network.Training; t != nil && t.Head != "" {
		return t.Head
	}
	return "as given"
}

// Seed returns the seed with which the network was trained.
func (m *Session) Seed() uint64 {
	if t := m.Open.Network.Training; t != nil {
		return t.Seed
	}
	return 0
}
