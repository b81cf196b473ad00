package redundancy

import (
	"context"
	"fmt"
	"math"
	"slices"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/internal/safetensors"
	"actmax/internal/stats"
	"actmax/model"
	"actmax/model/train/cache"
)

// LeastCounterpart is the correlation below which a unit has no counterpart: the most similar unit then explains less
// than a quarter of its variance.
const LeastCounterpart = 0.5

// CounterpartSegments is how many training segments are drawn to compare two networks by default.
const CounterpartSegments = 5000

// Counterpart is the unit whose activations correlate most with those of a unit: one of another network, or another one
// of the same layer.
type Counterpart struct {
	Unit        int     `json:"unit"`        // -1: the unit does not vary, or no other one does
	Correlation float32 `json:"correlation"` // lag-maximum
	Lag         int     `json:"lag"`         // the counterpart shows the same so many samples later
}

// LayerCounterparts are the counterparts of one layer's units.
type LayerCounterparts struct {
	Layer string        `json:"layer"`
	Lag   int           `json:"lag"` // the largest lag compared
	Units []Counterpart `json:"units"`
}

// Counterparts finds for each unit of each layer of network a the unit of the layer of the same name in network b whose
// activations over the same training segments correlate most, as Layer defines it; the lowest unit on ties.
// If o.Layers is nil, the layers that both have with maps of the same shape are compared.
func Counterparts(ctx context.Context, a, b *model.Network, d *data.Dataset, o Options) ([]LayerCounterparts, error) {
	of, _, err := CounterpartsBoth(ctx, a, b, d, o)
	return of, err
}

// CounterpartsBoth is Counterparts of a's units in b and of b's units in a, from one pass over the segments. The layers
// of both are in the order of a. Which network comes first makes no difference to a unit's counterpart.
func CounterpartsBoth(ctx context.Context, a, b *model.Network, d *data.Dataset,
	o Options) (ofA, ofB []LayerCounterparts, err error) {
	swapped := b.Hash < a.Hash
	first, second := a, b
	if swapped {
		first, second = b, a
	}
	inFirst, inSecond, err := o.common(first, second)
	if err != nil {
		return nil, nil, err
	}
	// The result does not depend on progress, workers and the cache itself.
	identity := fmt.Sprintf("%d|%s|%s|%s|%v|%d|%d|%d", counterpartsVersion, first.Hash, second.Hash, d.Identity(),
		o.Layers, o.Lag, o.Segments, o.Seed)
	both, err := cache.Get(o.Cache, cache.Entry[pairing]{
		Folder: "counterparts", What: "the counterparts", Identity: identity,
		Measure: func() (pairing, error) { return pairUp(ctx, first, second, inFirst, inSecond, d, o) },
		Encode:  pairing.tensors,
		Decode: func(f *safetensors.File) (pairing, error) {
			return decodePairing(f, first, second, inFirst, inSecond)
		},
	})
	if err != nil {
		return nil, nil, err
	}
	ofA, ofB = both[0], both[1]
	if swapped {
		ofA, ofB = ofB, ofA
	}
	order := func(x, y LayerCounterparts) int {
		i, _ := a.Find(x.Layer) // common layers are in both
		k, _ := a.Find(y.Layer)
		return i - k
	}
	slices.SortStableFunc(ofA, order)
	slices.SortStableFunc(ofB, order)
	return ofA, ofB, nil
}

// pairing holds the counterparts of the units of two networks in each other.
type pairing [2][]LayerCounterparts

func pairUp(ctx context.Context, a, b *model.Network, inA, inB []int, d *data.Dataset,
	o Options) (out pairing, err error) {
	segments, _, err := o.draw(d)
	if err != nil {
		return out, err
	}
	var sides []*side
	for i, n := range []*model.Network{a, b} {
		s, err := newSide(n, d, [][]int{inA, inB}[i], parallel.Jobs(o.Jobs))
		if err != nil {
			return out, err
		}
		defer s.pass.Close()
		sides = append(sides, s)
	}
	var all []*pairs
	for i, c := range sides[0].maps {
		all = append(all, newPairs(c, sides[1].maps[i], -o.lag(c), o.lag(c)))
	}
	if err := sumUp(ctx, d, segments, sides, all, o); err != nil {
		return out, err
	}
	for i, p := range all {
		for side := range out {
			units, err := p.across(side == 1, parallel.Jobs(o.Jobs))
			if err != nil {
				return out, err
			}
			out[side] = append(out[side], LayerCounterparts{a.Layers[inA[i]].Name, o.lag(p.a), units})
		}
	}
	return out, nil
}

// across finds the unit of b that correlates most with each unit of a, or the other way round.
func (p *pairs) across(back bool, jobs int) ([]Counterpart, error) {
	a, b := p.moments(false), p.moments(true)
	units, others := p.a.units, p.b.units
	if back {
		units, others = others, units
	}
	out := make([]Counterpart, units)
	err := parallel.All(units, jobs, func(i int) {
		out[i] = Counterpart{Unit: -1}
		best := line{correlation: math.Inf(-1)}
		for j := range others {
			top := line{correlation: math.Inf(-1)}
			for q := range p.sums {
				s, ok := line{}, false
				if back {
					s, ok = p.at(q, j, i, &a, &b)
					s = s.reversed()
				} else {
					s, ok = p.at(q, i, j, &a, &b)
				}
				if ok && s.better(top) {
					top = s
				}
			}
			if top.correlation > best.correlation {
				best = top
				out[i] = Counterpart{j, float32(top.correlation), top.lag}
			}
		}
	})
	return out, err
}

// CounterpartCount summarizes the counterparts of a layer's units.
type CounterpartCount struct {
	Varying   int     // units that have a nearest one in the other network
	Have      int     // of those, units that correlate with it at LeastCounterpart or more
	Different int     // units of the other network that they are
	Mutual    int     // units that have one and are its counterpart as well
	Median    float64 // correlation with the nearest unit; NaN if no unit varies
}

// CountCounterparts counts the counterparts of a layer's units; back are those of the other network's units in this
// one.
func CountCounterparts(of, back LayerCounterparts) CounterpartCount {
	c := CounterpartCount{Median: Median(of.Units)}
	different := map[int]bool{}
	for u, p := range of.Units {
		if p.Unit < 0 {
			continue
		}
		c.Varying++
		if p.Correlation < LeastCounterpart {
			continue
		}
		c.Have++
		different[p.Unit] = true
		if p.Unit < len(back.Units) && back.Units[p.Unit].Unit == u {
			c.Mutual++
		}
	}
	c.Different = len(different)
	return c
}

// Median is the median correlation of units with their counterparts; NaN if none has one.
func Median(units []Counterpart) float64 {
	var all []float64
	for _, c := range units {
		if c.Unit >= 0 {
			all = append(all, float64(c.Correlation))
		}
	}
	return stats.Median(all)
}
