package study

import (
	"context"
	"math"

	"actmax/internal/parallel"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// Same is the correlation from which two signals count as the same shape.
const Same = 0.9

// StartRow says how much the signal of a unit depends on where the ascent began: the proposed method from its own start
// (restarted if that was dead), and without restarts from two noise starts and from the unit's best real segment.
// Signals are compared by their best windows, at the best offset; each unit's mean is over all pairs of its signals
// that are neither failed nor dead. Two flat windows have no shape to compare: their pair is in the distance only.
type StartRow struct {
	Head     string `json:"head"`
	Preset   string `json:"preset"`
	Layer    string `json:"layer"`
	Networks int    `json:"models"`
	Units    int    `json:"units"` // with two signals or more, over all networks
	// of those, units with a pair that is not flat; null in older studies, which counted two flat windows as the same
	// shape
	Shaped *int `json:"shaped_units,omitempty"`
	// root of the MSE, mean over units and then over networks
	Distance    results.Number `json:"distance_g"`
	Correlation results.Number `json:"correlation"` // mean over the shaped ones, likewise
	// of the shaped ones, those whose signals all correlate at Same or more
	SameShape results.Number `json:"same_share"`
	From      []StartCount   `json:"starts"` // in the order own, noise1, noise2, segment
}

// StartCount counts the outcomes of the ascents from one start, over all networks.
type StartCount struct {
	Start string `json:"start"`
	Counts
}

// CounterpartRow says whether networks from other seeds have units with the same signal: for each unit the most similar
// signal in each other network, and, for comparison, the most similar one among the other units of its own, and what is
// as similar by chance. First over the units of a network, then over ordered pairs of networks.
type CounterpartRow struct {
	Head   string `json:"head"`
	Preset string `json:"preset"`
	Layer  string `json:"layer"`
	Pairs  int    `json:"model_pairs"` // ordered
	Units  int    `json:"units"`       // compared, over all networks
	// of those, units whose window is not flat: only they have a shape; null in older studies, which took a correlation
	// with a flat one as 0
	Shaped *int `json:"shaped_units,omitempty"`

	// Of the most similar among as many as Chance says; in older studies among all.
	Distance          results.Number `json:"distance_g"` // to the nearest signal of the other network, mean
	DistanceWithin    results.Number `json:"distance_within_g"`
	Correlation       results.Number `json:"correlation"`
	CorrelationWithin results.Number `json:"correlation_within"`
	SameShape         results.Number `json:"same_share"` // of units with a counterpart that correlates at Same or more
	SameShapeWithin   results.Number `json:"same_share_within"`
	// Activation is the mean over units of the largest lag-maximum correlation of activations over training segments
	// with any unit of the other network, over pairs of networks; null if it was not measured.
	Activation results.Number `json:"activation_correlation"`
	Chance     *Chance        `json:"chance,omitempty"` // null in older studies
}

// signals are those of a piece that say something: nil for units that failed, are dead or silent.
func (s *session) signals(p *Piece) []*score.Signal {
	out := make([]*score.Signal, len(p.Runs.Runs))
	for u, r := range p.Runs.Runs {
		if r.Status == optimize.OK {
			w := p.Scores[u].Window
			one := p.Runs.Signal.Window(u, w[0], w[1])
			out[u] = &one
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
			c.add(countsOf(score.Summarize(s.units(s.find(i, v, k, name)))))
		}
		row.From = append(row.From, c)
	}
	var distance, correlation, same []float64
	shaped := 0
	for _, i := range networks {
		var all [][]*score.Signal // [start][unit]
		for _, name := range names {
			all = append(all, s.signals(s.find(i, v, k, name)))
		}
		var d, c, alike []float64 // by unit
		for u := range all[0] {
			one, ok := unitSpread(all, u)
			if !ok {
				continue
			}
			d = append(d, one.Distance)
			if !math.IsNaN(one.Correlation) {
				c, alike = append(c, one.Correlation), append(alike, one.same)
			}
		}
		row.Units += len(d)
		shaped += len(c)
		distance, correlation, same = append(distance, score.Over(d).Mean), append(correlation, score.Over(c).Mean),
			append(same, score.Over(alike).Mean)
	}
	row.Shaped = &shaped
	row.Distance, row.Correlation, row.SameShape = mean(distance), mean(correlation), mean(same)
	return row
}

type unitAlike struct {
	score.Resemblance         // NaN correlation: no pair has a shape
	same              float64 // 1 or 0
}

// unitSpread compares all pairs of a unit's signals, [start][unit]; ok reports whether there is one.
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
			if r.Correlation < Same { // false if both are flat
				out.same = 0
			}
		}
	}
	out.Distance, out.Correlation = score.Over(distance).Mean, score.Over(correlation).Mean
	return out, len(distance) > 0
}

func (s *session) counterpartRow(ctx context.Context, f family, v Variant, k int) (CounterpartRow, error) {
	n := s.networks[f.networks[0]]
	row := CounterpartRow{Head: n.Head, Preset: v.Preset, Layer: n.Layers[n.layers[k]].Name}
	var all [][]*score.Signal // [network][unit]
	for _, i := range f.networks {
		all = append(all, s.signals(s.find(i, v, k, "")))
	}
	untrained := s.signals(s.find(f.control, v, k, ""))
	of := row.countSignals(all, untrained)
	within, pairs, err := compareSignals(ctx, all, untrained, of, s.Jobs)
	if err != nil {
		return row, err
	}
	for p := range pairs {
		i, j := pairOf(p, len(all))
		pairs[p].other.Activation = s.activationIn(f.networks[i], f.networks[j], row.Layer)
		pairs[p].untrained.Activation = s.activationIn(f.networks[i], f.control, row.Layer)
	}
	row.fill(of, within, pairs)
	return row, nil
}

// countSignals counts the signals of all networks, and returns from how many the most similar one can be chosen
// everywhere: among the other units of a unit's own network there is one less. If there are none, nothing is chosen.
func (r *CounterpartRow) countSignals(all [][]*score.Signal, untrained []*score.Signal) (of sizes) {
	least := func(of *int, n int) {
		if n > 0 && (*of == 0 || n < *of) {
			*of = n
		}
	}
	r.Shaped = new(int)
	for _, signals := range all {
		n := sizesOf(signals)
		r.Units += n.all
		*r.Shaped += n.shaped
		least(&of.all, n.all-1)
		least(&of.shaped, n.shaped-1)
	}
	n := sizesOf(untrained)
	least(&of.all, n.all)
	least(&of.shaped, n.shaped)
	return of
}

// compareSignals compares the signals of each network, [network][unit], with those of its own other units, and with
// those of every other network, in the order of pairOf, and with what chance gives.
func compareSignals(ctx context.Context, all [][]*score.Signal, untrained []*score.Signal, of sizes,
	jobs int) (within []Likeness, pairs []pairLikeness, err error) {
	random := make([][][]*score.Signal, draws)
	for d := range random {
		for j := range all {
			random[d] = append(random[d], scramble(all[j], uint64(d), uint64(j)))
		}
	}
	// by network
	within = make([]Likeness, len(all))
	without := make([]Likeness, len(all))
	err = parallel.Each(ctx, len(all), jobs, nil, func(i int) error {
		within[i], without[i] = likeness(all[i], all[i], true, of), likeness(all[i], untrained, false, of)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	pairs = make([]pairLikeness, len(all)*(len(all)-1))
	err = parallel.Each(ctx, len(pairs), jobs, nil, func(p int) error {
		i, j := pairOf(p, len(all))
		var drawn []Likeness
		for d := range random {
			drawn = append(drawn, likeness(all[i], random[d][j], false, of))
		}
		pairs[p] = pairLikeness{likeness(all[i], all[j], false, of), overall(drawn), without[i]}
		return nil
	})
	return within, pairs, err
}

// pairOf is the p-th ordered pair of different networks out of n.
func pairOf(p, n int) (i, j int) {
	i, j = p/(n-1), p%(n-1)
	if j >= i {
		j++
	}
	return i, j
}

// fill takes the means over networks and pairs.
func (r *CounterpartRow) fill(of sizes, within []Likeness, pairs []pairLikeness) {
	take := func(which func(pairLikeness) Likeness) Likeness {
		var all []Likeness
		for _, p := range pairs {
			all = append(all, which(p))
		}
		return overall(all)
	}
	own, other := overall(within), take(func(p pairLikeness) Likeness { return p.other })
	r.Pairs = len(pairs)
	r.Distance, r.Correlation, r.SameShape, r.Activation = other.Distance, other.Correlation, other.SameShape,
		other.Activation
	r.DistanceWithin, r.CorrelationWithin, r.SameShapeWithin = own.Distance, own.Correlation, own.SameShape
	r.Chance = &Chance{
		Signals: of.all, Shaped: of.shaped,
		Phases:    take(func(p pairLikeness) Likeness { return p.phases }),
		Untrained: take(func(p pairLikeness) Likeness { return p.untrained }),
		Beyond: Beyond{
			Distance:    beyond(pairs, func(l Likeness) results.Number { return l.Distance }, false),
			Correlation: beyond(pairs, func(l Likeness) results.Number { return l.Correlation }, true),
			SameShape:   beyond(pairs, func(l Likeness) results.Number { return l.SameShape }, true),
			Activation:  beyond(pairs, func(l Likeness) results.Number { return l.Activation }, true),
		},
	}
}

// activationIn is what compareActivations found for a layer of network i in network j; NaN if not asked for.
func (s *session) activationIn(i, j int, layer string) results.Number {
	if v, ok := s.activation[[2]int{i, j}][layer]; ok {
		return v
	}
	return nan
}

func mean(v []float64) results.Number { return results.Number(score.Over(v).Mean) }
