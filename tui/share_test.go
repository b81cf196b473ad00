package tui

import (
	"testing"
	"time"

	"actmax/optimize"
)

// A strong segment leaves the signal its part of the axis; a weak one is held whole.
func TestSignalKeepsItsPart(t *testing.T) {
	signal := []float32{-1, 1, 0, 0.5}
	of := func(k *picked) (lo, hi float64) {
		sc := &scene{snap: &optimize.Snapshot{Signal: signal, Axes: 1, Time: 4}, axes: []int{0}, picked: k}
		lo, hi, ok := sc.rangeOf(0, sc.span())
		if !ok {
			t.Fatal("no range")
		}
		return lo, hi
	}
	for _, c := range []struct {
		real   []float32
		shift  int
		lo, hi float64
	}{
		{[]float32{-1.5, 1.2, 0, 0}, 0, -1.5, 1.2},
		{[]float32{0, 11, 0, 0}, 0, -1, 3},
		{[]float32{-4, 7, 0, 0}, 0, -5.0 / 3, 7.0 / 3}, // 3 below and 6 above want room for 2
		{[]float32{0, 11, 0, 0}, -2, -1, 1},            // shifted out of sight
	} {
		lo, hi := of(&picked{signal: [][]float32{c.real}, shift: c.shift})
		if d := lo - c.lo; d*d > 1e-12 || (hi-c.hi)*(hi-c.hi) > 1e-12 {
			t.Errorf("%v: %v to %v, expected %v to %v", c.real, lo, hi, c.lo, c.hi)
		}
		if part := 2 / (hi - lo); part < ownPart-1e-9 {
			t.Errorf("%v: the signal keeps %v", c.real, part)
		}
	}
	if lo, hi := of(nil); lo != -1 || hi != 1 {
		t.Errorf("no segment: %v to %v", lo, hi)
	}
}

// An axis that is wider than its values need becomes narrower although nothing plays any more, and then the screen rests.
func TestAxisSettlesAtRest(t *testing.T) {
	screenTest(t, "rest", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.m.signal.value.Fit(-40, 40)
		wide := x.m.signal.value
		x.keys(":", keyEscSeq) // something to draw
		x.wait(4 * time.Second)
		if now := x.m.signal.value; now.Hi-now.Lo >= wide.Hi-wide.Lo {
			t.Errorf("the axis is still %v to %v", now.Lo, now.Hi)
		}
		if x.wait(10 * time.Second); x.m.ticking {
			t.Error("frames go on")
		}
	})
	var s signalPane // an axis that is not drawn any more does not keep the screen awake
	s.real.Fit(-40, 40)
	s.real.Fit(-1, 1)
	for n := 0; s.settle(); n++ {
		if n > 1000 {
			t.Fatal("it never rests")
		}
	}
}
