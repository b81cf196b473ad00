package tui

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/internal/thorough"
	"actmax/optimize"
	"actmax/tui/number"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

var stepsInHeadings = regexp.MustCompile(` (\d+)/300`)

// both reads the steps in the headings of both columns.
func (x *terminal) both() (left, right int) {
	x.t.Helper()
	found := stepsInHeadings.FindAllStringSubmatch(strings.SplitN(x.screen(), "\n", 2)[0], -1)
	if len(found) != 2 {
		x.t.Fatalf("no two steps in the headings\n%s", x.screen())
	}
	left, _ = strconv.Atoi(found[0][1])
	right, _ = strconv.Atoi(found[1][1])
	return left, right
}

// Every key of the Compare screen names what it must change.
func TestCompareKeys(t *testing.T) {
	screenTest(t, "columns", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.keys("l", "j", "3")
		x.wait(3 * time.Second)
		x.want("3", "conv1/1 · l2+tv ", "▸ conv1/1 · l2+tv+eap+clip", "300/300 · end", "attainment", "R eap", " G apart")
		x.keys("3")
		x.refuses("3 again")
		x.keys(tab)
		x.want("tab", "▸ conv1/1 · l2+tv ")
		x.keys("h")
		x.refuses("h")
		x.keys("l")
		x.want("l", "▸ conv1/1 · l2+tv+eap+clip")
		x.keys("l")
		x.refuses("l again")
		x.keys("h", "m")
		x.want("m", "▸· l2+tv  ")
		x.keys("g", enter)
		x.says("a method", "naive")
		x.want("a method", "▸ conv1/1 · naive", "conv1/1 · l2+tv+eap+clip")
		if optimize.MethodOf(x.m.common.Session.Settings) != "l2+tv+eap+clip" {
			t.Error("the settings of the Unit screen changed")
		}
		x.keys("m", "G", "k", enter)
		x.says("a preset", "naive · paper")
		for _, k := range []struct{ key, want string }{
			{"j", "conv1/2 · naive"}, {"k", "conv1/1 · naive"}, {"G", "conv1/11 · naive"}, {"j", refused},
			{"g", "conv1/0 · naive"}, {"k", refused}, {ctrlD, "conv1/8"}, {ctrlU, "conv1/0"},
			{"J", "conv2/0 · naive"}, {"K", "conv1/0 · naive"}, {"K", refused},
			{"n", refused}, {"r", refused}, {"R", refused},
			{"s", refused}, {"u", refused}, {"U", refused}, {"o", refused},
			{"p", refused}, {"y", "actmax run"}, {"y", "conv1/0"}, {"w", unbound},
		} {
			x.press(k.key, k.want)
		}
		x.keys(keyEscSeq)
		x.want("esc", "─ Units", "conv1 · unit 00")
		x.keys("3")
		x.want("opened again", "naive · paper", "l2+tv+eap+clip")
		x.keys("j", enter)
		x.want("enter", "─ Units", "conv1 · unit 01")
	})
	screenTest(t, "two units", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.keys("3", tab, "/", "conv2 | fusion 3", enter)
		x.wait(3 * time.Second)
		x.says("/", "conv2/0", "1 of 7")
		x.want("/", "▸ conv2/0 · l2+tv ", "conv1/0 · l2+tv+eap+clip")
		x.keys("n", "n")
		x.want("n", "conv2/2 · l2+tv ")
		x.keys("N")
		x.want("N", "conv2/1 · l2+tv ", "conv1/0 · ")
		x.keys("j")
		x.want("j steps both", "conv2/2 · ", "conv1/1 · ")
		x.keys("/", "\x15", "oops", enter)
		x.complains("no filter", `"oops"`)
		x.keys("/", "\x15", "999", enter)
		x.complains("nothing", "999")
		x.keys("/", "x", keyEscSeq)
		x.want("esc in the field", "conv2/2 · ", "conv1/1 · ")
		x.keys("1")
		x.wantNot("the tree is not filtered", "/conv2")
		x.want("the cursor is the right column's", "conv1 · unit 01")
	})
	screenTest(t, "the baseline itself", 160, 50, nil, func(t *testing.T, x *terminal) {
		if err := optimize.ApplyMethod(&x.m.common.Session.Settings, optimize.Baseline); err != nil {
			t.Fatal(err)
		}
		x.keys("3")
		x.want("3", "conv1/0 · l2+tv ", "▸ conv1/0 · l2+tv+eap+clip")
	})
	screenTest(t, "mouse", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.keys("3")
		x.p.Send(tea.MouseClickMsg{X: 20, Y: 5, Button: tea.MouseLeft})
		x.settle()
		x.want("click", "▸ conv1/0 · l2+tv ")
		x.p.Send(tea.MouseClickMsg{X: 120, Y: 5, Button: tea.MouseLeft})
		x.settle()
		x.want("click", "▸ conv1/0 · l2+tv+eap+clip")
	})
}

// One playhead moves both columns, and passes neither.
func TestComparePlays(t *testing.T) {
	screenTest(t, "play", 160, 50, func(o *Options) { o.Explorer.Pace = 10 }, func(t *testing.T, x *terminal) {
		x.keys("3")
		x.wait(2 * time.Second)
		x.want("playing", "▶")
		a, _ := x.both()
		x.wait(time.Second)
		b, c := x.both()
		if a > 60 || b <= a || c < b-2 || c > b+2 {
			t.Errorf("steps %d, then %d and %d: both columns play from step 0", a, b, c)
		}
		x.keys(" ")
		a, b = x.both()
		if a != b {
			t.Errorf("held at %d and %d", a, b)
		}
		x.want("space", "held")
		x.wait(time.Second)
		if b, c = x.both(); b != a || c != a {
			t.Errorf("held at %d, then at %d and %d", a, b, c)
		}
		for _, k := range []struct {
			key string
			ok  func(step int) bool
		}{
			{".", func(s int) bool { return s == a+1 }}, {",", func(s int) bool { return s == a }}, {",", func(s int) bool { return s == a-1 }},
			{">", func(s int) bool { return s > a+4 }}, {"<", func(s int) bool { return s >= a-3 && s <= a+3 }},
			{keyHomeSeq, func(s int) bool { return s == 0 }}, {keyEndSeq, func(s int) bool { return s == 300 }},
		} {
			x.keys(k.key)
			if b, c = x.both(); b != c || !k.ok(b) {
				t.Errorf("key %q: steps %d and %d, held at %d before", k.key, b, c, a)
			}
		}
		x.keys(".")
		x.refuses("after the end")
		x.keys(keyHomeSeq, ",")
		x.refuses("before the start")
		x.keys("f")
		x.wait(time.Second)
		if b, c = x.both(); b != 300 || c != 300 {
			t.Errorf("flat out: steps %d and %d", b, c)
		}
		x.keys(" ", "+")
		x.says("faster", "5 s")
		x.wait(200 * time.Millisecond)
		if b, _ = x.both(); b > 60 {
			t.Errorf("space at the end plays from step 0, not %d", b)
		}
	})
}

// Both columns equal dense runs under their settings, and say truly how they differ.
func TestCompareEqualsRuns(t *testing.T) {
	for layer, name := range []string{"conv1", "conv2", "fusion", "dense1", "dense2"} {
		if thorough.Race && layer != 1 {
			continue // one is as concurrent as the others
		}
		screenTest(t, name, 160, 50, func(o *Options) { o.Layer, o.Unit = layer, 1 }, func(t *testing.T, x *terminal) {
			x.keys("3")
			x.wait(700 * time.Millisecond)
			x.keys(" ")
			for _, key := range []string{"", ".", ">", keyEndSeq} {
				if key != "" {
					x.keys(key)
				}
				x.wait(200 * time.Millisecond)
				var shown [2]*optimize.Snapshot
				for i := range compareOf(x.m).Columns {
					col := &compareOf(x.m).Columns[i]
					s := brisk()
					if i == 0 {
						if err := optimize.ApplyMethod(&s, optimize.Baseline); err != nil {
							t.Fatal(err)
						}
					}
					a, err := optimize.NewAscent(optimize.Job{Network: x.m.common.Session.Open.Network, Layer: layer, Unit: 1, Settings: s, Dense: true})
					if err != nil {
						t.Fatal(err)
					}
					shown[i] = col.View.Shown
					for a.Snapshot().Step < shown[i].Step && a.Step() {
					}
					same(t, fmt.Sprintf("column %d at step %d", i, shown[i].Step), shown[i], a.Snapshot())
				}
				if shown[0].Step != shown[1].Step {
					t.Errorf("steps %d and %d", shown[0].Step, shown[1].Step)
				}
				x.want("differences", "attainment", number.Difference(shown[0].MaxActivation-shown[1].MaxActivation), number.Difference(shown[1].MaxActivation-shown[0].MaxActivation))
			}
			if l, r := &compareOf(x.m).Columns[0].Signal, &compareOf(x.m).Columns[1].Signal; l.Value.Lo != r.Value.Lo || l.Value.Hi != r.Value.Hi {
				t.Errorf("value axes %v and %v", l.Value, r.Value)
			}
		})
	}
}

// A pin is the left column, as it was pinned, whatever happens to the unit on the Unit screen.
func TestComparePin(t *testing.T) {
	screenTest(t, "pin", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("p", "m", "g", enter)
		x.played()
		x.keys("3")
		x.wait(3 * time.Second)
		x.want("3", "conv1/0 · pin: l2+tv+eap+clip, step 300", "▸ conv1/0 · naive", "300/300 · end")
		same(t, "the pin", compareOf(x.m).Columns[0].View.Shown, final(t, optimize.Job{Network: x.m.common.Session.Open.Network, Settings: brisk()}))
		x.keys("j")
		x.wait(3 * time.Second)
		x.want("j", "conv1/0 · pin: ", "▸ conv1/1 · naive")
		x.keys(tab, "m", "g", enter)
		x.want("a method in place of the pin", "▸ conv1/0 · naive")
	})
}

// What was compared is kept; the settings of the Unit screen reach both columns.
func TestCompareKeepsResults(t *testing.T) {
	screenTest(t, "kept", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.keys("3")
		x.wait(3 * time.Second)
		left, right := compareOf(x.m).Columns[0].View.Run, compareOf(x.m).Columns[1].View.Run
		if right != x.m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 0}].Run {
			t.Error("the unit was run again, though it had run on the Unit screen")
		}
		x.keys("j", "k", "1", "2", "3")
		x.wait(time.Second)
		if compareOf(x.m).Columns[0].View.Run != left || compareOf(x.m).Columns[1].View.Run != right {
			t.Error("something was run again")
		}
		x.keys("1", "s", "l", "l", "l", enter, ctrlU, "0.7", enter, keyEscSeq, "3")
		x.wait(3 * time.Second)
		for i := range compareOf(x.m).Columns {
			if s := compareOf(x.m).Columns[i].View.Settings; s.L2 != 0.7 {
				t.Errorf("column %d: l2 %v, set to 0.7", i, s.L2)
			}
		}
		if len(x.m.common.Session.Extra.Visits) > visit.MostExtra {
			t.Errorf("%d runs are kept", len(x.m.common.Session.Extra.Visits))
		}
	})
}
