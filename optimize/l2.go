package optimize

import "math"

// L2 is R_L2 = (sum |x|^p)^(1/p) (equation 3), with Norm Mean divided by the number of samples; it stays a root. Its
// gradient is sign(x) (|x|/R_L2)^(p-1), and 0 at x = 0.
type L2 struct {
	P    float64
	Norm string
}

func (p L2) add(x, gradient view, weight float64) float64 {
	n := x.len()
	by := divisor(p.Norm, n)
	if p.P == 2 {
		sum := 0.0
		for i, k := 0, 0; i < n; i, k = i+1, k+x.stride {
			v := float64(x.data[k])
			sum += v * v
		}
		root := math.Sqrt(sum)
		if root > 0 && weight != 0 {
			scale := float32(weight / (root * by))
			for i, k, g := 0, 0, 0; i < n; i, k, g = i+1, k+x.stride, g+gradient.stride {
				gradient.data[g] -= scale * x.data[k]
			}
		}
		return root / by
	}

	// |x| is scaled by its largest value, so that no power overflows.
	largest := 0.0
	for i, k := 0, 0; i < n; i, k = i+1, k+x.stride {
		largest = math.Max(largest, math.Abs(float64(x.data[k])))
	}
	if largest == 0 || math.IsInf(largest, 0) || math.IsNaN(largest) {
		return largest
	}
	sum := 0.0
	for i, k := 0, 0; i < n; i, k = i+1, k+x.stride {
		sum += math.Pow(math.Abs(float64(x.data[k]))/largest, p.P)
	}
	root := largest * math.Pow(sum, 1/p.P)
	if weight != 0 {
		scale := weight / by
		for i, k, g := 0, 0, 0; i < n; i, k, g = i+1, k+x.stride, g+gradient.stride {
			v := float64(x.data[k])
			if v == 0 {
				continue // sign(0) = 0; Pow(0, 0) of p = 1 is 1
			}
			gradient.data[g] -= float32(math.Copysign(scale*math.Pow(math.Abs(v)/root, p.P-1), v))
		}
	}
	return root / by
}
