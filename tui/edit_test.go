package tui

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/optimize"
)

// final computes a job without a screen, as actmax run does.
func final(t *testing.T, j optimize.Job) *optimize.Snapshot {
	t.Helper()
	a, err := optimize.NewAscent(j)
	if err != nil {
		t.Fatal(err)
	}
	for a.Step() {
	}
	return a.Snapshot()
}

// same fails unless two states are equal bit for bit.
func same(t *testing.T, what string, got, want *optimize.Snapshot) {
	t.Helper()
	if len(got.Signal) != len(want.Signal) || len(got.Map) != len(want.Map) {
		t.Fatalf("%s: shapes differ", what)
	}
	for i := range got.Signal {
		if math.Float32bits(got.Signal[i]) != math.Float32bits(want.Signal[i]) {
			t.Fatalf("%s: sample %d is %v, without a screen %v", what, i, got.Signal[i], want.Signal[i])
		}
	}
	for i := range got.Map {
		if math.Float32bits(got.Map[i]) != math.Float32bits(want.Map[i]) {
			t.Fatalf("%s: map value %d is %v, without a screen %v", what, i, got.Map[i], want.Map[i])
		}
	}
	if got.Terms != want.Terms || got.MaxActivation != want.MaxActivation {
		t.Fatalf("%s: terms %+v, without a screen %+v", what, got.Terms, want.Terms)
	}
}

var editedOnScreen = regexp.MustCompile(`edited at (\d+)`)

func (x *terminal) edited() int {
	x.t.Helper()
	found := editedOnScreen.FindStringSubmatch(x.screen())
	if found == nil {
		x.t.Fatalf("no edit in the title\n%s", x.screen())
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		x.t.Fatal(err)
	}
	return n
}

// Eta edited on the screen at step s gives bit for bit what the same edit given to a run without a screen gives: while it
// plays, held at a step, and at the end; for a unit of every kind of layer.
func TestEditEqualsRun(t *testing.T) {
	for layer, name := range []string{"conv1", "conv2", "fusion", "dense1", "dense2"} {
		for i, when := range []string{"playing", "held", "after a look back"} {
			if testing.Short() && (layer+i)%6 != 0 {
				continue
			}
			screenTest(t, name+" "+when, 120, 40, func(o *Options) { o.Layer, o.Unit = layer, 1 }, func(t *testing.T, x *terminal) {
				x.wait(700 * time.Millisecond)
				switch when {
				case "held":
					x.keys(" ", ".", ".", ".")
				case "after a look back":
					x.wait(3 * time.Second)
					x.keys(keyHomeSeq, ">", ">")
				}
				x.keys("s", "l", enter, ctrlU, "0.037", enter)
				x.want("edited", "eta 0.037", "edited at ")
				at := x.edited()
				if at < 5 || at > 200 {
					t.Fatalf("edited at %d", at)
				}
				if when != "playing" {
					x.want(when, fmt.Sprintf("step %d/300", at), "eta 0.037 · edited")
					x.keys(keyEscSeq, " ")
				}
				x.wait(3 * time.Second)
				x.keys(keyEndSeq)
				x.want("at the end", "end ─")
				job := optimize.Job{Network: x.m.common.Session.Open.Network, Layer: layer, Unit: 1, Settings: brisk(),
					Edits: []optimize.Edit{{Step: at, Key: "ascent.eta", Value: 0.037}}}
				v := x.m.common.Session.Current()
				same(t, "the end", v.Shown, final(t, job))
				same(t, "the result", &v.Result.Snapshot, final(t, job))
				plain := job
				plain.Edits = nil
				if p := final(t, plain); p.Terms == v.Shown.Terms {
					t.Error("the edit changed nothing")
				}
			})
		}
	}
}

// Several settings that change at one step, and edits one after the other, are the edits of one job.
func TestEdits(t *testing.T) {
	screenTest(t, "undo, preset", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.wait(500 * time.Millisecond)
		x.keys(" ", "s", "l", "l", "l", "+", "+", "-") // l2 0.15
		x.want("stepped", "l2 0.15", "edited at ")
		first := x.edited()
		x.keys(keyEscSeq, ">", "s", "h", enter, ctrlU, "1.5", enter) // gamma
		x.want("out of range", "gamma", "0.001")
		x.keys(ctrlU, "oops", enter)
		x.want("no number", `is not a number`)
		x.keys(ctrlU, "0.98", enter)
		x.want("second", "gamma 0.98")
		second := x.edited()
		if second <= first {
			t.Fatalf("edited at %d, then at %d", first, second)
		}
		x.keys(keyEscSeq, " ")
		x.wait(3 * time.Second)
		x.keys(keyEndSeq)
		job := optimize.Job{Network: x.m.common.Session.Open.Network, Settings: brisk(), Edits: []optimize.Edit{
			{Step: first, Key: "penalty.l2", Value: 0.15}, {Step: second, Key: "ascent.gamma", Value: 0.98}}}
		same(t, "two edits", x.m.common.Session.Current().Shown, final(t, job))

		// an undo at another step is an edit of its own
		x.keys("<", "<", "u")
		x.want("undo", "undone: gamma 0.99")
		x.wait(time.Second)
		third := x.edited()
		x.keys(" ")
		x.wait(3 * time.Second)
		x.keys(keyEndSeq)
		job.Edits = nil
		for _, e := range []optimize.Edit{{Step: first, Key: "penalty.l2", Value: 0.15}, {Step: second, Key: "ascent.gamma", Value: 0.98}, {Step: third, Key: "ascent.gamma", Value: 0.99}} {
			if e.Step <= third {
				job.Edits = append(job.Edits, e)
			}
		}
		same(t, "undone", x.m.common.Session.Current().Shown, final(t, job))
		x.keys("u", "u", "u", "u", "u")
		x.refuses("undo")
	})
	screenTest(t, "several at once", 160, 50, nil, func(t *testing.T, x *terminal) {
		// settings travel with the cursor: what was changed at another unit comes with the next edit here
		x.wait(500 * time.Millisecond)
		x.keys(" ")
		x.keys("j")
		x.wait(time.Second)
		x.keys("s", "l", "l", "l", "+", "l", "+", keyEscSeq) // l2, tv
		x.want("at unit 01", "unit 01", "l2 0.15", "tv 1.05", "00 ", "~")
		x.keys("k")
		x.want("stale", "held")
		x.stale("stale", true)
		x.keys("s", "l", "+") // aap
		x.wait(time.Second)
		at := x.edited()
		x.stale("not stale any more", false)
		x.keys(keyEscSeq, " ")
		x.wait(3 * time.Second)
		x.keys(keyEndSeq)
		job := optimize.Job{Network: x.m.common.Session.Open.Network, Settings: brisk(), Edits: []optimize.Edit{
			{Step: at, Key: "penalty.l2", Value: 0.15}, {Step: at, Key: "penalty.tv", Value: 1.05}, {Step: at, Key: "penalty.aap", Value: 0.05}}}
		same(t, "three edits at one step", x.m.common.Session.Current().Shown, final(t, job))
	})
	screenTest(t, "quick presses", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.wait(700 * time.Millisecond)
		x.keys(" ", "s", "l")
		x.e.SendText("++++-") // faster than frames
		x.settle()
		at := x.edited()
		x.want("eta", "eta 0.056")
		x.keys(keyEscSeq, " ")
		x.wait(3 * time.Second)
		x.keys(keyEndSeq)
		job := optimize.Job{Network: x.m.common.Session.Open.Network, Settings: brisk(), Edits: []optimize.Edit{{Step: at, Key: "ascent.eta", Value: 0.056}}}
		same(t, "the last value", x.m.common.Session.Current().Shown, final(t, job))
	})
	screenTest(t, "at the end", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("s", "l", "+")
		x.says("at the end")
		x.want("at the end", "eta 0.014", "~")
		x.keys(keyEscSeq, "U")
		x.says("U", "actmax")
		x.want("U", "eta 0.007", "steps 5000", "▶")
		x.unedited("U")
	})
	screenTest(t, "start", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys("s", "G")
		for range 40 {
			x.keys("h")
			if unitOf(x.m).Form.Row().Key == "ascent.start" {
				break
			}
		}
		x.keys("+")
		x.says("start")
		x.want("start", "start noise", "▶")
		if x.step() > 60 {
			t.Errorf("at step %d", x.step())
		}
		x.unedited("start")
		job := optimize.Job{Network: x.m.common.Session.Open.Network, Settings: brisk()}
		job.Settings.Start = optimize.Noise
		x.played()
		same(t, "from noise", x.m.common.Session.Current().Shown, final(t, job))
	})
}

// A run that settles ends there; the edit made then goes on from the settled state.
func TestSettled(t *testing.T) {
	settle := func(o *Options) { o.Settings.Steps, o.Settings.Gamma = 3000, 0.97 }
	screenTest(t, "settled", 120, 40, settle, func(t *testing.T, x *terminal) {
		x.wait(3 * time.Second)
		at := x.step()
		x.want("settled", fmt.Sprintf("settled at step %d", at))
		if at >= 3000 || at < 100 {
			t.Fatalf("settled at %d", at)
		}
		x.keys("s", "l", "+")
		x.wait(500 * time.Millisecond)
		x.want("edited", fmt.Sprintf("edited at %d", at))
		if x.m.common.Session.Current().Result == nil {
			t.Fatal("the edited run has no result")
		}
		s := brisk()
		s.Steps, s.Gamma = 3000, 0.97
		job := optimize.Job{Network: x.m.common.Session.Open.Network, Settings: s, Edits: []optimize.Edit{{Step: at, Key: "ascent.eta", Value: 0.014}}}
		same(t, "from the settled state", &x.m.common.Session.Current().Result.Snapshot, final(t, job))
	})
}

// An absolute threshold holds for its unit; what travels does.
func TestAbsoluteThreshold(t *testing.T) {
	screenTest(t, "threshold", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.wait(500 * time.Millisecond)
		x.keys(" ", "s")
		for unitOf(x.m).Form.Row().Key != "threshold.eap" {
			x.keys("l")
		}
		x.keys(enter, ctrlU, "0.4", enter)
		x.says("set", "conv1/0")
		x.want("set", "th_eap 0.4")
		x.wait(time.Second)
		x.want("in force", "· · th_eap 0.40")
		at := x.edited()
		x.keys(keyEscSeq, "j")
		x.wait(time.Second)
		x.want("the neighbour", "· · th_eap 0.70")
		x.keys("k")
		x.want("back", "· · th_eap 0.40")
		x.stale("back", false)
		x.keys("s")
		for unitOf(x.m).Form.Row().Key != "penalty.tv" {
			x.keys("h")
		}
		x.keys("+")
		x.wait(time.Second)
		x.want("edited with its threshold", "tv 1.05", "· · th_eap 0.40")
		x.keys(keyEscSeq, " ")
		x.wait(3 * time.Second)
		x.keys(keyEndSeq)
		job := optimize.Job{Network: x.m.common.Session.Open.Network, Settings: brisk(), Edits: []optimize.Edit{
			{Step: at, Key: "threshold.eap", Value: 0.4}, {Step: at, Key: "penalty.tv", Value: 1.05}}}
		same(t, "both edits", x.m.common.Session.Current().Shown, final(t, job))
		x.keys("j", "u", "u")
		x.wait(time.Second)
		x.want("undone elsewhere", "tv 1 ", "th_eap 0.70")
	})
}

// A window that no segment has is refused in the pane, and mended there.
func TestSimilarError(t *testing.T) {
	screenTest(t, "width", 160, 50, nil, func(t *testing.T, x *terminal) {
		x.played()
		if err := x.m.common.Session.SetKey("similar.width", "31"); err != nil {
			t.Fatal(err)
		}
		x.keys("s")
		x.wait(time.Second)
		before := x.screen()
		if err := x.m.common.Session.SetKey("similar.width", "5"); err != nil {
			t.Fatal(err)
		}
		x.keys(keyEscSeq)
		x.wait(time.Second)
		x.want("mended", "MSE", "window ")
		if x.screen() == before {
			t.Error("nothing changed")
		}
	})
}

// A setting that the unit cannot do without is refused, and nothing changes.
func TestEditRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(t)
		for i := range o.Network.Layers {
			o.Network.Layers[i].Statistics = nil
		}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.wait(time.Second)
		x.want("no statistics", "conv1", "threshold.eap")
		if v := x.m.common.Session.Current(); v.Err == nil {
			t.Error("it runs")
		}
		x.keys("m", "g", enter)
		x.says("naive", "naive")
		x.want("naive", "▶")
		x.keys("j")
		x.wait(time.Second)
		x.want("the neighbour, refused before", "unit 01", "step ")
		if err := x.m.common.Session.Current().Err; err != nil {
			t.Error(err)
		}
		x.keys("k")
		x.wait(time.Second)
		x.keys("s")
		for unitOf(x.m).Form.Row().Key != "clip.enabled" {
			x.keys("l")
		}
		x.keys("<", "+")
		x.complains("refused", "conv1")
		x.want("refused", "clip off")
	})
}

// unedited fails if the run under the cursor was edited on its way.
func (x *terminal) unedited(what string) {
	x.t.Helper()
	if e := x.m.common.Session.Current().Job.Edits; len(e) > 0 {
		x.t.Fatalf("%s: edited by %v\n%s", what, e, x.screen())
	}
}

// stale fails unless the unit under the cursor was made under other settings than those in force, or was not, and the
// head of its plot says so.
func (x *terminal) stale(what string, want bool) {
	x.t.Helper()
	v := x.m.common.Session.Current()
	plot := strings.Split(x.screen(), "\n")[1]
	if got := v.Stale(x.m.common.Session.Settings); got != want || strings.Contains(plot, " ~ ") != want {
		x.t.Fatalf("%s: stale: %v, expected %v\n%s", what, got, want, x.screen())
	}
}
