package tui

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/command"
	"actmax/tui/widget"
)

// Every command is in the palette, those with a key and those without, and does what its key does.
func TestPalette(t *testing.T) {
	screenTest(t, "commands", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.played()
		x.keys(":")
		x.want(":", "▸ ", "open model", "recompute")
		rows := x.m.commands()
		for _, g := range groupsOf(newList()) {
			for _, b := range g.Keys {
				if b.Action != screen.ActPalette && !slices.ContainsFunc(rows, func(c dialog.Row) bool { return c.Key == b.Help().Key }) {
					t.Errorf("%s is missing", b.Help().Key)
				}
			}
		}
		for _, r := range widget.Rows {
			if !slices.ContainsFunc(rows, func(c dialog.Row) bool { return c.Name == "set "+r.Key }) {
				t.Errorf("%s is missing", r.Key)
			}
		}
		x.keys("zzz")
		x.wantNot("no such thing", "▸ quit")
		x.keys(enter)
		x.says("enter on nothing", `"zzz"`)
		x.keys(keyEscSeq)
		x.closed("esc")
		x.keys(":", "folded", keyEscSeq, ":", "next layer", enter)
		x.want("next layer", "conv2 · unit 00")
		x.keys(":", "previous", keyDownSeq, keyUpSeq, keyPageDown, keyPageUp)
		x.want("arrows", "▸ previous row")
		x.keys(keyEscSeq, ":", "preset paper", enter)
		x.says("preset", "paper")
		x.want("preset", "norm sum")
		x.keys(":", "method l2+tv", enter)
		x.says("method", "l2+tv")
		x.want("method", "clip off")
		x.keys(":", "set threshold.sigma", enter)
		x.want("set", "th_eap", "sigma")
		if key := unitOf(x.m).Form.Row().Key; key != "threshold.sigma" {
			t.Errorf("set opens %s", key)
		}
		x.keys("\x15", "3", enter)
		x.want("set", "sigma 3")
		x.keys(keyEscSeq, ":", "penalty.l2=0.7", enter)
		x.want("key=value", "l2 0.7")
		x.keys(":", "penalty.l2=oops", enter)
		x.complains("key=value", `"oops"`)
		x.keys(":", "this help", enter)
		x.want("a command that opens a window", "Help ─")
		x.keys(keyEscSeq, ":", "open data", enter)
		x.complains("without a library", "--model", "--data")
		x.closed("without a library")
		x.keys(":", "open model", enter)
		x.complains("without a library", "--model", "--data")
		x.closed("without a library")
		x.keys(":", "recompute", enter)
		x.complains("without a library", "--model", "--data")
		x.closed("without a library")
		x.keys(":", "search similar", enter)
		x.says("indexed already")
		if len(x.m.common.Session.Tasks) > 0 {
			t.Error("they are indexed again")
		}
		x.keys(":", "save session", enter)
		x.says("without a library")
		x.keys(":", "pins", enter)
		x.says("no pins")
		x.closed("no pins")
		x.p.Send(nil)
		x.keys(":", "quit", enter)
		x.p.Wait()
	})
	for _, size := range [][2]int{{60, 18}, {80, 24}, {200, 60}} {
		screenTest(t, "sizes", size[0], size[1], nil, func(t *testing.T, x *terminal) {
			x.keys(":")
			x.want("palette", "▸ ", "open model")
			x.keys("quit")
			x.want("palette", "▸ quit")
		})
	}
}

// Pins stay while what was pinned is edited and run again, and choosing one shows it as it was.
func TestPins(t *testing.T) {
	screenTest(t, "pins", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("p")
		x.refuses("too early")
		x.played()
		x.keys("p")
		x.says("p", "conv1/0 l2+tv+eap+clip", "300")
		x.want("p", " p│")
		was := slices.Clone(x.m.common.Session.Pinned().Snap.Signal)
		x.keys("m", "g", enter)
		x.played()
		if slices.Equal(x.m.common.Session.Current().Shown.Signal, was) || !slices.Equal(x.m.common.Session.Pinned().Snap.Signal, was) {
			t.Fatal("the pin went with the unit")
		}
		x.keys("p")
		x.says("another", "conv1/0 naive")
		x.keys("j", ":", "pins", enter)
		x.want("list", "Pins", "▸ conv1/0  ", "naive, step 300", "l2+tv+eap+clip, step 300, attainment")
		x.keys(keyDownSeq, enter)
		x.says("chosen", "l2+tv+eap+clip", "300")
		x.want("chosen", "conv1 · unit 00")
		x.wait(2 * time.Second)
		if v := x.m.common.Session.Current(); v.Result == nil || !slices.Equal(v.Shown.Signal, was) {
			t.Error("it is not as it was pinned")
		}
		x.keys("p")
		x.says("again")
		if len(x.m.common.Session.Open.Pins) != 1 {
			t.Error(len(x.m.common.Session.Open.Pins))
		}
		for range session.MostPins - 1 {
			x.keys(",", "p")
		}
		x.keys(",", "p")
		x.refuses("too many")
		if n := len(x.m.common.Session.Open.Pins); n != session.MostPins {
			t.Errorf("%d pins", n)
		}
		x.keys(":", "unpin", enter)
		x.says("unpin all", fmt.Sprint(session.MostPins))
		if n := len(x.m.common.Session.Open.Pins); n != 0 {
			t.Errorf("%d pins", n)
		}
		x.keys("h", "p")
		x.refuses("a folded layer")
	})
}

// An export is there whole, under a name that was free, and reads back as the result on the screen.
func TestExport(t *testing.T) {
	t.Chdir(t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		x := open(t, shelved(t, &shelf{}), 120, 40, colorprofile.TrueColor)
		x.keys("e")
		x.refuses("too early")
		x.played()
		x.keys("e")
		x.want("e", "actmax-conv1-0:", "runs.jsonl, signals.npz, conv1-0.svg")
		x.keys("e")
		x.want("again", "actmax-conv1-0-2:")
		back, err := results.Read("actmax-conv1-0")
		if err != nil {
			t.Fatal(err)
		}
		if v := x.m.common.Session.Current(); len(back.Runs) != 1 || back.Runs[0].Unit != 0 || !slices.Equal(back.Signal.Of(0), v.Result.Signal) || !slices.Equal(back.Activation.Of(0), v.Result.Map) {
			t.Error("what was written is another result")
		}
		x.keys(":", "export layer", enter)
		x.want("layer", "actmax-conv1:", "runs.jsonl, signals.npz", " 8 ")
		if err := os.WriteFile("taken", nil, 0o644); err != nil {
			t.Fatal(err)
		}
		x.keys("J", "h", "e")
		x.refuses("a folded layer")
		x.keys(":", "export layer", enter)
		x.says("no results", "conv2")
	})
	left, err := filepath.Glob(".actmax-export-*")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if files, _ := os.ReadDir("actmax-conv1-0"); len(files) != 3 {
		t.Errorf("%v", files)
	}
}

// Where nothing can be written nothing is, and the reason is said.
func TestExportFails(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{})
		o.Library = crooked{o.Library}
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.played()
		x.keys("e")
		x.complains("e", errNoInk.Error())
	})
	if files, _ := os.ReadDir(dir); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

type crooked struct{ session.Library }

func (crooked) Figure(*optimize.Result) ([]byte, error) { return nil, errNoInk }

var errNoInk = errors.New("no ink")

// y copies the command that makes the same job, edits included.
func TestCopy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := shelved(t, &shelf{})
		o.Settings = optimize.Default()
		o.Settings.Steps, o.Settings.Gamma, o.Settings.Restarts = 300, 0.99, 0
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.keys("y")
		x.refuses("too early")
		x.played()
		x.keys("<", ":", "penalty.tv=0.3", enter, " ")
		x.played()
		at := x.m.common.Session.Current().Job.Edits[0].Step
		x.copied = nil
		x.keys("y")
		want := "actmax run --model small --layer conv1 --units 0 " + briskFlags + " --at " +
			setting.Typed(at) + ":penalty.tv=0.3 --out run-conv1-0"
		x.want("y", setting.Typed(at)+":penalty.tv=0.3")
		if got := string(x.copied); !strings.Contains(got, "\x1b]52;c;"+base64.StdEncoding.EncodeToString([]byte(want))) {
			t.Errorf("the clipboard was not set to %q", want)
		}
		x.keys("j")
		x.closed("any key")
		x.want("and does nothing else", "conv1 · unit 00")
		x.keys(":", "recompute", enter)
		x.wait(time.Second)
		x.keys("y")
		x.says("recomputed", "thresholds")
		x.closed("recomputed")
		x.keys("h", "y")
		x.refuses("a folded layer")
	})
}

// A shell takes the text as the arguments it was made from.
func TestCommandText(t *testing.T) {
	words := command.Words([]string{"run", "--model", "my nets/it's.safetensors", "--set", "a=b", "", "x;y"})
	got := strings.Join(words, " ")
	if want := `actmax run --model 'my nets/it'\''s.safetensors' --set a=b '' 'x;y'`; got != want {
		t.Errorf("%s, expected %s", got, want)
	}
}

// Another network and other data are opened from within; each keeps its own session.
func TestOpenOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{takes: 2 * time.Second}
		x := open(t, shelved(t, l), 120, 40, colorprofile.TrueColor)
		x.wait(3 * time.Second)
		x.keys("j", "p", ":", "open model", enter)
		x.want("picker", "▸ small", "other", "another one")
		x.keys("other", enter)
		x.wait(time.Second)
		x.want("while it opens the screen stays", "conv1 · unit 01", "p│", " 50%")
		x.wait(2 * time.Second)
		x.want("opened", "conv1 · unit 00")
		x.wantNot("opened", "p│")
		if x.m.common.Session.Open.Network.Name != "other" || x.m.common.Session.Open.Model != "other" || len(x.m.common.Session.Open.Pins) != 0 {
			t.Error(x.m.common.Session.Open.Model)
		}
		x.wait(time.Second)
		x.want("it runs", "step ", "MSE")
		x.keys(":", "open model", enter, "small", enter)
		x.wait(3 * time.Second)
		x.says("back", "conv1/1", "1 pin")
		x.want("back", "conv1 · unit 01")
		x.keys(":", "open data", enter)
		x.want("picker", "demo", "more")
		x.keys("more", enter)
		x.wait(3 * time.Second)
		x.says("data", "small", "more")
		x.want("data", "conv1 · unit 01")
		if x.m.common.Session.Data.DataName != "more" || x.m.common.Session.Data.Index.Data.Title != "more" || x.m.common.Session.Data.Index.Finder == nil {
			t.Error(x.m.common.Session.Data.DataName)
		}
		x.keys(":", "open model", enter, "other", enter)
		x.wait(3 * time.Second)
		x.says("and back", "other", "demo")
		x.keys(":", "open model", enter, "small", enter)
		x.wait(3 * time.Second)
		x.says("with the data it was last shown with", "small", "more")
		x.keys(":", "open model", enter, "/no/such.onnx", enter)
		x.wait(time.Second)
		x.complains("not there", "such.onnx", "/no/such.onnx")
	})
}

// Thresholds are taken from the data on the screen when that is asked for.
func TestRecompute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := open(t, shelved(t, &shelf{}), 160, 50, colorprofile.TrueColor)
		x.played()
		x.keys("j", ":", "recompute", enter)
		x.says("recomputed", "demo")
		x.want("recomputed", "conv1 · unit 01")
		x.wait(2 * time.Second)
		x.want("recomputed", "th_eap 1.00")
		if x.m.common.Session.Open.Measured == nil {
			t.Error("the activities are not known")
		}
	})
}

// The first visit of a unit plays, also where its run was computed beside another's.
func TestNeighbourPlays(t *testing.T) {
	screenTest(t, "neighbour", 120, 40, func(o *Options) { o.Explorer.Pace = 10 }, func(t *testing.T, x *terminal) {
		x.wait(2 * time.Second)
		x.keys("j")
		x.wait(time.Second)
		x.want("j", "conv1 · unit 01", "▶")
		if x.step() == 0 {
			t.Error("it stands still")
		}
	})
}
