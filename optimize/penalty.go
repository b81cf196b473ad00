package optimize

import "actmax/internal/simd"

// series is one lane's values, [axes][time], one after the other.
type series struct {
	data       []float32
	axes, time int
}

// penalty is a term R of the objective that is subtracted: one of L2, TV, AAP and EAP, each in a file of its own.
type penalty interface {
	// add returns R over the values and adds -weight dR/dvalue to the gradient, which for a weight of 0 need hold
	// nothing of use.
	add(values series, gradient []float32, weight float64) float64
}

var (
	_ penalty = L2{}
	_ penalty = TV{}
	_ penalty = AAP{}
	_ penalty = EAP{}
)

// excess is the mean of (value - threshold) over the values above the threshold, 0 if none is: the form that AAP and
// EAP share. A value equal to the threshold does not exceed it. With magnitude it is |value| that counts.
//
// The subgradient takes the number of values above as constant: 1 over that number for each of them.
func excess(values series, gradient []float32, threshold float32, magnitude bool, weight float64) float64 {
	sum, count := simd.Excess(values.data, threshold, magnitude)
	if count == 0 {
		return 0
	}
	if weight != 0 {
		simd.SubtractAbove(gradient, values.data, threshold, float32(weight/float64(count)), magnitude)
	}
	return sum/float64(count) - float64(threshold)
}

// divisor of R_L2 and R_TV under penalty.norm.
func divisor(norm string, samples int) float64 {
	if norm == Mean {
		return float64(samples)
	}
	return 1
}
