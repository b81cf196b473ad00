package session

import (
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/number"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// The similarity of finished units is computed one after the other, while no other search is running, once a filter
// or an order has asked for it.

// Similarity returns the mean MSE of a finished unit's nearest training segments in G²; NaN if it is not known (yet).
func (m *Session) Similarity(p tree.Place) float64 {
	return m.SimilarityOf(m.Open.Visits[p])
}

// SimilarityOf returns the same for a visit, which may belong to the Compare screen.
func (m *Session) SimilarityOf(v *visit.Visit) float64 {
	m.Searches.SimilarityWanted = true
	if v != nil && v.Result != nil && v.Found.Of == v.Result {
		return v.Found.Mean
	}
	return NaN
}

// Searching reports whether a similarity is being computed or still needed.
func (m *Session) Searching() bool {
	s := &m.Searches
	return s.SimilarityWanted && m.Data.Index.Finder != nil && (s.SimilarityBusy || m.unsearched() != nil)
}

// unsearched returns a finished unit without a similarity, or nil.
func (m *Session) unsearched() *visit.Visit {
	unknown := func(v *visit.Visit) bool {
		return v != nil && v.Result != nil && v.Found.Of != v.Result && number.Finite(v.Result.Signal)
	}
	for _, v := range m.WantedFirst() { // those on the screen first
		if unknown(v) {
			return v
		}
	}
	for _, v := range m.Open.Visits {
		if unknown(v) {
			return v
		}
	}
	return nil
}

// SearchNext computes the similarity of one unit that has none yet.
func (m *Session) SearchNext() {
	x := m.Data.Index
	if !m.Searches.SimilarityWanted || m.Searches.SimilarityBusy || x.Finder == nil || m.Searches.ListBusy {
		return
	}
	v := m.unsearched()
	if v == nil {
		return
	}
	m.Searches.SimilarityBusy = true
	r, n, s := v.Result, v.Job.Network, m.Settings
	m.Go("searching similar segments", func() func() {
		found, err := findSimilar(x, n, v.Place, r, s)
		return func() {
			m.Searches.SimilarityBusy = false
			if m.Data.Index != x || v.Result != r {
				return
			}
			if err != nil {
				m.Complain(err)
			}
			v.Found = found
			if m.Open.Ordering == OrderSimilarity {
				m.reorder()
			}
			m.Changed()
		}
	})
}

// findSimilar computes how similar a result is to the training segments.
func findSimilar(
	x *SegmentIndex, n *model.Network, at tree.Place, r *optimize.Result, s optimize.Settings,
) (visit.Similarity, error) {
	out := visit.Similarity{Of: r, Mean: NaN, Activity: -1}
	from, to, err := score.Window(n, at.Layer, at.Unit, r.Signal, r.Map, s.SimilarWidth)
	if err != nil {
		return out, err
	}
	near, err := score.Nearest(x.Finder, r.Window(from, to), score.Search{Top: s.SimilarTop})
	if err != nil {
		return out, err
	}
	out.Mean, out.Window = near.Mean, [2]int{from, to}
	if len(near.Matches) > 0 {
		best := near.Matches[0]
		out.Activity, out.Near = x.Data.Of(best.Segment).Activity, best
	}
	return out, nil
}
