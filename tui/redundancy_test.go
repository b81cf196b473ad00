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
	"actmax/tui/session"
)

// measureRepeatsOf has the network on the screen measured.
func measureRepeatsOf(t *testing.T, m *explorer) *repeats {
	t.Helper()
	was := m.chart.view
	m.chart.view, m.chart.lookAt = viewRepeats, time.Time{}
	settleMap(t, m)
	m.chart.view = was
	k := m.chart.repeats.get(m.Common)
	if k == nil {
		t.Fatalf("not measured: %v", m.chart.repeats.err)
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
	l := m.chart.repeats.layer(m.Common, 0)
	clusters := found.Layers[0].Clusters(redundancy.DefaultDuplicate)
	if len(l.clusters) != len(clusters) || len(clusters) == 0 {
		t.Fatalf("%d clusters, expected %d", len(l.clusters), len(clusters))
	}
	i := slices.IndexFunc(l.clusters, func(g repeatGroup) bool { return slices.Contains(g.members, 0) })
	if i < 0 || !slices.Contains(l.clusters[i].members, 3) {
		t.Fatalf("units 0 and 3 are twins: %+v", l.clusters)
	}
	for i, p := range l.pairs {
		if p.r < leastPair || i > 0 && p.r > l.pairs[i-1].r || p.r != found.Layers[0].Correlation[p.a*l.Units+p.b] {
			t.Errorf("pair %d: %+v", i, p)
		}
	}
	if near := l.like(0); near[0].r < near[1].r || len(near) == 0 || near[0].r < 0.99 {
		t.Errorf("most like unit 0: %+v", near[:2])
	}
	if k.ablation("conv1") == nil || k.ablation("conv1").Removed != l.removed() {
		t.Errorf("%+v, %d removed", k.ablation("conv1"), l.removed())
	}

	m.chart.view = viewRepeats
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "repeats"), "\n"))
		for _, want := range []string{fmt.Sprintf("conv1 · %d of 12 repeat others", l.removed()), "rank of 12", "macro-F1", "merged", "to 0", "random", "stands for", "most like it",
			fmt.Sprintf("%.1f", found.Layers[0].Rank.Covariance.Entropy), fmt.Sprintf("%.3f", k.ablations.Whole.Test.MacroF1)} {
			if !strings.Contains(all, want) {
				t.Errorf("%v: %q is missing\n%s", size, want, all)
			}
		}
	}
	// The outline of a cluster is drawn on the map.
	m.chart.view, m.chart.outline = viewMap, outlineRepeats
	if got := m.chart.groups(m.Common); len(got) != len(clusters) {
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
	s := &m.chart
	s.view = viewRepeats
	unit := func() int { return s.at.Unit }
	rows := s.repeats.rows(m.Common, 0)
	if len(rows) < 3 {
		t.Fatalf("%d rows", len(rows))
	}
	pressed(t, m, "g")
	for i, row := range rows {
		if unit() != row.unit {
			t.Errorf("row %d: at unit %d, expected %d", i, unit(), row.unit)
		}
		said := pressed(t, m, "j")
		if last := i == len(rows)-1; last != strings.Contains(said, "no row further on") {
			t.Errorf("row %d: j says %q", i, said)
		}
	}
	pressed(t, m, "g")
	if said := pressed(t, m, "k"); !strings.Contains(said, "no row further back") {
		t.Errorf("k says %q", said)
	}
	for key, want := range map[string]string{"h": "j and k go through the list", "l": "j and k go through the list", "left": "j and k go", "z": "nothing to zoom", "tab": "no pane to turn to"} {
		if said := pressed(t, m, key); !strings.Contains(said, want) {
			t.Errorf("%s says %q", key, said)
		}
	}
	if said := pressed(t, m, "t"); !strings.Contains(said, "pairs that correlate") || s.repeats.listing != listPairs {
		t.Errorf("t says %q", said)
	}
	pressed(t, m, "G")
	p := s.repeats.layer(m.Common, 0).pairs
	if last := p[len(p)-1]; unit() != last.a {
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
	if err := m.ApplyFilter("4-6"); err != nil {
		t.Fatal(err)
	}
	s.follow(m.Common)
	pressed(t, m, "g")
	if pressed(t, m, "j"); unit() != 5 {
		t.Errorf("with a filter j leads to %d", unit())
	}
	pressed(t, m, "esc") // ends the filter
	if pressed(t, m, "esc"); s.view != viewMap || m.Screen != screen.Map {
		t.Error("esc leads back to the map")
	}
	s.view = viewRepeats
	if pressed(t, m, "enter"); m.Screen != screen.Unit || m.Tree.Cursor.Unit != 5 {
		t.Errorf("enter: %s at %v", screen.Names[m.Screen], m.Tree.Cursor)
	}
}

// What takes long can be given up, says so, and is taken up again by r; what was measured once is not measured again.
func TestRepeatsGivenUp(t *testing.T) {
	m := mapOn(t, 0, twins(t))
	s := &m.chart
	s.view, s.lookAt = viewRepeats, time.Time{}
	if s.Frame(m.Common, 0); len(m.later) == 0 || !s.repeats.busy {
		t.Fatal("nothing is begun")
	}
	if all := ansi.Strip(strings.Join(view(t, m, 120, 40, "busy"), "\n")); !strings.Contains(all, "being") {
		t.Errorf("%s", all)
	}
	giveUp(m, session.TaskRepeats)
	s.lookAt = time.Time{}
	m.later = nil
	if s.Frame(m.Common, 0); len(m.later) > 0 || s.repeats.busy {
		t.Error("it begins again")
	}
	if all := ansi.Strip(strings.Join(view(t, m, 120, 40, "given up"), "\n")); !strings.Contains(all, "given up") {
		t.Errorf("%s", all)
	}
	if said := pressed(t, m, "r"); !strings.Contains(said, "compared again") {
		t.Errorf("r says %q", said)
	}
	// Which units correlate is shown at once; macro-F1, given up on its own, says so and is taken up again.
	s.lookAt = time.Time{}
	m.later = nil
	s.Frame(m.Common, 0)
	workOff(m)
	if k := s.repeats.get(m.Common); k == nil || k.evaluated() || len(s.repeats.rows(m.Common, 0)) == 0 {
		t.Fatalf("before macro-F1: %+v", k)
	}
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		if all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "correlated"), "\n")); !strings.Contains(all, "is being evaluated") || !strings.Contains(all, "of 12 repeat others") {
			t.Errorf("%s", all)
		}
	}
	if s.Frame(m.Common, 0); len(m.later) == 0 || !s.repeats.busy {
		t.Fatal("macro-F1 is not begun")
	}
	giveUp(m, session.TaskRepeats)
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		if all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "without macro-F1"), "\n")); !strings.Contains(all, "no macro-F1: ") || !strings.Contains(all, "given up; r takes it up") {
			t.Errorf("%s", all)
		}
	}
	if said := pressed(t, m, "r"); !strings.Contains(said, "evaluated again") {
		t.Errorf("r says %q", said)
	}
	k := measureRepeatsOf(t, m)
	if !k.evaluated() {
		t.Errorf("macro-F1 is not known: %+v", k)
	}
	m.turnToScreen(screen.Unit)
	m.Become(m.Network, "")
	m.turnToScreen(screen.Map)
	if m.chart.repeats.get(m.Common) != k {
		t.Error("what was measured of the network is forgotten")
	}
}

// A network whose classes are not the data's activities is compared, without macro-F1.
func TestRepeatsOfOtherActivities(t *testing.T) {
	o := twins(t)
	o.Dataset.Activities = []string{"a", "b", "c"}
	m := mapOn(t, 0, o)
	if k := measureRepeatsOf(t, m); k.ablations != nil || k.note == "" {
		t.Errorf("%+v", k)
	}
	m.chart.view = viewRepeats
	if all := ansi.Strip(strings.Join(view(t, m, 160, 50, "other activities"), "\n")); !strings.Contains(all, "no macro-F1") || !strings.Contains(all, "effective rank") {
		t.Errorf("%s", all)
	}
}
