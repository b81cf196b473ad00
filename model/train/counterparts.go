package train

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/internal/safetensors"
	"actmax/model"
)

// LeastCounterpart is the correlation below which a unit has no counterpart: the most similar unit then explains less than a
// quarter of its variance.
const LeastCounterpart = 0.5

// CounterpartSegments is how many training segments are drawn to compare two networks unless a person says otherwise.
const CounterpartSegments = 5000

// Counterpart is the unit of another network that does what a unit of this one does.
type Counterpart struct {
	Unit        int     `json:"unit"`        // of the other network; -1 where either side has no unit that varies
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
// activations over the same training segments correlate most, as LayerRedundancy defines it; the lowest unit on ties.
// Where o.Layers is nil, the layers that both have with maps of the same shape are compared.
func Counterparts(ctx context.Context, a, b *model.Network, d *data.Dataset, o RedundancyOptions) ([]LayerCounterparts, error) {
	of, _, err := CounterpartsBoth(ctx, a, b, d, o)
	return of, err
}

// CounterpartsBoth is Counterparts of a's units in b and of b's units in a, from one pass over the segments. The layers of
// both are in the order of a. Which network comes first makes no difference to a unit's counterpart.
func CounterpartsBoth(ctx context.Context, a, b *model.Network, d *data.Dataset, o RedundancyOptions) (ofA, ofB []LayerCounterparts, err error) {
	swapped := b.Hash < a.Hash
	first, second := a, b
	if swapped {
		first, second = b, a
	}
	inFirst, inSecond, err := o.common(first, second)
	if err != nil {
		return nil, nil, err
	}
	// Progress, workers and the cache itself do not decide what is found.
	identity := fmt.Sprintf("%d|%s|%s|%s|%v|%d|%d|%d", counterpartsVersion, first.Hash, second.Hash, dataIdentity(d), o.Layers, o.Lag, o.Segments, o.Seed)
	both, err := kept(o.Cache, "counterparts", "the counterparts", identity,
		func(raw []byte, key string) (pairing, error) {
			return decodePairing(raw, key, first, second, inFirst, inSecond)
		}, pairing.tensors,
		func() (pairing, error) { return pairUp(ctx, first, second, inFirst, inSecond, d, o) })
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

func pairUp(ctx context.Context, a, b *model.Network, inA, inB []int, d *data.Dataset, o RedundancyOptions) (out pairing, err error) {
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

// CounterpartCount sums the counterparts of a layer's units up.
type CounterpartCount struct {
	Varying   int     // units that have a nearest one in the other network
	Have      int     // of those, units that correlate with it at LeastCounterpart or more
	Different int     // units of the other network that they are
	Mutual    int     // units that have one and are its counterpart as well
	Median    float64 // correlation with the nearest unit; NaN where no unit varies
}

// CountCounterparts sums up the counterparts of a layer's units; back are those of the other network's units in this one.
func CountCounterparts(of, back LayerCounterparts) CounterpartCount {
	var c CounterpartCount
	var all []float64
	different := map[int]bool{}
	for u, p := range of.Units {
		if p.Unit < 0 {
			continue
		}
		c.Varying++
		all = append(all, float64(p.Correlation))
		if p.Correlation < LeastCounterpart {
			continue
		}
		c.Have++
		different[p.Unit] = true
		if p.Unit < len(back.Units) && back.Units[p.Unit].Unit == u {
			c.Mutual++
		}
	}
	c.Different, c.Median = len(different), math.NaN()
	if len(all) > 0 {
		slices.Sort(all)
		c.Median = (all[(len(all)-1)/2] + all[len(all)/2]) / 2
	}
	return c
}

// untrainedSeed draws the weights of Untrained; any would do that no training began from.
const untrainedSeed = 0x756e747261696e

// Untrained returns a network of the same input and layers whose weights are random: what counterparts in it correlate at is
// what two networks owe to nothing they have learnt.
func Untrained(n *model.Network) (*model.Network, error) {
	u := &model.Network{Name: "untrained", Input: n.Input, Classes: n.Classes}
	for _, l := range n.Layers {
		u.Layers = append(u.Layers, l.Untrained())
	}
	return u, u.Initialize(untrainedSeed)
}

// Comparable tells whether units of two networks can be compared: an error says what does not fit, that the inputs differ or
// that no layer is common to both.
func Comparable(a, b *model.Network) error {
	x, y := a.Input, b.Input
	if x.Axes != y.Axes || x.Length != y.Length || x.RateHz != y.RateHz {
		return mismatch("network %s takes segments of %d axes x %d samples at %g Hz, network %s of %d x %d at %g Hz; only networks with the same input can be compared",
			b.Name, y.Axes, y.Length, y.RateHz, a.Name, x.Axes, x.Length, x.RateHz)
	}
	_, _, err := RedundancyOptions{}.common(a, b)
	return err
}

// common returns the layers of two networks that are to be compared, in the order of a.
func (o RedundancyOptions) common(a, b *model.Network) (inA, inB []int, err error) {
	candidates, err := o.check(a)
	if err != nil {
		return nil, nil, err
	}
	for _, i := range candidates {
		name := a.Layers[i].Name
		k, err := b.Find(name)
		if err != nil && o.Layers != nil {
			return nil, nil, &MismatchError{fmt.Sprintf("network %s: %v", b.Name, err)}
		}
		if err != nil {
			continue
		}
		x, y := a.Layers[i].Out, b.Layers[k].Out
		if x.Axes != y.Axes || x.Time != y.Time {
			if o.Layers != nil {
				return nil, nil, mismatch("the maps of layer %s are %dx%d in network %s and %dx%d in %s; only maps of one shape can be compared", name, x.Axes, x.Time, a.Name, y.Axes, y.Time, b.Name)
			}
			continue
		}
		if y.Channels > maxCompared {
			return nil, nil, mismatch("layer %s of network %s has %d units; layers of at most %d can be compared, choose others", name, b.Name, y.Channels, maxCompared)
		}
		inA, inB = append(inA, i), append(inB, k)
	}
	if len(inA) == 0 {
		return nil, nil, mismatch("networks %s and %s have no layer of the same name with maps of the same shape: %s there, %s here", b.Name, a.Name, layerNames(b), layerNames(a))
	}
	return inA, inB, nil
}

// layerNames lists the layers of a network with the shapes of their maps.
func layerNames(n *model.Network) string {
	out := make([]string, len(n.Layers))
	for i := range n.Layers {
		out[i] = fmt.Sprintf("%s %dx%d", n.Layers[i].Name, n.Layers[i].Out.Axes, n.Layers[i].Out.Time)
	}
	return strings.Join(out, ", ")
}

// counterpartsVersion goes up whenever the same networks and data would be compared or written differently.
const counterpartsVersion = 1

// tensors are a pairing as it is kept: for each side and layer the units, their correlations and lags, and the largest lag.
func (p pairing) tensors() (out []safetensors.Tensor) {
	for side, layers := range p {
		for _, l := range layers {
			shape := []int{len(l.Units)}
			unit, lag, correlation := make([]int64, len(l.Units)), make([]int64, len(l.Units)), make([]float32, len(l.Units))
			for i, c := range l.Units {
				unit[i], lag[i], correlation[i] = int64(c.Unit), int64(c.Lag), c.Correlation
			}
			name := fmt.Sprintf("%s.%d.", l.Layer, side)
			out = append(out, safetensors.OfInt64(name+"unit", shape, unit), safetensors.OfInt64(name+"lag", shape, lag),
				safetensors.OfFloat32(name+"correlation", shape, correlation), safetensors.OfInt64(name+"largest_lag", []int{1}, []int64{int64(l.Lag)}))
		}
	}
	return out
}

// decodePairing reads what tensors wrote, and takes nothing that could not have been measured.
func decodePairing(raw []byte, key string, a, b *model.Network, inA, inB []int) (out pairing, err error) {
	f, err := readKept(raw, key)
	if err != nil {
		return out, err
	}
	for side := range out {
		for i := range inA {
			units, others := a.Units(inA[i]), b.Units(inB[i])
			if side == 1 {
				units, others = others, units
			}
			l, err := decodeCounterparts(f, a.Layers[inA[i]].Name, side, units, others)
			if err != nil {
				return out, err
			}
			out[side] = append(out[side], l)
		}
	}
	return out, nil
}

func decodeCounterparts(f *safetensors.File, layer string, side, units, others int) (l LayerCounterparts, err error) {
	l.Layer = layer
	var unit, lag, largest []int64
	var correlation []float32
	err = takeParts(f, fmt.Sprintf("%s.%d.", layer, side), []part{
		{"unit", []int{units}, &unit, nil}, {"lag", []int{units}, &lag, nil}, {"correlation", []int{units}, nil, &correlation},
		{"largest_lag", []int{1}, &largest, nil},
	})
	if err != nil {
		return l, err
	}
	if largest[0] < 0 || largest[0] > math.MaxInt16 {
		return l, errDamaged
	}
	l.Lag = int(largest[0])
	for i := range units {
		c := Counterpart{int(unit[i]), correlation[i], int(lag[i])}
		if c.Unit < -1 || c.Unit >= others || !(c.Correlation >= -1 && c.Correlation <= 1) || max(c.Lag, -c.Lag) > l.Lag {
			return l, errDamaged
		}
		l.Units = append(l.Units, c)
	}
	return l, nil
}
