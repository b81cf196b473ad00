package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"actmax/internal/thorough"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Every key of the Layer screen names what it must change.
func TestLayerKeys(t *testing.T) {
	screenTest(t, "move", 80, 24, nil, func(t *testing.T, x *terminal) {
		x.keys("2")
		x.want("2", "conv1 · 12 units", "l2+tv+eap+clip", "▸00", "11 silent", "enter open")
		x.keys("2")
		x.refuses("2 again")
		columns := layerOf(x.m).Grid.Columns
		if columns < 2 || columns > 6 {
			t.Fatalf("%d columns", columns)
		}
		for _, k := range []struct{ key, want string }{
			{"l", "▸01"}, {keyRightSeq, "▸02"}, {"h", "▸01"}, {keyLeftSeq, "▸00"}, {"h", refused}, {"k", refused},
			{"j", fmt.Sprintf("▸%02d", columns)}, {"k", "▸00"}, {"G", "▸11"}, {"l", refused}, {"j", refused}, {"g", "▸00"},
			{ctrlD, "▸"}, {ctrlU, "▸00"}, {"J", "conv2 · 6 units"}, {"J", "fusion · 5 units"}, {"J", "dense1 · 4 units"}, {"J", "dense2 · 3 units"},
			{"J", refused}, {"K", "dense1 · 4 units"}, {tab, refused}, {"s", refused},
			{"u", refused}, {"U", refused}, {"R", refused},
			{"p", refused}, {"y", refused}, {"w", unbound}, {"n", refused}, {"?", "─ Help"},
		} {
			x.press(k.key, k.want)
		}
	})
	screenTest(t, "open and leave", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("2")
		x.wait(3 * time.Second)
		x.want("played", "· end ─")
		x.keys("l", "l", enter)
		x.want("enter", "─ Units", "conv1 · unit 02", "step 300/300", "· end ─")
		x.keys("2", keyEscSeq)
		x.want("esc", "─ Units", "conv1 · unit 02")
		x.keys("2", "1")
		x.want("1", "─ Units")
		x.keys("1")
		x.refuses("1 again")
		x.keys("J", "h", "2")
		x.want("a folded layer", "conv2 · 6 units", "▸02")
	})
	screenTest(t, "filter", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("2", "/", "3-5", enter)
		x.want("filter", "conv1 · 3 of 12 units  /3-5", "▸03", " 05 ")
		x.wantNot("filter", " 06 ")
		x.keys("n")
		x.want("n", "▸04")
		x.keys("N")
		x.want("N", "▸03")
		x.keys(keyEscSeq)
		x.want("esc", "conv1 · 12 units", " 06 ")
		x.keys("/", "fusion", enter)
		x.want("another layer", "fusion · 5 of 5 units")
		x.keys(keyEscSeq, "/", "oops", enter)
		x.complains("no filter", `"oops"`)
	})
	screenTest(t, "mouse", 120, 40, func(o *Options) { o.Explorer.Mouse = true }, func(t *testing.T, x *terminal) {
		x.keys("2")
		g := layerOf(x.m).Grid
		x.p.Send(tea.MouseClickMsg{X: g.Inside.X + g.W + 3, Y: g.Inside.Y + g.H() + 1, Button: tea.MouseLeft})
		x.settle()
		x.want("click", fmt.Sprintf("▸%02d", g.Columns+1))
		x.p.Send(tea.MouseWheelMsg{X: 6, Y: 5, Button: tea.MouseWheelUp})
		x.settle()
		x.want("wheel", "▸01")
		x.p.Send(tea.MouseClickMsg{X: 0, Y: 0, Button: tea.MouseLeft})
		x.settle()
		x.want("click on the frame", "▸01")
	})
}

// The playhead of a layer moves every tile.
func TestLayerPlays(t *testing.T) {
	screenTest(t, "play", 120, 40, func(o *Options) { o.Explorer.Pace = 10 }, func(t *testing.T, x *terminal) {
		x.keys("2")
		x.wait(2 * time.Second)
		x.want("playing", "▶")
		a := x.step()
		x.wait(time.Second)
		b := x.step()
		if a > 60 || b <= a {
			t.Errorf("steps %d and %d: a layer plays from step 0", a, b)
		}
		x.keys(" ")
		x.want("space", "held")
		a = x.step()
		x.wait(time.Second)
		if b = x.step(); a != b {
			t.Errorf("held at %d, then at %d", a, b)
		}
		for _, p := range layerOf(x.m).Shown() {
			if s := layerOf(x.m).Tiles[p].Snap.Step; s < a-5 || s > a+5 {
				t.Errorf("unit %d shows step %d, held at %d", p.Unit, s, a)
			}
		}
		x.keys(".")
		if b = x.step(); b <= a {
			t.Errorf(". went from %d to %d", a, b)
		}
		x.keys(",", ",")
		if b = x.step(); b >= a {
			t.Errorf(", , went from %d to %d", a, b)
		}
		x.keys(">")
		if b = x.step(); b < a+5 {
			t.Errorf("> went from %d to %d", a, b)
		}
		x.keys("<", "<")
		if c := x.step(); c >= a {
			t.Errorf("< < went from %d to %d", b, c)
		}
		x.keys(keyHomeSeq)
		if x.step() != 0 {
			t.Error("home")
		}
		x.keys(",")
		x.refuses("before step 0")
		if x.step() != 0 {
			t.Error(", at the start")
		}
		x.keys(keyEndSeq)
		if x.step() != 300 {
			t.Error("end")
		}
		x.keys(".")
		x.refuses("after the end")
		if x.step() != 300 {
			t.Error(". at the end")
		}
		x.keys(" ")
		x.want("again", "▶")
		if x.step() > 20 {
			t.Error("space at the end plays from step 0")
		}
		x.keys("+")
		x.says("faster", "5 s")
		x.want("faster", "▶ 2x")
		x.keys("-", "f")
		x.wait(time.Second)
		if x.step() != 300 {
			t.Error("flat out", x.screen())
		}
		x.keys(keyHomeSeq, " ", "1")
		x.wait(300 * time.Millisecond)
		x.want("left while playing", "▶")
	})
	screenTest(t, "left as it was", 120, 40, func(o *Options) { o.Explorer.Pace = 10 }, func(t *testing.T, x *terminal) {
		x.keys("2")
		x.wait(4 * time.Second)
		x.keys(" ", "l", "l", "l")
		at := layerOf(x.m).Tiles[tree.Place{Layer: 0, Unit: 3}].Snap.Step
		x.keys(enter)
		if got := x.step(); got != at {
			t.Errorf("the tile was at step %d, its unit opens at %d", at, got)
		}
		x.want("as the layer was left", "held")
		x.keys(">", "2", enter)
		if got := x.step(); got <= at {
			t.Errorf("the unit was left at a later step than %d, and is found at %d", at, got)
		}
	})
}

// At any moment each tile equals the dense run at the step that it shows, in every kind of layer.
func TestTilesEqualRuns(t *testing.T) {
	for layer := range 5 {
		if thorough.Race && layer != 1 {
			continue // one is as concurrent as the others
		}
		synctest.Test(t, func(t *testing.T) {
			o := options(t)
			o.Layer = layer
			x := open(t, o, 120, 40, colorprofile.TrueColor)
			x.keys("2")
			seen := map[int]bool{}
			for range 5 {
				x.wait(330 * time.Millisecond)
				for _, p := range layerOf(x.m).Shown() {
					tile := layerOf(x.m).Tiles[p]
					if tile.Snap == nil {
						continue
					}
					step := tile.Snap.Step
					if step > 0 && step < 300 {
						seen[step] = true
					}
					if p.Unit%2 != 0 && testing.Short() {
						continue
					}
					a, err := optimize.NewAscent(optimize.Job{Network: o.Network, Layer: layer, Unit: p.Unit, Settings: o.Settings, Dense: true})
					if err != nil {
						t.Fatal(err)
					}
					for a.Snapshot().Step < step && a.Step() {
					}
					want := a.Snapshot()
					if !number.Known(want.Terms.EAP) && !number.Known(tile.Snap.Terms.EAP) { // a unit without a threshold
						want.Terms.EAP = 0
						got := *tile.Snap
						got.Terms.EAP = 0
						same(t, "a unit without a threshold", &got, want)
						continue
					}
					same(t, fmt.Sprintf("layer %d unit %d step %d", layer, p.Unit, step), tile.Snap, want)
				}
			}
			if len(seen) < 2 {
				t.Errorf("layer %d: only steps %v were seen on the way", layer, seen)
			}
		})
	}
}

// Results are kept through everything; those under other settings are marked and run again only when asked.
func TestLayerKeepsResults(t *testing.T) {
	screenTest(t, "kept", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("2")
		x.wait(3 * time.Second)
		results := map[tree.Place]*optimize.Result{}
		for u := range 12 {
			p := tree.Place{Layer: 0, Unit: u}
			if results[p] = x.m.common.Session.Open.Visits[p].Result; results[p] == nil {
				t.Fatalf("unit %d has no result", u)
			}
		}
		x.keys("r")
		x.refuses("r")
		x.keys("l", enter, "2", "J", "K", "o", "o", "o", "o", "3", "2", keyEscSeq, "2")
		for p, r := range results {
			if x.m.common.Session.Open.Visits[p].Result != r {
				t.Errorf("unit %d was run again", p.Unit)
			}
		}
		x.keys("m", "g", enter)
		x.says("m", "naive")
		x.want("m", "naive · ", "00 0.84 ~")
		x.wait(3 * time.Second)
		stale := strings.Count(x.screen(), " ~")
		if stale != 11 {
			t.Errorf("%d units are marked, expected all but the one that was run again\n%s", stale, x.screen())
		}
		x.keys("l", "l", "1", "2")
		for p, r := range results {
			if v := x.m.common.Session.Open.Visits[p]; p.Unit != 1 && v.Result != r {
				t.Errorf("unit %d was run again", p.Unit)
			}
		}
		x.keys("r")
		x.says("r", "11 ")
		x.wait(3 * time.Second)
		x.wantNot("r", " ~")
		for p := range results {
			if v := x.m.common.Session.Open.Visits[p]; v.Result == nil || optimize.MethodOf(v.Settings) != "naive" {
				t.Errorf("unit %d was not run under naive", p.Unit)
			}
		}
	})
}

// Tiles stand in the order asked for.
func TestLayerOrder(t *testing.T) {
	measured := func(o *Options) {
		made := measuredOf(*o)
		o.Measure = func(context.Context, session.Say) (*train.Measurement, error) { return made, nil }
	}
	screenTest(t, "order", 120, 40, measured, func(t *testing.T, x *terminal) {
		x.keys("2")
		x.wait(4 * time.Second)
		for _, o := range []session.Ordering{session.OrderAttainment, session.OrderSimilarity, session.OrderActivity, session.OrderNumber} {
			x.keys("o")
			x.wait(time.Second)
			x.want("o", "by "+o.Word())
			want := x.m.common.Session.UnitsInOrder(0)
			for i, p := range layerOf(x.m).List {
				if p.Unit != want[i] {
					t.Fatalf("by %s: tile %d is unit %d, expected %d", o.Word(), i, p.Unit, want[i])
				}
			}
		}
	})
}

// A tile names the activity of the most similar segment once that is known.
func TestTileAbout(t *testing.T) {
	screenTest(t, "about", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("2")
		x.wait(4 * time.Second)
		for u := range 11 {
			p := tree.Place{Layer: 0, Unit: u}
			v := x.m.common.Session.Open.Visits[p]
			if !number.Known(v.Found.Mean) || v.Found.Activity < 0 {
				t.Fatalf("unit %d: no similar segment", u)
			}
			want := number.MSE(v.Found.Mean) + " " + x.m.common.Session.Data.Index.Data.Activities[v.Found.Activity]
			if got := layerOf(x.m).Tiles[p].About; got != want {
				t.Errorf("unit %d: %q, expected %q", u, got, want)
			}
		}
		x.want("about", layerOf(x.m).Tiles[tree.Place{Layer: 0, Unit: 0}].About)
	})
}

// heldRun only knows whether it holds.
type heldRun struct {
	brokenRun
	held bool
}

func (r *heldRun) Hold() { r.held = true }
func (r *heldRun) Go()   { r.held = false }

// The layer on the screen does not wait for the one that was left, which goes on afterwards.
func TestLayersTakeTurns(t *testing.T) {
	m := modelOn(t, screen.Layer, 0, 1, options(t))
	mine, other := &heldRun{held: true}, &heldRun{}
	m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 3}] = &visit.Visit{Place: tree.Place{Layer: 0, Unit: 3}, Run: mine, Settings: m.common.Session.Settings, Seen: m.common.Session.Now}
	m.common.Session.Open.Visits[tree.Place{Layer: 1, Unit: 0}] = &visit.Visit{Place: tree.Place{Layer: 1, Unit: 0}, Run: other, Settings: m.common.Session.Settings, Seen: m.common.Session.Now}
	layerOf(m).Rested()
	if mine.held || !other.held {
		t.Errorf("on the screen held: %v, left: %v", mine.held, other.held)
	}
	m.turnTo(screen.Unit)
	if other.held {
		t.Error("what was left does not go on after the screen")
	}
	m.turnTo(screen.Layer)
	if !other.held {
		t.Error("opened again, the layer waits")
	}
	delete(m.common.Session.Open.Visits, tree.Place{Layer: 0, Unit: 3})
	layerOf(m).Rested()
	<-m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 3}].Run.Done()
	for range 3 {
		m.frame(m.common.Session.Now.Add(50 * time.Millisecond))
	}
	m.common.Session.Searches.SimilarityBusy, m.common.Session.Searches.SimilarityWanted = false, false
	m.frame(m.common.Session.Now.Add(50 * time.Millisecond))
	if other.held {
		t.Error("what was left does not go on once the layer is done")
	}
}
