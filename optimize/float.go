package optimize

import "math"

func sameBits(a, b []float32) bool {
	for i, v := range a {
		if math.Float32bits(v) != math.Float32bits(b[i]) {
			return false
		}
	}
	return true
}

func allFinite(x []float32) bool {
	for _, v := range x {
		if v-v != 0 { // NaN for infinities and NaN
			return false
		}
	}
	return true
}
