package simd

import "math"

// The functions of this file round after every operation in every variant (no fused multiply-add), so that all variants
// and platforms agree bit for bit.

// ReLU sets x to max(x, 0). NaN stays NaN.
func ReLU(x []float32) {
	for i := vectorReLU(x); i < len(x); i++ {
		x[i] = max(x[i], 0)
	}
}

// Mask is the gradient of ReLU: it sets grad to 0 wherever activation, of the same length, is not above 0.
func Mask(grad, activation []float32) {
	exactly("Mask", "activation", len(activation), len(grad))
	for i := vectorMask(grad, activation); i < len(grad); i++ {
		// Float bits from 1 to those of +Inf are the positive numbers: compared without a branch.
		b := math.Float32bits(activation[i]) - 1
		keep := uint32((uint64(b) - positive) >> 32)
		grad[i] = math.Float32frombits(math.Float32bits(grad[i]) & keep)
	}
}

const positive = 0x7f800000 // bits of +Inf

// Adam is one update of the weights w by their gradient (Kingma and Ba 2015), descending:
//
//	m = beta1*m + (1-beta1)*grad;  v = beta2*v + (1-beta2)*grad²;  w -= eta*(m*c1) / (sqrt(v*c2) + eps)
//
// with c1 = 1/(1-beta1^t), c2 = 1/(1-beta2^t) in step t = 1, 2, ... All slices have the length of w.
func Adam(w, grad, m, v []float32, eta, beta1, beta2, eps, c1, c2 float32) {
	exactly("Adam", "grad", len(grad), len(w))
	exactly("Adam", "m", len(m), len(w))
	exactly("Adam", "v", len(v), len(w))
	rest1, rest2 := 1-beta1, 1-beta2
	for i := vectorAdam(w, grad, m, v, eta, beta1, beta2, eps, c1, c2); i < len(w); i++ {
		g := grad[i]
		mi := float32(beta1*m[i]) + float32(rest1*g)
		vi := float32(beta2*v[i]) + float32(float32(rest2*g)*g)
		m[i], v[i] = mi, vi
		root := float32(math.Sqrt(float64(float32(vi * c2))))
		w[i] -= float32(eta*float32(mi*c1)) / (root + eps)
	}
}
