package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"actmax/data"
	"actmax/model/train/redundancy"
	"actmax/tui/screen"
	"actmax/tui/screen/unitmap"
	"actmax/tui/session"
)

// measureRepeatsOf has the network on the screen measured.
func measureRepeatsOf(t *testing.T, m *explorer) *unitmap.Repeats {
	t.Helper()
	was := mapOf(m).View
	mapOf(m).View, mapOf(m).LookAt = unitmap.ViewRepeats, time.Time{}
	settleMap(t, m)
	mapOf(m).View = was
	k := mapOf(m).Repeats.Get(m.common)
	if k == nil {
		t.Fatalf("not measured: %v", mapOf(m).Repeats.Err)
	}
	return k
}

// twins are options whose network has units that repeat each other, and people to test it on.
func twins(t *testing.T) Options {
	o := options(t)
	n := o.Network
	w := n.Layers[0].Weight // [unit][1][1][5]
	for k := range 5 {
		w[3*5+k], w[5*5+k] = 2*w[k], 0
		if k > 0 {
			w[5*5+k] = w[k-1] // one tap to the right: one sample earlier
		}
	}
	n.Layers[0].Bias[3], n.Layers[0].Bias[5] = 2*n.Layers[0].Bias[0], n.Layers[0].Bias[0]
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	o.Dataset.Splits = map[int]data.Split{1: data.Train, 2: data.Test}
	return o
}

// What the view shows is what the room below measures.
func TestRepeats(t *testing.T) {
	o := twins(t)
	m := mapOn(t, 0, o)
	k := measureRepeatsOf(t, m)
	found, err := redundancy.Measure(context.Background(), o.Network, o.Dataset, redundancy.Options{Lag: redundancy.DefaultLag})
	if err != nil {
		t.Fatal(err)
	}
	l := mapOf(m).Repeats.Layer(m.common, 0)
	clusters := found.Layers[0].Clusters(redundancy.DefaultDuplicate)
	if len(l.Clusters) != len(clusters) || len(clusters) == 0 {
		t.Fatalf("%d clusters, expected %d", len(l.Clusters), len(clusters))
	}
	i := slices.IndexFunc(l.Clusters, func(g unitmap.RepeatGroup) bool { return slices.Contains(g.Members, 0) })
	if i < 0 || !slices.Contains(l.Clusters[i].Members, 3) {
		t.Fatalf("units 0 and 3 are twins: %+v", l.Clusters)
	}
	for i, p := range l.Pairs {
		if p.R < unitmap.LeastPair || i > 0 && p.R > l.Pairs[i-1].R || p.R != found.Layers[0].Correlation[p.A*l.Units+p.B] {
			t.Errorf("pair %d: %+v", i, p)
		}
	}
	if near := l.Like(0); near[0].R < near[1].R || len(near) == 0 || near[0].R < 0.99 {
		t.Errorf("most like unit 0: %+v", near[:2])
	}
	if k.Ablation("conv1") == nil || k.Ablation("conv1").Removed != l.Removed() {
		t.Errorf("%+v, %d removed", k.Ablation("conv1"), l.Removed())
	}

	mapOf(m).View = unitmap.ViewRepeats
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "repeats"), "\n"))
		for _, want := range []string{fmt.Sprintf("conv1 · %d of 12 ", l.Removed()), "rank of 12", "macro-F1", "merged", "to 0", "random",
			fmt.Sprintf("%.1f", found.Layers[0].Rank.Covariance.Entropy), fmt.Sprintf("%.3f", k.Ablations.Whole.Test.MacroF1)} {
			if !strings.Contains(all, want) {
				t.Errorf("%v: %q is missing\n%s", size, want, all)
			}
		}
	}
	// The outline of a cluster is drawn on the map.
	mapOf(m).View, mapOf(m).Outline = unitmap.ViewMap, unitmap.OutlineRepeats
	if got := mapOf(m).Groups(); len(got) != len(clusters) {
		t.Errorf("%d outlines", len(got))
	}
	all := strings.Join(view(t, m, 160, 50, "outlined"), "\n")
	if !strings.ContainsFunc(all, func(r rune) bool { return r > 0x2800 && r < 0x2900 }) {
		t.Errorf("nothing is outlined\n%s", ansi.Strip(all))
	}
}

// The keys of the redundancy view.
func TestRepeatsKeys(t *testing.T) {
	m := mapOn(t, 0, twins(t))
	measureRepeatsOf(t, m)
	s := mapOf(m)
	s.View = unitmap.ViewRepeats
	unit := func() int { return s.At.Unit }
	rows := s.Repeats.Rows(m.common, 0)
	if len(rows) < 3 {
		t.Fatalf("%d rows", len(rows))
	}
	pressed(t, m, "g")
	for i, row := range rows {
		if unit() != row.Unit {
			t.Errorf("row %d: at unit %d, expected %d", i, unit(), row.Unit)
		}
		said := pressed(t, m, "j")
		if last := i == len(rows)-1; last != (said != "") {
			t.Errorf("row %d: j says %q", i, said)
		}
	}
	pressed(t, m, "g")
	if said := pressed(t, m, "k"); said == "" || unit() != rows[0].Unit {
		t.Errorf("k says %q", said)
	}
	for _, key := range []string{"h", "l", "left", "z", "tab"} {
		if said := pressed(t, m, key); said == "" || m.alert || unit() != rows[0].Unit {
			t.Errorf("%s says %q", key, said)
		}
	}
	if said := pressed(t, m, "t"); said == "" || s.Repeats.Listing != unitmap.ListPairs {
		t.Errorf("t says %q", said)
	}
	pressed(t, m, "G")
	p := s.Repeats.Layer(m.common, 0).Pairs
	if last := p[len(p)-1]; unit() != last.A {
		t.Errorf("the last pair is %+v, at unit %d", last, unit())
	}
	pressed(t, m, "t")
	pressed(t, m, "g")
	for u := range 12 {
		if unit() != u {
			t.Errorf("at unit %d, expected %d", unit(), u)
		}
		pressed(t, m, "down")
	}
	if err := m.common.Session.ApplyFilter("4-6"); err != nil {
		t.Fatal(err)
	}
	s.TurnToLayer()
	pressed(t, m, "g")
	if pressed(t, m, "j"); unit() != 5 {
		t.Errorf("with a filter j leads to %d", unit())
	}
	pressed(t, m, "esc") // ends the filter
	if pressed(t, m, "esc"); s.View != unitmap.ViewMap || m.common.Screen != screen.Map {
		t.Error("esc leads back to the map")
	}
	s.View = unitmap.ViewRepeats
	if pressed(t, m, "enter"); m.common.Screen != screen.Unit || m.common.Session.Open.Tree.Cursor.Unit != 5 {
		t.Errorf("enter: %s at %v", screenNames[m.common.Screen], m.common.Session.Open.Tree.Cursor)
	}
}

// What takes long can be given up, says so, and is taken up again by r; what was measured once is not measured again.
func TestRepeatsGivenUp(t *testing.T) {
	m := mapOn(t, 0, twins(t))
	s := mapOf(m)
	s.View, s.LookAt = unitmap.ViewRepeats, time.Time{}
	if s.Frame(0); len(m.later) == 0 || !s.Repeats.Busy {
		t.Fatal("nothing is begun")
	}
	busy := ansi.Strip(strings.Join(view(t, m, 120, 40, "busy"), "\n"))
	giveUp(m, session.TaskRepeats)
	s.LookAt = time.Time{}
	m.later = nil
	if s.Frame(0); len(m.later) > 0 || s.Repeats.Busy {
		t.Error("it begins again")
	}
	if all := ansi.Strip(strings.Join(view(t, m, 120, 40, "given up"), "\n")); all == busy || !strings.Contains(all, "press r ") {
		t.Errorf("%s", all)
	}
	if said := pressed(t, m, "r"); said == "" || m.alert {
		t.Errorf("r says %q", said)
	}
	// Which units correlate is shown at once; macro-F1, given up on its own, says so and is taken up again.
	s.LookAt = time.Time{}
	m.later = nil
	s.Frame(0)
	workOff(m)
	if k := s.Repeats.Get(m.common); k == nil || k.Evaluated() || len(s.Repeats.Rows(m.common, 0)) == 0 {
		t.Fatalf("before macro-F1: %+v", k)
	}
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		if all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "correlated"), "\n")); !strings.Contains(all, fmt.Sprintf("conv1 · %d of 12 ", s.Repeats.Layer(m.common, 0).Removed())) {
			t.Errorf("%s", all)
		}
	}
	if s.Frame(0); len(m.later) == 0 || !s.Repeats.Busy {
		t.Fatal("macro-F1 is not begun")
	}
	giveUp(m, session.TaskRepeats)
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		if all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "without macro-F1"), "\n")); !strings.Contains(all, "macro-F1: ") || !strings.Contains(all, " r ") {
			t.Errorf("%s", all)
		}
	}
	if said := pressed(t, m, "r"); said == "" || m.alert {
		t.Errorf("r says %q", said)
	}
	k := measureRepeatsOf(t, m)
	if !k.Evaluated() {
		t.Errorf("macro-F1 is not known: %+v", k)
	}
	m.turnTo(screen.Unit)
	m.common.Session.Become(m.common.Session.Open.Network, "")
	m.turnTo(screen.Map)
	if mapOf(m).Repeats.Get(m.common) != k {
		t.Error("what was measured of the network is forgotten")
	}
}

// A network whose classes are not the data's activities is compared, without macro-F1.
func TestRepeatsOfOtherActivities(t *testing.T) {
	o := twins(t)
	o.Dataset.Activities = []string{"a", "b", "c"}
	m := mapOn(t, 0, o)
	if k := measureRepeatsOf(t, m); k.Ablations != nil || k.Note == "" {
		t.Errorf("%+v", k)
	}
	mapOf(m).View = unitmap.ViewRepeats
	if all := ansi.Strip(strings.Join(view(t, m, 160, 50, "other activities"), "\n")); !strings.Contains(all, "no macro-F1") || !strings.Contains(all, "effective rank") {
		t.Errorf("%s", all)
	}
}
