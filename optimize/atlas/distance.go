package atlas

import (
	"context"
	"math"

	"actmax/internal/parallel"
	"actmax/internal/tsne"
)

// distances returns the squared distance of every pair of signals, in G².
//
// With shift it is the least over circular shifts in time, all axes by the same: min over s of |x[t] - y[t+s mod time]|². A
// unit that slides its filters over time is activated alike wherever its pattern stands, so where the pattern came to stand
// is of no interest. Circular shifts change no length and can be undone and combined, so the least distance is a distance
// too: 0 for signals that differ by such a shift alone, symmetric, and no longer than any detour. Shifts without the
// wrap-around compare ever fewer samples and are none. The price is a seam, where a signal's end meets its beginning.
func distances(ctx context.Context, g Group, shift bool, jobs int) (*tsne.Distances, error) {
	rows := make([][]float64, len(g.Units)) // [i][j-i-1]
	err := parallel.Each(ctx, len(rows), jobs, nil, func(i int) error {
		x := g.Units[i].Signal
		row := make([]float64, len(g.Units)-i-1)
		for k := range row {
			y := g.Units[i+1+k].Signal
			row[k] = squared(x, y, g.Time, 0)
			for s := 1; shift && s < g.Time; s++ {
				row[k] = math.Min(row[k], squared(x, y, g.Time, s))
			}
		}
		rows[i] = row
		return nil
	})
	if err != nil {
		return nil, err
	}
	return tsne.NewDistances(len(rows), func(i, j int) float64 { return rows[i][j-i-1] }), nil
}

// squared sums the squared differences between x and y, both [axes][time], with y brought forward by a circular shift.
func squared(x, y []float32, time, shift int) float64 {
	sum := 0.0
	for at := 0; at < len(x); at += time {
		x, y := x[at:at+time], y[at:at+time]
		for t, v := range y[shift:] {
			e := float64(x[t]) - float64(v)
			sum += e * e
		}
		for t, v := range y[:shift] {
			e := float64(x[time-shift+t]) - float64(v)
			sum += e * e
		}
	}
	return sum
}
