package tsne

import "testing"

// One evaluation of all pairs of 1000 points; a start makes 1000 of them.
func BenchmarkForces(b *testing.B) {
	const n = 1000
	y := make([]float64, 2*n)
	for i, p := range normal(n, 2) {
		y[i], y[n+i] = float64(p[0]), float64(p[1])
	}
	f := newField(make([]float64, n*(n-1)/2), n)
	for b.Loop() {
		f.forces(y)
	}
}
