package train

import (
	"fmt"
	"math"

	"actmax/data"
	"actmax/internal/safetensors"
	"actmax/model"
	"actmax/model/train/cache"
)

// cacheVersion goes up whenever the same network and data would be measured or written differently.
const cacheVersion = 1

// cached returns a measurement from the cache, or measures and keeps the result: tensors "<layer>.<what>".
func cached(n *model.Network, d *data.Dataset, o MeasureOptions,
	measure func() (*Measurement, error)) (*Measurement, error) {
	store := &cache.Store{Dir: o.CacheDir, Warn: o.Warn}
	if o.NoCache {
		store = nil
	}
	return cache.Get(store, cache.Entry[*Measurement]{
		Folder: "activations", What: "the activations",
		Identity: fmt.Sprintf("%d|%s|%s", cacheVersion, n.Hash, d.Identity()),
		Measure:  measure,
		Encode:   func(m *Measurement) []safetensors.Tensor { return m.tensors(n, d) },
		Decode:   func(f *safetensors.File) (*Measurement, error) { return decodeMeasurement(f, n, d) },
	})
}

func (m *Measurement) tensors(n *model.Network, d *data.Dataset) (out []safetensors.Tensor) {
	for i := range n.Layers {
		out = append(out, m.Layers[i].tensors(n.Layers[i].Name, n.Units(i), len(d.Activities))...)
	}
	return out
}

// tensors returns a layer's measurement as it is kept. Lists of strongest segments are padded with position -1.
func (l *LayerMeasurement) tensors(name string, units, classes int) []safetensors.Tensor {
	position, axis := make([]int64, units*Top), make([]int64, units*Top)
	mean, peak := make([]int64, units*Top), make([]float32, units*Top)
	for u, list := range l.Strongest {
		for k := range Top {
			i := u*Top + k
			position[i] = -1
			if k < len(list) {
				position[i], axis[i], peak[i] = int64(list[k].Training), int64(list[k].Axis), list[k].Peak
				mean[i] = int64(math.Float64bits(list[k].Mean)) // every bit, as an integer
			}
		}
	}
	one, list := []int{units}, []int{units, Top}
	s := l.Statistics
	return []safetensors.Tensor{
		safetensors.OfInt64(name+".count", one, s.Count),
		safetensors.OfFloat32(name+".mean", one, s.Mean),
		safetensors.OfFloat32(name+".std", one, s.Std),
		safetensors.OfFloat32(name+".max", one, s.Max),
		safetensors.OfFloat32(name+".min", one, s.Min),
		safetensors.OfFloat32(name+".p95", one, s.P95),
		safetensors.OfFloat32(name+".histogram", []int{units, model.Bins}, s.Histogram),
		safetensors.OfFloat32(name+".class_mean", []int{units, classes}, l.ClassMean),
		safetensors.OfInt64(name+".strongest_position", list, position),
		safetensors.OfInt64(name+".strongest_axis", list, axis),
		safetensors.OfInt64(name+".strongest_mean", list, mean),
		safetensors.OfFloat32(name+".strongest_peak", list, peak),
	}
}

func decodeMeasurement(f *safetensors.File, n *model.Network, d *data.Dataset) (*Measurement, error) {
	m := &Measurement{}
	for i := range n.Layers {
		l, err := readLayer(f, n.Layers[i].Name, n.Units(i), len(d.Activities), len(d.Axes), len(d.Subset(data.Train)))
		if err != nil {
			return nil, err
		}
		m.Layers = append(m.Layers, l)
	}
	return m, nil
}

func readLayer(f *safetensors.File, name string, units, classes, axes, segments int) (LayerMeasurement, error) {
	l := LayerMeasurement{Statistics: &model.Statistics{}, Strongest: make([][]Strong, units)}
	one, list := []int{units}, []int{units, Top}
	var peak []float32
	var position, axis, mean []int64
	s := l.Statistics
	err := cache.Take(f, name+".",
		cache.Ints("count", one, &s.Count), cache.Floats("mean", one, &s.Mean), cache.Floats("std", one, &s.Std),
		cache.Floats("max", one, &s.Max),
		cache.Floats("min", one, &s.Min), cache.Floats("p95", one, &s.P95),
		cache.Floats("histogram", []int{units, model.Bins}, &s.Histogram),
		cache.Floats("class_mean", []int{units, classes}, &l.ClassMean),
		cache.Ints("strongest_position", list, &position), cache.Ints("strongest_axis", list, &axis),
		cache.Ints("strongest_mean", list, &mean), cache.Floats("strongest_peak", list, &peak),
	)
	if err != nil {
		return l, err
	}
	for i, p := range position {
		if p == -1 {
			continue
		}
		if p < 0 || p >= int64(segments) || axis[i] < -1 || axis[i] >= int64(axes) {
			return l, cache.ErrDamaged
		}
		u := i / Top
		l.Strongest[u] = append(l.Strongest[u],
			Strong{int(p), int(axis[i]), math.Float64frombits(uint64(mean[i])), peak[i]})
	}
	return l, nil
}
