package simd

import "math"

// This file computes terms of an objective over one series of floats, and their derivatives. The returned sums are
// float64 and have as many partial sums as a vector has floats, so their last bits differ between variants. Written
// values are rounded after every operation and are the same in all variants. grad and x have the same length. A NaN is
// neither above nor below anything.

// SumSquares returns the sum of x[i]².
func SumSquares(x []float32) float64 {
	if sum, done := vectorSumSquares(x); done {
		return sum
	}
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum
}

// Variation returns the sum of |x[i] - x[i+1]| (differences rounded to float32) and subtracts from grad pull times its
// derivative with respect to each x[i]. The derivative of |0| is 0.
func Variation(grad, x []float32, pull float32) float64 {
	exactly("Variation", "grad", len(grad), len(x))
	last := len(x) - 1
	if last < 1 {
		return 0
	}
	first := towards(x[0], x[1], pull)
	grad[0] += first
	grad[last] += towards(x[last], x[last-1], pull)
	sum := math.Abs(float64(x[1] - x[0]))
	inner, done := vectorVariation(grad, x, pull)
	if done {
		return sum + inner
	}
	for i := 1; i < last; i++ {
		grad[i] += towards(x[i], x[i+1], pull) + towards(x[i], x[i-1], pull)
		sum += math.Abs(float64(x[i+1] - x[i]))
	}
	return sum
}

// towards returns pull with the sign of y - x.
func towards(x, y, pull float32) float32 {
	switch {
	case y > x:
		return pull
	case y < x:
		return -pull
	}
	return 0
}

// Excess returns the sum and the number of the x[i] above a threshold; with magnitude, of the |x[i]|.
func Excess(x []float32, threshold float32, magnitude bool) (sum float64, count int) {
	keep := uint32(math.MaxUint32)
	if magnitude {
		keep = math.MaxInt32
	}
	if sum, count, done := vectorExcess(x, threshold, keep); done {
		return sum, count
	}
	for _, v := range x {
		if v := math.Float32frombits(math.Float32bits(v) & keep); v > threshold {
			sum += float64(v)
			count++
		}
	}
	return sum, count
}

// SubtractAbove subtracts pull from grad where x is above a threshold; with magnitude it also adds pull where -x is.
func SubtractAbove(grad, x []float32, threshold, pull float32, magnitude bool) {
	exactly("SubtractAbove", "grad", len(grad), len(x))
	below := float32(math.Inf(-1))
	if magnitude {
		below = -threshold
	}
	if vectorSubtractAbove(grad, x, threshold, below, pull) {
		return
	}
	for i, v := range x {
		switch {
		case v > threshold:
			grad[i] -= pull
		case v < below:
			grad[i] += pull
		}
	}
}

// Clip returns the sum of all x[i], with top in place of those above threshold. It adds slope to grad for those that
// are not above it.
func Clip(grad, x []float32, threshold, top, slope float32) float64 {
	exactly("Clip", "grad", len(grad), len(x))
	if sum, done := vectorClip(grad, x, threshold, top, slope); done {
		return sum
	}
	sum := 0.0
	for i, v := range x {
		if v > threshold {
			sum += float64(top)
		} else {
			sum += float64(v)
			grad[i] += slope
		}
	}
	return sum
}

// AddScaled adds a*x to dst, of the same length. Product and sum are rounded separately.
func AddScaled(dst, x []float32, a float32) {
	exactly("AddScaled", "dst", len(dst), len(x))
	if vectorAddScaled(dst, x, a) {
		return
	}
	for i, v := range x {
		dst[i] += float32(a * v)
	}
}

// Finite reports whether x contains neither infinities nor NaN.
func Finite(x []float32) bool {
	if finite, done := vectorFinite(x); done {
		return finite
	}
	for _, v := range x {
		if v-v != 0 { // NaN for both
			return false
		}
	}
	return true
}
