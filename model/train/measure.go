package train

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"

	"actmax/data"
	"actmax/internal/parallel"
	"actmax/model"
	"actmax/model/train/internal/feed"
)

// MeasureOptions say how activations are measured. The zero value is usable.
type MeasureOptions struct {
	Jobs int // workers; 0: one a core
	// segments, called in order by the calling goroutine; not called if the cache answers
	Progress func(done, total int)
	CacheDir string // folder for measurements; "": "activations" under data.CacheDir
	NoCache  bool   // neither read nor write measurements
	// what went wrong without stopping, such as a cache that cannot be written; nil: ignored
	Warn func(error)
}

// Measurement is what one pass over the training segments measures of every unit of a network.
type Measurement struct {
	Layers []LayerMeasurement // in the network's order
}

// LayerMeasurement is what is known of one layer's units.
type LayerMeasurement struct {
	Statistics *model.Statistics
	// [units][activities]: mean activation over all training segments of an activity, axes and times, zeros included
	ClassMean []float32
	Strongest [][]Strong // [units][at most Top], by mean activation; none if a unit with ReLU is silent
}

// Statistics measures a network and fills in the statistics of its layers. The network must not be shared yet.
func Statistics(ctx context.Context, n *model.Network, d *data.Dataset, o MeasureOptions) error {
	m, err := Measure(ctx, n, d, o)
	if err != nil {
		return err
	}
	for i := range n.Layers {
		n.Layers[i].Statistics = m.Layers[i].Statistics
	}
	return nil
}

// Measure passes once over the training segments. Statistics are of the non-zero activations of units with ReLU and of
// every value of the others (method.md 3); count, mean, population deviation, least and largest value are computed in
// float64; the 95th percentile and the edges of the histogram's 64 bins over 0..max (min..max without ReLU) are right
// to one part in a thousand, see counter. The result is kept in the user's cache under the hashes of network and data,
// and is the same for any number of workers.
func Measure(ctx context.Context, n *model.Network, d *data.Dataset, o MeasureOptions) (*Measurement, error) {
	if err := Fits(n, d); err != nil {
		return nil, err
	}
	segments, err := Segments(d, data.Train)
	if err != nil {
		return nil, err
	}
	return cached(n, d, o, func() (*Measurement, error) { return measure(ctx, n, d, segments, o) })
}

// measuring is how many units a worker takes at a time.
const measuring = 4

func measure(ctx context.Context, n *model.Network, d *data.Dataset, segments []int,
	o MeasureOptions) (*Measurement, error) {
	jobs := parallel.Jobs(o.Jobs)
	p, err := model.NewPass(n, feed.Batch, jobs)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	units := make([][]*unit, len(n.Layers))
	type task struct{ layer, from, to int }
	var tasks []task
	for i := range n.Layers {
		for u := range n.Units(i) {
			units[i] = append(units[i], newUnit(&n.Layers[i], n.PerAxis(i), len(d.Activities)))
			if u%measuring == 0 {
				tasks = append(tasks, task{i, u, min(u+measuring, n.Units(i))})
			}
		}
	}
	views := make([]model.View, len(n.Layers))
	window := make([][]float32, len(d.Axes))
	activity := make([]int, feed.Batch)
	for start := 0; start < len(segments); start += feed.Batch {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		batch := segments[start:min(start+feed.Batch, len(segments))]
		if err := feed.Load(p, d, batch, window); err != nil {
			return nil, err
		}
		if err := p.Forward(len(batch), nil); err != nil {
			return nil, err
		}
		for i, s := range batch {
			activity[i] = d.Of(s).Activity
		}
		for i := range views {
			views[i] = p.Maps(i)
		}
		// Every unit belongs to one worker at a time and sees the segments in order: nothing is merged.
		err := parallel.All(len(tasks), jobs, func(i int) {
			for u := tasks[i].from; u < tasks[i].to; u++ {
				units[tasks[i].layer][u].add(&views[tasks[i].layer], u, start, activity[:len(batch)])
			}
		})
		if err != nil {
			return nil, err
		}
		if o.Progress != nil {
			o.Progress(start+len(batch), len(segments))
		}
	}
	return gather(n, d, segments, units, jobs)
}

// gather turns the sums into a measurement.
func gather(n *model.Network, d *data.Dataset, segments []int, units [][]*unit, jobs int) (*Measurement, error) {
	classes := len(d.Activities)
	perClass := make([]float64, classes) // segments
	for _, s := range segments {
		perClass[d.Of(s).Activity]++
	}
	m := &Measurement{}
	for i := range n.Layers {
		l, k := &n.Layers[i], n.Units(i)
		layer := LayerMeasurement{
			Statistics: &model.Statistics{
				Count: make([]int64, k), Mean: make([]float32, k), Std: make([]float32, k), Max: make([]float32, k),
				Min: make([]float32, k),
				P95: make([]float32, k), Histogram: make([]float32, k*model.Bins),
			},
			ClassMean: make([]float32, k*classes), Strongest: make([][]Strong, k),
		}
		values := float64(l.Out.Axes * l.Out.Time)
		var bad atomic.Int64 // 1 + a unit whose activations are no numbers
		err := parallel.All(k, jobs, func(u int) {
			a := units[i][u]
			if v := a.sum + a.squares; math.IsNaN(v) || math.IsInf(v, 0) {
				bad.Store(int64(u) + 1)
				return
			}
			a.finish(layer.Statistics, u)
			layer.Strongest[u] = a.strong
			for c := range classes {
				if perClass[c] > 0 {
					layer.ClassMean[u*classes+c] = float32(a.classSum[c] / (perClass[c] * values))
				}
			}
		})
		if err != nil {
			return nil, err
		}
		if u := bad.Load(); u > 0 {
			return nil, fmt.Errorf("unit %s/%d of network %s has activations beyond float32 on %s; its weights or "+
				"the data are out of scale", l.Name, u-1, n.Name, d.Title)
		}
		m.Layers = append(m.Layers, layer)
	}
	return m, nil
}
