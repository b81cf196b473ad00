// Package redundancy finds the units of a network that look for the same thing, evaluates the network without
// duplicates, and finds the counterparts of units in other networks.
package redundancy

import (
	"context"
	"slices"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/internal/safetensors"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/cache"
	"actmax/model/train/internal/random"
)

const (
	// DefaultLag is the largest lag in samples by default: a third of a segment, which leaves two
	// thirds of it to compare, and close to what three layers of five taps can shift a response by (12 samples).
	DefaultLag = 10
	// DefaultDuplicate is the correlation from which on units count as duplicates by default: the
	// kept unit then explains at least 0.81 of a duplicate's variance.
	DefaultDuplicate = 0.9

	// maxCompared bounds a layer's units: the sums of all pairs are held in memory.
	maxCompared = 4096
)

// Options say how the activations of units are correlated. The zero value compares all layers at lag 0 over
// all training segments.
type Options struct {
	Layers []string // to look at; nil: all
	// largest lag in samples, usually DefaultLag; a layer's is at most half its maps' length
	Lag      int
	Segments int    // training segments to draw at most; 0: all
	Seed     uint64 // of that draw
	Jobs     int    // workers; 0: one a core
	// segments, called in order by the calling goroutine; not called if the cache answers
	Progress func(done, total int)
	// keeps what was correlated under the hashes of networks and data; nil: it is computed again
	Cache *cache.Store
}

// Result holds which units of a network look for the same thing.
type Result struct {
	Segments int     `json:"segments"` // training segments compared
	Of       int     `json:"of"`       // training segments there are
	Seed     uint64  `json:"seed"`     // of the draw, if these differ
	Layers   []Layer `json:"layers"`   // in the network's order
}

// Layer compares the units of one layer. With a_i[s][t] the map of unit i after its activation function, s
// over every axis of every segment and t over its samples, the correlation at lag k is Pearson's
//
//	r_ij(k) = cov(a_i[s][t], a_j[s][t+k]) / sqrt(var a_i[s][t] · var a_j[s][t+k])
//
// over all s and all t for which both samples lie in the segment; mean and variance are those of the same samples, so
// that no lag is at an advantage for having fewer. The lag-maximum is the largest r_ij(k) over |k| <= Lag, of the
// smallest |k| on ties. It keeps its sign: a unit that falls while another rises is no duplicate. A lag at which
// either unit's samples hold less than a hundredth of its variance (it fires at the edges only) does not count.
type Layer struct {
	Name     string `json:"layer"`
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

// Measure passes once over the training segments and correlates the activations of every two units of a
// layer. Products are summed in float32 over a batch of segments and in float64 beyond; activations are taken from
// their mean over a sample of segments first, so that nothing cancels. The result is the same for any number of
// workers.
func Measure(ctx context.Context, n *model.Network, d *data.Dataset, o Options) (*Result, error) {
	layers, err := o.check(n)
	if err != nil {
		return nil, err
	}
	segments, of, err := o.draw(d)
	if err != nil {
		return nil, err
	}
	r := &Result{Segments: len(segments), Of: of, Seed: o.Seed}
	r.Layers, err = cache.Get(o.Cache, cache.Entry[[]Layer]{
		Folder: "redundancy", What: "the correlations of units", Identity: o.identity(n, d),
		Measure: func() ([]Layer, error) { return correlate(ctx, n, d, layers, segments, o) },
		Encode:  tensors,
		Decode:  func(f *safetensors.File) ([]Layer, error) { return decode(f, n, layers) },
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// correlate makes the pass.
func correlate(ctx context.Context, n *model.Network, d *data.Dataset, layers, segments []int,
	o Options) ([]Layer, error) {
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
	var out []Layer
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
func (o Options) check(n *model.Network) ([]int, error) {
	if o.Lag < 0 || o.Segments < 0 {
		return nil, train.Mismatch("lag %d and %d segments: neither may be negative", o.Lag, o.Segments)
	}
	var layers []int
	for i := range n.Layers {
		if o.Layers == nil || slices.Contains(o.Layers, n.Layers[i].Name) {
			layers = append(layers, i)
		}
	}
	for _, name := range o.Layers {
		if _, err := n.Find(name); err != nil {
			return nil, train.Mismatch("%v", err)
		}
	}
	for _, i := range layers {
		if n.Units(i) > maxCompared {
			return nil, train.Mismatch("layer %s of network %s has %d units; layers of at most %d can be compared, "+
				"choose others", n.Layers[i].Name, n.Name, n.Units(i), maxCompared)
		}
	}
	return layers, nil
}

// draw returns the training segments to use, ascending, and how many there are.
func (o Options) draw(d *data.Dataset) (segments []int, of int, err error) {
	segments, err = train.Segments(d, data.Train)
	if err != nil {
		return nil, 0, err
	}
	of = len(segments)
	if o.Segments > 0 && o.Segments < of {
		r := random.Stream(o.Seed, random.Redundancy, 0, 0)
		r.Shuffle(of, func(i, k int) { segments[i], segments[k] = segments[k], segments[i] })
		segments = segments[:o.Segments]
		slices.Sort(segments)
	}
	return segments, of, nil
}

// lag is the largest lag for maps of some length: at least half of them is left to compare.
func (o Options) lag(c *centred) int { return min(o.Lag, c.times/2) }

// Varies reports whether a unit has correlations: it is neither silent nor constant.
func (l *Layer) Varies(unit int) bool { return l.Correlation[unit*l.Units+unit] == 1 }
