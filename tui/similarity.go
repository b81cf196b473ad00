package tui

import (
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/number"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// The similarity of finished units is worked out one after the other, while nothing else is searched for, once somebody has
// asked: a filter or an order.

// similarity is the mean MSE of a finished unit's nearest training segments, in G²; not a number where it is not known (yet).
func (m *session) similarity(p tree.Place) float64 {
	return m.similarityOf(m.visits[p])
}

// similarityOf is the same for a visit, which may be one of the Compare screen's own.
func (m *session) similarityOf(v *visit.Visit) float64 {
	m.simWanted = true
	if v != nil && v.Result != nil && v.Found.Of == v.Result {
		return v.Found.Mean
	}
	return nan
}

// simWaits tells whether a similarity is being worked out or still wanted.
func (m *session) simWaits() bool {
	return m.simWanted && m.index.finder != nil && (m.simBusy || m.unsearched() != nil)
}

// unsearched returns a finished unit without a similarity, nil where there is none.
func (m *session) unsearched() *visit.Visit {
	unknown := func(v *visit.Visit) bool {
		return v != nil && v.Result != nil && v.Found.Of != v.Result && number.Finite(v.Result.Signal)
	}
	for _, v := range m.wantedFirst() { // those on the screen come first
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
func (m *session) searchNext(searching bool) {
	x := m.index
	if !m.simWanted || m.simBusy || x.finder == nil || searching {
		return
	}
	v := m.unsearched()
	if v == nil {
		return
	}
	m.simBusy = true
	r, n, s := v.Result, v.Job.Network, m.settings
	m.background("searching similar segments", func() func() {
		found, err := findSimilar(x, n, v.Place, r, s)
		return func() {
			m.simBusy = false
			if m.index != x || v.Result != r {
				return
			}
			if err != nil {
				m.complain(err)
			}
			v.Found = found
			if m.ordering == orderSimilarity {
				m.reorder()
			}
			m.changed()
		}
	})
}

// findSimilar works out how similar a result is to the training segments.
func findSimilar(x *segmentIndex, n *model.Network, at tree.Place, r *optimize.Result, s optimize.Settings) (visit.Similarity, error) {
	from, to := bestWindow(n, at, &r.Snapshot, s.SimilarWidth)
	window := make([][]float32, r.Axes)
	for i := range window {
		window[i] = r.Snapshot.Axis(i)[from:to]
	}
	out := visit.Similarity{Of: r, Mean: nan, Activity: -1}
	list, err := x.finder.Nearest(similar.Query{Signal: window}, s.SimilarTop) // S_sim counts overlapping segments, as the paper does
	if err != nil {
		return out, err
	}
	out.Mean, out.Window = score.MeanMSE(list), [2]int{from, to}
	if len(list) > 0 {
		out.Activity, out.Near = x.data.Of(list[0].Segment).Activity, list[0]
	}
	return out, nil
}
