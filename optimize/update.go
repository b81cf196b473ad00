package optimize

import (
	"math"

	"actmax/internal/simd"
)

// Constants of Adam (method.md 3).
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-8
)

// adamReach bounds one update of Adam: |m^| / (sqrt(v^) + epsilon) < adamReach whatever the gradients were.
//
// Proof. After n updates m = sum over k of (1-b1) b1^k g_k and v = sum of (1-b2) b2^k g_k^2, k counting back. By Cauchy
// and Schwarz, |m| <= sqrt(v) sqrt(sum of (1-b1)^2 b1^2k / ((1-b2) b2^k)) < sqrt(v) (1-b1) / sqrt((1-b2) (1 - b1^2/b2))
// = 7.2703 sqrt(v). Bias correction multiplies the ratio by sqrt(1-b2^n) / (1-b1^n), which is at most 1: that says a
// (2-a) <= a^c with a = b1^n <= 0.9 and c = log b2 / log b1 < 0.01, and holds there. In float32 each step of the two
// sums is off by a factor within 1 +- 2^-22, which acts like moments with minutely different betas and changes the
// bound in its fourth digit; gradients whose squares underflow (below 1e-19) add less than 1e-9 through epsilon. 7.5
// covers both.
const adamReach = 7.5

// moments are the state of Adam for one signal: the running moments and the powers beta^n of the bias correction.
type moments struct {
	m, v   []float32
	b1, b2 float64
}

// gradientUpdate writes to next the signal x after one update with learning rate eta and gradient g + pull (equation
// 5). Samples outside [from, to) keep their value. It reports whether everything is finite, and whether any sample
// changed.
func gradientUpdate(next, x, g, pull []float32, eta float64, from, to int) (finite, changed bool) {
	copy(next, x)
	simd.AddScaled(g, pull, 1)
	simd.AddScaled(next[from:to], g[from:to], float32(eta))
	return simd.Finite(next), !sameBits(next, x)
}

// adamUpdate is the same for Adam, with the new moments in mNext and vNext. Moving is false if nothing changed and all
// gradients and first moments are zero, so that nothing will under the same gradients.
func adamUpdate(next, mNext, vNext, x, g, pull []float32, s *moments, eta float64, from, to int) (finite, moving bool) {
	if to-from < len(x) {
		copy(next, x)
		copy(mNext, s.m)
		copy(vNext, s.v)
	}
	rates := simd.AdamRates{Eta: float32(-eta), Beta1: beta1, Rest1: 1 - beta1, Beta2: beta2, Rest2: 1 - beta2,
		Epsilon: epsilon,
		C1:      float32(1 / (1 - s.b1*beta1)), C2: float32(1 / (1 - s.b2*beta2))}
	finite = rates.Update(next[from:to], mNext[from:to], vNext[from:to], x[from:to], s.m[from:to], s.v[from:to],
		g[from:to], pull[from:to])
	if !sameBits(next, x) || !allZero(mNext[from:to]) {
		return finite, true
	}
	simd.AddScaled(g, pull, 1)
	return finite, !allZero(g[from:to])
}

// stuck reports whether no update of Adam with a learning rate of at most eta can change any of the samples: each is
// further than eta adamReach from the midpoint to its nearer neighbour among float32 numbers, and a sum that lies
// closer to x than that midpoint is rounded to x. A sample of 0 has neighbours so close that it is never stuck.
func stuck(x []float32, eta float64) bool {
	reach := eta * adamReach
	for _, v := range x {
		a := math.Abs(float64(v))
		below := float64(math.Float32frombits(math.Float32bits(float32(a)) - 1))
		if a == 0 || !(reach < (a-below)/2) {
			return false
		}
	}
	return true
}
