package score

import "math"

// Resemblance says how alike two signals are where it matters: the best window of each is looked for in the other, at every
// offset, and the mean of both directions is taken.
type Resemblance struct {
	Distance    float64 // G: the root of the least MSE, as equation (8) compares a signal with a real segment
	Correlation float64 // the largest Pearson correlation, -1 to 1: shape without size; NaN where both windows are flat
}

// Signal is a signal with its best window.
type Signal struct {
	X          []float32 // [axes][time] in G
	Axes, Time int
	From, To   int // the window
}

// Resemble compares two signals of one shape.
func Resemble(a, b Signal) Resemblance {
	d1, c1 := within(a, b)
	d2, c2 := within(b, a)
	return Resemblance{(d1 + d2) / 2, (c1 + c2) / 2}
}

// within looks for the window of a in b.
func within(a, b Signal) (distance, correlation float64) {
	width := a.To - a.From
	least, best := math.Inf(1), math.Inf(-1)
	for j := 0; j+width <= b.Time; j++ {
		square, correlated := 0.0, 0.0
		for s := range a.Axes {
			x, y := a.X[s*a.Time+a.From:s*a.Time+a.To], b.X[s*b.Time+j:s*b.Time+j+width]
			for t, v := range x {
				e := float64(v) - float64(y[t])
				square += e * e
			}
			correlated += correlate(x, y)
		}
		least = math.Min(least, square/float64(width*a.Axes))
		if c := correlated / float64(a.Axes); c > best { // false for NaN
			best = c
		}
	}
	if math.IsInf(best, -1) {
		best = math.NaN()
	}
	return math.Sqrt(least), best
}

// correlate is Pearson's correlation: 0 where one of the two is flat, NaN where both are.
func correlate(x, y []float32) float64 {
	n := float64(len(x))
	mx, my := 0.0, 0.0
	for i := range x {
		mx += float64(x[i])
		my += float64(y[i])
	}
	mx, my = mx/n, my/n
	xx, yy, xy := 0.0, 0.0, 0.0
	for i := range x {
		a, b := float64(x[i])-mx, float64(y[i])-my
		xx += a * a
		yy += b * b
		xy += a * b
	}
	flatX, flatY := math.Sqrt(xx/n) < still, math.Sqrt(yy/n) < still
	switch {
	case flatX && flatY:
		return math.NaN()
	case flatX || flatY:
		return 0
	}
	return xy / math.Sqrt(xx*yy)
}
