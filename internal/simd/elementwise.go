package simd

import "math"

// The functions of this file round after every operation in every variant (no fused multiply-add), so that all variants
// and platforms agree bit for bit.

// ReLU sets x to max(x, 0). NaN stays NaN.
func ReLU(x []float32) {
	if vectorReLU(x) {
		return
	}
	for i, v := range x {
		x[i] = rectified(v)
	}
}

// rectified returns max(v, 0), or NaN if v is. It does not branch on the sign: signs are almost random, and branch
// prediction would be wrong half the time.
func rectified(v float32) float32 {
	if v != v {
		return v
	}
	b := math.Float32bits(v)
	return math.Float32frombits(b &^ uint32(int32(b)>>31))
}

// Mask is the gradient of ReLU: it sets grad to 0 at every element whose activation is not above 0. Both have the same
// length.
func Mask(grad, activation []float32) {
	exactly("Mask", "activation", len(activation), len(grad))
	if !vectorMask(grad, activation) {
		portableMask(grad, activation)
	}
}

func portableMask(grad, activation []float32) {
	for i, a := range activation {
		// The bits of positive numbers lie between 1 and those of +Inf. They are compared without a branch.
		b := math.Float32bits(a) - 1
		keep := uint32((uint64(b) - positive) >> 32)
		grad[i] = math.Float32frombits(math.Float32bits(grad[i]) & keep)
	}
}

const positive = 0x7f800000 // bits of +Inf

// AdamRates are the factors of one descending update by Adam (Kingma and Ba 2015):
//
//	m = Beta1*m + Rest1*grad;  v = Beta2*v + Rest2*grad²;  w -= Eta*(m*C1) / (sqrt(v*C2) + Epsilon)
//
// with Rest = 1-Beta, C1 = 1/(1-Beta1^t), C2 = 1/(1-Beta2^t) in step t = 1, 2, ... The differences 1-beta are separate
// factors, since differences of rounded betas would be wrong in the fifth digit. A negative Eta ascends.
type AdamRates struct{ Eta, Beta1, Rest1, Beta2, Rest2, Epsilon, C1, C2 float32 }

// Update applies Adam with these factors to weights w and moments m and v. It writes the results to next, mNext and
// vNext, which may be the same slices, and reports whether all of next and vNext is finite. The gradient is grad +
// more, or grad if more is nil.
func (a *AdamRates) Update(next, mNext, vNext, w, m, v, grad, more []float32) (finite bool) {
	n := len(w)
	exactly("Adam", "next", len(next), n)
	exactly("Adam", "mNext", len(mNext), n)
	exactly("Adam", "vNext", len(vNext), n)
	exactly("Adam", "m", len(m), n)
	exactly("Adam", "v", len(v), n)
	exactly("Adam", "grad", len(grad), n)
	if more != nil {
		exactly("Adam", "more", len(more), n)
	}
	if finite, done := vectorAdam(next, mNext, vNext, w, m, v, grad, more, a); done {
		return finite
	}
	for i, g := range grad {
		if more != nil {
			g += more[i]
		}
		mi := float32(a.Beta1*m[i]) + float32(a.Rest1*g)
		vi := float32(a.Beta2*v[i]) + float32(float32(a.Rest2*g)*g)
		mNext[i], vNext[i] = mi, vi
		root := float32(math.Sqrt(float64(float32(vi * a.C2))))
		next[i] = w[i] - float32(a.Eta*float32(mi*a.C1))/(root+a.Epsilon)
	}
	return Finite(next) && Finite(vNext)
}
