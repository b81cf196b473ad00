package tui

import (
	"testing"
	"time"

	"actmax/tui/widget"
)

// An axis that is wider than its values need becomes narrower although nothing plays any more, and then the screen rests.
func TestAxisSettlesAtRest(t *testing.T) {
	screenTest(t, "rest", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		unitOf(x.m).Signal.Value.Fit(-40, 40)
		wide := unitOf(x.m).Signal.Value
		x.keys(":", keyEscSeq) // something to draw
		x.wait(4 * time.Second)
		if now := unitOf(x.m).Signal.Value; now.Hi-now.Lo >= wide.Hi-wide.Lo {
			t.Errorf("the axis is still %v to %v", now.Lo, now.Hi)
		}
		if x.wait(10 * time.Second); x.m.ticking {
			t.Error("frames go on")
		}
	})
	var s widget.SignalPane // an axis that is not drawn any more does not keep the screen awake
	s.Real.Fit(-40, 40)
	s.Real.Fit(-1, 1)
	for n := 0; s.Settle(); n++ {
		if n > 1000 {
			t.Fatal("it never rests")
		}
	}
}
