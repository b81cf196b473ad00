package optimize

import "actmax/internal/simd"

// TV is the total variation R_TV = sum |x[s][t] - x[s][t+1]| (equation 4), with Norm Mean divided by the number of
// samples, axes times time. sign(0) = 0.
type TV struct{ Norm string }

func (p TV) add(x series, gradient []float32, weight float64) float64 {
	by := divisor(p.Norm, len(x.data))
	pull := float32(weight / by)
	sum := 0.0
	for k := 0; k < len(x.data); k += x.time {
		sum += simd.Variation(gradient[k:k+x.time], x.data[k:k+x.time], pull)
	}
	return sum / by
}
