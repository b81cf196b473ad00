package train

import (
	"fmt"
	"math"
	"slices"

	"actmax/data"
	"actmax/internal/safetensors"
	"actmax/model"
)

// Versions go up whenever the same network and data would be compared, evaluated or written differently.
const (
	redundancyVersion = 1
	ablationsVersion  = 1
)

// identity is what the figures hang on: progress, workers and the cache itself do not decide what is found.
func (o RedundancyOptions) identity(n *model.Network, d *data.Dataset) string {
	return fmt.Sprintf("%d|%s|%s|%v|%d|%d|%d", redundancyVersion, n.Hash, dataIdentity(d), o.Layers, o.Lag, o.Segments, o.Seed)
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

// bits are float64 numbers as integers, every bit of them.
func bits(values []float64) []int64 {
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = int64(math.Float64bits(v))
	}
	return out
}

func fromBits(values []int64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Float64frombits(uint64(v))
	}
	return out
}

// redundancyTensors are the layers as they are kept: tensors "<layer>.<what>".
func redundancyTensors(layers []LayerRedundancy) (out []safetensors.Tensor) {
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
			safetensors.OfInt64(l.Layer+".state", []int{l.Units}, state),
			safetensors.OfInt64(l.Layer+".largest_lag", []int{1}, []int64{int64(l.Lag)}),
			safetensors.OfInt64(l.Layer+".rank", []int{len(figures)}, bits(figures)),
			safetensors.OfFloat32(l.Layer+".correlation", square, l.Correlation),
			safetensors.OfInt64(l.Layer+".lag", square, lags),
			safetensors.OfFloat32(l.Layer+".slope", square, l.Slope),
			safetensors.OfFloat32(l.Layer+".intercept", square, l.Intercept))
	}
	return out
}

// decodeRedundancy reads what redundancyTensors wrote, and takes nothing that could not have been measured.
func decodeRedundancy(raw []byte, key string, n *model.Network, layers []int) (out []LayerRedundancy, err error) {
	f, err := readKept(raw, key)
	if err != nil {
		return nil, err
	}
	for _, i := range layers {
		l, err := decodeLayer(f, n.Layers[i].Name, n.Units(i))
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

func decodeLayer(f *safetensors.File, name string, units int) (l LayerRedundancy, err error) {
	l.Layer, l.Units = name, units
	square := []int{units, units}
	var state, largest, rank, lags []int64
	err = takeParts(f, name+".", []part{
		{"state", []int{units}, &state, nil}, {"largest_lag", []int{1}, &largest, nil}, {"rank", []int{len(l.Rank.figures())}, &rank, nil},
		{"correlation", square, nil, &l.Correlation}, {"lag", square, &lags, nil}, {"slope", square, nil, &l.Slope},
		{"intercept", square, nil, &l.Intercept},
	})
	if err != nil {
		return l, err
	}
	if largest[0] < 0 || largest[0] > math.MaxInt16 {
		return l, errDamaged
	}
	l.Lag, l.Silent, l.Constant, l.Lags = int(largest[0]), []int{}, []int{}, make([]int16, len(lags))
	for k, v := range lags {
		if max(v, -v) > largest[0] || !(l.Correlation[k] >= -1 && l.Correlation[k] <= 1) {
			return l, errDamaged
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
			return l, errDamaged
		}
	}
	r := fromBits(rank)
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
	return []safetensors.Tensor{safetensors.OfInt64("macro_f1", []int{len(effects), len(a.splits)}, bits(scores))}
}

func (a *ablater) decode(raw []byte, key string, evaluations int) ([]Effect, error) {
	f, err := readKept(raw, key)
	if err != nil {
		return nil, err
	}
	t := f.Find("macro_f1")
	if t == nil || !slices.Equal(t.Shape, []int{evaluations, len(a.splits)}) {
		return nil, errDamaged
	}
	values, err := t.Int64()
	if err != nil {
		return nil, err
	}
	out := make([]Effect, evaluations)
	for i, v := range fromBits(values) {
		if !(v >= 0 && v <= 1) {
			return nil, errDamaged
		}
		*out[i/len(a.splits)].of(a.splits[i%len(a.splits)]) = &Score{MacroF1: v}
	}
	return out, nil
}
