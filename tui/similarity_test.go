package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"actmax/data/similar"
	"actmax/optimize/score"
	"actmax/tui/dialog"
	"actmax/tui/number"
)

// A unit's mean MSE is the same number wherever it is told, in the pane as in tiles, orders and scores: overlapping segments
// count, as they do in the floor that it is divided by. The list shows them once.
func TestMeanCountsOverlaps(t *testing.T) {
	screenTest(t, "pane and tiles", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.settle()
		v, s := x.m.common.Session.Current(), x.m.common.Session.Settings
		index := x.m.common.Session.Data.Index.Finder.(*similar.Index)
		from, to, err := score.Window(v.Job.Network, v.Place.Layer, v.Place.Unit, v.Result.Signal, v.Result.Map, s.SimilarWidth)
		if err != nil {
			t.Fatal(err)
		}
		want, err := score.Nearest(index, v.Result.Window(from, to), score.Search{Top: s.SimilarTop})
		if err != nil {
			t.Fatal(err)
		}
		a := unitOf(x.m).Similar.Now
		listed := 0.0
		for _, k := range a.List {
			listed += k.MSE / float64(len(a.List))
		}
		if len(a.List) < 2 || listed == want.Mean {
			t.Fatalf("%d segments of mean MSE %g are listed, which tells nothing apart", len(a.List), listed)
		}
		if a.Step != v.Result.Step || a.Mean != want.Mean || a.Of != s.SimilarTop {
			t.Errorf("pane: mean %g of %d at step %d, expected %g of %d at step %d", a.Mean, a.Of, a.Step, want.Mean, s.SimilarTop, v.Result.Step)
		}
		x.want("the foot of the list", fmt.Sprintf("mean MSE of %d: %s", s.SimilarTop, number.Short(want.Mean)))
		x.keys("o", "o")
		x.wait(2 * time.Second) // one unit after the other
		if got := x.m.common.Session.Similarity(v.Place); got != want.Mean {
			t.Errorf("tiles and orders: %g, expected %g", got, want.Mean)
		}
	})
}

// How the window of a command is closed is to be read however much is said before it.
func TestCopyNote(t *testing.T) {
	screenTest(t, "80x24", 80, 24, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("y")
		w := x.m.over.(*dialog.CommandLine)
		foot := w.Foot
		w.Foot = strings.Repeat("x", 40) + " (11); " + foot
		x.resize(80, 26)
		x.want("y", "actmax run", " (11)", foot[len(foot)-8:])
	})
}

// What a command is found by is whole, and nothing of what it does is lost.
func TestNameOf(t *testing.T) {
	for does, want := range map[string][2]string{
		"quit":                   {"quit", ""},
		"next layer, unfolded":   {"next layer, unfolded", ""},
		"fold; in a list: back":  {"fold", "in a list: back"},
		"back: close, or return": {"back", "close, or return"},
		"over to the other network that is open, to one: that": {"over to the other network that is open", "to one: that"},
	} {
		if name, rest := nameOf(does); name != want[0] || rest != want[1] {
			t.Errorf("%q: %q and %q, expected %q", does, name, rest, want)
		}
	}
}
