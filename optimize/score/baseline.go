package score

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"actmax/data"
	"actmax/data/similar"
	"actmax/internal/parallel"
	"actmax/model"
)

// The baseline (method.md 4) compares real segments against each other: segments that drive a unit as hard as the
// method means to, with those of other people. Segments whose largest activation lies from MatchLow to MatchHigh of the
// threshold are drawn, at most MostDrawn; a unit with fewer than LeastDrawn has no baseline.
const (
	MatchLow   = 0.95
	MatchHigh  = 1.05
	MostDrawn  = 12
	LeastDrawn = 5
)

// Place is a training segment by its position in training order, and its axis, -1 for all together.
type Place struct{ Training, Axis int }

// Matched lists for every unit of some layers, [layer][unit], the training axis-segments whose largest activation over
// the threshold lies from MatchLow to MatchHigh, in training order. Thresholds are [layer][unit]; a unit whose
// threshold is not finite and positive, or that has no ReLU and so no ratio to one, gets none. The result is the same
// for any number of workers.
func Matched(ctx context.Context, n *model.Network, d *data.Dataset, layers []int, thresholds [][]float64, jobs int,
	progress func(done, total int)) ([][][]Place, error) {
	const batch, unitsAtOnce = 64, 8
	segments := d.Subset(data.Train)
	p, err := model.NewPass(n, batch, parallel.Jobs(jobs))
	if err != nil {
		return nil, err
	}
	defer p.Close()
	type task struct{ layer, from, to int }
	var tasks []task
	found := make([][][]Place, len(layers))
	for i, l := range layers {
		found[i] = make([][]Place, n.Units(l))
		for u := 0; u < n.Units(l); u += unitsAtOnce {
			tasks = append(tasks, task{i, u, min(u+unitsAtOnce, n.Units(l))})
		}
	}
	window := make([][]float32, len(d.Axes))
	views := make([]model.View, len(layers))
	for first := 0; first < len(segments); first += batch {
		some := segments[first:min(first+batch, len(segments))]
		for i, s := range some {
			for axis := range window {
				window[axis] = d.Window(s, axis)
			}
			if err := p.SetSegment(i, window); err != nil {
				return nil, err
			}
		}
		if err := p.Forward(len(some), nil); err != nil {
			return nil, err
		}
		for i, l := range layers {
			views[i] = p.Maps(l)
		}
		// Every unit belongs to one worker at a time and sees the segments in order.
		err := parallel.Each(ctx, len(tasks), jobs, nil, func(i int) error {
			t := tasks[i]
			l := layers[t.layer]
			if n.Layers[l].ByPercentile() {
				return nil
			}
			for u := t.from; u < t.to; u++ {
				if th := thresholds[t.layer][u]; th > 0 && !math.IsInf(th, 0) {
					found[t.layer][u] = matched(found[t.layer][u], &views[t.layer], u, first, len(some), n.PerAxis(l),
						th)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if progress != nil {
			progress(first+len(some), len(segments))
		}
	}
	return found, nil
}

// matched appends the places among count segments of a batch, which begins at training segment first. Split: the unit
// looks at one axis at a time.
func matched(found []Place, v *model.View, unit, first, count int, split bool, threshold float64) []Place {
	take := func(i, axis int, peak float32) {
		if r := float64(peak) / threshold; r >= MatchLow && r <= MatchHigh {
			found = append(found, Place{first + i, axis})
		}
	}
	for i := range count {
		base := i/v.Lanes*v.Block + i%v.Lanes*v.Lane + unit*v.Unit
		whole := float32(math.Inf(-1))
		for axis := range v.Axes {
			peak := float32(math.Inf(-1))
			for t := range v.Times {
				peak = max(peak, v.Data[base+axis*v.Axis+t*v.Time])
			}
			if split {
				take(i, axis, peak)
			}
			whole = max(whole, peak)
		}
		if !split {
			take(i, -1, whole)
		}
	}
	return found
}

// Floor is one unit's baseline: how near real segments lie to each other.
type Floor struct {
	Matched int // training axis-segments that qualify
	// over those drawn, of the mean MSE to the nearest segments of other subjects, G²; NaN below LeastDrawn
	Mean    float64
	Nearest float64 // the same with the one nearest segment of each
}

// FloorOptions say how baselines are computed.
type FloorOptions struct {
	Seed  uint64 // of the draw
	Width int    // of the window, samples
	Top   int    // nearest segments
	Jobs  int    // workers; 0: one a core
}

// Floors computes the baselines of a layer's units from what Matched found for it. The index holds the training
// segments.
func Floors(ctx context.Context, n *model.Network, d *data.Dataset, index *similar.Index, layer int, places [][]Place,
	o FloorOptions) ([]Floor, error) {
	training := d.Subset(data.Train)
	floors := make([]Floor, len(places))
	err := parallel.Each(ctx, len(places), o.Jobs, nil, func(u int) error {
		f := &floors[u]
		*f = Floor{Matched: len(places[u]), Mean: math.NaN(), Nearest: math.NaN()}
		if f.Matched < LeastDrawn {
			return nil
		}
		drawn := Draw(places[u], MostDrawn, o.Seed, layer, u)
		signals := make([][]float32, len(drawn))
		for i, p := range drawn {
			signals[i] = Samples(d, training[p.Training], p.Axis)
		}
		axes, time := n.SignalShape(layer)
		mean, nearest := 0.0, 0.0
		err := NewResponder(n, layer).Each(u, signals, o.Width, func(i int, _ []float32, from, to int) error {
			one, err := Nearest(index, Signal{signals[i], axes, time, from, to},
				Search{Top: o.Top, Without: d.Of(training[drawn[i].Training]).Subject})
			mean += one.Mean
			nearest += one.Least()
			return err
		})
		f.Mean, f.Nearest = mean/float64(len(drawn)), nearest/float64(len(drawn))
		return err
	})
	return floors, err
}

// Draw takes at most count places without putting any back, by seed, layer and unit, and returns them in their order.
func Draw(places []Place, count int, seed uint64, layer, unit int) []Place {
	if len(places) <= count {
		return places
	}
	r := rand.New(rand.NewPCG(seed, uint64(layer)<<32|uint64(unit)))
	chosen := r.Perm(len(places))[:count]
	slices.Sort(chosen)
	drawn := make([]Place, count)
	for i, k := range chosen {
		drawn[i] = places[k]
	}
	return drawn
}

// Samples returns one axis of a segment, or all of them one after the other if axis is negative. One axis is a view.
func Samples(d *data.Dataset, segment, axis int) []float32 {
	if axis >= 0 {
		return d.Window(segment, axis)
	}
	var all []float32
	for i := range d.Axes {
		all = append(all, d.Window(segment, i)...)
	}
	return all
}
