package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"actmax/data/similar"
	"actmax/optimize/results"
	"actmax/optimize/score"
	"actmax/optimize/study"
)

// floorsMsg brings the floors of every unit of some layers.
type floorsMsg struct {
	floorBasis
	found map[floorQuestion]score.Floor
	err   error
}

// askLayers has the floors of whole layers worked out, one unit after the other: first the segments that drive units as hard as
// their thresholds are searched for, as for a single unit.
func (f *floors) askLayers(m *explorer, layers []int) tea.Cmd {
	index, ready := m.similar.index.(*similar.Index)
	b := m.floorQuestion(place{}).floorBasis
	if m.o.Dataset == nil || !ready || m.o.Settings.ThresholdEAP != 0 || m.o.Measure != nil && m.measured == nil {
		return nil
	}
	switch {
	case f.basis != b:
		m.cancelTask(taskFloor)
		*f = floors{basis: b, since: m.now, known: map[floorQuestion]score.Floor{}}
		return nil
	case f.failed || f.busy || m.now.Sub(f.since) < floorAfter:
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
	if len(todo) == 0 {
		return nil
	}
	f.busy = true
	if f.places == nil {
		return f.search(m)
	}
	n, d, places := b.network, b.data, f.places
	const what = "comparing real segments with each other"
	return m.launch(taskFloor, what, func(ctx context.Context, say Say) tea.Msg {
		msg := floorsMsg{floorBasis: b, found: map[floorQuestion]score.Floor{}}
		for i, q := range todo {
			say(what, i, len(todo))
			l, u := q.place.layer, q.place.unit
			one := make([][]score.Place, len(places[l]))
			one[u] = places[l][u]
			found, err := score.Floors(ctx, n, d, index, l, one, score.FloorOptions{Width: q.width, Top: q.top, Jobs: 1})
			if err != nil {
				msg.err = err
				return msg
			}
			msg.found[q] = found[u]
		}
		return msg
	})
}

func (f *floors) has(q floorQuestion) bool {
	_, ok := f.known[q]
	return ok
}

func (msg floorsMsg) take(m *explorer) {
	f := &m.views.floors
	if msg.floorBasis != f.basis {
		return // other thresholds came in between
	}
	f.busy = false
	if f.failed = msg.err != nil; f.failed {
		m.complain(msg.err)
		return
	}
	for q, floor := range msg.found {
		f.known[q] = floor
	}
	m.scores.board.version++
}

// layerFacts are the matched floors of a layer as a study takes them: NaN until they are known.
func (m *explorer) layerFacts(layer int) study.LayerFacts {
	units := m.o.Network.Units(layer)
	mean, nearest := make([]results.Number, units), make([]results.Number, units)
	for u := range units {
		mean[u], nearest[u] = results.Number(nan), results.Number(nan)
		if f, ok := m.views.floors.known[m.floorQuestion(place{layer, u})]; ok && m.o.Settings.ThresholdEAP == 0 {
			mean[u], nearest[u] = results.Number(f.Mean), results.Number(f.Nearest)
		}
	}
	return study.Facts(m.o.Network.Layers[layer].Name, mean, nearest)
}

// floorsKnown tells whether every unit's floor has been looked for in a layer, so that its mean is one over all of them.
func (m *explorer) floorsKnown(layer int) bool {
	for u := range m.o.Network.Units(layer) {
		if !m.views.floors.has(m.floorQuestion(place{layer, u})) {
			return false
		}
	}
	return true
}

// layersWait tells whether frames are needed to see that thresholds rest. While something is worked out none are.
func (f *floors) layersWait(m *explorer, layers []int) bool {
	_, ready := m.similar.index.(*similar.Index)
	if m.o.Dataset == nil || !ready || m.o.Settings.ThresholdEAP != 0 || m.o.Measure != nil && m.measured == nil || f.busy {
		return false
	}
	if f.basis != m.floorQuestion(place{}).floorBasis {
		return true
	}
	return !f.failed && slices.ContainsFunc(layers, func(l int) bool { return !m.floorsKnown(l) })
}
