package score

import (
	"context"
	"math"

	"gonum.org/v1/gonum/dsp/fourier"

	"actmax/data"
	"actmax/internal/parallel"
)

// Highest is the frequency in Hz above which energy counts as high; people move below it, artefacts of an ascent do
// not.
const Highest = 7.5

// still is the deviation in G below which a signal counts as having no spectrum.
const still = 0.001

// Spectrum measures how much of a signal's energy is high. It belongs to one goroutine.
type Spectrum struct {
	fft  *fourier.FFT
	rate float64 // Hz
	x    []float64
	bins []complex128
}

// NewSpectrum returns one for signals of a length in samples at a rate in Hz.
func NewSpectrum(length int, rate float64) *Spectrum {
	return &Spectrum{fft: fourier.NewFFT(length), rate: rate, x: make([]float64, length),
		bins: make([]complex128, length/2+1)}
}

// High is e (method.md 4): the energy of rfft(x - mean) above Highest over that of all bins from 1, 0 if x hardly
// moves. Of x [axes][time] it is the mean over the axes.
func (s *Spectrum) High(x []float32) float64 {
	sum, axes := 0.0, 0
	for i := 0; i+len(s.x) <= len(x); i += len(s.x) {
		sum += s.high(x[i : i+len(s.x)])
		axes++
	}
	return sum / float64(max(1, axes))
}

func (s *Spectrum) high(x []float32) float64 {
	n := float64(len(x))
	mean, square := 0.0, 0.0
	for _, v := range x {
		mean += float64(v)
	}
	mean /= n
	for i, v := range x {
		s.x[i] = float64(v) - mean
		square += s.x[i] * s.x[i]
	}
	if math.Sqrt(square/n) < still {
		return 0
	}
	high, all := 0.0, 0.0
	for k, c := range s.fft.Coefficients(s.bins, s.x) {
		if k == 0 {
			continue
		}
		energy := real(c)*real(c) + imag(c)*imag(c)
		all += energy
		if float64(k)*s.rate/n > Highest {
			high += energy
		}
	}
	return high / all
}

// MeanHigh is the mean of e over every axis of the given segments: what real signals have, from which the spectral
// distance of a signal is measured. The result does not depend on the number of workers.
func MeanHigh(ctx context.Context, d *data.Dataset, segments []int, jobs int) (float64, error) {
	if len(segments) == 0 {
		return math.NaN(), nil
	}
	const piece = 1024
	sums := make([]float64, (len(segments)+piece-1)/piece)
	err := parallel.Each(ctx, len(sums), jobs, nil, func(i int) error {
		s := NewSpectrum(d.Length, d.Rate)
		for _, segment := range segments[i*piece : min((i+1)*piece, len(segments))] {
			for axis := range d.Axes {
				sums[i] += s.high(d.Window(segment, axis))
			}
		}
		return nil
	})
	total := 0.0
	for _, v := range sums {
		total += v
	}
	return total / float64(len(segments)*len(d.Axes)), err
}
