package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/data/similar"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
)

// The similarity of finished units is worked out one after the other, while nothing else is searched for, once somebody has
// asked: a filter or an order.

// simMsg brings the similarity of one result.
type simMsg struct {
	index  finder
	visit  *visit
	result *optimize.Result
	value  float64
	kin    int // activity of the nearest segment; -1: none
	near   similar.Match
	window [2]int
	err    error
}

// similarity is the mean MSE of a finished unit's nearest training segments, in G²; not a number where it is not known (yet).
func (m *explorer) similarity(p place) float64 {
	return m.similarityOf(m.visits[p])
}

// similarityOf is the same for a visit, which may be one of the Compare screen's own.
func (m *explorer) similarityOf(v *visit) float64 {
	m.simWanted = true
	if v != nil && v.result != nil && v.simOf == v.result {
		return v.sim
	}
	return nan
}

// simWaits tells whether a similarity is being worked out or still wanted.
func (m *explorer) simWaits() bool {
	return m.simWanted && m.similar.index != nil && (m.simBusy || m.unsearched() != nil)
}

// unsearched returns a finished unit without a similarity, nil where there is none.
func (m *explorer) unsearched() *visit {
	unknown := func(v *visit) bool {
		return v != nil && v.result != nil && v.simOf != v.result && canvas.Finite(v.result.Signal)
	}
	for _, v := range m.on().first(m) { // those on the screen come first
		if unknown(v) {
			return v
		}
	}
	for _, v := range m.visits {
		if unknown(v) {
			return v
		}
	}
	return nil
}

// searchNext works out the similarity of a unit that has none yet.
func (m *explorer) searchNext() tea.Cmd {
	if !m.simWanted || m.simBusy || m.similar.index == nil || m.similar.busy {
		return nil
	}
	v := m.unsearched()
	if v == nil {
		return nil
	}
	m.simBusy = true
	index, d, r, n, at, s := m.similar.index, m.similar.data, v.result, v.job.Network, v.place, m.settings
	return safely("searching similar segments", func() tea.Msg {
		out := simMsg{index: index, visit: v, result: r, value: nan, kin: -1}
		from, to, err := score.Window(n, at.layer, at.unit, r.Signal, r.Map, s.SimilarWidth)
		if err != nil {
			out.err = err
			return out
		}
		near, err := score.Nearest(index, r.Window(from, to), score.Search{Top: s.SimilarTop})
		if err != nil {
			out.err = err
			return out
		}
		out.value, out.window = near.Mean, [2]int{from, to}
		if len(near.Matches) > 0 {
			best := near.Matches[0]
			out.kin, out.near = d.Of(best.Segment).Activity, best
		}
		return out
	})
}

// searched takes over the similarity of a result.
func (m *explorer) searched(msg simMsg) {
	m.simBusy = false
	v := msg.visit
	if msg.index != m.similar.index || v.result != msg.result {
		return
	}
	if msg.err != nil {
		m.complain(msg.err)
	}
	v.sim, v.kin, v.simOf, v.near, v.window = msg.value, msg.kin, msg.result, msg.near, msg.window
	if m.ordering == orderSimilarity {
		m.reorder()
	}
	m.dirty = true
}
