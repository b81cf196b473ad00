package atlas

import (
	"context"
	"math"

	"actmax/internal/parallel"
	"actmax/internal/tsne"
)

// distances returns the squared distance of every pair of signals, in G².
//
// With shift it is the least over circular shifts in time, all axes by the same: min over s of |x[t] - y[t+s mod
// time]|². A unit that slides its filters over time is activated alike wherever its pattern stands, so where the
// pattern came to stand is of no interest. Circular shifts change no length and can be undone and combined, so the
// least distance is a distance too: 0 for signals that differ by such a shift alone, symmetric, and no longer than any
// detour. Shifts without the wrap-around compare ever fewer samples and are none. The price is a seam, where a signal's
// end meets its beginning.
func distances(ctx context.Context, g Group, shift bool, jobs int) (*tsne.Distances, error) {
	rows := make([][]float64, len(g.Units)) // [i][j-i-1]
	err := parallel.Each(ctx, len(rows), jobs, nil, func(i int) error {
		x := g.Units[i].Signal
		row := make([]float64, len(g.Units)-i-1)
		for k := range row {
			row[k] = least(x, g.Units[i+1+k].Signal, g.Time, shift)
		}
		rows[i] = row
		return nil
	})
	if err != nil {
		return nil, err
	}
	return tsne.NewDistances(len(rows), func(i, j int) float64 { return rows[i][j-i-1] }), nil
}

// Apart is how far two signals, both [axes][time], lie apart on a map: the root of the mean squared difference of their
// samples, in G; with shift that at the circular shift, the same for all axes, at which it is least. NaN if they do not
// have the same number of samples, or no whole number of axes.
func Apart(x, y []float32, time int, shift bool) float64 {
	if len(x) != len(y) || time < 1 || len(x)%time != 0 {
		return math.NaN()
	}
	return math.Sqrt(least(x, y, time, shift) / float64(len(x))) // 0/0 is NaN
}

// least is the squared distance of two signals, with shift the least over circular shifts.
func least(x, y []float32, time int, shift bool) float64 {
	d := squared(x, y, time, 0)
	for s := 1; shift && s < time; s++ {
		d = math.Min(d, squared(x, y, time, s))
	}
	return d
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
