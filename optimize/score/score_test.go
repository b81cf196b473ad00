package score

import (
	"fmt"
	"math"
	"testing"

	"actmax/model"
)

func TestLargest(t *testing.T) {
	for _, c := range []struct {
		activity []float64
		width    int
		from, to int
	}{
		{nil, 10, 0, 0},
		{[]float64{0, 1, 3, 2, 0, 0, 2, 3, 1, 0}, 3, 1, 4}, // the earliest of two equal ones
		{[]float64{0, 1, 3, 2, 0, 0, 2, 3, 1, 0}, 30, 0, 10},
		{[]float64{1}, 10, 0, 1},
		{[]float64{0, 0, 0}, 2, 0, 2},
		{[]float64{0, 0, 1}, 2, 1, 3},
		{[]float64{-3, -1, -2}, 1, 1, 2}, // units without ReLU can be negative everywhere
		{[]float64{1, 2}, 0, 1, 2},
		// Sums that would differ in their last digit if they were kept running.
		{[]float64{0.1, 0.2, 0.3, 0, 0.3, 0.2, 0.1}, 3, 0, 3},
	} {
		if from, to := largest(c.activity, c.width); from != c.from || to != c.to {
			t.Errorf("%v, width %d: [%d, %d), want [%d, %d)", c.activity, c.width, from, to, c.from, c.to)
		}
	}
}

// network returns an untrained one of two convolutions and a dense layer.
func network(t *testing.T, kernel, padding, stride int) *model.Network {
	t.Helper()
	n := &model.Network{Input: model.Input{Axes: 2, Length: 20, RateHz: 30, Unit: "G"}, Layers: []model.Layer{
		{Name: "conv1", Kind: "conv", Filters: 2, Kernel: [2]int{1, kernel}, Padding: [2]int{0, padding},
			Stride: [2]int{1, stride}, Activation: "relu"},
		{Name: "conv2", Kind: "conv", Filters: 2, Kernel: [2]int{1, kernel}, Padding: [2]int{0, padding},
			Stride: [2]int{1, stride}, Activation: "relu"},
		{Name: "fusion", Kind: "conv", Filters: 2, Kernel: [2]int{2, 1}, Activation: "relu"},
		{Name: "dense", Kind: "dense", Units: 3},
	}}
	if err := n.Initialize(1); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPerSample(t *testing.T) {
	for _, c := range []struct {
		kernel, padding, stride, layer int
		at                             int // of the map
		samples                        []int
	}{
		{5, 2, 1, 0, 7, []int{7}}, // as long as the signal
		{5, 2, 1, 2, 7, []int{7}},
		{5, 0, 1, 0, 0, []int{2}}, // computed from samples 0 to 4
		{5, 0, 1, 1, 3, []int{7}}, // from 3 to 11
		{3, 1, 2, 0, 0, []int{0}}, // centred on 0: half of its two samples lies before the signal
		{3, 1, 2, 0, 4, []int{7, 8}},
		{3, 1, 2, 1, 1, []int{2, 3, 4, 5}}, // every fourth sample
	} {
		n := network(t, c.kernel, c.padding, c.stride)
		axes, time := n.MapShape(c.layer)
		activation := make([]float32, axes*time)
		activation[(axes-1)*time+c.at] = 6
		got, ok := PerSample(n, c.layer, activation)
		if !ok || len(got) != 20 {
			t.Fatalf("%+v: %v, %v", c, got, ok)
		}
		var where []int
		for i, v := range got {
			if v != 0 {
				where = append(where, i)
				jump := 1
				for range c.layer + 1 {
					if c.layer < 2 {
						jump *= c.stride
					}
				}
				if v != 6/float64(jump) {
					t.Errorf("%+v: sample %d has %g", c, i, v)
				}
			}
		}
		if c.stride == 2 && c.at == 0 {
			where = where[len(where)-1:]
		}
		if fmt.Sprint(where) != fmt.Sprint(c.samples) {
			t.Errorf("%+v stands for %v", c, where)
		}
	}
	n := network(t, 5, 2, 1)
	if _, ok := PerSample(n, 3, []float32{1}); ok {
		t.Error("a dense layer has no time axis")
	}
	if _, ok := PerSample(n, 0, []float32{1}); ok {
		t.Error("a map of the wrong size was taken")
	}
	// Both axes of a map count.
	n = network(t, 5, 2, 1)
	n.Input.Mean, n.Input.Std = []float64{0, 1}, []float64{1, 2} // axes differ: the signal has all of them
	axes, time := n.MapShape(0)
	activation := make([]float32, axes*time)
	for i := range activation {
		activation[i] = 1
	}
	if got, _ := PerSample(n, 0, activation); axes != 2 || got[5] != 2 {
		t.Errorf("%d axes, sum %v", axes, got)
	}
}

func TestGradientTimesInput(t *testing.T) {
	got := gradientTimesInput([]float32{1, -2, 0, 3}, []float32{-1, 1, 5, 0.5}, 2, 2)
	if fmt.Sprint(got) != "[1 3.5]" {
		t.Error(got)
	}
}

func TestPeakToPeak(t *testing.T) {
	x := []float32{0, 1, -1, 9 /**/, 0, 2, 2, 2}
	for window, want := range map[[2]int]float64{{0, 3}: 2, {1, 3}: 2, {0, 4}: 10, {3, 4}: 0} {
		if got := PeakToPeak(x, 2, 4, window[0], window[1]); got != want {
			t.Errorf("%v: %g, want %g", window, got, want)
		}
	}
}

func TestAttainment(t *testing.T) {
	relu, plain := &model.Layer{Activation: "relu"}, &model.Layer{Statistics: &model.Statistics{Count: []int64{10, 0},
		Min: []float32{-2, 0}, Max: []float32{2, 0},
		Histogram: []float32{1, 2, 3, 4, 0, 0, 0, 0}}}
	for _, c := range []struct {
		layer            *model.Layer
		largest, th, at  float64
		attains, unknown bool
	}{
		{layer: relu, largest: 1.2, th: 1, at: 1.2, attains: true}, {layer: relu, largest: 0.79, th: 1, at: 0.79},
		{layer: relu, largest: 15, th: 1, at: 15}, {layer: relu, largest: 0.8, th: 1, at: 0.8, attains: true},
		{layer: relu, largest: 1.25, th: 1, at: 1.25, attains: true},
		{layer: relu, largest: 1, th: math.NaN(), unknown: true}, {layer: relu, largest: 1, th: math.Inf(1),
			unknown: true}, {layer: relu, largest: 1, th: 0, unknown: true},
		{layer: plain, largest: 0, th: 1, at: 0.3}, {layer: plain, largest: 3, th: math.NaN(), at: 1, attains: true},
		{layer: plain, largest: -3, at: 0},
		{layer: plain, largest: -1.5, at: 0.05}, {layer: plain, largest: 1.5, at: 0.8},
		{layer: plain, largest: math.NaN(), unknown: true},
		{layer: &model.Layer{}, largest: 1, th: 1, unknown: true},
	} {
		got := Attainment(c.layer, 0, c.largest, c.th)
		if math.IsNaN(got) != c.unknown || !c.unknown && !(math.Abs(got-c.at) <= 1e-9) ||
			attains(c.layer.Activation == "", got) != c.attains {
			t.Errorf("largest %g, threshold %g: %g, attains %v", c.largest, c.th, got,
				attains(c.layer.Activation == "", got))
		}
	}
	if !math.IsNaN(Percentile(plain.Statistics, 1, 0)) || !math.IsNaN(Percentile(plain.Statistics, 5, 0)) ||
		!math.IsNaN(Quantile(plain.Statistics, 1, 0.5)) {
		t.Error("a unit without values has percentiles")
	}
}

func TestQuantileInvertsPercentile(t *testing.T) {
	s := &model.Statistics{Count: []int64{100}, Max: []float32{4}, Histogram: []float32{40, 0, 30, 30}}
	for _, share := range []float64{0.1, 0.25, 0.39, 0.55, 0.7, 0.95} {
		if got := Percentile(s, 0, Quantile(s, 0, share)); !(math.Abs(got-share) <= 1e-12) {
			t.Errorf("share %g comes back as %g", share, got)
		}
	}
	if Quantile(s, 0, 1) != 4 || Quantile(s, 0, 0) != 0 {
		t.Error(Quantile(s, 0, 1), Quantile(s, 0, 0))
	}
}
