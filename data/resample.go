package data

import (
	"fmt"
	"math"
)

// maxRatio bounds both numbers of the ratio that stands for two rates. Usual rates are exact; a measured one such as
// 31.999 Hz is at most 0.05 % off, less than the clocks of sensors, and a rate of 30.0001 Hz counts as 30.
const maxRatio = 1000

// Resampler brings signals from one rate to another. It holds no state between signals; any number of goroutines may
// use one.
type Resampler struct {
	up, down int       // target rate / source rate in lowest terms
	filter   []float64 // polyphase: taps, filter[half] in the centre; nil: linear
	half     int
}

// NewResampler returns the resampler of a kind (Linear or Polyphase) from one rate to another, both in Hz. Rates are
// taken as the nearest ratio of whole numbers up to 1000, e.g. 25 to 30 Hz as 6/5.
func NewResampler(kind string, from, to float64) (*Resampler, error) {
	if !(from > 0) || !(to > 0) || math.IsInf(from, 0) || math.IsInf(to, 0) {
		return nil, fmt.Errorf("resampling from %g Hz to %g Hz: expected two rates above 0", from, to)
	}
	if r := to / from; r > maxRatio || r < 1.0/maxRatio {
		return nil, fmt.Errorf("resampling from %g Hz to %g Hz: expected rates at most %d times apart", from, to,
			maxRatio)
	}
	up, down := ratio(to / from)
	r := &Resampler{up: up, down: down}
	switch kind {
	case Linear:
	case Polyphase:
		if up != down {
			r.filter, r.half = lowpass(up, down)
		}
	default:
		return nil, fmt.Errorf("data.resample: unknown word %q; use %q or %q", kind, Linear, Polyphase)
	}
	return r, nil
}

// Len returns the length of a resampled signal of n samples. Linear: the samples at k·from/to that lie within the
// signal (125 become 149 from 25 to 30 Hz). Polyphase: ceil(n·to/from) (150).
func (r *Resampler) Len(n int) int {
	switch {
	case n <= 0:
		return 0
	case r.filter != nil:
		return (n*r.up + r.down - 1) / r.down
	default:
		return (n-1)*r.up/r.down + 1
	}
}

// Apply writes the resampled x to dst, which has room for Len(len(x)) samples, and returns that part of dst.
func (r *Resampler) Apply(dst, x []float64) []float64 {
	dst = dst[:r.Len(len(x))]
	if r.filter != nil {
		r.polyphase(dst, x)
		return dst
	}
	for k := range dst {
		at := k * r.down
		i, f := at/r.up, at%r.up
		if f == 0 {
			dst[k] = x[i]
			continue
		}
		w := float64(f) / float64(r.up)
		dst[k] = x[i] + w*(x[i+1]-x[i])
	}
	return dst
}

// polyphase computes y[k] = sum over j of h[k·down - j·up] x[j], where x continues with its first and last value
// beyond its ends.
func (r *Resampler) polyphase(dst, x []float64) {
	last := len(x) - 1
	for k := range dst {
		at := k * r.down
		// j runs over all samples whose tap lies in -half..half.
		j := floorDiv(at-r.half+r.up-1, r.up)
		sum := 0.0
		for tap := at - j*r.up; tap >= -r.half; tap -= r.up {
			sum += r.filter[tap+r.half] * x[min(max(j, 0), last)]
			j++
		}
		dst[k] = sum
	}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// lowpass designs the filter of scipy.signal.resample_poly: a sinc of 20·max(up, down) + 1 taps that cuts at the lower
// of the two Nyquist rates, under a Kaiser window of beta 5, with unit gain at 0 Hz, times up.
func lowpass(up, down int) (taps []float64, half int) {
	const beta = 5.0
	widest := max(up, down)
	half = 10 * widest
	cut := 1 / float64(widest)
	taps = make([]float64, 2*half+1)
	sum := 0.0
	for i := range taps {
		n := float64(i - half)
		s := 1.0
		if i != half {
			s = math.Sin(math.Pi*cut*n) / (math.Pi * cut * n)
		}
		u := n / float64(half)
		taps[i] = cut * s * bessel0(beta*math.Sqrt(1-u*u)) / bessel0(beta)
		sum += taps[i]
	}
	for i := range taps {
		taps[i] *= float64(up) / sum
	}
	return taps, half
}

// bessel0 is the modified Bessel function I0 by its power series, exact to rounding for the arguments up to 5 used
// here.
func bessel0(x float64) float64 {
	q := x * x / 4
	term, sum := 1.0, 1.0
	for k := 1.0; term > sum*1e-18; k++ {
		term *= q / (k * k)
		sum += term
	}
	return sum
}

// ratio returns the fraction nearest to x with both numbers at most maxRatio, by continued fractions.
func ratio(x float64) (num, den int) {
	off := func(p, q int) float64 { return math.Abs(float64(p)/float64(q) - x) }
	p0, q0, p1, q1 := 0, 1, 1, 0
	for v := x; ; v = 1 / (v - math.Floor(v)) {
		a := math.Floor(v)
		if a*float64(p1)+float64(p0) > maxRatio || a*float64(q1)+float64(q0) > maxRatio {
			// The last term does not fit as a whole; the largest part of it that fits may still come closer.
			part := maxRatio
			if p1 > 0 {
				part = min(part, (maxRatio-p0)/p1)
			}
			if q1 > 0 {
				part = min(part, (maxRatio-q0)/q1)
			}
			p, q := part*p1+p0, part*q1+q0
			if q1 == 0 || p > 0 && q > 0 && off(p, q) < off(p1, q1) || p1 == 0 {
				p1, q1 = p, q
			}
			break
		}
		p0, q0, p1, q1 = p1, q1, int(a)*p1+p0, int(a)*q1+q0
		if off(p1, q1) < 1e-12*x {
			break
		}
	}
	return max(p1, 1), max(q1, 1)
}
