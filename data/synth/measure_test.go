package synth

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"

	"actmax/data"
)

// figures is what realism is measured by, per axis, over all recordings of one activity of the training subjects.
type figures struct {
	mean, deviation [6]float64 // G, over all samples of all subjects together
	slow, fast      [6]float64 // G², mean power below 3 Hz and from 3 Hz up
}

const (
	stretch = 149 // samples: the length of a DSADS file after linear resampling to 30 Hz
	border  = 3.0 // Hz
)

// measure computes the figures of one activity. Power is taken from plain spectra of stretches of five seconds with
// their means removed, so that the mean and the posture of a person are in the mean and the deviation alone; the
// powers of one stretch add up to its variance. What is left of a recording after the last whole stretch is not used.
func measure(d *data.Dataset, activity int) (f figures) {
	fft := fourier.NewFFT(stretch)
	x := make([]float64, stretch)
	var c []complex128
	for axis := range 6 {
		var n, sum, squares, stretches float64
		for i := range d.Recordings {
			r := &d.Recordings[i]
			if split, known := d.Splits[r.Subject]; r.Activity != activity || !known || split != data.Train {
				continue
			}
			v := r.Samples[axis]
			for ; len(v) >= stretch; v = v[stretch:] {
				mean := 0.0
				for k := range x {
					x[k] = float64(v[k])
					mean += x[k] / stretch
					sum += x[k]
					squares += x[k] * x[k]
				}
				n += stretch
				stretches++
				for k := range x {
					x[k] -= mean
				}
				c = fft.Coefficients(c, x)
				for k := 1; k < len(c); k++ {
					p := 2 * (real(c[k])*real(c[k]) + imag(c[k])*imag(c[k])) / stretch / stretch
					if float64(k)*data.Rate/stretch < border {
						f.slow[axis] += p
					} else {
						f.fast[axis] += p
					}
				}
			}
		}
		f.mean[axis] = sum / n
		f.deviation[axis] = math.Sqrt(squares/n - f.mean[axis]*f.mean[axis])
		f.slow[axis] /= stretches
		f.fast[axis] /= stretches
	}
	return f
}
