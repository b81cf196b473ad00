package train

import (
	"context"
	"fmt"
	"slices"

	"actmax/data"
	"actmax/model"
)

const (
	// DefaultLag is the largest lag in samples unless a person says otherwise: a third of a segment, which leaves two
	// thirds of it to compare, and close to what three layers of five taps can shift a response by (12 samples).
	DefaultLag = 10
	// DefaultDuplicate is the correlation from which on units count as duplicates unless a person says otherwise: the
	// kept unit then explains at least 0.81 of a duplicate's variance.
	DefaultDuplicate = 0.9

	// maxCompared bounds a layer's units: the sums of all pairs are held in memory.
	maxCompared = 4096
)

// RedundancyOptions say how the activations of units are correlated. The zero value compares all layers at lag 0 over
// all training segments.
type RedundancyOptions struct {
	Layers   []string              // to look at; nil: all
	Lag      int                   // largest lag in samples, usually DefaultLag; a layer's is at most half its maps' length
	Segments int                   // training segments to draw at most; 0: all
	Seed     uint64                // of that draw
	Jobs     int                   // workers; 0: one a core
	Progress func(done, total int) // segments, called in order by the calling goroutine
}

// Redundancy says which units of a network look for the same thing.
type Redundancy struct {
	Segments int               `json:"segments"` // training segments compared
	Of       int               `json:"of"`       // training segments there are
	Seed     uint64            `json:"seed"`     // of the draw where these differ
	Layers   []LayerRedundancy `json:"layers"`   // in the network's order
}

// LayerRedundancy compares the units of one layer. With a_i[s][t] the map of unit i after its activation function, s
// over every axis of every segment and t over its samples, the correlation at lag k is Pearson's
//
//	r_ij(k) = cov(a_i[s][t], a_j[s][t+k]) / sqrt(var a_i[s][t] · var a_j[s][t+k])
//
// over all s and all t for which both samples lie in the segment; mean and variance are those of the same samples, so
// that no lag is at an advantage for having fewer. The lag-maximum is the largest r_ij(k) over |k| <= Lag, of the
// smallest |k| on ties. It keeps its sign: a unit that falls where another rises is no duplicate. A lag at which
// either unit's samples hold less than a hundredth of its variance (it fires at the edges only) does not count.
type LayerRedundancy struct {
	Layer    string `json:"layer"`
	Units    int    `json:"units"`
	Lag      int    `json:"lag"`      // the largest lag compared
	Silent   []int  `json:"silent"`   // units that are never active
	Constant []int  `json:"constant"` // units that always have the same value, not 0
	Rank     Rank   `json:"rank"`     // of the others

	// [units][units], zeros for silent and constant units. Lags[i*Units+j] = k says that j shows k samples later what i
	// shows: a_j[t+k] is about Slope·a_i[t] + Intercept, the least-squares line over the training segments.
	Correlation      []float32 `json:"-"`
	Lags             []int16   `json:"-"`
	Slope, Intercept []float32 `json:"-"`
}

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

// MeasureRedundancy passes once over the training segments and correlates the activations of every two units of a
// layer. Products are summed in float32 over a batch of segments and in float64 beyond; activations are taken from
// their mean over a sample of segments first, so that nothing cancels. The result is the same for any number of
// workers.
func MeasureRedundancy(ctx context.Context, n *model.Network, d *data.Dataset, o RedundancyOptions) (*Redundancy, error) {
	layers, err := o.check(n)
	if err != nil {
		return nil, err
	}
	segments, of, err := o.draw(d)
	if err != nil {
		return nil, err
	}
	a, err := newSide(n, d, layers, jobsOr(o.Jobs))
	if err != nil {
		return nil, err
	}
	defer a.pass.Close()
	var all []*pairs
	for _, c := range a.maps {
		all = append(all, newPairs(c, c, 0, o.lag(c)))
	}
	if err := sumUp(ctx, d, segments, []*side{a}, all, o); err != nil {
		return nil, err
	}
	r := &Redundancy{Segments: len(segments), Of: of, Seed: o.Seed}
	for i, p := range all {
		l, err := p.within(n.Layers[layers[i]].Name, jobsOr(o.Jobs))
		if err != nil {
			return nil, err
		}
		r.Layers = append(r.Layers, *l)
	}
	return r, nil
}

// Counterparts finds for each unit of each layer of network a the unit of the layer of the same name in network b whose
// activations over the same training segments correlate most, as LayerRedundancy defines it; the lowest unit on ties.
// Where o.Layers is nil, the layers that both have with maps of the same shape are compared.
func Counterparts(ctx context.Context, a, b *model.Network, d *data.Dataset, o RedundancyOptions) ([]LayerCounterparts, error) {
	inA, inB, err := o.common(a, b)
	if err != nil {
		return nil, err
	}
	segments, _, err := o.draw(d)
	if err != nil {
		return nil, err
	}
	var sides []*side
	for i, n := range []*model.Network{a, b} {
		s, err := newSide(n, d, [][]int{inA, inB}[i], jobsOr(o.Jobs))
		if err != nil {
			return nil, err
		}
		defer s.pass.Close()
		sides = append(sides, s)
	}
	var all []*pairs
	for i, c := range sides[0].maps {
		all = append(all, newPairs(c, sides[1].maps[i], -o.lag(c), o.lag(c)))
	}
	if err := sumUp(ctx, d, segments, sides, all, o); err != nil {
		return nil, err
	}
	var out []LayerCounterparts
	for i, p := range all {
		units, err := p.across(jobsOr(o.Jobs))
		if err != nil {
			return nil, err
		}
		out = append(out, LayerCounterparts{a.Layers[inA[i]].Name, o.lag(p.a), units})
	}
	return out, nil
}

// check returns the layers to look at.
func (o RedundancyOptions) check(n *model.Network) ([]int, error) {
	if o.Lag < 0 || o.Segments < 0 {
		return nil, mismatch("lag %d and %d segments: neither may be negative", o.Lag, o.Segments)
	}
	var layers []int
	for i := range n.Layers {
		if o.Layers == nil || slices.Contains(o.Layers, n.Layers[i].Name) {
			layers = append(layers, i)
		}
	}
	for _, name := range o.Layers {
		if _, err := n.Find(name); err != nil {
			return nil, &MismatchError{err.Error()}
		}
	}
	for _, i := range layers {
		if n.Units(i) > maxCompared {
			return nil, mismatch("layer %s of network %s has %d units; layers of at most %d can be compared, choose others", n.Layers[i].Name, n.Name, n.Units(i), maxCompared)
		}
	}
	return layers, nil
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
		return nil, nil, mismatch("networks %s and %s have no layer of the same name with maps of the same shape", a.Name, b.Name)
	}
	return inA, inB, nil
}

// draw returns the training segments to use, ascending, and how many there are.
func (o RedundancyOptions) draw(d *data.Dataset) (segments []int, of int, err error) {
	segments = d.Subset(data.Train)
	of = len(segments)
	if of == 0 {
		return nil, 0, noSegments(d, data.Train)
	}
	if o.Segments > 0 && o.Segments < of {
		r := stream(o.Seed, redundancyStream, 0, 0)
		r.Shuffle(of, func(i, k int) { segments[i], segments[k] = segments[k], segments[i] })
		segments = segments[:o.Segments]
		slices.Sort(segments)
	}
	return segments, of, nil
}

// redundancyStream continues the streams of random.go.
const redundancyStream = 3

// lag is the largest lag for maps of some length: at least half of them is left to compare.
func (o RedundancyOptions) lag(c *centred) int { return min(o.Lag, c.times/2) }

// Varies tells whether a unit has correlations: it is neither silent nor constant.
func (l *LayerRedundancy) Varies(unit int) bool { return l.Correlation[unit*l.Units+unit] == 1 }
