package tui

import (
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
)

// The similarity of finished units is worked out one after the other, while nothing else is searched for, once somebody has
// asked: a filter or an order.

// similarity is how similar a result is to the training segments.
type similarity struct {
	of       *optimize.Result // nil: not worked out
	mean     float64          // MSE of the nearest training segments, in G^2
	activity int              // of the nearest one; -1: none
	near     similar.Match    // the nearest one, where there is one
	window   [2]int           // of the signal that is compared, in samples
}

// similarity is the mean MSE of a finished unit's nearest training segments, in G²; not a number where it is not known (yet).
func (m *session) similarity(p place) float64 {
	return m.similarityOf(m.visits[p])
}

// similarityOf is the same for a visit, which may be one of the Compare screen's own.
func (m *session) similarityOf(v *visit) float64 {
	m.simWanted = true
	if v != nil && v.result != nil && v.found.of == v.result {
		return v.found.mean
	}
	return nan
}

// simWaits tells whether a similarity is being worked out or still wanted.
func (m *session) simWaits() bool {
	return m.simWanted && m.index.finder != nil && (m.simBusy || m.unsearched() != nil)
}

// unsearched returns a finished unit without a similarity, nil where there is none.
func (m *session) unsearched() *visit {
	unknown := func(v *visit) bool {
		return v != nil && v.result != nil && v.found.of != v.result && canvas.Finite(v.result.Signal)
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
	r, n, s := v.result, v.job.Network, m.settings
	m.background("searching similar segments", func() func() {
		found, err := findSimilar(x, n, v.place, r, s)
		return func() {
			m.simBusy = false
			if m.index != x || v.result != r {
				return
			}
			if err != nil {
				m.complain(err)
			}
			v.found = found
			if m.ordering == orderSimilarity {
				m.reorder()
			}
			m.changed()
		}
	})
}

// findSimilar works out how similar a result is to the training segments.
func findSimilar(x *segmentIndex, n *model.Network, at place, r *optimize.Result, s optimize.Settings) (similarity, error) {
	from, to := bestWindow(n, at, &r.Snapshot, s.SimilarWidth)
	window := make([][]float32, r.Axes)
	for i := range window {
		window[i] = r.Snapshot.Axis(i)[from:to]
	}
	out := similarity{of: r, mean: nan, activity: -1}
	list, err := x.finder.Nearest(similar.Query{Signal: window}, s.SimilarTop) // S_sim counts overlapping segments, as the paper does
	if err != nil {
		return out, err
	}
	out.mean, out.window = score.MeanMSE(list), [2]int{from, to}
	if len(list) > 0 {
		out.activity, out.near = x.data.Of(list[0].Segment).Activity, list[0]
	}
	return out, nil
}
