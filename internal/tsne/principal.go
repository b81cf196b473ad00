package tsne

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// principal returns the two principal coordinates of the points, [2][n]. The first has standard deviation 1, and the
// largest value of each is positive. This is classical scaling, which for Euclidean distances equals the principal
// component analysis of the points. Coordinates that do not exist (fewer dimensions, equal points) are 0.
//
// It uses subspace iteration, because a full decomposition would take longer than the descent.
func principal(d *Distances) []float64 {
	const rounds = 60
	n := d.n
	block := min(6, n)
	scale := d.largest()
	first := make([]float64, 2*n)
	if scale == 0 {
		return first
	}
	r := rand.New(rand.NewPCG(1, 1)) // arbitrary directions, but always the same
	v, w := make([][]float64, block), make([][]float64, block)
	for k := range v {
		v[k], w[k] = make([]float64, n), make([]float64, n)
		for i := range v[k] {
			v[k][i] = r.NormFloat64()
		}
	}
	orthonormal(v)
	for range rounds {
		inner(d, scale, v, w)
		v, w = w, v
		orthonormal(v)
	}
	// The best directions within the subspace.
	inner(d, scale, v, w)
	small := mat.NewSymDense(block, nil)
	for a := range v {
		for b := a; b < block; b++ {
			small.SetSym(a, b, dot(v[a], w[b]))
		}
	}
	var e mat.EigenSym
	if !e.Factorize(small, true) {
		return first
	}
	var directions mat.Dense
	e.VectorsTo(&directions)
	values := e.Values(nil) // ascending
	for c := range min(2, block) {
		value := values[block-1-c]
		if value <= 1e-12 { // of inner products that are at most 1
			break
		}
		coordinate := first[c*n : (c+1)*n]
		for k := range v {
			weight := directions.At(k, block-1-c) * math.Sqrt(value)
			for i, x := range v[k] {
				coordinate[i] += weight * x
			}
		}
		turn(coordinate)
	}
	sd := math.Sqrt(dot(first[:n], first[:n]) / float64(n))
	if sd > 0 {
		for i := range first {
			first[i] /= sd
		}
	}
	return first
}

// inner multiplies the matrix of inner products of the centred points (-1/2 of the squared distances, centred by rows
// and columns) by each of the vectors v. Distances are divided by scale.
func inner(d *Distances, scale float64, v, product [][]float64) {
	for k, x := range v {
		y := product[k]
		clear(y)
		centre(x)
		for i, at := 0, 0; i < d.n; i++ {
			sum := 0.0
			for j := i + 1; j < d.n; j++ {
				s := d.squared[at] / scale
				sum += s * x[j]
				y[j] -= s * x[i] / 2
				at++
			}
			y[i] -= sum / 2
		}
		centre(y)
	}
}

// orthonormal makes vectors orthogonal and of length 1. It does so twice to reduce rounding errors. Vectors that depend
// on earlier ones become 0.
func orthonormal(v [][]float64) {
	for k, x := range v {
		length := math.Sqrt(dot(x, x))
		for range 2 {
			for _, y := range v[:k] {
				c := dot(x, y)
				for i := range x {
					x[i] -= c * y[i]
				}
			}
		}
		left := math.Sqrt(dot(x, x))
		if left <= 1e-12*length || left == 0 {
			clear(x)
			continue
		}
		for i := range x {
			x[i] /= left
		}
	}
}

// turn flips the sign of all values if the one of largest magnitude is negative.
func turn(v []float64) {
	largest := 0
	for i, x := range v {
		if math.Abs(x) > math.Abs(v[largest]) {
			largest = i
		}
	}
	if v[largest] < 0 {
		for i := range v {
			v[i] = -v[i]
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
