package tui

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"actmax/optimize"
	"actmax/optimize/study"
	"actmax/tui/screen"
	"actmax/tui/screen/scores"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// fewSteps makes a run of all methods a matter of a second.
func fewSteps(o *Options) { o.Settings.Steps, o.Settings.Gamma = 40, 0.99 }

// all waits until the run of all methods is done and its results are compared.
func (x *terminal) all() {
	x.t.Helper()
	for range 200 {
		x.wait(500 * time.Millisecond)
		if scoresOf(x.m).Sweep == nil && !scoresOf(x.m).Lively() {
			x.wait(time.Second)
			return
		}
	}
	x.t.Fatalf("the run of all methods does not end\n%s", x.screen())
}

// Every key of the Scores screen names what it must change.
func TestScoresKeys(t *testing.T) {
	screenTest(t, "move", 80, 24, fewSteps, func(t *testing.T, x *terminal) {
		x.keys("5")
		x.want("5", "Scores", "S_sim", "conv1 · 12 units", "▸l2+tv+eap+clip", "─ conv1 · l2+tv+eap+clip", "j/k row")
		for _, k := range []struct{ key, want string }{
			{"5", refused}, {"k", "▸l2+tv+clip"}, {"j", "▸l2+tv+eap+clip"}, {keyUpSeq, "─ conv1 · l2+tv+clip"}, {keyDownSeq, "─ conv1 · l2+tv+eap+clip"},
			{"j", "─ conv2 · naive"}, {"J", "─ fusion · naive"}, {"J", refused}, {"K", "─ conv2 · naive"}, {"l", "─ fusion · naive"}, {"h", "─ conv2 · naive"},
			{keyRightSeq, "─ fusion · naive"}, {keyLeftSeq, "─ conv2 · naive"}, {"G", "─ fusion · l2+tv+eap+clip"}, {"G", refused}, {"j", refused},
			{"g", "─ conv1 · naive"}, {"g", refused}, {"k", refused}, {"K", refused},
			{ctrlD, "─ conv1 · l2+tv+clip"}, {ctrlU, "─ conv1 · naive"}, {keyPageDown, "─ conv1 · l2+tv+clip"}, {keyPageUp, "─ conv1 · naive"},
			{tab, refused}, {"n", refused}, {"N", refused}, {" ", refused},
			{"x", refused}, {"e", refused}, {"p", refused}, {"t", refused}, {"a", refused},
			{"s", refused}, {"u", refused}, {"U", refused},
			{"f", refused}, {",", refused}, {".", refused}, {"<", refused}, {">", refused},
			{keyHomeSeq, refused}, {keyEndSeq, refused}, {"+", refused}, {"-", refused}, {"0", unbound},
			{"?", "─ Help"},
		} {
			x.press(k.key, k.want)
		}
		x.keys(keyEscSeq)
		for _, want := range []bool{true, false} {
			x.keys("v")
			x.says("v")
			if scoresOf(x.m).Against != want {
				t.Errorf("v: the study and the paper are shown: %v, expected %v", !want, want)
			}
		}
	})
	screenTest(t, "units", 80, 24, fewSteps, func(t *testing.T, x *terminal) {
		x.keys("5", "r")
		x.all()
		x.want("r", "─ 12 units ", "▸10", " 0.9", "silent")
		x.keys("r")
		x.refuses("r again")
		x.says("r again", "conv1")
		worst := scoresOf(x.m).List.Units[0]
		x.keys("o")
		x.says("o", "S_sim")
		x.want("o", "12 units by S_sim")
		x.keys("o", tab)
		x.want("o again", "─ 12 units ")
		x.wantNot("o again", "12 units by S_sim")
		if !scoresOf(x.m).Listed {
			t.Error("tab")
		}
		for _, k := range []struct {
			key  string
			pick int
		}{{"j", 1}, {"k", 0}, {"k", 0}, {"l", 5}, {"h", 0}, {"G", 11}, {"j", 11}, {"g", 0}, {ctrlD, 7}, {ctrlU, 0}, {"J", 0}} {
			x.keys(k.key)
			if got := scoresOf(x.m).List.Pick; got != k.pick {
				t.Errorf("%q: unit %d of the list, expected %d", k.key, got, k.pick)
			}
		}
		x.says("J", "j", "k")
		x.keys(keyEscSeq)
		if scoresOf(x.m).Listed || x.m.common.Screen != screen.Scores {
			t.Error("esc leaves the list first")
		}
		x.keys("/", "0-3", enter)
		x.says("/", "4 of 12 units")
		x.want("/", "4 of 12 units /0-3")
		x.keys("n", "N")
		if !scoresOf(x.m).Listed {
			t.Error("n picks in the list")
		}
		x.keys(keyEscSeq, keyEscSeq)
		x.want("esc", "─ 12 units ")
		x.keys("/", "oops", enter)
		x.want("/ oops", `"oops"`)
		x.keys("/", keyEscSeq, "/", "dead", enter)
		x.want("/ dead", "/dead")
		if n := len(scoresOf(x.m).List.Units); n > 0 {
			t.Errorf("/ dead lists %d units", n)
		}
		x.keys(keyEscSeq, "k", enter)
		unit := x.m.common.Session.Open.Tree.Cursor.Unit
		x.says("enter", "l2+tv+clip", "5", fmt.Sprintf("conv1/%d", unit))
		x.want("enter", "─ Units")
		if got := optimize.MethodOf(x.m.common.Session.Settings); got != "l2+tv+clip" {
			t.Errorf("enter opens with %s", got)
		}
		x.keys("5", "j", enter)
		if x.m.common.Session.Open.Tree.Cursor.Unit != worst {
			t.Errorf("enter opens unit %d, the worst is %d", x.m.common.Session.Open.Tree.Cursor.Unit, worst)
		}
		x.want("enter", "l2+tv+eap+clip")
		x.keys("5", keyEscSeq)
		x.want("esc", "─ Units")
		x.keys("5", "1")
		x.want("1", "─ Units")
	})
	screenTest(t, "method and preset", 120, 40, fewSteps, func(t *testing.T, x *terminal) {
		x.keys("5", "m")
		x.want("m", "▸· l2+tv+eap+clip")
		x.keys("k", enter)
		x.want("a method", "▸l2+tv+clip")
		x.keys("m", "G", "k", enter)
		x.says("a preset", "paper")
		x.want("a preset", "Scores · preset paper")
		x.keys("m", "G", "k", enter)
		x.says("again", "paper")
		x.want("again", "Scores · preset paper")
		x.keys("v")
		x.refuses("v")
	})
	screenTest(t, "mouse", 120, 40, func(o *Options) { o.Explorer.Mouse = true }, func(t *testing.T, x *terminal) {
		x.keys("5")
		x.p.Send(tea.MouseClickMsg{X: 6, Y: 4, Button: tea.MouseLeft})
		x.settle()
		x.want("click", "▸naive")
		x.p.Send(tea.MouseClickMsg{X: 6, Y: 3, Button: tea.MouseLeft})
		x.settle()
		x.want("click on a layer", "▸naive")
	})
}

// unhurried is a pool whose ascents without a tape take a while, by the clock of the test, that they are not held in.
type unhurried struct {
	visit.Pool
	takes time.Duration
}

type unhurriedRun struct {
	visit.Run
	left  time.Duration
	since time.Time
	held  bool
}

func (p unhurried) Start(j optimize.Job) (visit.Run, error) {
	r, err := p.Pool.Start(j)
	if err != nil || !j.Untaped {
		return r, err
	}
	return &unhurriedRun{Run: r, left: p.takes, since: time.Now()}, nil
}

func (r *unhurriedRun) over() bool { return !r.held && time.Since(r.since) >= r.left }

func (r *unhurriedRun) Done() <-chan struct{} {
	if !r.over() {
		return nil
	}
	return r.Run.Done()
}

func (r *unhurriedRun) Result() (*optimize.Result, bool) {
	if !r.over() {
		return nil, false
	}
	return r.Run.Result()
}

func (r *unhurriedRun) Hold() {
	r.left -= time.Since(r.since)
	r.held = true
}

func (r *unhurriedRun) Go() { r.since, r.held = time.Now(), false }

// A run of all methods goes on whatever screen is open, stands back for what a screen wants, holds and goes on, can be given
// up, and quitting asks first.
func TestScoresSweep(t *testing.T) {
	slow := func(o *Options) {
		fewSteps(o)
		o.Source = unhurried{visit.Pool{Pool: optimize.NewPool(1)}, 4 * time.Second}
	}
	screenTest(t, "hold and give up", 120, 40, slow, func(t *testing.T, x *terminal) {
		x.wait(3 * time.Second)
		x.keys("5", "R")
		x.says("R", "23 units x 8 methods", "176", "40 steps")
		x.want("R", "▶", " 0/176", "x ")
		x.wait(5 * time.Second)
		x.want("the first are done", "▶", " 96/176, 0:0")
		x.keys(" ")
		x.want("space", "held")
		x.wait(10 * time.Second)
		x.want("held", " 96/176 ")
		x.keys("R")
		x.refuses("R again")
		x.keys(" ", "1")
		x.wait(time.Second)
		x.want("on another screen", " 96/176", "x ")
		x.keys("q")
		x.quitAsked("q", " 96/176")
		x.keys("0")
		x.closed("another key")
		x.wait(4 * time.Second)
		x.says("the end", "176")
		if scoresOf(x.m).Sweep != nil {
			t.Error("the run goes on")
		}
		x.keys("5")
		x.m.common.Session.Settings.Eta *= 2
		x.keys("r")
		x.m.common.Session.Settings.Eta /= 2
		x.wait(time.Second)
		x.want("settings that changed", " 0/96, ")
		if s := scoresOf(x.m).Sweep; s == nil || s.Done != 0 {
			t.Errorf("%+v under other settings", s)
		}
		x.keys("x")
		x.says("x")
		if scoresOf(x.m).Sweep != nil || x.m.common.Session.Running(session.TaskScores) {
			t.Error("x gives up the run")
		}
		x.keys("q")
		x.p.Wait()
		if !x.m.quitting {
			t.Error("with nothing under way q quits")
		}
	})
	screenTest(t, "after Compare", 120, 40, fewSteps, func(t *testing.T, x *terminal) {
		x.wait(3 * time.Second)
		x.keys("3", "j") // ascents of that screen's own
		x.keys("1")      // which nobody looks at when they end
		x.wait(3 * time.Second)
		x.keys("5", "R")
		x.all()
	})
	screenTest(t, "stands back", 120, 40, slow, func(t *testing.T, x *terminal) {
		x.wait(3 * time.Second)
		x.keys("5", "R")
		x.wait(3 * time.Second)
		s := scoresOf(x.m).Sweep
		v := &visit.Visit{Place: tree.Place{Layer: 1, Unit: 0}, Asked: -1, CutAt: -1, Settings: x.m.common.Session.Settings}
		v.Job = optimize.Job{Network: x.m.common.Session.Open.Network, Layer: 1, Settings: x.m.common.Session.Settings, Untaped: true}
		x.m.common.Session.Source = unhurried{x.m.common.Session.Source.(unhurried).Pool, 20 * time.Second}
		v.Run, v.Err = x.m.common.Session.Source.Start(v.Job)
		x.m.common.Session.Open.Visits[v.Place] = v
		x.wait(10 * time.Second)
		if !s.Paused || s.Done > 0 {
			t.Errorf("%d ascents were finished while a unit was computed that is looked at", s.Done)
		}
		x.wait(12 * time.Second)
		if s.Paused || s.Done == 0 {
			t.Error("it does not go on")
		}
		x.keys(ctrlC)
		x.quitAsked("ctrl+c")
		x.keys(ctrlC)
		x.p.Wait()
		if !x.m.quitting {
			t.Error("ctrl+c twice quits")
		}
	})
}

// e writes what is on the screen, y the command of a study that computes the same.
func TestScoresExport(t *testing.T) {
	t.Chdir(t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{}
		o := shelved(t, l)
		o.Settings = optimize.Default()
		fewSteps(&o)
		x := open(t, o, 120, 40, colorprofile.TrueColor)
		x.wait(time.Second)
		x.keys("5", "r")
		x.all()
		x.keys("e")
		x.wait(time.Second)
		x.want("e", "actmax-scores-small", "scores.json, scores.csv, fig3.svg")
		text, err := os.ReadFile(filepath.Join("actmax-scores-small", scores.ScoresJSON))
		if err != nil {
			t.Fatal(err)
		}
		var s study.Study
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		if len(s.Rows) != 8 || s.Rows[7].Units != 12 || s.Rows[7].Silent != 1 || s.Networks[0].Hash != x.m.common.Session.Open.Network.Hash {
			t.Errorf("%s", text)
		}
		table, err := os.ReadFile(filepath.Join("actmax-scores-small", scores.ScoresCSV))
		lines := strings.Split(strings.TrimSpace(string(table)), "\n")
		if err != nil || len(lines) != 9 || !strings.HasPrefix(lines[0], "layer,method,units,s_sim,") || !strings.HasPrefix(lines[8], "conv1,l2+tv+eap+clip,12,0.") {
			t.Errorf("%s %v", table, err)
		}
		x.keys("y")
		x.want("y", "actmax study --models small --data demo --presets actmax")
		if words, ok := scoresOf(x.m).Command(); !ok || strings.Join(words, " ") != "actmax study --models small --data demo --presets actmax --set ascent.gamma=0.99 --set ascent.steps=40 --no-redundancy --out study-small" {
			t.Error(words)
		}
		x.keys("b")
		x.m.common.Session.Settings.L2 = 0.3
		if words, ok := scoresOf(x.m).Command(); !ok || !strings.HasPrefix(strings.Join(words, " "), `printf '[penalty]\nl2 = 0.3\n' > weights.toml && actmax study --config weights.toml --models small`) {
			t.Error(words)
		}
		x.m.common.Session.Settings.TV = 0.1 // the paper's, which the preset actmax replaces
		x.keys("y")
		x.says("y")
		if _, ok := scoresOf(x.m).Command(); ok || x.m.over != nil {
			t.Error("a command is offered that makes other figures")
		}
	})
}

// A session comes back to the row, the order and the filter that it was left with.
func TestScoresSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &shelf{}
		x := open(t, shelved(t, l), 120, 40, colorprofile.TrueColor)
		x.keys("5", "J", "k", "o", "/", "1-3", enter)
		x.m.common.Session.StudyDir = "/a/study"
		s := x.leave(l)
		if s.Study != "/a/study" {
			t.Errorf("the study is not kept: %q", s.Study)
		}
		if s.Scores == nil || *s.Scores != (state.Scores{Layer: "conv2", Method: "l2+tv+clip", BySim: true, Filter: "1-3"}) || s.Screen != "scores" {
			t.Fatalf("kept %+v on screen %s", s.Scores, s.Screen)
		}
		o := shelved(t, l)
		o.Resume = &s
		y := open(t, o, 120, 40, colorprofile.TrueColor)
		y.wait(time.Second)
		y.want("resumed", "▸l2+tv+clip", "conv2 · l2+tv+clip", "/1-3 by S_sim")
	})
}
