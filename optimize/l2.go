package optimize

import (
	"math"

	"actmax/internal/simd"
)

// L2 is R_L2 = (sum |x|^p)^(1/p) (equation 3), with Norm Mean divided by the number of samples; it stays a root. Its
// gradient is sign(x) (|x|/R_L2)^(p-1), and 0 at x = 0.
type L2 struct {
	P    float64
	Norm string
}

func (p L2) add(x series, gradient []float32, weight float64) float64 {
	by := divisor(p.Norm, len(x.data))
	if p.P == 2 {
		root := math.Sqrt(simd.SumSquares(x.data))
		factor := weight / (root * by)
		if root == 0 || weight == 0 {
			return root / by
		}
		if factor <= math.MaxFloat32 { // else the signal is so small that each sample is scaled by itself, as below
			simd.AddScaled(gradient, x.data, float32(-factor))
			return root / by
		}
	}

	// |x| is scaled by its largest value, so that no power overflows.
	largest := 0.0
	for _, v := range x.data {
		largest = math.Max(largest, math.Abs(float64(v)))
	}
	if largest == 0 || math.IsInf(largest, 0) || math.IsNaN(largest) {
		return largest
	}
	sum := 0.0
	for _, v := range x.data {
		sum += math.Pow(math.Abs(float64(v))/largest, p.P)
	}
	root := largest * math.Pow(sum, 1/p.P)
	if weight != 0 {
		scale := weight / by
		for i, v := range x.data {
			if v == 0 {
				continue // sign(0) = 0; Pow(0, 0) of p = 1 is 1
			}
			gradient[i] -= float32(math.Copysign(scale*math.Pow(math.Abs(float64(v))/root, p.P-1), float64(v)))
		}
	}
	return root / by
}
