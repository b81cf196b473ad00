package redundancy

import (
	"fmt"
	"math"

	"actmax/internal/safetensors"
	"actmax/model"
	"actmax/model/train/cache"
)

// counterpartsVersion goes up whenever the same networks and data would be compared or written differently.
const counterpartsVersion = 1

// tensors are a pairing as it is kept: for each side and layer the units, their correlations and lags, and the largest
// lag.
func (p pairing) tensors() (out []safetensors.Tensor) {
	for side, layers := range p {
		for _, l := range layers {
			shape := []int{len(l.Units)}
			unit, lag, correlation := make([]int64, len(l.Units)), make([]int64, len(l.Units)),
				make([]float32, len(l.Units))
			for i, c := range l.Units {
				unit[i], lag[i], correlation[i] = int64(c.Unit), int64(c.Lag), c.Correlation
			}
			name := fmt.Sprintf("%s.%d.", l.Layer, side)
			out = append(out, safetensors.OfInt64(name+"unit", shape, unit),
				safetensors.OfInt64(name+"lag", shape, lag),
				safetensors.OfFloat32(name+"correlation", shape, correlation),
				safetensors.OfInt64(name+"largest_lag", []int{1}, []int64{int64(l.Lag)}))
		}
	}
	return out
}

// decodePairing reads what tensors wrote, and refuses what cannot have been measured.
func decodePairing(f *safetensors.File, a, b *model.Network, inA, inB []int) (out pairing, err error) {
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
	err = cache.Take(f, fmt.Sprintf("%s.%d.", layer, side),
		cache.Ints("unit", []int{units}, &unit), cache.Ints("lag", []int{units}, &lag),
		cache.Floats("correlation", []int{units}, &correlation),
		cache.Ints("largest_lag", []int{1}, &largest),
	)
	if err != nil {
		return l, err
	}
	if largest[0] < 0 || largest[0] > math.MaxInt16 {
		return l, cache.ErrDamaged
	}
	l.Lag = int(largest[0])
	for i := range units {
		c := Counterpart{int(unit[i]), correlation[i], int(lag[i])}
		if c.Unit < -1 || c.Unit >= others || !(c.Correlation >= -1 && c.Correlation <= 1) ||
			max(c.Lag, -c.Lag) > l.Lag {
			return l, cache.ErrDamaged
		}
		l.Units = append(l.Units, c)
	}
	return l, nil
}
