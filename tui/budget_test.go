//go:build unix

package tui

import (
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/data"
	"actmax/data/synth"
	"actmax/internal/thorough"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui/session"
)

// cpu returns the processor time that the process has taken.
func cpu(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fewSegments returns the recordings of the demo with every n-th of their segments: comparing takes less of a test.
func fewSegments(every int) *data.Dataset {
	d := synth.Load(synth.Seed)
	n := 0
	for i := 0; i < len(d.Segments); i += every {
		d.Segments[n] = d.Segments[i]
		n++
	}
	d.Segments = d.Segments[:n]
	return d
}

// measuredSteps is how long ascents are that play while bytes are counted: few steps go most of the way and take less
// of a test; beyond most of them the learning rate is all but gone.
func measuredSteps(few, most int) int {
	if thorough.Long() {
		return most
	}
	return few
}

// While a run plays at 160x50, the whole program with its renderer writes few bytes a frame. The clock is fake, so
// that nothing but work is measured; the ascents are computed before. Processor time is logged, not judged: it is the
// machine's.
func TestBudget(t *testing.T) {
	if testing.Short() || thorough.Race {
		t.Skip("a measurement")
	}
	network, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	recorded := fewSegments(8)
	for _, layer := range []int{2, 3} {
		synctest.Test(t, func(t *testing.T) {
			s := optimize.Default()
			s.Steps = measuredSteps(500, 1200)
			o := Options{Options: session.Options{Network: network, Dataset: recorded, Settings: s, Layer: layer, Unit: 17, Workers: 1}, Explorer: DefaultSettings()}
			x := open(t, o, 160, 50, colorprofile.TrueColor)
			x.wait(12 * time.Second)
			x.blind = true
			x.keys(keyHomeSeq, " ")
			bytes, frames := x.bytes, 0
			took := time.Hour // the least of three: other programs on the machine slow the caches down
			for range 3 {
				before, n := cpu(t), 0
				for range 3 {
					step := x.m.common.Session.Current().Shown.Step
					x.wait(time.Second)
					if x.m.common.Session.Current().Shown.Step == step {
						t.Fatal("it does not play")
					}
					n += o.Explorer.FPS
				}
				took = min(took, (cpu(t)-before)/time.Duration(n))
				frames += n
			}
			each := (x.bytes - bytes) / frames
			share := took.Seconds() * float64(o.Explorer.FPS)
			t.Logf("layer %d: %d bytes and %v processor time a frame: %.1f %% of a core at %d frames a second", layer, each, took, 100*share, o.Explorer.FPS)
			if each > 500 {
				t.Errorf("layer %d: %d bytes a frame, expected at most 500", layer, each)
			}
		})
	}
}
