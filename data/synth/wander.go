package synth

import (
	"math"
	"math/rand/v2"

	"actmax/data"
)

// wander is smooth noise of mean 0 and variance 1: white noise through two equal one-pole low-pass filters.
type wander struct {
	pole, gain float64
	x, y       float64
}

// newWander starts a wander of the given memory (s) in its stationary state.
func newWander(rng *rand.Rand, memory float64) wander {
	a := math.Exp(-1 / (memory * data.Rate))
	// With unit noise: var x = 1/(1-a²), cov xy = 1/(1-a²)², var y = (1+a²)/(1-a²)³; hence y given x is
	// x/(1-a²) with variance a²/(1-a²)³.
	q := 1 - a*a
	w := wander{pole: a, gain: math.Sqrt(q * q * q / (1 + a*a))}
	w.x = rng.NormFloat64() / math.Sqrt(q)
	w.y = w.x/q + rng.NormFloat64()*a/math.Sqrt(q*q*q)
	return w
}

func (w *wander) next(rng *rand.Rand) float64 {
	w.x = w.pole*w.x + rng.NormFloat64()
	w.y = w.pole*w.y + w.x
	return w.y * w.gain
}

// rotation returns the matrix that turns by the rotation vector of the given angles (radians about x, y, z).
func rotation(v [3]float64) [3][3]float64 {
	angle := math.Sqrt(v[0]*v[0] + v[1]*v[1] + v[2]*v[2])
	if angle == 0 {
		return [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
	}
	x, y, z := v[0]/angle, v[1]/angle, v[2]/angle
	s, c := math.Sincos(angle)
	d := 1 - c
	return [3][3]float64{
		{c + x*x*d, x*y*d - z*s, x*z*d + y*s},
		{y*x*d + z*s, c + y*y*d, y*z*d - x*s},
		{z*x*d - y*s, z*y*d + x*s, c + z*z*d},
	}
}
