package tui

import (
	"slices"

	"actmax/optimize/results"
	"actmax/optimize/study"
)

// askLayers has the floors of whole layers worked out.
func (f *floors) askLayers(m *session, layers []int) {
	if m.floorIndex() == nil || m.initial.ThresholdEAP != 0 {
		return
	}
	var todo []floorQuestion
	for _, l := range layers {
		for u := range m.network.Units(l) {
			if q := m.floorQuestion(place{l, u}); !f.has(q) {
				todo = append(todo, q)
			}
		}
	}
	f.work(m, todo...)
}

func (f *floors) has(q floorQuestion) bool {
	_, ok := f.known[q]
	return ok
}

// layerFacts are the matched floors of a layer as a study takes them: NaN until they are known.
func (m *session) layerFacts(layer int) study.LayerFacts {
	units := m.network.Units(layer)
	mean, nearest := make([]results.Number, units), make([]results.Number, units)
	for u := range units {
		mean[u], nearest[u] = results.Number(nan), results.Number(nan)
		if f, ok := m.floors.known[m.floorQuestion(place{layer, u})]; ok && m.initial.ThresholdEAP == 0 {
			mean[u], nearest[u] = results.Number(f.Mean), results.Number(f.Nearest)
		}
	}
	return study.Facts(m.network.Layers[layer].Name, mean, nearest)
}

// floorsKnown tells whether every unit's floor has been looked for in a layer, so that its mean is one over all of them.
func (m *session) floorsKnown(layer int) bool {
	for u := range m.network.Units(layer) {
		if !m.floors.has(m.floorQuestion(place{layer, u})) {
			return false
		}
	}
	return true
}

// layersWait tells whether frames are needed to see that thresholds rest. While something is worked out none are.
func (f *floors) layersWait(m *session, layers []int) bool {
	if m.floorIndex() == nil || m.initial.ThresholdEAP != 0 || f.busy {
		return false
	}
	if f.basis != m.floorQuestion(place{}).floorBasis {
		return true
	}
	return !f.failed && slices.ContainsFunc(layers, func(l int) bool { return !m.floorsKnown(l) })
}
