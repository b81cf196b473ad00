package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/data/similar"
	"actmax/optimize"
	"actmax/optimize/score"
)

// The similarity of finished units is worked out one after the other, while nothing else is searched for, once somebody has
// asked: a filter or an order.

// simMsg brings the similarity of one result.
type simMsg struct {
	index  finder
	result *optimize.Result
	place  place
	value  float64
	err    error
}

// similarity is the mean MSE of a finished unit's nearest training segments, in G²; not a number where it is not known (yet).
func (m *explorer) similarity(p place) float64 {
	m.simWanted = true
	if v := m.visits[p]; v != nil && v.result != nil && v.simOf == v.result {
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
	for _, v := range m.visits {
		if v.result != nil && v.simOf != v.result && finite(v.result.Signal) {
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
	index, r, n, at, s := m.similar.index, v.result, m.o.Network, v.place, m.settings
	return safely("searching similar segments", func() tea.Msg {
		from, to := bestWindow(n, at, &r.Snapshot, s.SimilarWidth)
		window := make([][]float32, r.Axes)
		for i := range window {
			window[i] = r.Snapshot.Axis(i)[from:to]
		}
		list, err := index.Nearest(similar.Query{Signal: window, Distinct: s.SimilarDistinct}, s.SimilarTop)
		if err != nil {
			return simMsg{index: index, result: r, place: at, value: nan, err: err}
		}
		return simMsg{index: index, result: r, place: at, value: score.MeanMSE(list)}
	})
}

// searched takes over the similarity of a result.
func (m *explorer) searched(msg simMsg) {
	m.simBusy = false
	v := m.visits[msg.place]
	if msg.index != m.similar.index || v == nil || v.result != msg.result {
		return
	}
	if msg.err != nil {
		m.complain(msg.err)
	}
	v.sim, v.simOf = msg.value, msg.result
	if m.ordering == orderSimilarity {
		m.reorder()
	}
	m.dirty = true
}
