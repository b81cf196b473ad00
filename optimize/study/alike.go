package study

import (
	"math"

	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// Same is the correlation from which two signals count as the same shape.
const Same = 0.9

// StartRow says how much the signal of a unit depends on where the ascent began: the proposed method from its own start, from two
// noise starts and from the unit's best real segment, without restarts. Signals are compared by their best windows, at the best
// offset; each unit's mean is over all pairs of its signals that are neither failed nor dead.
type StartRow struct {
	Head        string         `json:"head"`
	Preset      string         `json:"preset"`
	Layer       string         `json:"layer"`
	Networks    int            `json:"models"`
	Units       int            `json:"units"`       // with two signals or more, over all networks
	Distance    results.Number `json:"distance_g"`  // root of the MSE, mean over units and then over networks
	Correlation results.Number `json:"correlation"` // mean
	SameShape   results.Number `json:"same_share"`  // of units whose signals all correlate at Same or more
	From        []StartCount   `json:"starts"`      // in the order own, noise1, noise2, segment
}

// StartCount says what became of the ascents from one start, over all networks.
type StartCount struct {
	Start string `json:"start"`
	Counts
}

// CounterpartRow says whether networks from other seeds have units with the same signal: for each unit the most similar signal
// in each other network, and beside it the most similar one among the other units of its own.
type CounterpartRow struct {
	Head   string `json:"head"`
	Preset string `json:"preset"`
	Layer  string `json:"layer"`
	Pairs  int    `json:"model_pairs"` // ordered
	Units  int    `json:"units"`       // compared, over all networks

	Distance          results.Number `json:"distance_g"` // to the nearest signal of the other network, mean
	DistanceWithin    results.Number `json:"distance_within_g"`
	Correlation       results.Number `json:"correlation"`
	CorrelationWithin results.Number `json:"correlation_within"`
	SameShape         results.Number `json:"same_share"` // of units with a counterpart that correlates at Same or more
	SameShapeWithin   results.Number `json:"same_share_within"`
	// Activation is the mean over units of the largest lag-maximum correlation of activations over training segments with any
	// unit of the other network, over pairs of networks; null where it was not measured.
	Activation results.Number `json:"activation_correlation"`
}

// signals are those of a piece that say something: nil for units that failed, are dead or silent.
func (s *session) signals(p *Piece) []*score.Signal {
	out := make([]*score.Signal, len(p.Runs.Runs))
	for u, r := range p.Runs.Runs {
		if r.Status == optimize.OK {
			w := p.Scores[u].Window
			out[u] = &score.Signal{X: p.Runs.Signal.Of(u), Axes: p.Runs.Signal.Axes, Time: p.Runs.Signal.Time, From: w[0], To: w[1]}
		}
	}
	return out
}

func (s *session) startRow(networks []int, v Variant, k int) StartRow {
	n := s.networks[networks[0]]
	row := StartRow{Head: n.Head, Preset: v.Preset, Layer: n.Layers[n.layers[k]].Name, Networks: len(networks)}
	names := []string{""}
	for _, o := range otherStarts {
		names = append(names, o.name)
	}
	for _, name := range names {
		c := StartCount{Start: name}
		if name == "" {
			c.Start = "own"
		}
		for _, i := range networks {
			c.add(counts(score.Summarize(s.units(s.find(i, v, k, name)))))
		}
		row.From = append(row.From, c)
	}
	var distance, correlation, same []float64
	for _, i := range networks {
		var all [][]*score.Signal // [start][unit]
		for _, name := range names {
			all = append(all, s.signals(s.find(i, v, k, name)))
		}
		var d, c, alike []float64 // by unit
		for u := range all[0] {
			if one, ok := unitSpread(all, u); ok {
				d, c = append(d, one.Distance), append(c, one.Correlation)
				alike = append(alike, one.same)
			}
		}
		row.Units += len(d)
		distance, correlation, same = append(distance, score.Over(d).Mean), append(correlation, score.Over(c).Mean), append(same, score.Over(alike).Mean)
	}
	row.Distance, row.Correlation, row.SameShape = mean(distance), mean(correlation), mean(same)
	return row
}

type unitAlike struct {
	score.Resemblance
	same float64 // 1 or 0
}

// unitSpread compares all pairs of a unit's signals, [start][unit]; ok tells whether there is one.
func unitSpread(all [][]*score.Signal, u int) (out unitAlike, ok bool) {
	var distance, correlation []float64
	out.same = 1
	for i := range all {
		for j := range i {
			if all[i][u] == nil || all[j][u] == nil {
				continue
			}
			r := score.Resemble(*all[i][u], *all[j][u])
			distance, correlation = append(distance, r.Distance), append(correlation, r.Correlation)
			if r.Correlation < Same {
				out.same = 0
			}
		}
	}
	out.Distance, out.Correlation = score.Over(distance).Mean, score.Over(correlation).Mean
	return out, len(distance) > 0
}

func (s *session) counterpartRow(networks []int, v Variant, k int) CounterpartRow {
	n := s.networks[networks[0]]
	row := CounterpartRow{Head: n.Head, Preset: v.Preset, Layer: n.Layers[n.layers[k]].Name}
	row.Activation = s.activationOf(networks, row.Layer)
	var all [][]*score.Signal // [network][unit]
	for _, i := range networks {
		all = append(all, s.signals(s.find(i, v, k, "")))
	}
	var across, inside [3][]float64 // distance, correlation, same
	for i := range all {
		for j := range all {
			to := &across
			if i == j {
				to = &inside
			} else {
				row.Pairs++
			}
			for u, a := range all[i] {
				if a == nil {
					continue
				}
				if i == j {
					row.Units++
				}
				except := -1
				if i == j {
					except = u
				}
				if best, ok := closest(*a, all[j], except); ok {
					to[0], to[1] = append(to[0], best.Distance), append(to[1], best.Correlation)
					alike := 0.0
					if best.Correlation >= Same {
						alike = 1
					}
					to[2] = append(to[2], alike)
				}
			}
		}
	}
	row.Distance, row.Correlation, row.SameShape = mean(across[0]), mean(across[1]), mean(across[2])
	row.DistanceWithin, row.CorrelationWithin, row.SameShapeWithin = mean(inside[0]), mean(inside[1]), mean(inside[2])
	return row
}

// closest finds the least distance and the largest correlation of a signal with those of some units.
func closest(a score.Signal, units []*score.Signal, except int) (best score.Resemblance, ok bool) {
	best = score.Resemblance{Distance: math.Inf(1), Correlation: math.NaN()}
	for u, b := range units {
		if b == nil || u == except {
			continue
		}
		r := score.Resemble(a, *b)
		ok = true
		best.Distance = math.Min(best.Distance, r.Distance)
		if !(best.Correlation >= r.Correlation) { // also where there is none yet
			best.Correlation = r.Correlation
		}
	}
	return best, ok
}

func mean(v []float64) results.Number { return results.Number(score.Over(v).Mean) }
