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
	"actmax/tui/screen"
	"actmax/tui/session"
)

// While a whole layer or two columns play at 160x50, a frame takes no more bytes than one unit's, and little time. The
// ascents are computed before, and the clock is fake.
func TestScreensBudget(t *testing.T) {
	if testing.Short() || thorough.Race {
		t.Skip("a measurement")
	}
	network, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	other, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	other.Layers[2].Bias[0] += 0.01
	if err := other.Derive(); err != nil {
		t.Fatal(err)
	}
	recorded, fewer := fewSegments(8), fewSegments(32)
	for _, c := range []struct {
		key   string
		layer int
	}{{"2", 3}, {"3", 2}, {"c", 2}} {
		synctest.Test(t, func(t *testing.T) {
			s := optimize.Default()
			if s.Steps = measuredSteps(300, 1200); c.key == "2" {
				s.Steps = measuredSteps(100, 250) // of 64 units, and they play as long
			}
			o := Options{Options: session.Options{Network: network, Dataset: recorded, Settings: s, Layer: c.layer, Unit: 17, Workers: 2}, Explorer: DefaultSettings()}
			if c.key == "c" { // a unit and its counterpart
				o.Dataset, o.Background = fewer, []session.BackgroundNetwork{{Network: other, Model: "other"}}
			}
			x := open(t, o, 160, 50, colorprofile.TrueColor)
			if c.key == "c" {
				x.wait(time.Second) // counterparts are found
			}
			x.keys(c.key)
			x.wait(8 * time.Second)
			if c.key == "c" {
				x.want("c", "other conv3/17", "activations r ")
			}
			x.blind = true
			x.keys(keyHomeSeq, " ")
			x.wait(200 * time.Millisecond)
			bytes, frames := x.bytes, 0
			took := time.Hour
			for range 3 {
				before, n := cpu(t), 0
				for range 3 {
					x.wait(time.Second)
					n += o.Explorer.FPS
				}
				took = min(took, (cpu(t)-before)/time.Duration(n))
				frames += n
			}
			if x.m.common.Screen == screen.Layer && !layerOf(x.m).Head().Playing || x.m.common.Screen == screen.Compare && !compareOf(x.m).Playing {
				t.Fatal("it does not play")
			}
			each := (x.bytes - bytes) / frames
			share := took.Seconds() * float64(o.Explorer.FPS)
			t.Logf("screen %s, layer %d: %d bytes and %v processor time a frame: %.1f %% of a core", c.key, c.layer, each, took, 100*share)
			if each > 500 {
				t.Errorf("screen %s, layer %d: %d bytes a frame, expected at most 500", c.key, c.layer, each)
			}
		})
	}
}
