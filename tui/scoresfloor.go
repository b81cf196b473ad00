package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"actmax/optimize/results"
	"actmax/optimize/study"
)

// askLayers has the floors of whole layers worked out.
func (f *floors) askLayers(m *explorer, layers []int) tea.Cmd {
	if m.floorIndex() == nil || m.o.Settings.ThresholdEAP != 0 {
		return nil
	}
	var todo []floorQuestion
	for _, l := range layers {
		for u := range m.o.Network.Units(l) {
			if q := m.floorQuestion(place{l, u}); !f.has(q) {
				todo = append(todo, q)
			}
		}
	}
	return f.work(m, todo...)
}

func (f *floors) has(q floorQuestion) bool {
	_, ok := f.known[q]
	return ok
}

// layerFacts are the matched floors of a layer as a study takes them: NaN until they are known.
func (m *explorer) layerFacts(layer int) study.LayerFacts {
	units := m.o.Network.Units(layer)
	mean, nearest := make([]results.Number, units), make([]results.Number, units)
	for u := range units {
		mean[u], nearest[u] = results.Number(nan), results.Number(nan)
		if f, ok := m.floors.known[m.floorQuestion(place{layer, u})]; ok && m.o.Settings.ThresholdEAP == 0 {
			mean[u], nearest[u] = results.Number(f.Mean), results.Number(f.Nearest)
		}
	}
	return study.Facts(m.o.Network.Layers[layer].Name, mean, nearest)
}

// floorsKnown tells whether every unit's floor has been looked for in a layer, so that its mean is one over all of them.
func (m *explorer) floorsKnown(layer int) bool {
	for u := range m.o.Network.Units(layer) {
		if !m.floors.has(m.floorQuestion(place{layer, u})) {
			return false
		}
	}
	return true
}

// layersWait tells whether frames are needed to see that thresholds rest. While something is worked out none are.
func (f *floors) layersWait(m *explorer, layers []int) bool {
	if m.floorIndex() == nil || m.o.Settings.ThresholdEAP != 0 || f.busy {
		return false
	}
	if f.basis != m.floorQuestion(place{}).floorBasis {
		return true
	}
	return !f.failed && slices.ContainsFunc(layers, func(l int) bool { return !m.floorsKnown(l) })
}
