package optimize

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"actmax/model"
)

// deadly returns a network of which unit 0 is dead at every signal near zero, unit 1 at the sine but not at noise, and
// unit 2 at none.
func deadly(t testing.TB) *model.Network {
	t.Helper()
	n := &model.Network{Name: "deadly", Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"},
		Layers: []model.Layer{{Name: "conv1", Kind: "conv", Filters: 3, Kernel: [2]int{1, 3}, Padding: [2]int{0, 1},
			Activation: "relu"}}}
	if err := n.Initialize(1); err != nil {
		t.Fatal(err)
	}
	l := &n.Layers[0]
	copy(l.Weight, []float32{0, 0, 0 /**/, -1, 2, -1 /**/, 1, 1, 1})
	copy(l.Bias, []float32{-5, -0.5, 0.1})
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSineIsMirrored(t *testing.T) {
	n := small(t)
	j := Job{Network: n, Layer: 0, Settings: settings(t)}
	x := make([]float32, 6*30)
	name, err := j.start(0, x, 6, 30)
	if err != nil || name != "sine" {
		t.Fatal(name, err)
	}
	for s := range 6 {
		for i := range 30 {
			v := x[s*30+i]
			if want := float32(0.3 * math.Sin(2*math.Pi*float64(i)/30)); v != want {
				t.Errorf("x[%d][%d] = %g, want %g", s, i, v, want)
			}
			// sin(pi/2 + a) = sin(pi/2 - a): 7.5 is the first crest, 22.5 the trough
			if i < 15 && v != x[s*30+(15-i)%30] && i != 0 {
				t.Errorf("x[%d] = %.10g is not x[%d] = %.10g", i, v, 15-i, x[s*30+15-i])
			}
			if i > 15 && v != x[s*30+45-i] {
				t.Errorf("x[%d] = %.10g is not x[%d] = %.10g", i, v, 45-i, x[s*30+45-i])
			}
		}
	}
	if x[7] != x[8] || x[22] != x[23] {
		t.Error("the samples beside crest and trough differ")
	}
}

func TestNoiseStart(t *testing.T) {
	n := small(t)
	begin := func(layer, unit, attempt int, changes ...string) []float32 {
		axes, time := n.SignalShape(layer)
		j := Job{Network: n, Layer: layer, Unit: unit,
			Settings: settings(t, append([]string{"ascent.start", "noise"}, changes...)...)}
		x := make([]float32, axes*time)
		if _, err := j.start(attempt, x, axes, time); err != nil {
			t.Fatal(err)
		}
		return x
	}
	base := begin(4, 1, 0)
	if !sameBits(base, begin(4, 1, 0)) {
		t.Error("the same seed and unit give another signal")
	}
	for name, other := range map[string][]float32{"unit": begin(4, 2, 0), "seed": begin(4, 1, 0, "ascent.seed", "1"),
		"attempt": begin(4, 1, 1)} {
		if sameBits(base, other) {
			t.Errorf("another %s gives the same signal", name)
		}
	}
	sum, square := 0.0, 0.0
	for _, v := range base {
		sum, square = sum+float64(v), square+float64(v)*float64(v)
	}
	if mean, deviation := sum/180, math.Sqrt(square/180); math.Abs(mean) > 0.08 || math.Abs(deviation-0.3) > 0.06 {
		t.Errorf("mean %g, deviation %g; want 0 and 0.3", mean, deviation)
	}
	for i, v := range begin(4, 1, 0, "ascent.amplitude_g", "0.6") {
		if v != 2*base[i] && math.Abs(float64(v-2*base[i])) > 1e-7 {
			t.Fatal("twice the amplitude is not twice the signal")
		}
	}
}

func TestAxes(t *testing.T) {
	n := small(t)
	for word, want := range map[string][2]int{"all": {0, 6}, "right_arm": {0, 3}, "left_leg": {3, 6},
		"left_leg_y": {4, 5}, "2": {2, 3}} {
		j := Job{Network: n, Layer: 4, Unit: 1,
			Settings: settings(t, "ascent.axis", word, "ascent.steps", "20", "method", "l2+tv")}
		r := alone(t, j)
		for axis := range 6 {
			moving := false
			for _, v := range r.Axis(axis) {
				moving = moving || v != 0
			}
			if inside := axis >= want[0] && axis < want[1]; moving != inside {
				t.Errorf("%s: axis %d moves: %v", word, axis, moving)
			}
		}
	}
	s := Default()
	for _, word := range []string{"", "right", "arm", "-1", "left_leg_"} {
		if err := s.Set("ascent.axis", word); err == nil {
			t.Errorf("axis %q was taken", word)
		}
	}
	if _, err := NewAscent(Job{Network: n, Layer: 4, Unit: 1, Settings: settings(t, "ascent.axis", "6")}); err == nil ||
		!strings.Contains(err.Error(), "6 axes only") {
		t.Errorf("axis 6 of 6: %v", err)
	}
	// One axis stands for any, where the unit looks at one.
	if r := alone(t, Job{Network: n, Layer: 0, Unit: 1,
		Settings: settings(t, "ascent.axis", "left_leg_y", "ascent.steps", "3")}); r.Displacement == 0 {
		t.Error("a single-axis signal does not move")
	}
}

func TestSegmentStart(t *testing.T) {
	n := small(t)
	real := make([]float32, 30)
	for i := range real {
		real[i] = float32(i) / 30
	}
	asked := ""
	s := starts(func(layer, unit, from, to int) ([]float32, string, error) {
		asked = fmt.Sprint(layer, unit, from, to)
		return real, "17", nil
	})
	a, err := NewAscent(Job{Network: n, Layer: 1, Unit: 3,
		Settings: settings(t, "ascent.start", "segment", "ascent.axis", "left_leg"), Starts: s})
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Snapshot(); !sameBits(got.Signal, real) || asked != "1 3 3 6" {
		t.Errorf("asked for %s, began from %v", asked, got.Signal)
	}
	if r := a.Run(); r.Start != "segment:17" || r.Restarts != 0 {
		t.Errorf("start %s, %d restarts", r.Start, r.Restarts)
	}
	if _, err := NewAscent(Job{Network: n, Layer: 1, Unit: 3,
		Settings: settings(t, "ascent.start", "segment")}); err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("without data: %v", err)
	}
	if r := alone(t, Job{Network: n, Layer: 1, Unit: 3,
		Settings: settings(t, "ascent.start", "zero", "ascent.steps", "1")}); r.Start != "zero" {
		t.Errorf("start %s", r.Start)
	}
}

// A start without a gradient is replaced by noise, and at last by the best real segment; the result says so.
func TestRestarts(t *testing.T) {
	n := deadly(t)
	tall := make([]float32, 30)
	for i := range tall {
		tall[i] = float32(i % 2)
	}
	segment := starts(func(int, int, int, int) ([]float32, string, error) { return tall, "3", nil })
	for _, c := range []struct {
		unit, restarts int
		amplitude      string
		starts         Starts
		start          string
		used           int
		status         Status
	}{
		{2, 3, "0.3", nil, "sine", 0, OK},            // alive at the sine
		{1, 0, "0.3", nil, "sine", 0, Dead},          // not allowed to look further
		{1, 5, "0.3", nil, "noise", 1, OK},           // alive at noise
		{1, 1, "0.3", segment, "segment:3", 1, OK},   // the last restart is the real segment
		{1, 2, "0.01", segment, "segment:3", 2, OK},  // noise too small to reach it
		{0, 4, "0.3", nil, "noise", 4, Dead},         // nothing reaches it
		{0, 4, "0.3", segment, "segment:3", 4, Dead}, //
	} {
		s := settings(t, "ascent.restarts", fmt.Sprint(c.restarts), "ascent.amplitude_g", c.amplitude, "method",
			"naive", "ascent.steps", "200", "ascent.seed", "1")
		r := alone(t, Job{Network: n, Layer: 0, Unit: c.unit, Settings: s, Starts: c.starts})
		if r.Start != c.start || r.Restarts != c.used || r.Status != c.status {
			t.Errorf("unit %d, %d restarts: began from %s after %d, %s; want %s after %d, %s", c.unit, c.restarts,
				r.Start, r.Restarts, r.Status, c.start, c.used, c.status)
		}
		if r.Status == Dead && (r.MaxActivation != 0 || r.Settled < 0) {
			t.Errorf("a dead unit with activation %g, settled at %d", r.MaxActivation, r.Settled)
		}
	}
	if _, err := NewAscent(Job{Network: n, Layer: 0, Unit: 0,
		Settings: settings(t, "ascent.restarts", "1", "method", "naive"), Starts: starts(
			func(int, int, int, int) ([]float32, string, error) {
				return nil, "",
					errors.New("no data left")
			})}); err == nil || !strings.Contains(err.Error(), "no data left") {
		t.Errorf("a restart that cannot be had: %v", err)
	}
}
