package tui

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"actmax/data"
	"actmax/data/similar"
	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
	"actmax/tui/plane"
	"actmax/tui/screen"
	"actmax/tui/screen/unitmap"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// mapOn returns a model with the Map screen open and all of a layer's units mapped, without a terminal.
func mapOn(t *testing.T, layer int, o Options) *explorer {
	t.Helper()
	m := modelAt(t, layer, o)
	m.turnTo(screen.Map)
	settleMap(t, m)
	if c := mapOf(m).Layout(); c == nil || !c.Last {
		t.Fatalf("no map: %+v", c)
	}
	return m
}

// settleMap lets everything that runs end, and the map be made.
func settleMap(t testing.TB, m *explorer) {
	t.Helper()
	for _, v := range m.common.Session.Open.Visits {
		if v.Run != nil {
			v.Run.Go()
			<-v.Run.Done()
		}
	}
	for range 100 {
		m.frame(m.common.Session.Now.Add(250 * time.Millisecond))
		workOff(m)
		if !mapOf(m).Lively() && len(m.common.Session.Tasks) == 0 && !m.common.Session.Searching() {
			return
		}
	}
	t.Fatal("it does not come to rest")
}

// pressed gives the model a key and returns what it says.
func pressed(t *testing.T, m *explorer, key string) string {
	t.Helper()
	names := map[string]tea.KeyPressMsg{"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "space": {Code: tea.KeySpace, Text: " "}}
	msg, ok := names[key]
	if !ok {
		msg = tea.KeyPressMsg{Code: rune(key[0]), Text: key}
	}
	m.Update(msg)
	return m.message
}

// Once every unit has ended, the map is the one that actmax atlas makes of the same run, to the last bit: also after maps of
// some of the units were shown before, and by shifts.
func TestMapIsTheAtlas(t *testing.T) {
	for _, layer := range []int{0, 2, 4} {
		for _, shift := range []bool{false, true} {
			m := mapOn(t, layer, options(t))
			if shift {
				pressed(t, m, "v")
				settleMap(t, m)
			}
			want := atlasOf(t, m, layer, shift)
			got := mapOf(m).Layout()
			a, errA := json.Marshal(got.Map) // where numbers that are not known are equal, and all others to the last bit
			b, errB := json.Marshal(want)
			if errA != nil || errB != nil || string(a) != string(b) {
				t.Errorf("layer %d, shift %v:\n%s\natlas\n%s", layer, shift, a, b)
			}
			if len(got.Points) < 3 {
				t.Errorf("layer %d: %d points", layer, len(got.Points))
			}
		}
	}
}

// atlasOf makes a map of a layer's results by way of the files that actmax run writes and actmax atlas reads.
func atlasOf(t *testing.T, m *explorer, layer int, shift bool) *atlas.Map {
	t.Helper()
	var runs []*optimize.Result
	for u := range m.common.Session.Open.Tree.Layers[layer].Units {
		runs = append(runs, m.common.Session.Open.Visits[tree.Place{Layer: layer, Unit: u}].Result)
	}
	dir := t.TempDir()
	if err := results.Write(dir, runs, true); err != nil {
		t.Fatal(err)
	}
	found, err := results.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	d, ctx := m.common.Session.Data.Dataset, context.Background()
	index, err := similar.New(ctx, d, d.Subset(data.Train), similar.Options{Width: m.common.Session.Settings.SimilarWidth})
	if err != nil {
		t.Fatal(err)
	}
	near, err := atlas.Nearest(ctx, m.common.Session.Open.Network, found, d, index, m.common.Session.Settings.SimilarWidth)
	if err != nil {
		t.Fatal(err)
	}
	groups, err := atlas.Groups(found, near)
	if err != nil {
		t.Fatal(err)
	}
	made, err := atlas.New(ctx, groups[0], atlas.Options{Shift: shift})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// While units are computed a map of those that have ended is shown, and the next one is turned onto it.
func TestMapGrows(t *testing.T) {
	m := mapOn(t, 0, options(t))
	s := mapOf(m)
	whole := s.Layout()
	before := append([]atlas.Point(nil), whole.Points...)
	now := unitmap.TakeCensus(m.common.Session, 0)
	now.Results, now.Reals, now.Waiting = now.Results[:7], now.Reals[:7], 5
	small, err := unitmap.NewLayout(context.Background(), "conv1", &now, atlas.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if small.Last {
		t.Error("a map of some units takes itself for the last one")
	}
	// Mirrored and moved, as it might have come: the next map comes to lie on it.
	for i := range small.Points {
		small.Points[i].X, small.Points[i].Y = 50-small.Points[i].Y, small.Points[i].X
	}
	turned := whole.Onto(small.Map)
	off := func(points []atlas.Point) (sum float64) {
		for _, p := range small.Points {
			for _, q := range points {
				if q.Unit == p.Unit {
					sum += (p.X-q.X)*(p.X-q.X) + (p.Y-q.Y)*(p.Y-q.Y)
				}
			}
		}
		return sum
	}
	if off(turned) >= off(whole.Points)/2 {
		t.Errorf("turned onto the map before it lies %v off, else %v", off(turned), off(whole.Points))
	}
	// What is being made of some units is given up once all have ended, and not before.
	s.Layouts = map[unitmap.LayoutOf]*unitmap.Layout{}
	v := m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 3}]
	r := v.Result
	v.Result = nil
	v.Run = &stillRunning{v.Run}
	s.Due, s.LookAt = true, time.Time{}
	s.Frame(0)
	some := m.waiting()
	if len(some) != 1 || !s.Busy {
		t.Fatal("no map of what there is")
	}
	s.LookAt = time.Time{}
	if all := ansi.Strip(strings.Join(view(t, m, 120, 40, "growing"), "\n")); strings.Count(all, "1 to come")+strings.Count(all, "1 not done") != 2 {
		t.Errorf("what is still computed is not counted\n%s", all)
	}
	if s.Frame(0); len(m.later) > 0 {
		t.Error("a map is begun while one is being made")
	}
	v.Result = r
	s.LookAt = time.Time{}
	s.Frame(0)
	last := m.later
	if len(last) != 1 {
		t.Fatal("the map of all units waits for the one of some")
	}
	m.later = some
	workOff(m)
	if s.Layout() != nil {
		t.Error("the map that was given up is shown")
	}
	m.later = last
	workOff(m)
	if c := s.Layout(); c == nil || !c.Last || !reflect.DeepEqual(c.Points, before) {
		t.Errorf("%+v, expected the map of all units", c)
	}
}

// stillRunning is a run that has not ended.
type stillRunning struct{ visit.Run }

func (stillRunning) Done() <-chan struct{} { return nil }

// What was made under other settings is on no map, and is counted; so is what has no signal.
func TestMapLeavesOut(t *testing.T) {
	m := mapOn(t, 0, options(t))
	s := mapOf(m)
	all := ansi.Strip(strings.Join(view(t, m, 120, 40, "map"), "\n"))
	if !strings.Contains(all, "conv1 · 11 of 12 units") || !strings.Contains(all, " 1 silent") {
		t.Errorf("the silent unit is not counted\n%s", all)
	}
	v := m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 2}]
	v.Settings.TV = 0.7
	all = ansi.Strip(strings.Join(view(t, m, 120, 40, "stale"), "\n"))
	if !strings.Contains(all, "conv1 · 10 of 12 units") || !strings.Contains(all, " 1 with ") {
		t.Errorf("a result under other settings is on the map\n%s", all)
	}
	s.Due = true
	settleMap(t, m)
	for _, p := range s.Layout().Points {
		if p.Unit == 2 {
			t.Error("a result under other settings entered the map")
		}
	}
	if got := pressed(t, m, "r"); !strings.Contains(got, "1 ") {
		t.Errorf("r says %q", got)
	}
	settleMap(t, m)
	if n := len(s.Spots()); n != 11 {
		t.Errorf("%d points after it ran again", n)
	}
	for _, status := range []optimize.Status{optimize.Dead, optimize.Failed, optimize.Diverged} {
		r := *m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 4}].Result
		r.Status = status
		m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 4}].Result = &r
		s.Due = true
		settleMap(t, m)
		all = ansi.Strip(strings.Join(view(t, m, 120, 40, "status"), "\n"))
		if !strings.Contains(all, "10 of 12 units") || !strings.Contains(all, "1 "+string(status)) {
			t.Errorf("%s\n%s", status, all)
		}
	}
	m.common.Session.Settings.L2 = 0.9
	all = ansi.Strip(strings.Join(view(t, m, 120, 40, "all stale"), "\n"))
	if !strings.Contains(all, "press r ") {
		t.Errorf("an empty map says nothing\n%s", all)
	}
}

// Every key of the Map screen names what it must change.
func TestMapKeys(t *testing.T) {
	screenTest(t, "keys", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("4")
		x.want("4", "conv1 · ", "conv1/0", "arrows unit")
		x.wait(8 * time.Second)
		x.want("done", "conv1 · 11 of 12 units", "1 silent", " 11 units", "signal [G]", " 0.84")
		if mapOf(x.m).Lively() || !mapOf(x.m).Layout().Last {
			t.Error("it is not done")
		}
		x.keys("4")
		x.refuses("4 again")
		for _, k := range []struct{ key, want string }{
			{"j", "conv1/1 "}, {"k", "conv1/0 "}, {"k", refused}, {"G", "conv1/11 "}, {"j", refused}, {"G", refused}, {"g", "conv1/0 "},
			{ctrlD, "conv1/8 "}, {ctrlU, "conv1/0 "}, {"z", "zoom 1"}, {"z", "zoom 2"}, {"Z", "zoom 1"}, {"Z", "11 of 12 units"}, {"Z", refused},
			{tab, refused},
			{" ", refused}, {"f", refused}, {"+", refused}, {",", refused}, {"s", refused}, {"R", refused}, {"p", refused},
			{"r", refused}, {"n", refused}, {"w", unbound}, {"a", refused},
			{"x", refused}, {"?", "─ Help"}, {keyEscSeq, "conv1 · "},
			{"J", "conv2 · "}, {"K", "conv1 · 11 of 12"}, {"K", refused},
		} {
			x.press(k.key, k.want)
		}
		for i := range 3 {
			x.keys("t")
			x.says("t")
			if got, want := int(mapOf(x.m).Outline), (i+1)%3; got != want {
				t.Errorf("t outlines %d, expected %d", got, want)
			}
		}
		for _, want := range []session.Ordering{session.OrderAttainment, session.OrderSimilarity, session.OrderActivity, session.OrderNumber} {
			x.keys("o")
			x.says("o")
			if got := x.m.common.Session.Open.Ordering; got != want {
				t.Errorf("o orders by %d, expected %d", got, want)
			}
		}
		x.keys("v")
		x.says("v")
		x.wait(3 * time.Second)
		x.want("v", "11 of 12 units · ")
		if c := mapOf(x.m); c.View != unitmap.ViewShifts || c.Layout() == nil {
			t.Errorf("view %d, %+v", c.View, c.Layout())
		}
		x.keys("/", "3-5", enter)
		x.want("filter", "11 of 12 units", "/3-5", "conv1/3 ")
		x.keys("n")
		x.want("n", "conv1/4 ")
		x.keys("N")
		x.want("N", "conv1/3 ")
		x.keys(keyEscSeq, "j", enter)
		x.want("enter", "─ Units", "conv1 · unit 04")
		x.keys("4", keyEscSeq)
		x.want("esc", "─ Units")
	})
	screenTest(t, "elsewhere", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("z")
		x.refuses("z on another screen")
		x.says("z on another screen", "4 ")
		x.keys("2", "Z")
		x.refuses("Z on another screen")
		x.says("Z on another screen", "4 ")
	})
	screenTest(t, "mouse", 120, 40, func(o *Options) { o.Explorer.Mouse = true }, func(t *testing.T, x *terminal) {
		x.keys("4")
		x.wait(8 * time.Second)
		s := mapOf(x.m)
		p := s.Spots()[5]
		cx, cy, _ := s.Camera.At(p.X, p.Y)
		x.p.Send(tea.MouseClickMsg{X: s.Plot.X + cx, Y: s.Plot.Y + cy, Button: tea.MouseLeft})
		x.settle()
		x.want("click", fmt.Sprintf("conv1/%d ", p.Unit))
	})
}

// Arrows go to the points they promise, h and l as left and right, and pass by what the filter hides.
func TestMapArrows(t *testing.T) {
	m := mapOn(t, 0, options(t))
	s := mapOf(m)
	seen := map[int]bool{}
	visit := func(unit int) {
		m.common.Session.GoTo(tree.Place{Layer: 0, Unit: unit})
		s.TurnToLayer()
	}
	spots := s.Goals()
	at := make([][2]float64, len(spots))
	for i, p := range spots {
		at[i] = [2]float64{p.X, p.Y}
	}
	w := plane.NewWays(at)
	for i, p := range spots {
		for h, keys := range [plane.Headings][]string{plane.Left: {"left", "h"}, plane.Right: {"right", "l"}, plane.Up: {"up"}, plane.Down: {"down"}} {
			for _, key := range keys {
				visit(p.Unit)
				said := pressed(t, m, key)
				switch to := w[i][h]; {
				case to < 0 && (s.At.Unit != p.Unit || said == ""):
					t.Errorf("%s from %d leads to %d and says %q", key, p.Unit, s.At.Unit, said)
				case to >= 0 && s.At.Unit != spots[to].Unit:
					t.Errorf("%s from %d leads to %d, expected %d", key, p.Unit, s.At.Unit, spots[to].Unit)
				}
				seen[s.At.Unit] = true
			}
		}
	}
	if len(seen) < len(spots)/2 {
		t.Errorf("%d of %d points", len(seen), len(spots))
	}
	visit(11) // silent: on no map
	if pressed(t, m, "right"); s.At.Unit == 11 {
		t.Error("from a unit that is on no map arrows lead nowhere")
	}
	if err := m.common.Session.ApplyFilter("2-4"); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		for _, key := range []string{"left", "right", "up", "down"} {
			if pressed(t, m, key); s.At.Unit < 2 || s.At.Unit > 4 {
				t.Fatalf("%s leads to unit %d, which the filter hides", key, s.At.Unit)
			}
		}
	}
	hidden, all := 0, view(t, m, 120, 40, "filter")
	for _, p := range s.Spots() {
		if !p.Shown {
			hidden++
		}
	}
	if hidden != 8 || !strings.Contains(ansi.Strip(strings.Join(all, "\n")), "11 of 12 units") {
		t.Errorf("%d points are dim: what the filter hides stays on the map\n%s", hidden, ansi.Strip(strings.Join(all, "\n")))
	}
}

// Another network takes nothing of the one before onto the screen.
func TestMapForgets(t *testing.T) {
	m := mapOn(t, 2, options(t))
	m.common.Session.Become(small(t), "")
	if m.common.Screen != screen.Map || mapOf(m).Layout() != nil {
		t.Errorf("at %s, with %+v", screenNames[m.common.Screen], mapOf(m).Layout())
	}
	settleMap(t, m)
	if all := strings.Join(view(t, m, 120, 40, "forgotten"), "\n"); !strings.Contains(all, "conv1") || strings.Contains(all, "fusion") {
		t.Errorf("%s", all)
	}
}

// A map that was given up is not begun again before another unit ends.
func TestMapGivenUp(t *testing.T) {
	m := mapOn(t, 0, options(t))
	s := mapOf(m)
	s.Layouts = map[unitmap.LayoutOf]*unitmap.Layout{}
	s.Due, s.LookAt = true, time.Time{}
	if s.Frame(0); len(m.later) == 0 {
		t.Fatal("no map is begun")
	}
	giveUp(m, session.TaskMap)
	s.LookAt = time.Time{}
	m.later = nil
	if s.Frame(0); len(m.later) > 0 || s.Lively() {
		t.Error("it begins again")
	}
}

// Without data letters are not known, and the legend says why.
func TestMapWithoutData(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(t)
		o.Dataset = nil
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.keys("4")
		x.wait(8 * time.Second)
		x.want("no data", "11 of 12 units", "*", "no data")
		x.keys("v", "v")
		x.want("no data", ":open")
		if k := mapOf(x.m); k.View != unitmap.ViewRepeats || k.Repeats.Busy || k.Repeats.Get(x.m.common) != nil {
			t.Errorf("view %d, busy %v: units are compared without data", k.View, k.Repeats.Busy)
		}
	})
}

// How the screen was left is found again.
func TestMapState(t *testing.T) {
	m := mapOn(t, 0, options(t))
	if m.common.Session.State().Map != nil {
		t.Error("what was never touched is kept")
	}
	mapOf(m).Zoom, mapOf(m).View, mapOf(m).Outline, mapOf(m).Repeats.Listing = 4, unitmap.ViewShifts, unitmap.OutlineNone, unitmap.ListUnits
	m.common.Session.GoTo(tree.Place{Layer: 0, Unit: 7})
	s := m.common.Session.State()
	next := newExplorer(context.Background(), func() Options { o := options(t); o.Resume = &s; return o }())
	defer next.common.Session.Close()
	c := mapOf(next)
	if next.common.Screen != screen.Map || next.common.Session.Open.Tree.Cursor != (tree.Place{Layer: 0, Unit: 7}) || c.Zoom != 4 || c.View != unitmap.ViewShifts || c.Outline != unitmap.OutlineNone || c.Repeats.Listing != unitmap.ListUnits {
		t.Errorf("%s at %v: zoom %d, view %d, outline %d, list %d", screenNames[next.common.Screen], next.common.Session.Open.Tree.Cursor, c.Zoom, c.View, c.Outline, c.Repeats.Listing)
	}
	c.Restore(&state.Session{Map: &state.Map{View: "nonsense", Outline: "", List: "x", Zoom: 1000}})
	if c.View != unitmap.ViewMap || c.Outline != unitmap.OutlineDense || c.Repeats.Listing != unitmap.ListClusters || c.Zoom != plane.MostZoom {
		t.Errorf("nonsense was taken up: %+v", c)
	}
}
