package redundancy

import (
	"fmt"
	"math"
	"slices"

	"actmax/data"
	"actmax/internal/safetensors"
	"actmax/model"
	"actmax/model/train/cache"
)

// Versions go up whenever the same network and data would be compared, evaluated or written differently.
const (
	version          = 1
	ablationsVersion = 1
)

// identity is what the figures depend on: not on progress, workers and the cache itself.
func (o Options) identity(n *model.Network, d *data.Dataset) string {
	return fmt.Sprintf("%d|%s|%s|%v|%d|%d|%d", version, n.Hash, d.Identity(), o.Layers, o.Lag, o.Segments, o.Seed)
}

// States of a unit in a kept file.
const (
	stateVaries = iota
	stateSilent
	stateConstant
)

// figures of a rank, in the order in which they are kept.
func (r *Rank) figures() []float64 {
	out := []float64{float64(r.Units)}
	for _, e := range []EffectiveRank{r.Covariance, r.Correlation} {
		out = append(out, e.Entropy, e.Participation, float64(e.Directions99))
	}
	return out
}

// tensors are the layers as they are kept: tensors "<layer>.<what>".
func tensors(layers []Layer) (out []safetensors.Tensor) {
	for i := range layers {
		l := &layers[i]
		state, lags := make([]int64, l.Units), make([]int64, len(l.Lags))
		for _, u := range l.Silent {
			state[u] = stateSilent
		}
		for _, u := range l.Constant {
			state[u] = stateConstant
		}
		for k, v := range l.Lags {
			lags[k] = int64(v)
		}
		square, figures := []int{l.Units, l.Units}, l.Rank.figures()
		out = append(out,
			safetensors.OfInt64(l.Name+".state", []int{l.Units}, state),
			safetensors.OfInt64(l.Name+".largest_lag", []int{1}, []int64{int64(l.Lag)}),
			safetensors.OfInt64(l.Name+".rank", []int{len(figures)}, cache.Bits(figures)),
			safetensors.OfFloat32(l.Name+".correlation", square, l.Correlation),
			safetensors.OfInt64(l.Name+".lag", square, lags),
			safetensors.OfFloat32(l.Name+".slope", square, l.Slope),
			safetensors.OfFloat32(l.Name+".intercept", square, l.Intercept))
	}
	return out
}

// decode reads what tensors wrote, and refuses what cannot have been measured.
func decode(f *safetensors.File, n *model.Network, layers []int) (out []Layer, err error) {
	for _, i := range layers {
		l, err := decodeLayer(f, n.Layers[i].Name, n.Units(i))
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func decodeLayer(f *safetensors.File, name string, units int) (l Layer, err error) {
	l.Name, l.Units = name, units
	square := []int{units, units}
	var state, largest, rank, lags []int64
	err = cache.Take(f, name+".",
		cache.Ints("state", []int{units}, &state), cache.Ints("largest_lag", []int{1}, &largest),
		cache.Ints("rank", []int{len(l.Rank.figures())}, &rank),
		cache.Floats("correlation", square, &l.Correlation), cache.Ints("lag", square, &lags),
		cache.Floats("slope", square, &l.Slope),
		cache.Floats("intercept", square, &l.Intercept),
	)
	if err != nil {
		return l, err
	}
	if largest[0] < 0 || largest[0] > math.MaxInt16 {
		return l, cache.ErrDamaged
	}
	l.Lag, l.Silent, l.Constant, l.Lags = int(largest[0]), []int{}, []int{}, make([]int16, len(lags))
	for k, v := range lags {
		if max(v, -v) > largest[0] || !(l.Correlation[k] >= -1 && l.Correlation[k] <= 1) {
			return l, cache.ErrDamaged
		}
		l.Lags[k] = int16(v)
	}
	for u, v := range state {
		switch v {
		case stateVaries:
		case stateSilent:
			l.Silent = append(l.Silent, u)
		case stateConstant:
			l.Constant = append(l.Constant, u)
		default:
			return l, cache.ErrDamaged
		}
	}
	r := cache.FromBits(rank)
	l.Rank = Rank{int(r[0]), EffectiveRank{r[1], r[2], int(r[3])}, EffectiveRank{r[4], r[5], int(r[6])}}
	return l, nil
}

// tensors are the scores as they are kept: of each evaluation in order, for each split.
func (a *ablater) tensors(effects []Effect) []safetensors.Tensor {
	var scores []float64
	for i := range effects {
		for _, split := range a.splits {
			scores = append(scores, (*effects[i].of(split)).MacroF1)
		}
	}
	return []safetensors.Tensor{safetensors.OfInt64("macro_f1", []int{len(effects), len(a.splits)}, cache.Bits(scores))}
}

func (a *ablater) decode(f *safetensors.File, evaluations int) ([]Effect, error) {
	t := f.Find("macro_f1")
	if t == nil || !slices.Equal(t.Shape, []int{evaluations, len(a.splits)}) {
		return nil, cache.ErrDamaged
	}
	values, err := t.Int64()
	if err != nil {
		return nil, err
	}
	out := make([]Effect, evaluations)
	for i, v := range cache.FromBits(values) {
		if !(v >= 0 && v <= 1) {
			return nil, cache.ErrDamaged
		}
		*out[i/len(a.splits)].of(a.splits[i%len(a.splits)]) = &Score{MacroF1: v}
	}
	return out, nil
}
