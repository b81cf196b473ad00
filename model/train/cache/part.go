package cache

import (
	"math"
	"slices"

	"actmax/internal/safetensors"
)

// Part is a tensor of a measurement and where its values go.
type Part struct {
	name   string
	shape  []int
	ints   *[]int64
	floats *[]float32
}

// Ints is a part whose values go to dst.
func Ints(name string, shape []int, dst *[]int64) Part {
	return Part{name: name, shape: shape, ints: dst}
}

// Floats is a part whose values go to dst.
func Floats(name string, shape []int, dst *[]float32) Part {
	return Part{name: name, shape: shape, floats: dst}
}

// Take reads the tensors called prefix + name. One that is missing or has another shape is ErrDamaged.
func Take(f *safetensors.File, prefix string, parts ...Part) (err error) {
	for _, p := range parts {
		t := f.Find(prefix + p.name)
		if t == nil || !slices.Equal(t.Shape, p.shape) {
			return ErrDamaged
		}
		if p.ints != nil {
			*p.ints, err = t.Int64()
		} else {
			*p.floats, err = t.Float32()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Bits returns float64 numbers as integers, every bit of them: safetensors files of ours hold no float64.
func Bits(values []float64) []int64 {
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = int64(math.Float64bits(v))
	}
	return out
}

// FromBits is the reverse of Bits.
func FromBits(values []int64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Float64frombits(uint64(v))
	}
	return out
}
