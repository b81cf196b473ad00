//go:build unix

package tui

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/data/synth"
	"actmax/internal/thorough"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/visit"
)

// inTurn is a pool whose ascents seem to end one after the other, by the clock of the test.
type inTurn struct {
	visit.Pool
	every time.Duration
	begun *int
}

func (p inTurn) Start(j optimize.Job) (visit.Run, error) {
	r, err := p.Pool.Start(j)
	if err != nil {
		return nil, err
	}
	*p.begun++
	return &unhurriedRun{Run: r, left: time.Duration(*p.begun) * p.every, since: time.Now()}, nil
}

// While a map fills in at 160x50, and while arrows go from unit to unit on it, a frame takes no more bytes than one unit's while
// it plays. Processor time is logged, not judged: BenchmarkMapArrow measures it.
func TestMapBudget(t *testing.T) {
	if testing.Short() || thorough.Race {
		t.Skip("a measurement")
	}
	network, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	recorded := synth.Load(1)
	synctest.Test(t, func(t *testing.T) {
		s := optimize.Default()
		s.Steps = 60 // computing takes less of the test
		o := Options{Options: session.Options{Network: network, Dataset: recorded, Settings: s, Layer: 2, Workers: 2}, Explorer: DefaultSettings()}
		o.Source = inTurn{visit.Pool{Pool: optimize.NewPool(2)}, 150 * time.Millisecond, new(int)}
		x := open(t, o, 160, 50, colorprofile.TrueColor)
		x.wait(time.Second)
		x.keys("4")
		x.wait(2 * time.Second)
		x.blind = true
		bytes, before, frames := x.bytes, cpu(t), 0
		for x.m.common.Session.RunningIn(2) > 8 {
			x.wait(time.Second)
			frames += o.Explorer.FPS
		}
		if frames < 4*o.Explorer.FPS {
			t.Fatalf("it does not fill in: %d units are still computed after %d frames", x.m.common.Session.RunningIn(2), frames)
		}
		each := (x.bytes - bytes) / frames
		t.Logf("filling in: %d bytes a frame, %v processor time with ascents, maps and comparisons", each, (cpu(t)-before)/time.Duration(frames))
		if each > 500 {
			t.Errorf("%d bytes a frame while it fills in, expected at most 500", each)
		}
		x.wait(20 * time.Second)
		if c := mapOf(x.m).Layout(); c == nil || !c.Last || x.m.lively() {
			t.Fatalf("it does not come to rest: %+v", c)
		}
		const presses, aSecond = 40, 3 // as somebody looks from one unit to the next
		bytes, before = x.bytes, cpu(t)
		moved := 0
		for i := range presses {
			was := x.m.common.Session.Open.Tree.Cursor
			x.e.SendText([]string{keyRightSeq, keyDownSeq, keyLeftSeq, keyUpSeq}[i%4])
			x.wait(time.Second / aSecond)
			if x.m.common.Session.Open.Tree.Cursor != was {
				moved++
			}
		}
		if moved < presses/2 {
			t.Fatalf("%d of %d arrows led to a unit", moved, presses)
		}
		each = (x.bytes - bytes) * aSecond / presses / o.Explorer.FPS
		t.Logf("arrows: %d bytes and %v processor time each; %d bytes a frame at %d a second", (x.bytes-bytes)/presses, (cpu(t)-before)/presses, each, aSecond)
		if each > 500 {
			t.Errorf("%d bytes a frame while arrows move, expected at most 500", each)
		}
	})
}
