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
		x.keys("o")
		x.want("o", "units by attainment, the largest first", "conv1 · unit 01")
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
		x.want("o again", "units by similarity, the most similar")
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
		x.want("o a third time", "units by the activity")
		if got := listed(); !slices.Equal(got, []int{0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}) {
			t.Errorf("by activity: %v", got)
		}
		x.keys("o")
		x.want("around", "units by number")
		if got := listed(); !slices.IsSorted(got) {
			t.Error(got)
		}
		x.keys("/", "sim<1000", enter)
		x.want("sim", "8 found")
		x.keys("/", "\x15", "jumping conv1", enter)
		x.want("activity", "4 found", "conv1 · unit 02")
		x.keys("/", "\x15", "sitting att>>2", enter)
		x.want("error", `column 9: "att>>2" is not a comparison with a number`)
		x.keys("/")
		x.want("it can be mended", "sitting att>>2")
	})
	screenTest(t, "without data", 120, 40, func(o *Options) { o.Dataset = nil }, func(t *testing.T, x *terminal) {
		x.keys("o", "o")
		x.want("similarity", "without data there is none")
		x.keys("o")
		x.want("activity", "not measured yet")
	})
}
