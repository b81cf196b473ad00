package tui

import (
	"encoding/base64"
	"errors"
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
		x.want(":", "Commands", "open model", "recompute statistics")
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
		x.keys("nothing of the kind")
		x.want("no such thing", "nothing is called that")
		x.keys(enter)
		x.want("enter on nothing", `nothing is called "nothing of the kind"`)
		x.keys(keyEscSeq)
		x.wantNot("esc", "Commands")
		x.keys(":", "folded", keyEscSeq, ":", "next layer", enter)
		x.want("next layer", "conv2 · unit 00")
		x.keys(":", "previous", keyDownSeq, keyUpSeq, keyPageDown, keyPageUp)
		x.want("arrows", "▸ previous row")
		x.keys(keyEscSeq, ":", "preset paper", enter)
		x.want("preset", "paper: started again", "norm sum")
		x.keys(":", "method l2+tv", enter)
		x.want("method", "l2+tv: started again", "clip off")
		x.keys(":", "set threshold.sigma", enter)
		x.want("set", "th_eap is the mean plus", "sigma")
		x.keys("\x15", "3", enter)
		x.want("set", "sigma 3")
		x.keys(keyEscSeq, ":", "penalty.l2=0.7", enter)
		x.want("key=value", "l2 0.7")
		x.keys(":", "penalty.l2=oops", enter)
		x.want("key=value", `"oops" is not a number`)
		x.keys(":", "this help", enter)
		x.want("a command that opens a window", "Help ─")
		x.keys(keyEscSeq, ":", "open data", enter)
		x.want("without a library", "nothing else can be opened from here")
		x.keys(":", "open model", enter)
		x.want("without a library", "nothing else can be opened from here")
		x.keys(":", "recompute", enter)
		x.want("without a library", "nothing else can be opened from here")
		x.keys(":", "search similar", enter)
		x.want("indexed already", "the training segments are indexed")
		x.keys(":", "save session", enter)
		x.want("without a library", "nowhere to keep it")
		x.keys(":", "pins", enter)
		x.want("no pins", "nothing is pinned")
		x.p.Send(nil)
		x.keys(":", "quit", enter)
		x.p.Wait()
	})
	for _, size := range [][2]int{{60, 18}, {80, 24}, {200, 60}} {
		screenTest(t, "sizes", size[0], size[1], nil, func(t *testing.T, x *terminal) {
			x.keys(":")
			x.want("palette", "Commands", "open model")
			x.keys("quit")
			x.want("palette", "▸ quit")
		})
	}
}

// Pins stay while what was pinned is edited and run again, and choosing one shows it as it was.
func TestPins(t *testing.T) {
	screenTest(t, "pins", 120, 40, nil, func(t *testing.T, x *terminal) {
		x.keys("p")
		x.want("too early", "nothing has run here yet to pin")
		x.played()
		x.keys("p")
		x.want("p", "pinned: conv1/0 l2+tv+eap+clip, step 300", " p│")
		was := slices.Clone(x.m.common.Session.Pinned().Snap.Signal)
		x.keys("m", "g", enter)
		x.played()
		if slices.Equal(x.m.common.Session.Current().Shown.Signal, was) || !slices.Equal(x.m.common.Session.Pinned().Snap.Signal, was) {
			t.Fatal("the pin went with the unit")
		}
		x.keys("p")
		x.want("another", "pinned: conv1/0 naive")
		x.keys("j", ":", "pins", enter)
		x.want("list", "Pins", "▸ conv1/0  ", "naive, step 300", "l2+tv+eap+clip, step 300, attainment")
		x.keys(keyDownSeq, enter)
		x.want("chosen", "as pinned: l2+tv+eap+clip, step 300", "conv1 · unit 00")
		x.wait(2 * time.Second)
		if v := x.m.common.Session.Current(); v.Result == nil || !slices.Equal(v.Shown.Signal, was) {
			t.Error("it is not as it was pinned")
		}
		x.keys("p")
		x.want("again", "pin taken away")
		if len(x.m.common.Session.Open.Pins) != 1 {
			t.Error(len(x.m.common.Session.Open.Pins))
		}
		for range session.MostPins - 1 {
			x.keys(",", "p")
		}
		x.keys(",", "p")
		x.want("too many", "all there can be")
		x.keys(":", "unpin", enter)
		x.want("unpin all", "9 pins taken away")
		x.keys("h", "p")
		x.want("a folded layer", "no unit under the cursor to pin")
	})
}

// An export is there whole, under a name that was free, and reads back as the result on the screen.
func TestExport(t *testing.T) {
	t.Chdir(t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		x := open(t, shelved(t, &shelf{}), 120, 40, colorprofile.TrueColor)
		x.keys("e")
		x.want("too early", "nothing has run here yet to export")
		x.played()
		x.keys("e")
		x.want("e", "exported to actmax-conv1-0: runs.jsonl, signals.npz, conv1-0.svg")
		x.keys("e")
		x.want("again", "exported to actmax-conv1-0-2:")
		back, err := results.Read("actmax-conv1-0")
		if err != nil {
			t.Fatal(err)
		}
		if v := x.m.common.Session.Current(); len(back.Runs) != 1 || back.Runs[0].Unit != 0 || !slices.Equal(back.Signal.Of(0), v.Result.Signal) || !slices.Equal(back.Activation.Of(0), v.Result.Map) {
			t.Error("what was written is another result")
		}
		x.keys(":", "export layer", enter)
		x.want("layer", "exported to actmax-conv1: runs.jsonl, signals.npz and 8 figures")
		if err := os.WriteFile("taken", nil, 0o644); err != nil {
			t.Fatal(err)
		}
		x.keys("J", "h", "e")
		x.want("a folded layer", ": export layer writes all of a layer")
		x.keys(":", "export layer", enter)
		x.want("no results", "no unit of conv2 has a result")
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
		x.want("e", "nothing was exported: no ink")
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
		x.want("too early", "nothing has run here yet to copy")
		x.played()
		x.keys("<", ":", "penalty.tv=0.3", enter, " ")
		x.played()
		at := x.m.common.Session.Current().Job.Edits[0].Step
		x.copied = nil
		x.keys("y")
		want := "actmax run --model small --layer conv1 --units 0 " + briskFlags + " --at " +
			setting.Typed(at) + ":penalty.tv=0.3 --out run-conv1-0"
		x.want("y", "Repeats this result", setting.Typed(at)+":penalty.tv=0.3")
		if got := string(x.copied); !strings.Contains(got, "\x1b]52;c;"+base64.StdEncoding.EncodeToString([]byte(want))) {
			t.Errorf("the clipboard was not set to %q", want)
		}
		x.keys("j")
		x.wantNot("any key closes", "Repeats this result")
		x.want("and does nothing else", "conv1 · unit 00")
		x.keys(":", "recompute", enter)
		x.wait(time.Second)
		x.keys("y")
		x.want("recomputed", "thresholds are not those of the network's file")
		x.keys("h", "y")
		x.want("a folded layer", "no unit under the cursor to copy")
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
		x.want("picker", "Open a network", "▸ small", "open", "other", "another one")
		x.keys("other", enter)
		x.wait(time.Second)
		x.want("while it opens the screen stays", "conv1 · unit 01", "p│", "reading demo 50%")
		x.wait(2 * time.Second)
		x.want("opened", "other with", "conv1 · unit 00")
		x.wantNot("opened", "p│")
		if x.m.common.Session.Open.Network.Name != "other" || x.m.common.Session.Open.Model != "other" || len(x.m.common.Session.Open.Pins) != 0 {
			t.Error(x.m.common.Session.Open.Model)
		}
		x.wait(time.Second)
		x.want("it runs", "step ", "MSE")
		x.keys(":", "open model", enter, "small", enter)
		x.wait(3 * time.Second)
		x.want("back", "resumed at conv1/1, 1 pin", "conv1 · unit 01")
		x.keys(":", "open data", enter)
		x.want("picker", "Open data", "demo", "more")
		x.keys("more", enter)
		x.wait(3 * time.Second)
		x.want("data", "small with more", "conv1 · unit 01")
		if x.m.common.Session.Data.DataName != "more" || x.m.common.Session.Data.Index.Data.Title != "more" || x.m.common.Session.Data.Index.Finder == nil {
			t.Error(x.m.common.Session.Data.DataName)
		}
		x.keys(":", "open model", enter, "other", enter)
		x.wait(3 * time.Second)
		x.want("and back", "other with demo")
		x.keys(":", "open model", enter, "small", enter)
		x.wait(3 * time.Second)
		x.want("with the data it was last shown with", "small with more")
		x.keys(":", "open model", enter, "/no/such.onnx", enter)
		x.wait(time.Second)
		x.want("not there", "opening such.onnx: no network named /no/such.onnx")
	})
}

// Thresholds are taken from the data on the screen when that is asked for.
func TestRecompute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := open(t, shelved(t, &shelf{}), 160, 50, colorprofile.TrueColor)
		x.played()
		x.keys("j", ":", "recompute", enter)
		x.want("recomputed", "thresholds are from demo now", "conv1 · unit 01")
		x.wait(2 * time.Second)
		x.want("recomputed", "th_eap 1.00", "most active in")
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
