package redundancy

import (
	"math"

	"actmax/internal/parallel"
)

// leastShare is the share of a unit's variance that must lie in the samples that are compared at a lag.
const leastShare = 0.01

// line is b_j at some lag as a line in a_i: b_j[t+lag] is about slope·a_i[t] + intercept, in activations.
type line struct {
	lag                           int
	correlation, slope, intercept float64
	back, backIntercept           float64 // the other way round: a_i[t] from b_j[t+lag]
}

// moments are mean (less the shift) and variance of a side's units at the samples that are compared at each lag.
type moments struct {
	mean, variance [][]float64 // [lag][units]
	whole          []float64   // [units] variance over all samples
}

// moments returns those of the units of a (second false) or b.
func (p *pairs) moments(second bool) moments {
	c := p.a
	if second {
		c = p.b
	}
	m := moments{whole: make([]float64, c.units)}
	for u := range c.units {
		if !c.flat(u) {
			_, m.whole[u] = c.spreadOf(u, 0, c.times)
		}
	}
	for q := range p.sums {
		lag := p.low + q
		if second {
			lag = -lag
		}
		from, to := max(0, -lag), c.times-max(0, lag)
		mean, variance := make([]float64, c.units), make([]float64, c.units)
		for u := range c.units {
			mean[u], variance[u] = c.spreadOf(u, from, to)
		}
		m.mean, m.variance = append(m.mean, mean), append(m.variance, variance)
	}
	return m
}

// flat reports whether a unit's values are all the same, within the rounding of float32.
func (c *centred) flat(unit int) bool {
	mean, variance := c.spreadOf(unit, 0, c.times)
	level := mean + float64(c.shift[unit])
	return variance <= 1e-12*level*level
}

// silent reports whether a unit is never active.
func (c *centred) silent(unit int) bool {
	_, squares := c.total(unit, 0, c.times)
	return c.relu && c.shift[unit] == 0 && squares == 0
}

// at returns the line of one pair at lag number q; ok is false if either side varies too little.
func (p *pairs) at(q, i, j int, a, b *moments) (l line, ok bool) {
	va, vb := a.variance[q][i], b.variance[q][j]
	if a.whole[i] == 0 || b.whole[j] == 0 || va < leastShare*a.whole[i] || vb < leastShare*b.whole[j] {
		return l, false
	}
	l.lag = p.low + q
	n := float64(p.a.segments * p.a.axes * (p.a.times - max(l.lag, -l.lag)))
	covariance := p.sums[q][i*p.b.units+j]/n - a.mean[q][i]*b.mean[q][j]
	l.correlation = min(max(covariance/math.Sqrt(va*vb), -1), 1)
	l.slope, l.back = covariance/va, covariance/vb
	meanA, meanB := a.mean[q][i]+float64(p.a.shift[i]), b.mean[q][j]+float64(p.b.shift[j])
	l.intercept, l.backIntercept = meanB-l.slope*meanA, meanA-l.back*meanB
	return l, true
}

// reversed is the same line seen from the other unit.
func (l line) reversed() line {
	return line{-l.lag, l.correlation, l.back, l.backIntercept, l.slope, l.intercept}
}

// better reports whether a line replaces the best one so far: a higher correlation, or the same at a smaller lag.
func (l line) better(best line) bool {
	if l.correlation != best.correlation {
		return l.correlation > best.correlation
	}
	return max(l.lag, -l.lag) < max(best.lag, -best.lag)
}

// within finishes the comparison of a layer's units with each other; the lags of p begin at 0, and the other half of
// them is that of the swapped pair.
func (p *pairs) within(name string, jobs int) (*Layer, error) {
	c := p.a
	k := c.units
	l := &Layer{
		Name: name, Units: k, Lag: len(p.sums) - 1, Silent: []int{}, Constant: []int{},
		Correlation: make([]float32, k*k), Lags: make([]int16, k*k), Slope: make([]float32, k*k),
		Intercept: make([]float32, k*k),
	}
	var varying []int
	for u := range k {
		switch {
		case c.silent(u):
			l.Silent = append(l.Silent, u)
		case c.flat(u):
			l.Constant = append(l.Constant, u)
		default:
			varying = append(varying, u)
		}
	}
	a, b := p.moments(false), p.moments(true)
	set := func(i, j int, s line) {
		at := i*k + j
		l.Correlation[at], l.Lags[at], l.Slope[at], l.Intercept[at] = float32(s.correlation), int16(s.lag),
			float32(s.slope), float32(s.intercept)
	}
	err := parallel.All(len(varying), jobs, func(x int) {
		i := varying[x]
		set(i, i, line{correlation: 1, slope: 1})
		for _, j := range varying[x+1:] {
			best := line{correlation: math.Inf(-1)}
			for q := range p.sums {
				if s, ok := p.at(q, i, j, &a, &b); ok && s.better(best) {
					best = s
				}
				if s, ok := p.at(q, j, i, &a, &b); ok && s.reversed().better(best) {
					best = s.reversed()
				}
			}
			if math.IsInf(best.correlation, -1) {
				continue // at lag 0 both vary: not reached
			}
			set(i, j, best)
			set(j, i, best.reversed())
		}
	})
	if err != nil {
		return nil, err
	}
	l.Rank = p.rank(varying, &a)
	return l, nil
}
