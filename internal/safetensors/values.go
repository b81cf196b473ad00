package safetensors

import (
	"encoding/binary"
	"fmt"
	"math"

	"actmax/internal/half"
)

// Float32 returns the elements of an F32 or F16 tensor.
func (t *Tensor) Float32() ([]float32, error) {
	switch t.DType {
	case "F32":
		out := make([]float32, len(t.Data)/4)
		for i := range out {
			out[i] = math.Float32frombits(binary.LittleEndian.Uint32(t.Data[4*i:]))
		}
		return out, nil
	case "F16":
		out := make([]float32, len(t.Data)/2)
		for i := range out {
			out[i] = half.Widen(binary.LittleEndian.Uint16(t.Data[2*i:]))
		}
		return out, nil
	}
	return nil, fmt.Errorf("tensor %s is %s, expected F32 or F16", t.Name, t.DType)
}

// Int64 returns the elements of an I64 or I32 tensor, or of an F32 or F16 tensor of whole numbers.
func (t *Tensor) Int64() ([]int64, error) {
	switch t.DType {
	case "I64":
		out := make([]int64, len(t.Data)/8)
		for i := range out {
			out[i] = int64(binary.LittleEndian.Uint64(t.Data[8*i:]))
		}
		return out, nil
	case "I32":
		out := make([]int64, len(t.Data)/4)
		for i := range out {
			out[i] = int64(int32(binary.LittleEndian.Uint32(t.Data[4*i:])))
		}
		return out, nil
	case "F32", "F16":
		values, err := t.Float32()
		if err != nil {
			return nil, err
		}
		out := make([]int64, len(values))
		for i, v := range values {
			if v != float32(math.Trunc(float64(v))) || math.Abs(float64(v)) > 1<<53 {
				return nil, fmt.Errorf("tensor %s contains %v at %d, expected whole numbers", t.Name, v, i)
			}
			out[i] = int64(v)
		}
		return out, nil
	}
	return nil, fmt.Errorf("tensor %s is %s, expected I64, I32 or F32", t.Name, t.DType)
}

// OfFloat32 returns an F32 tensor of values. Their number must be the product of shape.
func OfFloat32(name string, shape []int, values []float32) Tensor {
	data := make([]byte, 4*len(values))
	for i, v := range values {
		binary.LittleEndian.PutUint32(data[4*i:], math.Float32bits(v))
	}
	return Tensor{Name: name, DType: "F32", Shape: shape, Data: data}
}

// OfFloat16 returns an F16 tensor of values, each rounded to the nearest half-precision number. Their number must be
// the product of shape.
func OfFloat16(name string, shape []int, values []float32) Tensor {
	data := make([]byte, 2*len(values))
	for i, v := range values {
		binary.LittleEndian.PutUint16(data[2*i:], half.Narrow(v))
	}
	return Tensor{Name: name, DType: "F16", Shape: shape, Data: data}
}

// OfInt64 returns an I64 tensor of values. Their number must be the product of shape.
func OfInt64(name string, shape []int, values []int64) Tensor {
	data := make([]byte, 8*len(values))
	for i, v := range values {
		binary.LittleEndian.PutUint64(data[8*i:], uint64(v))
	}
	return Tensor{Name: name, DType: "I64", Shape: shape, Data: data}
}
