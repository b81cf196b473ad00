package tsne

import "math/rand/v2"

// spread is the scale of a start: small, so that groups can still move through each other.
const spread = 1e-4

// jitter is the standard deviation of the noise that a seed adds to a start, relative to coordinates of 1. The first
// start is the principal plane with only a trace of noise, which separates equal points; the others explore.
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
