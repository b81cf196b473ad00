package tui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"actmax/model/train"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// Units are listed in any order; the cursor stays on its unit, and j goes on in the order.
func TestOrderKey(t *testing.T) {
	screenTest(t, "order", 120, 40, func(o *Options) {
		made := measuredOf(*o)
		for u := range 12 {
			made.Layers[0].ClassMean[u*3+u%3] = 9 // most active in activity u%3
		}
		o.Measure = func(context.Context, session.Say) (*train.Measurement, error) { return made, nil }
	}, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("j")
		listed := func() []int {
			var out []int
			for _, p := range x.m.common.Session.Open.Tree.Rows() {
				if p.Layer == 0 && p.Unit >= 0 {
					out = append(out, p.Unit)
				}
			}
			return out
		}
		ordered := func(what string, want session.Ordering) {
			t.Helper()
			if got := x.m.common.Session.Open.Ordering; got != want {
				t.Errorf("%s: ordered by %d, expected %d", what, got, want)
			}
		}
		x.keys("o")
		x.says("o")
		ordered("o", session.OrderAttainment)
		x.want("o", "conv1 · unit 01")
		last := 1e9
		for i, u := range listed()[:8] { // the units that ran
			a := x.m.common.Session.Subject(0, u).Attainment
			if !(a <= last) {
				t.Errorf("row %d: unit %d attains %v, the one before %v", i, u, a, last)
			}
			last = a
		}
		order := listed()
		x.keys("j")
		at := slices.Index(order, 1)
		x.want("j", fmt.Sprintf("conv1 · unit %02d", order[min(at+1, len(order)-1)]))
		x.keys("k", "o")
		x.says("o again")
		ordered("o again", session.OrderSimilarity)
		x.wait(time.Second)
		lastMSE := 0.0
		for i, u := range listed()[:8] {
			v := x.m.common.Session.Similarity(tree.Place{Layer: 0, Unit: u})
			if !(v >= lastMSE) {
				t.Errorf("row %d: unit %d has %v, the one before %v", i, u, v, lastMSE)
			}
			lastMSE = v
		}
		x.keys("o")
		x.says("o a third time")
		ordered("o a third time", session.OrderActivity)
		if got := listed(); !slices.Equal(got, []int{0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}) {
			t.Errorf("by activity: %v", got)
		}
		x.keys("o")
		x.says("around")
		ordered("around", session.OrderNumber)
		if got := listed(); !slices.IsSorted(got) {
			t.Error(got)
		}
		x.keys("/", "sim<1000", enter)
		x.want("sim", "8 found")
		x.keys("/", "\x15", "jumping conv1", enter)
		x.want("activity", "4 found", "conv1 · unit 02")
		x.keys("/", "\x15", "sitting att>>2", enter)
		x.want("error", "9", `"att>>2"`)
		x.keys("/")
		x.want("it can be mended", "sitting att>>2")
	})
	screenTest(t, "without data", 120, 40, func(o *Options) { o.Dataset = nil }, func(t *testing.T, x *terminal) {
		x.keys("o", "o")
		x.says("similarity", "data")
		x.keys("o")
		x.says("activity")
		if got := x.m.common.Session.Open.Ordering; got != session.OrderActivity {
			t.Errorf("ordered by %d", got)
		}
	})
}
