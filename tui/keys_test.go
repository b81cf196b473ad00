package tui

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"actmax/optimize"
	"actmax/tui/session/tree"
)

// Escape sequences that terminals send.
const (
	keyUpSeq, keyDownSeq = "\x1b[A", "\x1b[B"
	keyRightSeq          = "\x1b[C"
	keyLeftSeq           = "\x1b[D"
	keyHomeSeq           = "\x1b[H"
	keyEndSeq            = "\x1b[F"
	keyEscSeq            = "\x1b[27u" // as terminals with the Kitty protocol do: a bare escape waits for more
	keyPageDown          = "\x1b[6~"
	keyPageUp            = "\x1b[5~"
	ctrlD, ctrlU, ctrlL  = "\x04", "\x15", "\x0c"
	ctrlC, enter, tab    = "\x03", "\r", "\t"
)

var stepOnScreen = regexp.MustCompile(`step (\d+)/(\d+)`)

// step reads the step in the heading.
func (x *terminal) step() int {
	x.t.Helper()
	found := stepOnScreen.FindStringSubmatch(x.screen())
	if found == nil {
		x.t.Fatalf("no step on the screen\n%s", x.screen())
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		x.t.Fatal(err)
	}
	return n
}

// played lets the run under the cursor be computed and played to its end.
func (x *terminal) played() {
	x.t.Helper()
	x.wait(2500 * time.Millisecond)
	x.want("played", "end")
}

func screenTest(t *testing.T, name string, w, h int, change func(*Options), f func(t *testing.T, x *terminal)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			o := options(t)
			if change != nil {
				change(&o)
			}
			f(t, open(t, o, w, h, colorprofile.TrueColor))
		})
	})
}

// Every key of the map names what it must change on the screen.
func TestMoveKeys(t *testing.T) {
	screenTest(t, "units", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.want("start", "unit 00", "▾ conv1")
		for _, k := range []struct{ key, want string }{
			{"j", "unit 01"}, {keyDownSeq, "unit 02"}, {"k", "unit 01"}, {keyUpSeq, "unit 00"}, {"k", refused},
			{"G", "dense2: 3 units"}, {"G", refused}, {"g", "unit 00"}, {ctrlD, "dense2: 3 units"}, {ctrlU, "unit 00"},
			{keyPageDown, "dense2: 3 units"}, {keyPageUp, "unit 00"},
			{"J", "conv2 · unit 00"}, {"l", refused}, {"J", "fusion · unit 00"}, {"K", "conv2 · unit 00"},
			{"h", "conv2: 6 units"}, {"h", refused}, {keyRightSeq, "conv2 · unit 00"}, {keyLeftSeq, "conv2: 6 units"},
			{enter, "conv2 · unit 00"}, {enter, refused}, {"K", "conv1 · unit 00"}, {"K", refused},
			{keyEscSeq, refused},
		} {
			x.press(k.key, k.want)
		}
	})
	screenTest(t, "panes", 80, 24, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.want("start", "w 0.1")
		x.wantNot("start", "MSE", "▸ 1 ")
		x.keys(tab)
		x.want("tab", "MSE", "▸ 1 ")
		x.wantNot("tab", "w 0.1")
		x.keys("j")
		x.want("j in the list", "▸ 2 ")
		x.keys("G")
		x.keys("j")
		x.refuses("j at the end")
		x.keys("g", "k")
		x.refuses("k at the start")
		x.want("k at the start", "▸ 1 ")
		x.keys("h")
		x.refuses("h in the list")
		x.keys(enter)
		x.refuses("enter in the list")
		x.keys(tab)
		x.want("tab", "w 0.1", "(equation 5)")
		x.keys(tab)
		x.want("tab", "j/k unit")
		x.keys(tab, keyEscSeq, keyEscSeq)
		x.refuses("esc")
	})
}

func TestRunKeys(t *testing.T) {
	slow := func(o *Options) { o.Explorer.Pace, o.Explorer.FPS = 10, 30 }
	screenTest(t, "play", 120, 40, slow, func(t *testing.T, x *terminal) {
		x.want("start", "conv1 · unit 00")
		x.wantNot("before the cursor has rested", "step ")
		x.wait(200 * time.Millisecond)
		x.want("running", "▶")
		a := x.step()
		x.wait(time.Second)
		b := x.step()
		if a > 5 || b <= a || b >= 60 {
			t.Errorf("steps %d and %d: the first visit plays from step 0, in equal shares of the learning rates", a, b)
		}
		x.keys(" ")
		x.want("space", "held")
		a = x.step()
		x.wait(time.Second)
		if b = x.step(); a != b {
			t.Errorf("held at %d, then at %d", a, b)
		}
		x.keys(".")
		if b = x.step(); b != a+1 {
			t.Errorf(". went from %d to %d", a, b)
		}
		x.keys(",", ",")
		if b = x.step(); b != a-1 {
			t.Errorf(", , went from %d to %d", a+1, b)
		}
		x.keys(">")
		if b = x.step(); b < a+5 {
			t.Errorf("> went from %d to %d", a-1, b)
		}
		x.keys("<")
		if c := x.step(); c >= b || c < a-3 || c > a+3 {
			t.Errorf("< went from %d to %d", b, c)
		}
		x.keys(keyHomeSeq)
		if x.step() != 0 {
			t.Error("home")
		}
		x.keys(",")
		x.says("before step 0", "0")
		if x.step() != 0 {
			t.Error(", at the start")
		}
		x.keys(keyEndSeq)
		if x.step() != 300 {
			t.Error("end")
		}
		x.want("end", "end ─")
		x.keys(".")
		x.says("after the last step", "300")
		if x.step() != 300 {
			t.Error(". at the end")
		}
		x.keys(" ")
		x.want("again", "▶")
		if x.step() > 10 {
			t.Error("space at the end plays from step 0")
		}
		x.keys("f")
		x.want("flat out", "step 300/300")
		x.keys(keyHomeSeq, "-")
		x.says("slower", "20 s")
		x.keys(" ")
		x.want("slower", "▶ 0.5x")
		x.keys("+", "=")
		x.says("faster", "5 s")
		for range 12 {
			x.keys("+")
		}
		x.refuses("faster")
		if x.m.common.Speed != 64 {
			t.Errorf("it plays %vx", x.m.common.Speed)
		}
		for range 24 {
			x.keys("-")
		}
		x.refuses("slower")
		if x.m.common.Speed != 1.0/64 {
			t.Errorf("it plays %vx", x.m.common.Speed)
		}
	})
	screenTest(t, "restart", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("r")
		x.says("r", "step 0")
		x.want("r", "▶")
		if x.step() > 60 {
			t.Error(x.step())
		}
		x.played()
		x.keys("R")
		x.want("R", "noise, seed 0")
		x.wait(time.Second)
		x.says("R when done", "seed 0", " G ")
		x.wait(messageFor + 8*time.Second) // played to its end, and the message gone
		x.want("the message is gone", "from noise, seed 0 (", " G apart)")
		x.silent("the message is gone")
		x.keys(keyHomeSeq)
		x.wantNot("at the start", "G apart")
		x.keys("R")
		x.wait(time.Second)
		x.want("R again", "seed 1): ")
		x.keys("J", "h", "r")
		x.refuses("no unit")
		x.keys("R")
		x.refuses("no unit")
		x.keys(" ")
		x.refuses("no unit")
	})
	screenTest(t, "pace", 120, 40, slow, func(t *testing.T, x *terminal) {
		// half of the time shows half of the sum of the learning rates
		x.wait(250*time.Millisecond - 100*time.Millisecond + 5*time.Second)
		got := x.step()
		want := optimize.NewSchedule(optimize.Job{Settings: brisk()}).StepAt(0.5)
		if got < want-4 || got > want+4 {
			t.Errorf("after half the pace at step %d, expected about %d", got, want)
		}
	})
}

func TestVisits(t *testing.T) {
	screenTest(t, "later visits", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.wait(time.Second)
		x.keys(" ")
		at := x.step()
		x.keys("j")
		x.wait(300 * time.Millisecond)
		if x.step() > 60 {
			t.Errorf("the first visit of the neighbour shows step %d, though it was computed before", x.step())
		}
		x.wait(time.Second)
		if x.step() == 0 {
			t.Error("the first visit of the neighbour does not play")
		}
		x.want("the neighbour", "▶")
		x.keys("k")
		if x.step() != at {
			t.Errorf("left at %d, found at %d", at, x.step())
		}
		x.want("as it was left", "held")
	})
	screenTest(t, "passing by", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.wait(time.Second)
		x.keys("l")
		for range 9 {
			x.e.SendText("j")
			x.wait(40 * time.Millisecond)
		}
		if v := x.m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 8}]; v != nil {
			t.Error("a unit was run that the cursor only passed")
		}
		x.wait(time.Second)
		x.want("at rest", "unit 09", "▶")
	})
}

// What is said stays on the screen for its time, also where nothing moved for long and no frames were drawn.
func TestMessageAfterRest(t *testing.T) {
	screenTest(t, "after rest", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("f")
		x.wait(time.Minute)
		x.keys("W")
		x.wait(time.Second)
		x.want("a second after a key that does nothing", "W")
		x.wait(messageFor)
		x.want("later", "j/k unit")
	})
}

func TestElseKeys(t *testing.T) {
	screenTest(t, "help", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("?")
		x.want("?", "Help", "more lines")
		first := strings.TrimSpace(strings.Trim(strings.Split(x.screen(), "\n")[3], "│ "))
		x.keys("G")
		x.want("G", "penalty.p")
		x.keys("g", "j", "j")
		x.wantNot("scrolled", first)
		x.keys("m")
		x.says("a key that the help does not know", "esc")
		x.want("a key that the help does not know", "Help")
		x.keys(keyEscSeq)
		x.closed("esc")
		x.keys("?", "?")
		x.closed("? again")
	})
	screenTest(t, "methods", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("m")
		x.want("m", "▸· l2+tv+eap+clip", "naive", "paper")
		x.keys("g")
		x.want("g", "▸  naive")
		x.keys("w")
		x.ignores("w")
		x.keys(enter)
		x.closed("enter")
		x.says("enter", "naive")
		x.want("enter", "▶", "clip off", "eap 0")
		x.keys("u")
		x.says("u")
		x.want("u", "clip on", "eap 10")
		x.keys("m", "G", "k", enter)
		x.says("preset", "paper")
		x.want("preset", "eta 0.1", "norm sum", "/5000 ·")
		x.keys("m", keyEscSeq)
		x.closed("esc")
	})
	screenTest(t, "find", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("n")
		x.refuses("n")
		x.keys("/", "conv2 | 3-4 conv1", enter)
		x.want("found", "8 found", "03", "04", "▾ conv2", "/conv2 | 3-4")
		x.wantNot("found", "fusion", " 07 ")
		x.want("found", "conv1 · unit 03")
		x.keys("n")
		x.want("n", "conv1 · unit 04")
		x.keys("N", "N")
		x.refuses("N")
		x.keys("h")
		x.refuses("fold")
		x.keys("/", "\x15", "att>oops", enter)
		x.want("error", `"att>oops"`)
		x.keys("/", "\x15", "999", enter)
		x.complains("nothing", "999")
		x.keys(keyEscSeq)
		x.want("esc", "fusion", "07")
		x.keys("/", "silent", enter)
		x.want("silent", "1 found", "unit 11")
		x.keys("/", keyEscSeq)
		x.want("esc in the field", "fusion")
	})
	screenTest(t, "mouse", 120, 40, func(o *Options) { o.Explorer.Mouse = true }, func(t *testing.T, x *terminal) {
		x.p.Send(tea.MouseClickMsg{X: 6, Y: 5, Button: tea.MouseLeft})
		x.settle()
		x.want("click", "conv1 · unit 03")
		x.p.Send(tea.MouseWheelMsg{X: 6, Y: 5, Button: tea.MouseWheelDown})
		x.settle()
		x.want("wheel", "conv1 · unit 04")
		x.p.Send(tea.MouseClickMsg{X: 6, Y: 1, Button: tea.MouseLeft})
		x.settle()
		x.want("click on a layer", "conv1: 12 units")
		x.p.Send(tea.MouseClickMsg{X: 6, Y: 1, Button: tea.MouseLeft})
		x.settle()
		x.want("click on a folded layer", "conv1 · unit 04")
		x.p.Send(tea.MouseClickMsg{X: 60, Y: 10, Button: tea.MouseLeft})
		x.settle()
		x.want("click elsewhere", "conv1 · unit 04")
		x.played()
		l := unitOf(x.m).Layout
		x.p.Send(tea.MouseClickMsg{X: l.Similar.X + 10, Y: unitOf(x.m).Aside.Rows.Y + 2, Button: tea.MouseLeft})
		x.settle()
		x.want("click in the list", "▸ 3 ", "conv1 · unit 04")
		x.p.Send(tea.MouseWheelMsg{X: l.Similar.X + 10, Y: unitOf(x.m).Aside.Rows.Y, Button: tea.MouseWheelDown})
		x.settle()
		x.want("wheel in the list", "▸ 4 ", "conv1 · unit 04")
		x.keys("t", "k")
		x.p.Send(tea.MouseClickMsg{X: l.Similar.X + 10, Y: l.Similar.Y + l.Similar.H - 1, Button: tea.MouseLeft})
		x.settle()
		x.want("click below the rows", "conv1 · unit 04")
		x.p.Send(tea.MouseClickMsg{X: l.Settings.X + 20, Y: l.Settings.Y, Button: tea.MouseLeft})
		x.settle()
		x.want("click on a setting", "1e-09", "1000")
		if key := unitOf(x.m).Form.Row().Key; key != "ascent.eta" {
			t.Errorf("a click on eta picks %s", key)
		}
		x.p.Send(tea.MouseWheelMsg{X: 6, Y: 5, Button: tea.MouseWheelDown})
		x.settle()
		x.want("wheel in the tree", "conv1 · unit 05")
	})
	screenTest(t, "axes", 120, 40, func(o *Options) { o.Layer = 2 }, func(t *testing.T, x *terminal) {
		x.wait(time.Second)
		x.want("six axes", "arm x", "arm y", "leg z")
		x.keys("a")
		x.want("a", "right_arm")
		x.keys("a")
		x.want("a", "left_leg")
		x.keys("a")
		x.want("a", "right_arm_x")
		x.keys("K", "l", "a")
		x.refuses("a on one axis")
		x.says("a on one axis", "conv2", "6", "fusion")
	})
	screenTest(t, "idle", 120, 40, nil, func(t *testing.T, x *terminal) {
		for _, key := range []string{"0", "w"} {
			x.keys(key)
			x.ignores(key)
		}
		x.wait(6 * time.Second)
		x.silent("later")
	})
	screenTest(t, "redraw", 120, 40, nil, func(t *testing.T, x *terminal) {
		before := x.screen()
		x.mu.Lock()
		x.e.WriteString("\x1b[5;5Hspoilt\x1b[H")
		x.mu.Unlock()
		x.want("spoilt", "spoilt")
		x.keys(ctrlL)
		x.wantNot("ctrl+l", "spoilt")
		if got := x.screen(); strings.Split(got, "\n")[0][:20] != strings.Split(before, "\n")[0][:20] {
			t.Error(got)
		}
	})
	for _, key := range []string{"q", ctrlC} {
		screenTest(t, "quit", 120, 40, nil, func(t *testing.T, x *terminal) {
			x.keys(key)
			x.p.Wait()
			if x.e.IsAltScreen() {
				t.Error("the alternate screen is still on")
			}
		})
	}
	screenTest(t, "quit from a field", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("s", enter, "q")
		x.want("q is text in a field", "adamq")
		x.keys(ctrlC)
		x.p.Wait()
	})
}
