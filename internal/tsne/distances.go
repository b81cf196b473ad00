package tsne

import "math"

// Distances holds the squared distance of every pair of n points.
type Distances struct {
	n       int
	squared []float64 // pairs (i, j), i < j, row by row
}

// NewDistances calls squared for every pair i < j, one after the other.
func NewDistances(n int, at func(i, j int) float64) *Distances {
	d := &Distances{n: n, squared: make([]float64, 0, n*(n-1)/2)}
	for i := range n {
		for j := i + 1; j < n; j++ {
			d.squared = append(d.squared, at(i, j))
		}
	}
	return d
}

// Squared returns the squared distance between two points.
func (d *Distances) Squared(i, j int) float64 {
	if i == j {
		return 0
	}
	if i > j {
		i, j = j, i
	}
	return d.squared[row(d.n, i)+j-i-1]
}

// row returns the index of the pair (i, i+1), which (i, i+2), ... follow.
func row(n, i int) int { return i*(n-1) - i*(i-1)/2 }

// pair returns the pair at an index.
func (d *Distances) pair(at int) (i, j int) {
	for at >= d.n-1-i {
		at -= d.n - 1 - i
		i++
	}
	return i, i + 1 + at
}

// largest returns the largest squared distance.
func (d *Distances) largest() float64 {
	m := 0.0
	for _, v := range d.squared {
		m = math.Max(m, v)
	}
	return m
}
