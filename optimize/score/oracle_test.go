package score

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"actmax/data"
	"actmax/data/similar"
	"actmax/internal/npy"
	"actmax/model"
)

// The scores of a few signals equal those that numpy computes from the formulas (testdata/make.py).
func TestScoresEqualNumpys(t *testing.T) {
	archive, err := npy.Open(filepath.Join("testdata", "scores.npz"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	read := func(name string) *npy.Array {
		a, err := archive.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	segments := read("segments")
	count, axes, length := segments.Shape[0], segments.Shape[1], segments.Shape[2]
	d := &data.Dataset{Activities: []string{"moving"}, Axes: []string{"x", "y", "z"}, Rate: 30, Length: length,
		Splits: map[int]data.Split{1: data.Train}}
	for i := range count {
		r := data.Recording{Subject: 1}
		for axis := range axes {
			r.Samples = append(r.Samples, segments.Float32[(i*axes+axis)*length:][:length])
		}
		d.Recordings = append(d.Recordings, r)
	}
	d.Cut(length)

	const width, top = 10, 8
	index, err := similar.New(context.Background(), d, d.Subset(data.Train), similar.Options{Width: width})
	if err != nil {
		t.Fatal(err)
	}
	near := func(what string, unit int, got float64, want *npy.Array) {
		t.Helper()
		if w := want.Float64[unit]; !(math.Abs(got-w) <= 1e-12*math.Max(1, math.Abs(w))) {
			t.Errorf("%s of signal %d is %v, numpy's is %v", what, unit, got, w)
		}
	}
	mean, err := MeanHigh(context.Background(), d, d.Subset(data.Train), 2)
	if err != nil {
		t.Fatal(err)
	}
	near("mean e", 0, mean, read("mean_high"))
	signals, maps, windows := read("signal"), read("activation"), read("window")
	spectrum := NewSpectrum(length, d.Rate)
	for u := range signals.Shape[0] {
		x, a := signals.Float32[u*length:][:length], maps.Float32[u*length:][:length]
		activity, peak := make([]float64, length), 0.0
		for i, v := range a {
			activity[i] = float64(v)
			peak = max(peak, activity[i])
		}
		from, to := largest(activity, width)
		if int64(from) != windows.Int64[u] || to != from+width {
			t.Errorf("window of signal %d is %d to %d, numpy's begins at %d", u, from, to, windows.Int64[u])
			continue
		}
		found, err := Nearest(index, Signal{x, 1, length, from, to}, Search{Top: top})
		if err != nil {
			t.Fatal(err)
		}
		near("mean MSE", u, found.Mean, read("similar"))
		near("least MSE", u, found.Least(), read("nearest"))
		near("e", u, spectrum.High(x), read("high"))
		near("peak to peak", u, PeakToPeak(x, 1, length, from, to), read("peak_to_peak"))
		near("attainment", u, Attainment(&model.Layer{Activation: "relu"}, 0, peak, read("threshold").Float64[u]),
			read("attainment"))
	}
}
