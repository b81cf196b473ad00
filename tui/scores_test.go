package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/thorough"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/optimize/study"
	"actmax/tui/dialog"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/screen/scores"
	"actmax/tui/session"
	"actmax/tui/session/board"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
)

// everySegment begins every restart from the same real segment.
type everySegment struct{ o *Options }

func (s everySegment) Best(layer, unit, from, to int) ([]float32, string, error) {
	axes, _ := s.o.Network.SignalShape(layer)
	var x []float32
	for i := range axes {
		x = append(x, s.o.Dataset.Window(3, i)...)
	}
	return x, "3/right_arm_z", nil
}

// brief are options under which every method has soon run on every unit.
func brief(t testing.TB) Options {
	o := options(t)
	o.Settings.Steps, o.Settings.Restarts, o.Settings.SimilarTop, o.Settings.SimilarWidth = 40, 2, 7, 8
	o.Starts = everySegment{&o}
	o.Dataset.Hash = "made up"
	return o
}

// pass lets a frame pass, and what it set off.
func pass(m *explorer) {
	m.frame(m.common.Session.Now.Add(200 * time.Millisecond))
	workOff(m)
}

// onScores returns a model with the Scores screen open, the whole network run with every method, and every figure known.
func onScores(t *testing.T, o Options) *explorer {
	t.Helper()
	m := modelAt(t, 0, o)
	m.turnTo(screen.Scores)
	m.act(screen.ActElsewhere)
	for i := 0; ; i++ {
		pass(m)
		if scoresOf(m).Sweep == nil && !scoresOf(m).Lively() && (o.Dataset == nil || m.common.Session.BaselinesKnown(2)) {
			break
		}
		if s := scoresOf(m).Sweep; s != nil && len(s.Active) > 0 {
			<-s.Active[0].Run.Done()
		} else {
			time.Sleep(time.Millisecond) // what is worked out beside the screen, on a machine that is busy
		}
		if i > 30000 {
			t.Fatal("it does not come to an end")
		}
	}
	pass(m)
	return m
}

// The table has the figures of a study of the same network, data and settings, to the last bit, and the same floors. Some of
// them come from runs that the screens made.
func TestScoresEqualStudy(t *testing.T) {
	o := brief(t)
	o.Dataset = recordingsOf(360)                       // so many that floors are of a draw
	o.Dataset.Hash, o.Dataset.Name = "made up", "dsads" // of which the paper prints something
	m := onScores(t, o)
	var variants []study.Variant
	for _, method := range optimize.Methods {
		s := o.Settings
		if err := optimize.ApplyMethod(&s, method); err != nil {
			t.Fatal(err)
		}
		variants = append(variants, study.Variant{Preset: "custom", Method: method, Settings: s})
	}
	want, err := study.Run(context.Background(), study.Options{Dir: t.TempDir(), Data: o.Dataset, Variants: variants, Jobs: 2,
		Networks: []study.Plan{{Name: "small", Head: "as given", Take: o.Network}},
		Starts:   func(context.Context, *model.Network) optimize.Starts { return o.Starts }})
	if err != nil {
		t.Fatal(err)
	}
	got := scoresOf(m).Table()
	if len(want.Rows) != 2*len(optimize.Methods) || len(got.Rows) != 3*len(optimize.Methods) {
		t.Fatalf("%d rows, the study has %d", len(got.Rows), len(want.Rows))
	}
	for i, r := range want.Rows { // the screen has the fusion layer beside them
		if text, mine := fmt.Sprintf("%+v", r), fmt.Sprintf("%+v", got.Rows[i]); text != mine {
			t.Errorf("the study has\n%s\nthe screen\n%s", text, mine)
		}
		if text, mine := fmt.Sprintf("%+v", want.Each[i]), fmt.Sprintf("%+v", got.Each[i]); text != mine {
			t.Errorf("the study has\n%s\nthe screen\n%s", text, mine)
		}
		if r.Units != m.common.Session.Open.Network.Units(map[string]int{"conv1": 0, "conv2": 1}[r.Layer]) || !number.Known(float64(r.SSim.Mean)) {
			t.Errorf("nothing is compared: %+v", r)
		}
	}
	if a, b := fmt.Sprintf("%+v", want.Networks[0].Layers), fmt.Sprintf("%+v", got.Networks[0].Layers[:2]); a != b {
		t.Errorf("floors %s, the study has %s", b, a)
	}
	for l := range want.Networks[0].Layers {
		if drawn := slices.ContainsFunc(m.common.Session.Open.Baselines.Places[l], func(p []score.Place) bool { return len(p) > score.MostDrawn }); !drawn {
			t.Errorf("layer %d: no unit has more segments at its threshold than are drawn", l)
		}
	}
	if fmt.Sprint(want.Data) != fmt.Sprint(got.Data) || fmt.Sprint(want.Variants) != fmt.Sprint(got.Variants) {
		t.Errorf("other data or settings: %v, %v", got.Data, got.Variants)
	}

	// and the study's figures stand beside them
	m.common.Session.Study = want
	scoresOf(m).Refresh(true)
	all := ansi.Strip(strings.Join(view(t, m, 200, 60, "with a study"), "\n"))
	f := scoresOf(m).Cells[scoresOf(m).Cursor]
	if f.Study == nil || f.StudyOwn == nil {
		t.Fatalf("nothing stands beside the table\n%s", all)
	}
	if n := strings.Count(all, "S_sim "+number.MeanSquare(f.StudyOwn.SSim)); n != 3 { // of the cell, of the study and of this network in it
		t.Errorf("the study's figure of this network is there %d times\n%s", n, all)
	}
	f.StudyOwn.Silent++ // on the screen in no other way than that the figures are not the same
	scoresOf(m).Refresh(true)
	if other := ansi.Strip(strings.Join(view(t, m, 200, 60, "with another study"), "\n")); other == all {
		t.Errorf("other figures pass for the same\n%s", other)
	}
	f.StudyOwn.Silent--
	if head := ansi.Strip(view(t, m, 160, 50, "with a study")[1]); strings.Count(head, " study") != 2 || !strings.Contains(head, " paper") {
		t.Errorf("a column is missing: %s", head)
	}
	m.common.Session.Settings.Eta *= 2
	scoresOf(m).Refresh(true)
	if all := ansi.Strip(strings.Join(view(t, m, 200, 60, "other settings"), "\n")); scoresOf(m).Cells[scoresOf(m).Cursor].Study != nil || strings.Contains(all, "S_sim "+number.MeanSquare(f.StudyOwn.SSim)) {
		t.Errorf("a study under other settings is shown\n%s", all)
	}
	m.common.Session.Study = &study.Study{Networks: []study.Network{{Hash: "another"}}}
	scoresOf(m).Refresh(true)
	if all := ansi.Strip(strings.Join(view(t, m, 200, 60, "another study"), "\n")); scoresOf(m).Cells[scoresOf(m).Cursor].Study != nil || !strings.Contains(all, "study: ") {
		t.Errorf("a study of other networks says nothing\n%s", all)
	}
}

// Only results of the present settings alone count: none under others, none that was edited or started elsewhere on purpose.
func TestScoresCountOnlyPresentSettings(t *testing.T) {
	m := onScores(t, brief(t))
	at := scores.ScoreCell{Layer: 0, Method: scoresOf(m).Cursor.Method}
	was := scoresOf(m).Cells[at]
	if was.Done != 12 || was.Row.Silent != 1 {
		t.Fatalf("%+v", was)
	}
	m.common.Session.Settings.L2 = 0.7
	pass(m)
	pass(m)
	if f := scoresOf(m).Cells[at]; f.Done != 0 {
		t.Errorf("%d results of other settings count", f.Done)
	}
	naive := scores.ScoreCell{Layer: 0, Method: slices.Index(m.common.Session.MethodNames(), "naive")}
	if f := scoresOf(m).Cells[naive]; f.Done != 12 {
		t.Errorf("a weight that the method does not have throws %d of its results away", 12-f.Done)
	}
	m.common.Session.Settings.L2 = 0.1
	pass(m)
	if f := scoresOf(m).Cells[at]; fmt.Sprint(f.Row) != fmt.Sprint(was.Row) {
		t.Errorf("back under the settings: %+v, before %+v", f.Row, was.Row)
	}

	column := scoresOf(m).Column()
	for name, v := range map[string]*visit.Visit{"edited": {Job: optimize.Job{Edits: []optimize.Edit{{Step: 3}}}}, "elsewhere": {Own: true}, "plain": {}} {
		column.Layers[0][2] = nil
		r := *m.common.Session.Open.Visits[tree.Place{Layer: 0, Unit: 0}].Result
		v.Place, v.Result, v.Job.Settings = tree.Place{Layer: 0, Unit: 2}, &r, m.common.Session.Settings
		m.common.Session.Open.Visits[v.Place] = v
		scoresOf(m).Board.Gather(m.common.Session)
		if got := column.Layers[0][2].Has(); got != (name == "plain") {
			t.Errorf("a run that is %s: counts %v", name, got)
		}
		delete(m.common.Session.Open.Visits, v.Place)
	}
}

// The Scores screen at sizes from 1x1 to 240x70, for the layers that it has, empty and filled, listed, held against others.
func TestScoresAtEverySize(t *testing.T) {
	if thorough.Race {
		t.Skip("nothing here is concurrent")
	}
	t.Parallel()
	o := brief(t)
	o.Dataset.Name = "dsads" // of which the paper prints something
	m := onScores(t, o)
	states := []struct {
		name string
		set  func()
	}{
		{"full", func() {}},
		{"listed", func() { scoresOf(m).Listed = true }},
		{"against", func() { scoresOf(m).Against = true }},
		{"last", func() { scoresOf(m).Cursor = scores.ScoreCell{Layer: 2, Method: 7} }},
		{"filtered", func() { scoresOf(m).List.Query = "3-4" }},
		{"asked", func() { m.over = dialog.NewQuit(m.unfinished, func() {}) }},
		{"empty", func() { m.common.Session.Settings.L2 = 0.9 }},
		{"no time axis", func() { scoresOf(m).Layers = []int{} }},
	}
	for i, s := range states {
		saved := *m
		s.set()
		scoresOf(m).Refresh(true)
		for w, h := range thorough.Sizes(i, len(states)) {
			view(t, m, w, h, s.name)
		}
		*m = saved
	}
}

// What the screen promises is there at the sizes that people use, in ASCII and without colour as well.
func TestScoresBySize(t *testing.T) {
	for _, glyphs := range []string{"unicode", "ascii"} {
		o := brief(t)
		o.Explorer.Glyphs = glyphs
		o.Dataset.Name = "dsads"
		m := onScores(t, o)
		for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.TrueColor} {
			for _, size := range [][2]int{{60, 18}, {80, 24}, {120, 36}, {160, 50}, {200, 60}} {
				m.common.Theme = style.NewTheme(size[0] != 80, profile)
				all := ansi.Strip(strings.Join(view(t, m, size[0], size[1], "scores"), "\n"))
				wants := []string{"Scores", "S_sim", "att", "naive", m.common.Glyphs.Here + "l2+tv+eap+clip", "conv1 " + m.common.Glyphs.Point + " 12 units", " units "}
				if size[0] == 60 { // no bars keep them apart
					wants = append(wants, " att share ")
				}
				if size[0] >= 80 {
					wants = append(wants, "share", "S_att", "fail", "dead", "rest", "sil", "done", "baseline ")
				}
				if size[0] >= 120 {
					wants = append(wants, "paper, Fig. 4: 1, the", "spectral distance")
				}
				for _, want := range wants {
					if !strings.Contains(all, want) {
						t.Errorf("%s %v: %q is missing\n%s", glyphs, size, want, all)
					}
				}
				if glyphs == "ascii" {
					for _, r := range all {
						if r > 0x7e {
							t.Fatalf("%v: %q\n%s", size, r, all)
						}
					}
				}
			}
		}
	}
}

// Results do not pile up: columns of settings that are long gone are forgotten, and no run of all methods keeps a tape.
func TestScoresMemory(t *testing.T) {
	m := onScores(t, brief(t))
	for i := range 3 * board.MostColumns {
		m.common.Session.Settings.Eta = 0.01 + float64(i)/1e4
		m.common.Session.Now = m.common.Session.Now.Add(time.Second)
		scoresOf(m).Refresh(true)
	}
	if n := len(scoresOf(m).Board.Columns); n > board.MostColumns+len(optimize.Methods) {
		t.Errorf("%d columns are kept, expected at most %d", n, board.MostColumns)
	}
	m.act(screen.ActRestart)
	pass(m)
	s := scoresOf(m).Sweep
	if s == nil || len(s.Active) == 0 {
		t.Fatal("nothing runs")
	}
	for _, j := range s.Active {
		if !j.Run.Job().Untaped || j.Run.Tape().Bytes() > 0 {
			t.Fatal("a tape is kept")
		}
	}
}

// What cannot run says why, in its row and in the end, and takes nothing else with it.
func TestScoresSayWhatFailed(t *testing.T) {
	o := brief(t)
	o.Network.Layers[1].Statistics = nil
	m := onScores(t, o)
	if !m.alert || !strings.Contains(m.message, "conv2") {
		t.Errorf("%q", m.message)
	}
	scoresOf(m).GoTo(scores.ScoreCell{Layer: 1, Method: 7})
	all := ansi.Strip(strings.Join(view(t, m, 160, 50, "failed"), "\n"))
	for _, want := range []string{"error", "conv2"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing\n%s", want, all)
		}
	}
	if f := scoresOf(m).Cells[scores.ScoreCell{Layer: 1, Method: 0}]; f.Done != 6 || number.Known(float64(f.Row.Attainment.Mean)) || !number.Known(float64(f.Row.SSim.Mean)) {
		t.Errorf("a method that needs no threshold: %+v", f)
	}
}

// Another network or other data take nothing of the ones before onto the screen.
func TestScoresForget(t *testing.T) {
	m := onScores(t, brief(t))
	m.common.Session.Settings.Steps, m.common.Session.Settings.Gamma = 1_000_000, 1 // it will not come to an end
	m.act(screen.ActElsewhere)
	pass(m)
	running := scoresOf(m).Sweep.Active[0].Run
	m.common.Session.Become(small(t), "")
	if scoresOf(m).Sweep != nil || m.common.Session.Running(session.TaskScores) || len(scoresOf(m).Cells) > 0 && scoresOf(m).Cells[scores.ScoreCell{Layer: 0, Method: 0}].Done > 0 {
		t.Error("results of the network before are left")
	}
	if err := running.Err(); !visit.Cancelled(err) {
		t.Errorf("what ran for it goes on: %v", err)
	}
	view(t, m, 120, 40, "forgotten")
}
