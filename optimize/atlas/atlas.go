// Package atlas lays out the units of a layer on a plane so that those whose signals are alike lie together (the
// paper's Fig. 8), and says which activity the most similar real segment of each shows. It returns values and draws
// nothing.
package atlas

import (
	"context"
	"fmt"
	"math"

	"actmax/internal/tsne"
	"actmax/optimize"
	"actmax/optimize/results"
)

// Options say how a map is made. The zero value is usable.
type Options struct {
	// Shift compares signals at the circular shift at which they differ least; otherwise as they are.
	Shift bool
	// Perplexity of the t-SNE; 0: min(30, n/4).
	Perplexity float64
	// Seed fixes the starts of the t-SNE and the shuffles behind Agreement.P.
	Seed uint64
	// Jobs is the number of goroutines; 0: one a core. Maps do not depend on it.
	Jobs int
	// Progress is called with the number of finished starts, one call at a time; nil: silent.
	Progress func(done, total int)
}

// Group is what one map shows: the units of one layer whose signals say something.
type Group struct {
	Layer      string
	Axes, Time int // of every signal
	Units      []Unit
	Left       Left
}

// Unit is one unit's signal.
type Unit struct {
	Run    int // in the result
	Unit   int
	Signal []float32 // [axes][time] in G
	Real   Real      // the most similar training segment
}

// Left counts the units that are on no map, since their signals say nothing.
type Left struct {
	Failed   int `json:"failed"`
	Dead     int `json:"dead"`
	Silent   int `json:"silent"`
	Diverged int `json:"diverged"`
}

// Groups sorts the runs of a result by layer, in the order of their first appearance. The most similar segment of each
// run is in nearest, as Nearest finds it; nil: none is known.
func Groups(found *results.Result, nearest []Real) ([]Group, error) {
	if nearest != nil && len(nearest) != len(found.Runs) {
		return nil, fmt.Errorf("atlas: %d similar segments for %d runs; expected one each", len(nearest),
			len(found.Runs))
	}
	var groups []Group
	of := map[string]int{}
	for i, r := range found.Runs {
		at, ok := of[r.Layer]
		if !ok {
			at = len(groups)
			of[r.Layer] = at
			groups = append(groups, Group{Layer: r.Layer, Axes: found.Signal.Axes, Time: found.Signal.Time})
		}
		real := Unknown
		if nearest != nil {
			real = nearest[i]
		}
		if err := groups[at].Add(r.Run, r.Unit, r.Status, found.Signal.Of(i), real); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// Add takes a unit into the group: onto the map if its signal says something, otherwise into the count of those left
// out. The signal is [axes][time] in G; real is Unknown if the most similar segment is not known.
func (g *Group) Add(run, unit int, status optimize.Status, signal []float32, real Real) error {
	switch status {
	case optimize.Failed:
		g.Left.Failed++
	case optimize.Dead:
		g.Left.Dead++
	case optimize.Silent:
		g.Left.Silent++
	case optimize.Diverged:
		g.Left.Diverged++
	default:
		for _, v := range signal {
			if v != v || math.IsInf(float64(v), 0) {
				return fmt.Errorf("run %d (%s/%d) is said to be ok, but its signal holds %v", run, g.Layer, unit, v)
			}
		}
		g.Units = append(g.Units, Unit{Run: run, Unit: unit, Signal: signal, Real: real})
	}
	return nil
}

// Map is a layer's units on a plane.
type Map struct {
	Layer      string         `json:"layer"`
	Distance   string         `json:"distance"` // Euclidean or Shifted
	Seed       uint64         `json:"seed"`
	Perplexity results.Number `json:"perplexity"` // null without points
	KL         results.Number `json:"kl"`         // of the best start, nats; null without points
	Starts     []float64      `json:"kl_starts"`  // of every start
	Left       Left           `json:"left_out"`
	Points     []Point        `json:"points"`
	// Signals says whether units of the same activity have similar signals, Places whether they lie together on the
	// map.
	Signals Agreement `json:"agreement_of_signals"`
	Places  Agreement `json:"agreement_on_map"`
	// Clusters are the units of each dense group of similar signals (see clusters); units that belong to none are in no
	// list.
	Clusters [][]int `json:"clusters"`
}

// The distances between signals.
const (
	Euclidean = "euclidean"
	Shifted   = "shift"
)

// Point is a unit on a map. The units of X and Y have no meaning.
type Point struct {
	Run     int     `json:"run"`
	Unit    int     `json:"unit"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	Nearest Real    `json:"nearest"`
}

// New makes the map of a group by exact t-SNE. The same group, options and machine give the same map, whatever the
// number of jobs. A group without units has a map without points.
func New(ctx context.Context, g Group, o Options) (*Map, error) {
	m := &Map{
		Layer: g.Layer, Distance: Euclidean, Seed: o.Seed, Left: g.Left, Points: make([]Point, len(g.Units)),
		Perplexity: results.Number(math.NaN()), KL: results.Number(math.NaN()), Starts: []float64{},
		Clusters: [][]int{},
	}
	if o.Shift {
		m.Distance = Shifted
	}
	labels := make([]string, len(g.Units))
	for i, u := range g.Units {
		if len(u.Signal) != g.Axes*g.Time {
			return nil, fmt.Errorf("the signal of %s/%d has %d samples; expected %d axes x %d", g.Layer, u.Unit,
				len(u.Signal), g.Axes, g.Time)
		}
		m.Points[i] = Point{Run: u.Run, Unit: u.Unit, Nearest: u.Real}
		labels[i] = u.Real.Activity
	}
	if len(g.Units) > 0 {
		d, err := distances(ctx, g, o.Shift, o.Jobs)
		if err != nil {
			return nil, err
		}
		t, err := tsne.Embed(ctx, d, tsne.Options{Perplexity: o.Perplexity, Seed: o.Seed, Workers: o.Jobs,
			Progress: o.Progress})
		if err != nil {
			return nil, fmt.Errorf("map of %s: %w", g.Layer, err)
		}
		m.Perplexity, m.KL, m.Starts = results.Number(t.Perplexity), results.Number(t.KL), t.Starts
		for i, p := range t.Points {
			m.Points[i].X, m.Points[i].Y = p[0], p[1]
		}
		apart := func(i, j int) float64 { return math.Sqrt(d.Squared(i, j)) }
		m.Signals = agreement(labels, o.Seed, apart)
		for _, c := range clusters(len(g.Units), apart) {
			for k, i := range c {
				c[k] = g.Units[i].Unit
			}
			m.Clusters = append(m.Clusters, c)
		}
	} else {
		m.Signals = agreement(nil, 0, nil)
	}
	m.Places = agreement(labels, o.Seed, func(i, j int) float64 {
		return math.Hypot(m.Points[i].X-m.Points[j].X, m.Points[i].Y-m.Points[j].Y)
	})
	return m, nil
}
