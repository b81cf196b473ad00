package tsne

import (
	"context"
	"math"

	"actmax/internal/parallel"
)

// tolerance is the largest difference between the entropy of a row of neighbours and the logarithm of the perplexity,
// in nats.
const tolerance = 1e-10

// affinities returns p_ij for every pair i < j. The neighbours of each point have Gaussian weights p_j|i, with the
// width that gives the perplexity, and p_ij = (p_j|i + p_i|j) / 2n. They are doubled here, so that they sum to one over
// the pairs.
func affinities(ctx context.Context, d *Distances, perplexity float64, workers int) ([]float64, error) {
	n := d.n
	rows := make([][]float64, n)
	err := parallel.Each(ctx, n, workers, nil, func(i int) error {
		p := make([]float64, n)
		for j := range n {
			p[j] = d.Squared(i, j)
		}
		neighbours(p, i, math.Log(perplexity))
		rows[i] = p
		return nil
	})
	if err != nil {
		return nil, err
	}
	p := make([]float64, 0, len(d.squared))
	for i := range n {
		for j := i + 1; j < n; j++ {
			p = append(p, (rows[i][j]+rows[j][i])/float64(n))
		}
	}
	return p, nil
}

// neighbours turns the squared distances of point i into weights of its neighbours with the given entropy. If too many
// points have the same smallest distance for that entropy, they share the weight equally.
func neighbours(d []float64, i int, entropy float64) {
	least, sum := math.Inf(1), 0.0
	for j, v := range d {
		if j != i {
			least, sum = math.Min(least, v), sum+v
		}
	}
	spread := sum/float64(len(d)-1) - least
	if spread <= 0 { // all others are equally far
		for j := range d {
			d[j] = 1 / float64(len(d)-1)
		}
		d[i] = 0
		return
	}
	w := make([]float64, len(d))
	low, high, beta := 0.0, math.Inf(1), 1/spread
	for range 200 {
		total, moment := 0.0, 0.0
		for j, v := range d {
			if j == i {
				continue
			}
			e := beta * (v - least)
			w[j] = math.Exp(-e)
			total += w[j]
			if w[j] > 0 {
				moment += w[j] * e
			}
		}
		excess := math.Log(total) + moment/total - entropy
		if math.Abs(excess) <= tolerance {
			break
		}
		next := beta
		switch {
		case excess < 0: // too narrow
			high, next = beta, (low+beta)/2
		case math.IsInf(high, 1):
			low, next = beta, 2*beta
		default:
			low, next = beta, (beta+high)/2
		}
		if next == beta || math.IsInf(next, 1) {
			break
		}
		beta = next
	}
	total := 0.0
	for _, v := range w {
		total += v
	}
	for j, v := range w {
		d[j] = v / total
	}
}
