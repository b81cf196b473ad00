package tui

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// Networks are opened from within, compared behind the screen, and closed.
func TestOpenBeside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{}
		x := open(t, shelved(t, l), 160, 50, colorprofile.TrueColor)
		x.played()
		x.keys("B")
		x.want("B", "▸ small", "turned")
		x.keys("small", enter)
		x.complains("the same", "small")
		if n := len(x.m.common.Session.Background); n != 0 {
			t.Errorf("%d networks are open behind the screen", n)
		}
		for name, want := range map[string]string{
			"long":  "6 axes x 60 samples at 30 Hz",
			"alien": "blockconv1 6x30",
			"gone":  "gone",
		} {
			x.keys(":", "open another", enter, name, enter)
			x.complains(name, name, want)
			if n := len(x.m.common.Session.Background); n != 0 {
				t.Errorf("%s: %d networks are open behind the screen", name, n)
			}
		}
		l.takes = 4 * time.Second
		x.keys(":", "open another", enter, "turned", enter)
		x.says("opened", "turned", "small", "b ")
		x.wait(2 * time.Second)
		x.want("under way", "turned", "x ")
		if !x.m.common.Session.Running(session.TaskCounterparts) {
			t.Error("nothing is compared")
		}
		x.keys("c") // the screen is free meanwhile
		x.want("not yet", "small conv1/0")
		x.wantNot("not yet", "turned conv1/")
		if v := compareOf(x.m).Columns[1].View; v != nil {
			t.Errorf("the right column is of %+v", v.Place)
		}
		x.keys("j", "1")
		x.want("free", "conv1 · unit 01")
		x.keys("x")
		x.says("given up", "turned")
		if x.m.common.Session.Running(session.TaskCounterparts) {
			t.Error("it goes on")
		}
		x.want("given up", "find counterparts")
		x.wait(time.Minute)
		if n := l.compared.Load(); n != 1 {
			t.Errorf("compared %d times", n)
		}
		x.keys("b")
		x.says("b all the same", "turned: conv1/1,")
		x.keys("b", ":", "find counterparts", enter)
		x.wait(5 * time.Second)
		x.want("found", "conv1/10 r 1.00")
		x.keys(":", "find counterparts", enter)
		x.says("known", "turned")
		if x.m.common.Session.Running(session.TaskCounterparts) {
			t.Error("what is known is compared again")
		}
		l.takes = 0
		x.keys("B", "open another", enter, "other", enter)
		x.wait(time.Second)
		x.want("a third", " other: conv1/1 r 1.00 lag 0")
		x.keys("B")
		x.want("B", "small", "turned", "other")
		x.keys("turn", enter)
		x.says("chosen", "turned")
		x.want("chosen", "turned: conv1/10 ")
		if n := l.compared.Load(); n != 3 {
			t.Errorf("compared %d times: what is known is not compared again", n)
		}
		x.keys("c", "B", "other", enter)
		x.wait(time.Second)
		x.want("chosen on Compare", "▸ small conv1/1", "other conv1/1")
		if s := compareOf(x.m).Columns[1].View.Job.Starts; s != (startsFor{"other"}) {
			t.Errorf("the counterpart begins from segments of %v", s)
		}
		x.keys("1", ":", "close network", enter, "turn", enter)
		x.says("closed", "turned")
		if len(x.m.common.Session.Background) != 1 || x.m.common.Session.Other().Network.Name != "other" {
			t.Error("another one was closed")
		}
		x.keys(":", "open model", enter, "other", enter)
		x.wait(time.Second)
		x.says("it came onto the screen", "other", "demo")
		x.want("it came onto the screen", "─ Units ─")
		if len(x.m.common.Session.Background) != 0 {
			t.Error("a network is open twice")
		}
	})
	synctest.Test(t, func(t *testing.T) { // other data
		l := &shelf{}
		o := shelved(t, l)
		o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
		x := open(t, o, 160, 50, colorprofile.TrueColor)
		x.played()
		x.keys(":", "open data", enter, "more", enter)
		x.wait(2 * time.Second)
		x.want("other data", "turned: conv1/11 ")
		if n := l.compared.Load(); n != 2 {
			t.Errorf("compared %d times for two sets of data", n)
		}
		x.keys(":", "recompute", enter)
		x.wait(2 * time.Second)
		x.want("recomputed", "turned: conv1/11 ")
		x.keys("b")
		x.wait(time.Second)
		x.keys("y")
		x.want("its file is as it was", "--model turned")
		x.keys(keyEscSeq, "b")
		x.wait(time.Second)
		x.keys("y")
		x.says("recomputed", "thresholds")
		x.closed("recomputed")
	})
}

// Counterparts over some segments are not those over other segments of the same recordings.
func TestCounterpartsOfOtherSegments(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{recut: true}
		o := shelved(t, l)
		o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
		x := open(t, o, 160, 50, colorprofile.TrueColor)
		x.played()
		demo := x.m.common.Session.Data.Dataset
		x.keys(":", "open data", enter, "more", enter)
		x.wait(2 * time.Second)
		if more := x.m.common.Session.Data.Dataset; more == demo || more.Hash != demo.Hash {
			t.Fatalf("%s is open, with hash %q", more.Title, more.Hash)
		}
		if n := l.compared.Load(); n != 2 {
			t.Errorf("compared %d times for two cuts of the same recordings", n)
		}
	})
}

// The session keeps which networks are open and which is on the screen, and what each was left with.
func TestNetworksTakenUp(t *testing.T) {
	l := &shelf{}
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, l)
		o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.played()
		x.keys("j")
		x.played()
		x.keys("p", "b")
		x.played()
		x.keys("<", "p", "j")
		x.played()
		s := x.leave(l)
		if err := s.Check(); err != nil {
			t.Error(err)
		}
		if s.Model != "turned" || s.Layer != "conv1" || s.Unit != 11 || len(s.Background) != 1 || s.Background[0].Model != "small" || s.Against != s.Background[0].ModelHash || len(s.Pins) != 1 || s.Pins[0].Unit != 10 {
			t.Errorf("%+v", s)
		}
		other := l.kept[1]
		if other.Model != "small" || other.Unit != 1 || len(other.Background) != 1 || other.Background[0].Model != "turned" || len(other.Pins) != 1 || other.Pins[0].Unit != 1 {
			t.Errorf("%+v", other)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, l)
		o.Network, o.Model, o.Resume = turned(t), "turned", &l.kept[0]
		o.Background = []session.BackgroundNetwork{{Network: small(t), Model: "small"}}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.says("taken up", "conv1/11", "small", "1 pin")
		x.played()
		x.keys("b")
		x.played()
		if len(x.m.common.Session.Open.Pins) != 1 || x.m.common.Session.Open.Pins[0].Place != (tree.Place{Layer: 0, Unit: 1}) || len(x.m.common.Session.Open.Kept) == 0 && len(x.m.common.Session.Open.Visits) < 2 {
			t.Errorf("the other network's session: %d pins", len(x.m.common.Session.Open.Pins))
		}
		for _, v := range x.m.common.Session.Open.Visits {
			if v.Job.Network != x.m.common.Session.Open.Network {
				t.Error("a run of the other network")
			}
		}
	})
}

// A session that ended on two networks side by side says that the counterpart is still to come while its data is read, and that there
// is none without data once that has failed.
func TestCounterpartTakenUp(t *testing.T) {
	for _, fails := range []error{nil, errors.New("damaged")} {
		l := &shelf{}
		for _, again := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				o := shelved(t, l)
				o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "turned"}}
				if again {
					o.Resume, o.Dataset, o.Starts = &l.kept[0], nil, nil
					l.takes, l.fails = 4*time.Second, fails
				}
				x := open(t, o, 120, 40, colorprofile.TrueColor)
				if !again {
					x.wait(time.Second)
					x.keys("3")
					x.want("side by side", "turned conv1/11")
					x.leave(l)
					return
				}
				x.want("reading", "small conv1/0")
				x.wantNot("reading", "turned conv1/")
				reading := x.screen()
				x.wait(10 * time.Second)
				if fails == nil {
					x.want("read", "turned conv1/11")
				} else {
					x.wantNot("not read", "turned conv1/")
					x.want("not read", "data")
					if x.screen() == reading {
						t.Error("it still says that the counterpart is to come")
					}
				}
			})
		}
	}
}

// The other screens are each network's own: what is under way on them waits, and goes on when the network is back.
func TestScreensOfSeveralNetworks(t *testing.T) {
	screenTest(t, "map", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.played()
		x.keys("4")
		x.wait(4 * time.Second)
		x.want("4", "─ small conv1 · ")
		made := len(mapOf(x.m).Layouts)
		x.keys("b")
		x.wait(4 * time.Second)
		x.want("b", "─ turned conv1 · ")
		if len(mapOf(x.m).Layouts) == 0 || made == 0 {
			t.Error("no map was made")
		}
		for _, c := range mapOf(x.m).Layouts {
			for _, r := range c.Made {
				if r.Network.Name != "turned" {
					t.Fatalf("the map shows a unit of %s", r.Network.Name)
				}
			}
		}
		x.keys("b")
		x.want("back", "─ small conv1 · ")
		if len(mapOf(x.m).Layouts) != made {
			t.Error("the map was not kept")
		}
	})
	screenTest(t, "scores", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.keys("5")
		x.scoresOf("5", "small")
		x.e.SendText("r") // at once, as the run would else be done
		x.keys("b")
		x.scoresOf("b", "turned")
		x.wantNot("b", " 0/", " 1/")
		w := x.m.common.Session.Background[0]
		if scoresIn(x.m.perNetwork[w]).Sweep == nil || !scoresIn(x.m.perNetwork[w]).Sweep.Paused {
			t.Fatal("the run does not wait")
		}
		done := scoresIn(x.m.perNetwork[w]).Sweep.Done
		x.wait(2 * time.Second)
		if scoresIn(x.m.perNetwork[w]).Sweep.Done != done || scoresOf(x.m).Sweep != nil {
			t.Error("the run goes on unseen")
		}
		x.keys("x")
		x.refuses("x")
		x.keys("b")
		x.wait(time.Minute)
		x.scoresOf("back", "small")
		if scoresOf(x.m).Sweep != nil || len(scoresOf(x.m).Cells) == 0 {
			t.Error("the run did not go on")
		}
	})
	screenTest(t, "closed", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.keys("5")
		x.scoresOf("5", "small")
		x.e.SendText("r")
		x.keys("b")
		x.scoresOf("b", "turned")
		w := x.m.common.Session.Background[0]
		if scoresIn(x.m.perNetwork[w]).Sweep == nil {
			t.Fatal("the run does not wait")
		}
		closed := x.m.perNetwork[w]
		active := scoresIn(closed).Sweep.Active
		x.m.common.Session.Dismiss(w)
		if scoresIn(closed).Sweep != nil {
			t.Error("the run of a closed network is kept")
		}
		for _, j := range active {
			select {
			case <-j.Run.Done():
			case <-time.After(time.Second):
				t.Fatal("an ascent of a closed network stays in the pool")
			}
		}
	})
}

// scoresOf fails unless the Scores screen of a network is open.
func (x *terminal) scoresOf(what, network string) {
	x.t.Helper()
	if got := x.m.common.Session.Open.Network.Name; got != network || x.m.common.Screen != screen.Scores {
		x.t.Fatalf("%s: %s of %s\n%s", what, screenNames[x.m.common.Screen], got, x.screen())
	}
	x.want(what, "Scores", network)
}
