package score

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"actmax/data/similar"
)

// plainPower is the power of bin k from the sums that define it.
func plainPower(x []float32, k int) float64 {
	n := float64(len(x))
	mean, re, im := 0.0, 0.0, 0.0
	for _, v := range x {
		mean += float64(v) / n
	}
	for t, v := range x {
		phase := -2 * math.Pi * float64(k) * float64(t) / n
		re += (float64(v) - mean) * math.Cos(phase)
		im += (float64(v) - mean) * math.Sin(phase)
	}
	p := (re*re + im*im) / (n * n)
	if 2*k != len(x) {
		p *= 2
	}
	return p
}

func TestPower(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{1, 2, 3, 10, 29, 30} {
		s := NewSpectrum(n, 30)
		if s.Bins() != n/2 {
			t.Fatalf("%d samples: %d bins", n, s.Bins())
		}
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(1 + r.NormFloat64())
		}
		got := s.Power(make([]float64, s.Bins()), x)
		sum := 0.0
		for k, p := range got {
			sum += p
			if want := plainPower(x, k+1); !(math.Abs(p-want) <= 1e-12) {
				t.Errorf("%d samples, bin %d: %v, want %v", n, k+1, p, want)
			}
			if want := float64(k+1) * 30 / float64(n); s.Hertz(k) != want {
				t.Errorf("bin %d stands for %v Hz, want %v", k+1, s.Hertz(k), want)
			}
		}
		mean, variance := 0.0, 0.0
		for _, v := range x {
			mean += float64(v) / float64(n)
		}
		for _, v := range x {
			variance += (float64(v) - mean) * (float64(v) - mean) / float64(n)
		}
		if !(math.Abs(sum-variance) <= 1e-12) {
			t.Errorf("%d samples: the powers add up to %v, the variance is %v", n, sum, variance)
		}
	}
	// a sine of amplitude 3 at 4 Hz
	s, x := NewSpectrum(30, 30), make([]float32, 30)
	for i := range x {
		x[i] = float32(2 + 3*math.Sin(2*math.Pi*4*float64(i)/30))
	}
	for k, p := range s.Power(make([]float64, 15), x) {
		want := 0.0
		if s.Hertz(k) == 4 {
			want = 4.5
		}
		if !(math.Abs(p-want) <= 1e-6) {
			t.Errorf("%v Hz: %v, want %v", s.Hertz(k), p, want)
		}
	}
}

func TestMeanPower(t *testing.T) {
	d := recordings()
	segments := make([]int, len(d.Segments))
	for i := range segments {
		segments[i] = i
	}
	got, err := MeanPower(context.Background(), d, segments, 3)
	if err != nil || len(got) != len(d.Axes) {
		t.Fatal(len(got), err)
	}
	var whole, one []similar.Match
	for axis := range got {
		for k, p := range got[axis] {
			want := 0.0
			for _, s := range segments {
				want += plainPower(d.Window(s, axis), k+1) / float64(len(segments))
			}
			if !(math.Abs(p-want) <= 1e-9*(1+want)) {
				t.Errorf("axis %d, bin %d: %v, want %v", axis, k+1, p, want)
			}
		}
	}
	for _, s := range segments[:3] {
		whole, one = append(whole, similar.Match{Segment: s, Axis: -1}), append(one, similar.Match{Segment: s, Axis: 1})
	}
	all, single := MatchedPower(d, whole), MatchedPower(d, one)
	first, err := MeanPower(context.Background(), d, segments[:3], 1)
	if err != nil || len(all) != len(d.Axes) || len(single) != 1 {
		t.Fatal(len(all), len(single), err)
	}
	for k := range first[1] {
		if !(math.Abs(all[1][k]-first[1][k]) <= 1e-12) || !(math.Abs(single[0][k]-first[1][k]) <= 1e-12) {
			t.Errorf("bin %d: %v, %v, want %v", k+1, all[1][k], single[0][k], first[1][k])
		}
	}
	if MatchedPower(d, nil) != nil {
		t.Error("a spectrum of nothing")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := MeanPower(ctx, d, segments, 1); err == nil {
		t.Error("went on after it was cancelled")
	}
}
