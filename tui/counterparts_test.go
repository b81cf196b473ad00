package tui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/internal/thorough"
	"actmax/model"
	"actmax/optimize/results"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/export"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// two opens turned beside small.
func two(t testing.TB) func(*Options) {
	return func(o *Options) {
		o.Model, o.Data = "nets/small.safetensors", "demo"
		o.Background = []session.BackgroundNetwork{{Network: turned(t), Model: "nets/turned.safetensors"}}
	}
}

// without returns a unit of a layer that has no counterpart in the other network.
func (x *terminal) without(layer string) tree.Place {
	x.t.Helper()
	l, err := x.m.common.Session.Open.Network.Find(layer)
	if err != nil {
		x.t.Fatal(err)
	}
	for u := range x.m.common.Session.Open.Network.Units(l) {
		if c := x.m.common.Session.Counterpart(x.m.common.Session.Open.Network, tree.Place{Layer: l, Unit: u}, x.m.common.Session.Other().Network); !c.Exists() && c.Place.Unit >= 0 {
			return tree.Place{Layer: l, Unit: u}
		}
	}
	x.t.Fatalf("every unit of %s has a counterpart", layer)
	return tree.Place{}
}

// find goes to a unit.
func (x *terminal) find(p tree.Place) {
	for x.m.common.Session.Open.Tree.Cursor.Layer != p.Layer {
		x.keys(map[bool]string{true: "J", false: "K"}[x.m.common.Session.Open.Tree.Cursor.Layer < p.Layer])
	}
	for x.m.common.Session.Open.Tree.Cursor.Unit != p.Unit {
		x.keys(map[bool]string{true: "j", false: "k"}[x.m.common.Session.Open.Tree.Cursor.Unit < p.Unit])
	}
}

// The Unit screen names the counterpart and how well it correlates, and says where there is none.
func TestCounterpartOnTheUnitScreen(t *testing.T) {
	screenTest(t, "found", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.played()
		x.want("found", "─ small ─", "small · conv1 · unit 00", "conv1/11 r 1.00 lag 0", "b ", "c compare")
		x.keys("j", "j", "j")
		x.want("j", "conv1/8 r 1.00 lag 0")
		p := x.without("fusion")
		x.find(p)
		x.want("none", " turned (", fmt.Sprintf("fusion · unit %02d", p.Unit))
		x.keys(":", "counterparts", enter)
		x.keys(keyEscSeq, "/", "fusion twin<0.5", enter)
		x.says("filter", " found")
		for u := range x.m.common.Session.Open.Network.Units(2) {
			if c := x.m.common.Session.Counterpart(x.m.common.Session.Open.Network, tree.Place{Layer: 2, Unit: u}, x.m.common.Session.Other().Network); c.Exists() == x.m.common.Session.Open.Tree.Shows(2, u) {
				t.Errorf("fusion/%d has a counterpart at r %.2f and is shown: %v", u, c.Correlation, x.m.common.Session.Open.Tree.Shows(2, u))
			}
		}
		x.keys(keyEscSeq, ":", "counterparts", enter)
		x.wait(time.Second)
		x.want("tally", "small", "turned", "conv1       12/12      1.00        12     12  ", "untrained")
		x.wantNot("the untrained network was compared", "12     12  -", "12     12  …")
		x.keys("j")
		x.closed("any key")
		for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 36}} {
			x.resize(size[0], size[1])
			x.want("sizes", "in turned (", "r 0.")
		}
		x.keys("K", "K", "v")
		x.want("another view", ": conv1/")
	})
}

// b goes over to the counterpart, and where there is none to the same number; each network is found as it was left.
func TestGoingOver(t *testing.T) {
	screenTest(t, "counterpart", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.played()
		x.keys("j")
		x.wait(time.Second)
		x.keys(" ", "/", "conv1 0-3", enter)
		was, at := x.m.common.Session.Current(), x.m.common.Session.Current().At
		x.keys("b")
		x.says("b", "turned: conv1/10", "conv1/1 ", "small", "r 1.00 lag 0")
		x.want("b", "─ turned ─", "turned · conv1 · unit 10", "silent")
		x.wantNot("the filter is the other's", "/conv1 0-3")
		x.played()
		x.want("counterpart's counterpart", "conv1/1 r 1.00 lag 0")
		if v := x.m.common.Session.Current(); v == was || v.Job.Network != x.m.common.Session.Open.Network || v.Job.Network.Name != "turned" {
			t.Error("the unit was not computed in its own network")
		}
		for p, v := range x.m.common.Session.Open.Visits {
			if v.Job.Network.Name != "turned" {
				t.Errorf("%v is of %s", p, v.Job.Network.Name)
			}
		}
		x.keys("b")
		x.says("back", "small: conv1/1", "conv1/10")
		x.want("back", "/conv1 0-3", "held")
		if v := x.m.common.Session.Current(); v != was || v.At != at {
			t.Errorf("left at step %d, found at %d", at, v.At)
		}
		x.keys(keyEscSeq)
		p := x.without("fusion")
		x.find(p)
		x.keys("b")
		x.says("same number", fmt.Sprintf("turned: fusion/%d, ", p.Unit), "0.5", " fusion/")
		x.want("same number", fmt.Sprintf("turned · fusion · unit %02d", p.Unit))
		x.keys("b", "h", "b")
		x.says("a folded layer", "turned", "fusion")
		x.want("a folded layer", "fusion: 5 units")
		x.keys("2")
		x.want("on the Layer screen", "turned fusion · 5 units")
		x.keys("b")
		x.want("b on the Layer screen", "small fusion · 5 units")
	})
	screenTest(t, "settings travel", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.played()
		x.keys(":", "threshold.eap=0.9", enter)
		x.says("absolute", "conv1/0")
		x.keys(":", "penalty.l2=0.7", enter, "B", "turn", enter, "b")
		x.find(tree.Place{Layer: 0, Unit: 0})
		x.wait(time.Second)
		x.want("travelled", "turned · conv1 · unit 00", "l2 0.7")
		if s := x.m.common.Session.Current().Settings; s.ThresholdEAP != 0 || s.L2 != 0.7 {
			t.Errorf("threshold %g, l2 %g", s.ThresholdEAP, s.L2)
		}
		x.keys("u")
		if x.m.common.Session.Settings.L2 == 0.7 || x.m.common.Session.Settings.ThresholdEAP != 0 {
			t.Errorf("undone to %g, threshold %g", x.m.common.Session.Settings.L2, x.m.common.Session.Settings.ThresholdEAP)
		}
	})
	screenTest(t, "one network", 120, 40, nil, func(t *testing.T, x *terminal) {
		for _, k := range []string{"b", "c"} {
			x.keys(k)
			x.refuses(k)
		}
		x.keys("B")
		x.complains("B", "--model", "--data")
		x.closed("B")
		for _, name := range []string{"close network", "counterparts", "find counterparts"} {
			x.keys(":", name, enter)
			x.says(name)
			x.closed(name)
		}
		x.keys("3", "c")
		x.refuses("c on Compare")
		x.keys("b")
		x.refuses("b on Compare")
	})
}

// Compare shows a unit beside its counterpart, each computed in its own network.
func TestCompareCounterparts(t *testing.T) {
	screenTest(t, "pairs", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.played()
		x.keys("j", "c")
		x.wait(3 * time.Second)
		x.want("c", "▸ small conv1/1 · l2+tv+eap+clip", "turned conv1/10 · l2+tv+eap+clip", "300/300 · end", "r 1.00, 0 G apart", "r 1.00 at lag 0", "tab ", "attainment")
		a, b := compareOf(x.m).Columns[0].View.Job, compareOf(x.m).Columns[1].View.Job
		if a.Network.Name != "small" || b.Network.Name != "turned" || b.Unit != 10 || a.Settings != b.Settings || a.Network == b.Network {
			t.Errorf("%s/%d and %s/%d", a.Network.Name, a.Unit, b.Network.Name, b.Unit)
		}
		for _, k := range []struct{ key, left, right string }{
			{"j", "▸ small conv1/2", "turned conv1/9"}, {"k", "▸ small conv1/1", "turned conv1/10"}, {"G", "▸ small conv1/11", "turned conv1/0"},
			{"g", "▸ small conv1/0", "turned conv1/11"}, {tab, "small conv1/0", "▸ turned conv1/11"}, {"k", "small conv1/1", "▸ turned conv1/10"},
			{"k", "small conv1/2", "▸ turned conv1/9"}, {"h", "▸ small conv1/2", "turned conv1/9"},
		} {
			x.keys(k.key)
			x.want(fmt.Sprintf("key %q", k.key), k.left, k.right)
		}
		if x.m.common.Session.Open.Tree.Cursor != (tree.Place{Layer: 0, Unit: 2}) {
			t.Errorf("the cursor is at %v", x.m.common.Session.Open.Tree.Cursor)
		}
		x.keys("/", "conv1 4", enter)
		x.says("/", "conv1/4")
		x.want("/", "small conv1/4", "turned conv1/7")
		x.keys(tab, "/")
		x.refuses("/ on the right")
		x.keys(tab, "m", "g", enter)
		x.says("m", "naive")
		x.want("m", "small conv1/4 · naive", "turned conv1/7 · naive")
		x.keys("c")
		x.says("methods", "small")
		x.want("methods", "conv1/4 · l2+tv ", "conv1/4 · l2+tv+eap+clip")
		x.wantNot("methods", "turned conv1")
		x.keys("c")
		x.want("pairs again", "turned conv1/7 · naive")
		x.keys("b")
		x.want("b", "▸ turned conv1/7", "small conv1/4")
		x.keys("b", tab, enter)
		x.want("enter on the right", "turned · conv1 · unit 07", "─ turned ─")
		x.keys("3")
		x.want("3", "▸ turned conv1/7", "small conv1/4")
	})
	screenTest(t, "none", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.played()
		p := x.without("fusion")
		x.keys("c")
		x.find(p)
		x.wait(time.Second)
		x.want("numbers while it plays", "▶", "attainment ", "R l2 ")
		x.want("none", " turned ", "0.5", fmt.Sprintf("▸ small fusion/%d", p.Unit), "activations r ")
		x.keys(tab)
		x.refuses("tab")
		x.want("tab", fmt.Sprintf("▸ small fusion/%d", p.Unit))
		x.p.Send(tea.MouseClickMsg{X: 140, Y: 5, Button: tea.MouseLeft})
		x.settle()
		x.says("click")
		x.want("click", fmt.Sprintf("▸ small fusion/%d", p.Unit))
		x.keys("e")
		x.refuses("e")
		x.resize(60, 18)
		x.want("60x18", "No counterpart")
	})
}

// y repeats the column's result in its own network, and an export holds both with what joins them.
func TestCounterpartsCopiedAndExported(t *testing.T) {
	t.Chdir(t.TempDir())
	screenTest(t, "copy", 160, 50, two(t), func(t *testing.T, x *terminal) {
		x.played()
		x.keys("c")
		x.wait(3 * time.Second)
		x.keys("y")
		x.want("left", "--model nets/small.safetensors", "--units 0 ")
		x.keys(keyEscSeq, tab, "y")
		x.want("right", "--model nets/turned.safetensors", "--units 11 ")
		x.keys(keyEscSeq, "e")
		x.wait(time.Second)
		x.want("e", "actmax-small-conv1-0-turned-conv1-11: ")
		x.keys("1", "e")
		x.wait(time.Second)
		x.want("one unit", "actmax-small-conv1-0: ")
	})
	folder := "actmax-small-conv1-0-turned-conv1-11"
	var hashes []string
	for _, name := range []string{"small", "turned"} {
		f, err := results.Read(filepath.Join(folder, name))
		if err != nil || len(f.Runs) != 1 || f.Runs[0].Model != name || f.Runs[0].Unit != map[string]int{"small": 0, "turned": 11}[name] {
			t.Fatalf("%v %+v", err, f)
		}
		hashes = append(hashes, f.Runs[0].ModelHash)
	}
	raw, err := os.ReadFile(filepath.Join(folder, export.CounterpartsFile))
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(raw), []byte("\n"))
	if len(lines) != 2 {
		t.Fatalf("%s", raw)
	}
	for i, want := range []struct{ of, in int }{{0, 11}, {11, 0}} {
		var c export.Counterpart
		if err := json.Unmarshal(lines[i], &c); err != nil {
			t.Fatal(err)
		}
		if c.Unit.Unit != want.of || c.Nearest == nil || c.Nearest.Unit != want.in || c.Unit.Hash != hashes[i] || !c.Counterpart || !c.Mutual || c.Correlation < 0.99 || c.Data != "demo" {
			t.Errorf("line %d: %s", i, lines[i])
		}
	}
	if raw, err := os.ReadFile(filepath.Join("actmax-small-conv1-0", export.CounterpartsFile)); err != nil || bytes.Count(raw, []byte("\n")) != 1 {
		t.Errorf("%v %s", err, raw)
	}
}

// All open networks share the tapes' memory; what waits loses frames before what is on the screen.
func TestWaitingTapes(t *testing.T) {
	m := &session.Session{Open: &session.Open{Visits: map[tree.Place]*visit.Visit{}}, Now: time.Unix(1000, 0)}
	here, there := &heavyTape{bytes: 30 << 20, least: 1 << 20}, &heavyTape{bytes: 30 << 20, least: 1 << 20}
	m.Open.Visits[tree.Place{}] = &visit.Visit{Run: &heavyRun{tape: here}, Seen: m.Now}
	w := &session.Open{Visits: map[tree.Place]*visit.Visit{{Layer: 0, Unit: 0}: {Run: &heavyRun{tape: there}, Seen: m.Now}}}
	m.Background = []*session.Open{w}
	m.ShareTapes()
	if here.bytes != 30<<20 || there.bytes > 18<<20 {
		t.Errorf("%d and %d bytes", here.bytes, there.bytes)
	}
}

// What lies below the threshold is not rounded up to it.
func TestBelow(t *testing.T) {
	for r, want := range map[float64]string{0.49999: "0.499", 0.497: "0.497", 0: "0.000"} {
		if got := number.Below(r); got != want {
			t.Errorf("%g: %s", r, got)
		}
	}
}

// Networks whose files have one name are told apart by their folders.
func TestLabels(t *testing.T) {
	m := &session.Session{Open: &session.Open{Model: "runs/a/net.safetensors", Network: small(t)}}
	m.Background = []*session.Open{{Network: turned(t), Model: "runs/b/net.safetensors"}, {Network: unlike(t, "alien"), Model: "demo"}}
	got := []string{m.Label(m.Open.Network), m.Label(m.Background[0].Network), m.Label(m.Background[1].Network)}
	if want := []string{"a/net", "b/net", "demo"}; !slices.Equal(got, want) {
		t.Errorf("%q, expected %q", got, want)
	}
}

// compared takes over the counterparts of the network on the screen in another.
func compared(t *testing.T, m *explorer, in *model.Network) {
	t.Helper()
	m.common.Session.CompareUnits(in, in.Name)
	workOff(m)
	if m.common.Session.Counterparts.Pairs[m.common.Session.PairKey(m.common.Session.Open.Network, in)] == nil {
		t.Fatal("nothing was compared")
	}
}

// With several networks open every size, ASCII and no colour hold as with one.
func TestSeveralNetworksAtEverySize(t *testing.T) {
	if thorough.Race {
		t.Skip("nothing here is concurrent")
	}
	t.Parallel()
	for _, glyphs := range []string{"unicode", "ascii"} {
		o := options(t)
		two(t)(&o)
		o.Explorer.Glyphs = glyphs
		m := modelOn(t, screen.Compare, 0, 0.6, o)
		if compareOf(m).Columns[1].Network.Name != "turned" && compareOf(m).Columns[1].Place.Unit >= 0 {
			t.Fatal("no pair")
		}
		compared(t, m, m.common.Session.Background[0].Network)
		compareOf(m).Rested()
		for i := range compareOf(m).Columns {
			<-compareOf(m).Columns[i].View.Run.Done()
		}
		for range 10 {
			m.frame(m.common.Session.Now.Add(50 * time.Millisecond))
			workOff(m)
		}
		for _, set := range []func(){func() {}, func() { m.countCounterparts(); workOff(m) }, func() { m.over = nil; m.pickNetwork() }, func() { m.over = nil; m.turnTo(screen.Unit) }} {
			set()
			for w := 58; w <= 200; w += 7 {
				for _, h := range []int{17, 18, 24, 37, 50} {
					for _, line := range view(t, m, w, h, "several networks") {
						if glyphs != "ascii" {
							continue
						}
						for _, r := range line {
							if r > 0x7e {
								t.Fatalf("%dx%d: %q", w, h, line)
							}
						}
					}
				}
			}
		}
	}
}
