package optimize

import "math"

// TV is the total variation R_TV = sum |x[s][t] - x[s][t+1]| (equation 4), with Norm Mean divided by the number of samples,
// axes times time. sign(0) = 0.
type TV struct{ Norm string }

func (p TV) add(x, gradient view, weight float64) float64 {
	by := divisor(p.Norm, x.len())
	pull := float32(weight / by)
	sum := 0.0
	for s := range x.axes {
		k, g := s*x.time*x.stride, s*x.time*gradient.stride
		for range x.time - 1 {
			a, b := x.data[k], x.data[k+x.stride]
			sum += math.Abs(float64(a) - float64(b))
			switch {
			case a > b:
				gradient.data[g] -= pull
				gradient.data[g+gradient.stride] += pull
			case a < b:
				gradient.data[g] += pull
				gradient.data[g+gradient.stride] -= pull
			}
			k, g = k+x.stride, g+gradient.stride
		}
	}
	return sum / by
}
