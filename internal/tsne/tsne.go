// Package tsne computes exact t-SNE maps (van der Maaten and Hinton, 2008) in float64, without approximation. It works
// on squared distances, so any distance can be used.
package tsne

import (
	"context"
	"fmt"
	"math"

	"actmax/internal/parallel"
)

// Options are the settings of a map. The zero value is usable.
type Options struct {
	// Perplexity is the effective number of neighbours, 1 to n-1; 0: Perplexity(n).
	Perplexity float64
	// Seed determines the starts, and so the map.
	Seed uint64
	// Starts is the number of seeded starts; the best map is kept. 0: 10.
	Starts int
	// Iterations is the number of iterations of each start, including those with exaggeration; 0: 1000.
	Iterations int
	// Workers is the number of goroutines; 0: GOMAXPROCS. The map does not depend on it.
	Workers int
	// Progress, if not nil, is called after each finished start, never concurrently.
	Progress func(done, total int)
}

// Map is the best of several starts.
type Map struct {
	// Points has the position of each point, centred on the origin, in arbitrary units.
	Points [][2]float64
	// KL is the Kullback-Leibler divergence of the map from the distances, in nats: lower is better.
	KL float64
	// Perplexity is the perplexity used.
	Perplexity float64
	// Start is the number of the best start; Starts has the divergence of each.
	Start  int
	Starts []float64
}

// Perplexity returns the usual perplexity for n points: min(30, n/4), but at least 2 if n allows it.
func Perplexity(n int) float64 {
	return max(1, min(30, max(2, float64(n)/4), float64(n-1)))
}

// Embed computes the map of n points from their squared distances. When ctx is cancelled it returns the context's
// error.
func Embed(ctx context.Context, d *Distances, o Options) (*Map, error) {
	n := d.n
	if o.Perplexity == 0 {
		o.Perplexity = Perplexity(n)
	}
	if o.Starts == 0 {
		o.Starts = 10
	}
	if o.Iterations == 0 {
		o.Iterations = 1000
	}
	switch {
	case n == 0:
		return nil, fmt.Errorf("a map needs at least one point")
	case !(o.Perplexity >= 1) || n > 1 && o.Perplexity > float64(n-1):
		return nil, fmt.Errorf("perplexity %g: expected 1 to %d, the number of other points", o.Perplexity, max(1, n-1))
	case o.Starts < 0 || o.Iterations < 0 || o.Workers < 0:
		return nil, fmt.Errorf("%d starts of %d iterations by %d workers: expected numbers of at least 0",
			o.Starts, o.Iterations, o.Workers)
	}
	for i, v := range d.squared {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			a, b := d.pair(i)
			return nil, fmt.Errorf("the squared distance between points %d and %d is %g; expected a finite number, 0 or more",
				a, b, v)
		}
	}
	if n == 1 {
		return &Map{Points: make([][2]float64, 1), Perplexity: o.Perplexity, Starts: make([]float64, o.Starts)}, nil
	}
	p, err := affinities(ctx, d, o.Perplexity, o.Workers)
	if err != nil {
		return nil, err
	}
	first := principal(d)
	maps := make([][]float64, o.Starts)
	m := &Map{Perplexity: o.Perplexity, Starts: make([]float64, o.Starts)}
	err = parallel.Each(ctx, o.Starts, o.Workers, o.Progress, func(s int) error {
		f := newField(p, n)
		y := begin(first, o.Seed, s)
		if err := f.descend(ctx, y, o.Iterations); err != nil {
			return err
		}
		maps[s], m.Starts[s] = y, f.divergence(y)
		if math.IsNaN(m.Starts[s]) {
			return fmt.Errorf("start %d of the map diverged", s)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for s, kl := range m.Starts {
		if kl < m.Starts[m.Start] {
			m.Start = s
		}
	}
	m.KL = m.Starts[m.Start]
	m.Points = make([][2]float64, n)
	for i := range m.Points {
		m.Points[i] = [2]float64{maps[m.Start][i], maps[m.Start][n+i]}
	}
	return m, nil
}
