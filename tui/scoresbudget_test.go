//go:build unix

package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/internal/thorough"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/visit"
)

// While a run of all methods fills the table in at 160x50, a frame takes no more bytes than one unit's while it plays, and a key
// is answered in the frame after it.
func TestScoresBudget(t *testing.T) {
	if testing.Short() || thorough.Race {
		t.Skip("a measurement")
	}
	network, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	recorded := fewSegments(8)
	synctest.Test(t, func(t *testing.T) {
		s := optimize.Default()
		s.Steps = 8 // computing takes less of the test
		o := Options{Options: session.Options{Network: network, Dataset: recorded, Settings: s, Workers: 2}, Explorer: DefaultSettings()}
		o.Source = unhurried{visit.Pool{Pool: optimize.NewPool(2)}, 700 * time.Millisecond}
		x := open(t, o, 160, 50, colorprofile.TrueColor)
		x.wait(2 * time.Second)
		x.keys("5", "r")
		x.wait(500 * time.Millisecond)
		x.blind = true
		bytes, frames, took := x.bytes, 0, time.Hour
		for range 3 {
			before := cpu(t)
			x.wait(time.Second)
			frames += o.Explorer.FPS
			took = min(took, (cpu(t)-before)/time.Duration(o.Explorer.FPS))
		}
		if scoresOf(x.m).Sweep == nil || scoresOf(x.m).Sweep.Done < 200 {
			t.Fatal("it does not fill in")
		}
		each := (x.bytes - bytes) / frames
		t.Logf("%d bytes a frame; %v processor time a frame, ascents and comparisons included", each, took)
		if each > 500 {
			t.Errorf("%d bytes a frame, expected at most 500", each)
		}
		if at := scoresOf(x.m).Cursor; at.Method != 7 {
			t.Fatalf("the cursor is at %+v", at)
		}
		if x.keys("k"); scoresOf(x.m).Cursor.Method != 6 {
			t.Error("k does not move")
		}
		least := time.Hour
		for range 50 {
			from := cpu(t)
			x.m.dirty = true
			x.m.View()
			least = min(least, cpu(t)-from)
		}
		t.Logf("a key is answered with a screen that takes %v to draw", least)
	})
}
