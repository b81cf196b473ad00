package widget

import (
	"testing"

	"actmax/optimize"
)

// A strong segment leaves the signal its part of the axis; a weak one is held whole.
func TestSignalKeepsItsPart(t *testing.T) {
	signal := []float32{-1, 1, 0, 0.5}
	of := func(k *Segment) (lo, hi float64) {
		sc := &Scene{Snap: &optimize.Snapshot{Signal: signal, Axes: 1, Time: 4}, Axes: []int{0}, Segment: k}
		lo, hi, ok := sc.RangeOf(0, sc.Span())
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
		lo, hi := of(&Segment{Signal: [][]float32{c.real}, Shift: c.shift})
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
