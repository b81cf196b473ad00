package score

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"actmax/data"
	"actmax/data/similar"
)

// naiveHigh is e by the definition of the Fourier transform.
func naiveHigh(x []float32, rate float64) float64 {
	n := float64(len(x))
	mean, square := 0.0, 0.0
	for _, v := range x {
		mean += float64(v) / n
	}
	for _, v := range x {
		square += (float64(v) - mean) * (float64(v) - mean)
	}
	if math.Sqrt(square/n) < 0.001 {
		return 0
	}
	high, all := 0.0, 0.0
	for k := 1; k <= len(x)/2; k++ {
		re, im := 0.0, 0.0
		for t, v := range x {
			re += (float64(v) - mean) * math.Cos(2*math.Pi*float64(k*t)/n)
			im -= (float64(v) - mean) * math.Sin(2*math.Pi*float64(k*t)/n)
		}
		all += re*re + im*im
		if float64(k)*rate/n > 7.5 {
			high += re*re + im*im
		}
	}
	return high / all
}

func TestHighShare(t *testing.T) {
	d := recordings()
	s, sum := NewSpectrum(d.Length, d.Rate), 0.0
	training := d.Subset(data.Train)
	for _, i := range training {
		both := append(append([]float32{}, d.Window(i, 0)...), d.Window(i, 1)...)
		want := (naiveHigh(d.Window(i, 0), d.Rate) + naiveHigh(d.Window(i, 1), d.Rate)) / 2
		if got := s.High(both); !(math.Abs(got-want) <= 1e-12) {
			t.Fatalf("segment %d: %g, want %g", i, got, want)
		}
		sum += 2 * want
	}
	for _, jobs := range []int{1, 4} {
		got, err := MeanHigh(context.Background(), d, training, jobs)
		if err != nil || !(math.Abs(got-sum/float64(2*len(training))) <= 1e-12) {
			t.Errorf("mean %g, %v", got, err)
		}
	}
	flat := make([]float32, d.Length)
	flat[3] = 0.002
	if got := s.High(flat); got != 0 {
		t.Errorf("a signal that hardly moves has e %g", got)
	}
	fast := make([]float32, d.Length)
	for i := range fast {
		fast[i] = float32(1 - 2*(i%2))
	}
	if got := s.High(fast); !(math.Abs(got-1) <= 1e-12) {
		t.Errorf("15 Hz is high: %g", got)
	}
}

func TestNearest(t *testing.T) {
	d := recordings()
	training := d.Subset(data.Train)
	index, err := similar.New(context.Background(), d, training, similar.Options{Width: 6})
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, 20)
	for i := range x {
		x[i] = float32(math.Sin(float64(i) * 0.9))
	}
	got, err := Nearest(index, Signal{x, 1, 20, 8, 14}, Search{Top: 5})
	if err != nil {
		t.Fatal(err)
	}
	// The plain search of the baseline test with the signal as a place of its own subject says the same for all
	// subjects but one; here it is simply every window of every axis.
	best := []float64{}
	for _, s := range training {
		for axis := range 2 {
			least := math.Inf(1)
			for j := 0; j+6 <= 20; j++ {
				sum := 0.0
				for i := range 6 {
					e := float64(x[8+i]) - float64(d.Window(s, axis)[j+i])
					sum += e * e
				}
				least = math.Min(least, sum/6)
			}
			best = append(best, least)
		}
	}
	sum, least := 0.0, 0.0
	for k := range 5 {
		at := 0
		for i := range best {
			if best[i] < best[at] {
				at = i
			}
		}
		if k == 0 {
			least = best[at]
		}
		sum += best[at]
		best[at] = math.Inf(1)
	}
	if !(math.Abs(got.Mean-sum/5) <= 1e-14) || got.Least() != least || len(got.Matches) != 5 {
		t.Errorf("%+v, want mean %g, least %g", got, sum/5, least)
	}
}

func ExampleSummarize() {
	s := Summarize([]Unit{
		{Reached: 1.02, Similar: 0.03},            // right
		{Reached: 14, Similar: 0.8},               // far beyond what real movements cause
		{Reached: 90, Similar: 120, Failed: true}, // beyond 10 G
		{Reached: 0, Similar: 0.0016, Dead: true}, // a sine that never moved
	})
	fmt.Printf("S_sim %.4f, without the dead %.4f, attaining only %.4f\n", s.Similar, s.SimilarLive, s.SimilarAttaining)
	fmt.Printf("%d failed, %d dead, %d of %d attain\n", s.Failed, s.Dead, s.Attaining, s.Units)
	// Output:
	// S_sim 0.2772, without the dead 0.4150, attaining only 0.0300
	// 1 failed, 1 dead, 1 of 4 attain
}

func TestSummarize(t *testing.T) {
	nan := math.NaN()
	units := []Unit{
		{Reached: 1, Similar: 0.1, Nearest: 0.05, Spectral: 0.2, PeakToPeak: 1},
		{Reached: 15, Similar: 0.5, Nearest: 0.25, Spectral: 0.4, PeakToPeak: 3, Restarted: true},
		{Failed: true, Reached: 90, Similar: 100, Nearest: 90, Spectral: 9, PeakToPeak: 99},
		{Dead: true, Reached: 0, Similar: 0.002, Nearest: 0.001, Spectral: 0, PeakToPeak: 0.5},
		{Silent: true, Reached: nan, Similar: 7, Nearest: 7, Spectral: 7, PeakToPeak: 7, Restarted: true},
	}
	s := Summarize(units)
	near := func(name string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-15) {
			t.Errorf("%s: %g, want %g", name, got, want)
		}
	}
	if s.Units != 5 || s.Silent != 1 || s.Failed != 1 || s.Dead != 1 || s.Restarted != 2 || s.Scored != 3 ||
		s.Attaining != 1 {
		t.Errorf("counts %+v", s)
	}
	near("S_sim", s.Similar, (0.1+0.5+0.002)/3)
	near("without the dead", s.SimilarLive, 0.3)
	near("attaining", s.SimilarAttaining, 0.1)
	near("nearest", s.Nearest, (0.05+0.25+0.001)/3)
	near("attainment", s.Attainment, 16.0/3)
	near("attainment with the failed", s.AttainmentAll, 106.0/4)
	near("share", s.Share, 0.25)
	near("spectral", s.Spectral, 0.2)
	near("peak to peak", s.PeakToPeak, 1.5)

	none := Summarize([]Unit{{Failed: true, Similar: 3}, {Silent: true}})
	if !math.IsNaN(none.Similar) || !math.IsNaN(none.Attainment) || none.Share != 0 ||
		!math.IsNaN(Summarize(nil).Share) {
		t.Errorf("nothing to score: %+v", none)
	}
	if !(Unit{Percent: true, Reached: 0.97}).Attains() || (Unit{Percent: true, Reached: 0.9}).Attains() ||
		(Unit{Dead: true, Reached: 1}).Attains() {
		t.Error("percentiles attain from 0.95; the dead never")
	}
}

func TestOver(t *testing.T) {
	if r := Over([]float64{3, math.NaN(), 1, math.Inf(1)}); r != (Range{2, 1, 3, 2}) {
		t.Errorf("%+v", r)
	}
	if r := Over(nil); r.Count != 0 || !math.IsNaN(r.Mean) || !math.IsNaN(r.Min) || !math.IsNaN(r.Max) {
		t.Errorf("%+v", r)
	}
}

func TestResemble(t *testing.T) {
	wave := func(shift int, size float64) Signal {
		x := make([]float32, 20)
		for i := range x {
			x[i] = float32(size * math.Sin(float64(i-shift)))
		}
		return Signal{x, 1, 20, 5 + shift, 12 + shift}
	}
	if r := Resemble(wave(0, 1), wave(3, 1)); r.Distance > 1e-6 || !(math.Abs(r.Correlation-1) <= 1e-6) {
		t.Errorf("the same signal later: %+v", r)
	}
	if r := Resemble(wave(0, 1), wave(3, 2)); !(math.Abs(r.Correlation-1) <= 1e-6) || !(r.Distance >= 0.2) {
		t.Errorf("twice the size: %+v", r)
	}
	flat := Signal{make([]float32, 20), 1, 20, 0, 7}
	if r := Resemble(flat, flat); r.Distance != 0 || !math.IsNaN(r.Correlation) {
		t.Errorf("flat and flat: %+v", r)
	}
	if r := Resemble(wave(0, 1), flat); r.Correlation != 0 {
		t.Errorf("flat and not: %+v", r)
	}
	// both axes count
	two := Signal{append(append([]float32{}, wave(0, 1).X...), flat.X...), 2, 20, 5, 12}
	other := Signal{append(append([]float32{}, wave(0, 1).X...), wave(0, 1).X...), 2, 20, 5, 12}
	if r := Resemble(two, other); r.Distance < 0.3 {
		t.Errorf("one axis differs: %+v", r)
	}
}

// TestMatch holds the one pass against two: means first, then what is left of them.
func TestMatch(t *testing.T) {
	plain := func(x, y []float32) (square, correlation float64) {
		var mx, my, xx, yy, xy float64
		for i := range x {
			mx += float64(x[i]) / float64(len(x))
			my += float64(y[i]) / float64(len(x))
			square += math.Pow(float64(x[i])-float64(y[i]), 2)
		}
		for i := range x {
			p, q := float64(x[i])-mx, float64(y[i])-my
			xx, yy, xy = xx+p*p, yy+q*q, xy+p*q
		}
		return square, xy / math.Sqrt(xx*yy)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		x, y := make([]float32, 10), make([]float32, 10)
		size, level := math.Pow(10, -2.5+float64(i%4)), float64(i%3)*6 // down to a few thousandths of a G about 12 G
		for k := range x {
			x[k], y[k] = float32(level+size*r.NormFloat64()), float32(size*r.NormFloat64()-level)
		}
		square, correlation := match(x, y)
		wantSquare, want := plain(x, y)
		if !(math.Abs(square-wantSquare) <= 1e-12*wantSquare) || !(math.Abs(correlation-want) <= 1e-7) {
			t.Fatalf("%v and %v: %g, %g; want %g, %g", x, y, square, correlation, wantSquare, want)
		}
	}
	level := []float32{9, 9, 9, 9.0005, 9, 9, 9, 9, 9, 9}
	if _, c := match(level, level); !math.IsNaN(c) || !(Signal{level, 1, 10, 0, 10}).Flat() {
		t.Errorf("less than a thousandth of a G: correlation %g", c)
	}
	if (Signal{append(level, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 2, 10, 0, 10}).Flat() {
		t.Error("a signal with one flat axis is flat")
	}
}
