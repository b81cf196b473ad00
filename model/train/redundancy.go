package train

import (
	"context"
	"slices"

	"actmax/data"
	"actmax/internal/parallel"
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
	Progress func(done, total int) // segments, called in order by the calling goroutine; not called where the cache answers
	Cache    *Cache                // keeps what was correlated under the hashes of networks and data; nil: it is computed anew
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
	r := &Redundancy{Segments: len(segments), Of: of, Seed: o.Seed}
	r.Layers, err = kept(o.Cache, "redundancy", "the correlations of units", o.identity(n, d),
		func(raw []byte, key string) ([]LayerRedundancy, error) { return decodeRedundancy(raw, key, n, layers) },
		redundancyTensors,
		func() ([]LayerRedundancy, error) { return correlate(ctx, n, d, layers, segments, o) })
	if err != nil {
		return nil, err
	}
	return r, nil
}

// correlate makes the pass.
func correlate(ctx context.Context, n *model.Network, d *data.Dataset, layers, segments []int, o RedundancyOptions) ([]LayerRedundancy, error) {
	a, err := newSide(n, d, layers, parallel.Jobs(o.Jobs))
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
	var out []LayerRedundancy
	for i, p := range all {
		l, err := p.within(n.Layers[layers[i]].Name, parallel.Jobs(o.Jobs))
		if err != nil {
			return nil, err
		}
		out = append(out, *l)
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
