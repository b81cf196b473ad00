package score

import "math"

// Resemblance is how alike two signals are in their best windows: that of each is looked for in the other, at every
// offset, and the mean of both directions is taken.
type Resemblance struct {
	Distance    float64 // G: the root of the least MSE, as equation (8) compares a signal with a real segment
	Correlation float64 // the largest Pearson correlation, -1 to 1: shape without size; NaN if both windows are flat
}

// Signal is a signal with its best window.
type Signal struct {
	X          []float32 // [axes][time] in G
	Axes, Time int
	From, To   int // the window
}

// Flat reports whether the window hardly moves on any axis: such a signal has a level and no shape.
func (s Signal) Flat() bool {
	for a := range s.Axes {
		x := s.X[a*s.Time+s.From : a*s.Time+s.To]
		if _, r := match(x, x); !math.IsNaN(r) {
			return false
		}
	}
	return true
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
			e, r := match(a.X[s*a.Time+a.From:s*a.Time+a.To], b.X[s*b.Time+j:s*b.Time+j+width])
			square += e
			correlated += r
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

// match returns the sum of squared differences and Pearson's correlation: 0 if one of the two is flat, NaN if both are.
// A study calls it some hundred million times, so it goes through the samples once; the rounding that this costs in
// float64 is far below what counts as flat for signals of some G.
func match(x, y []float32) (square, correlation float64) {
	y = y[:len(x)]
	var sx, sy, sxx, syy, sxy float64
	for i, v := range x {
		p, q := float64(v), float64(y[i])
		sx += p
		sy += q
		sxx += p * p
		syy += q * q
		sxy += p * q
		square += (p - q) * (p - q)
	}
	n := float64(len(x))
	xx, yy, xy := sxx-sx*sx/n, syy-sy*sy/n, sxy-sx*sy/n
	flatX, flatY := xx < n*still*still, yy < n*still*still
	switch {
	case flatX && flatY:
		return square, math.NaN()
	case flatX || flatY:
		return square, 0
	}
	return square, max(-1, min(1, xy/math.Sqrt(xx*yy)))
}
