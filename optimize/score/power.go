package score

import (
	"context"

	"actmax/data"
	"actmax/data/similar"
	"actmax/internal/parallel"
)

// Bins is the number of frequencies of Power: for signals of n samples those of bins 1 to n/2.
func (s *Spectrum) Bins() int { return len(s.bins) - 1 }

// Hertz is the frequency of the k-th value of Power, k from 0: (k+1) · rate / n.
func (s *Spectrum) Hertz(k int) float64 { return float64(k+1) * s.rate / float64(len(s.x)) }

// Power adds the power spectrum of one axis x, in G², to dst, which has Bins values, and returns dst. With X = rfft(x -
// mean) the power of bin k is 2 |X_k|² / n², half of that at half the rate, which is one bin of a real signal instead
// of two: the values add up to the variance of x, and a sine of amplitude A gives A²/2 at its frequency.
func (s *Spectrum) Power(dst []float64, x []float32) []float64 {
	n := float64(len(s.x))
	mean := 0.0
	for _, v := range x {
		mean += float64(v)
	}
	mean /= n
	for i, v := range x {
		s.x[i] = float64(v) - mean
	}
	for k, c := range s.fft.Coefficients(s.bins, s.x)[1:] {
		p := 2 * (real(c)*real(c) + imag(c)*imag(c)) / (n * n)
		if 2*(k+1) == len(s.x) {
			p /= 2
		}
		dst[k] += p
	}
	return dst
}

// MeanPower is the mean power spectrum of every axis of the given segments, [axes][bins] in G²: what real signals have.
// The result does not depend on the number of workers. Zeros if there are no segments.
func MeanPower(ctx context.Context, d *data.Dataset, segments []int, jobs int) ([][]float64, error) {
	const piece = 1024
	bins := NewSpectrum(d.Length, d.Rate).Bins()
	sums := make([][]float64, (len(segments)+piece-1)/piece)
	err := parallel.Each(ctx, len(sums), jobs, nil, func(i int) error {
		s, sum := NewSpectrum(d.Length, d.Rate), make([]float64, len(d.Axes)*bins)
		for _, segment := range segments[i*piece : min((i+1)*piece, len(segments))] {
			for axis := range d.Axes {
				s.Power(sum[axis*bins:(axis+1)*bins], d.Window(segment, axis))
			}
		}
		sums[i] = sum
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([][]float64, len(d.Axes))
	for axis := range out {
		out[axis] = make([]float64, bins)
		for _, sum := range sums {
			for k := range bins {
				out[axis][k] += sum[axis*bins+k] / float64(len(segments))
			}
		}
	}
	return out, nil
}

// MatchedPower is the mean power spectrum of whole segments that were found: [1][bins] of the axes on which they were
// found, or [axes][bins] if they were compared on all. nil if there are none.
func MatchedPower(d *data.Dataset, found []similar.Match) [][]float64 {
	if len(found) == 0 {
		return nil
	}
	s := NewSpectrum(d.Length, d.Rate)
	out := make([][]float64, 1)
	if found[0].Axis < 0 {
		out = make([][]float64, len(d.Axes))
	}
	for a := range out {
		out[a] = make([]float64, s.Bins())
		for _, m := range found {
			axis := a
			if m.Axis >= 0 {
				axis = m.Axis
			}
			s.Power(out[a], d.Window(m.Segment, axis))
		}
		for k := range out[a] {
			out[a][k] /= float64(len(found))
		}
	}
	return out
}
