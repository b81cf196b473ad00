package tsne

import "math/rand/v2"

// The size of a start: small, so that every group can still move through every other.
const spread = 1e-4

// jitter is the standard deviation of what a seed adds to a start, beside coordinates of 1. The first start is the
// principal plane itself but for a trace that parts equal points; the others look elsewhere.
func jitter(start int) float64 {
	if start == 0 {
		return 1e-3
	}
	return 1
}

// begin returns a start [2][n]: the principal coordinates with a seeded jitter.
func begin(principal []float64, seed uint64, start int) []float64 {
	r := rand.New(rand.NewPCG(seed, uint64(start)))
	y := make([]float64, len(principal))
	for i, v := range principal {
		y[i] = spread * (v + jitter(start)*r.NormFloat64())
	}
	return y
}
