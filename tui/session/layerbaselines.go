package session

import (
	"slices"

	"actmax/optimize/results"
	"actmax/optimize/study"
	"actmax/tui/session/tree"
)

// AskLayers requests the baselines of whole layers.
func (f *baselines) AskLayers(m *Session, layers []int) {
	if m.baselineIndex() == nil || m.Initial.ThresholdEAP != 0 {
		return
	}
	var todo []BaselineKey
	for _, l := range layers {
		for u := range m.Open.Network.Units(l) {
			if q := m.BaselineKey(tree.Place{Layer: l, Unit: u}); !f.Has(q) {
				todo = append(todo, q)
			}
		}
	}
	f.work(m, todo...)
}

// Has reports whether the answer to q is known.
func (f *baselines) Has(q BaselineKey) bool {
	_, ok := f.Known[q]
	return ok
}

// LayerFacts returns the baselines of a layer in the form of a study, NaN until they are known.
func (m *Session) LayerFacts(layer int) study.LayerFacts {
	units := m.Open.Network.Units(layer)
	mean, nearest := make([]results.Number, units), make([]results.Number, units)
	for u := range units {
		mean[u], nearest[u] = results.Number(NaN), results.Number(NaN)
		f, ok := m.Open.Baselines.Known[m.BaselineKey(tree.Place{Layer: layer, Unit: u})]
		if ok && m.Initial.ThresholdEAP == 0 {
			mean[u], nearest[u] = results.Number(f.Mean), results.Number(f.Nearest)
		}
	}
	return study.Facts(m.Open.Network.Layers[layer].Name, mean, nearest)
}

// BaselinesKnown reports whether the baselines of all units of a layer have been computed, so that their mean covers all
// units.
func (m *Session) BaselinesKnown(layer int) bool {
	for u := range m.Open.Network.Units(layer) {
		if !m.Open.Baselines.Has(m.BaselineKey(tree.Place{Layer: layer, Unit: u})) {
			return false
		}
	}
	return true
}

// LayersWait reports whether frames are needed to see that the thresholds have stopped changing. None are while
// something is computed.
func (f *baselines) LayersWait(m *Session, layers []int) bool {
	if m.baselineIndex() == nil || m.Initial.ThresholdEAP != 0 || f.Busy {
		return false
	}
	if f.Basis != m.BaselineKey(tree.Place{}).BaselineBasis {
		return true
	}
	return !f.Failed && slices.ContainsFunc(layers, func(l int) bool { return !m.BaselinesKnown(l) })
}
