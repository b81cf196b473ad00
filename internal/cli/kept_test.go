package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"actmax/internal/cli/explorer"
	"actmax/internal/cli/open"
	"actmax/internal/cli/sessions"
	"actmax/internal/cli/settings"
	"actmax/model/zoo"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/tui"
	"actmax/tui/session/command"
	"actmax/tui/session/state"
)

// prepare is explorer.Prepare with the settings of a source; nil: defaults.
func prepare(r explorer.Request, source *settings.Source) (*tui.Options, *sessions.File, error) {
	if source == nil {
		source = new(settings.Source)
	}
	if r.Model == "" {
		r.Model = open.Demo
	}
	return explorer.Prepare(context.Background(), r, source, 2)
}

// keptSession is a saved session with the demo.
func keptSession(t *testing.T, change func(*optimize.Settings)) state.Session {
	t.Helper()
	n, err := zoo.Load(open.Demo)
	if err != nil {
		t.Fatal(err)
	}
	s := optimize.Default()
	if change != nil {
		change(&s)
	}
	return state.Session{Model: open.Demo, ModelHash: n.Hash, Data: open.Demo, Arguments: []string{"--data", open.Demo},
		Screen: "unit", Layer: "conv3", Unit: 17, Settings: state.SettingsText(s)}
}

func keep(t *testing.T, s state.Session) string {
	t.Helper()
	kept, err := sessions.Default()
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.Write(s); err != nil {
		t.Fatal(err)
	}
	return kept.Path
}

// A session is between the defaults and the configuration file; flags override it; --fresh ignores it.
func TestKeptPrecedence(t *testing.T) {
	dir := home(t)
	path := keep(t, keptSession(t, func(s *optimize.Settings) { s.L2, s.TV, s.EAP, s.Eta = 0.2, 0.3, 0.4, 0.05 }))
	if want := filepath.Join(os.Getenv("XDG_STATE_HOME"), "actmax", "explorer.json"); path != want {
		t.Errorf("kept in %s, expected %s", path, want)
	}
	config := write(t, filepath.Join(dir, "c.toml"), "[penalty]\ntv = 0.5\neap = 0.6\n")
	prepared := func(r explorer.Request, source *settings.Source) *tui.Options {
		t.Helper()
		o, _, err := prepare(r, source)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	o := prepared(explorer.Request{}, &settings.Source{File: config, Options: []string{"penalty.eap=0.7"}})
	if s := o.Present; s == nil || s.L2 != 0.2 || s.TV != 0.5 || s.EAP != 0.7 || s.Eta != 0.05 {
		t.Errorf("in force: %+v", s)
	}
	if o.Settings.L2 != 0.1 || o.Settings.TV != 0.5 || o.Resume == nil || o.Resume.Unit != 17 || o.Placed {
		t.Errorf("opened with %+v, %+v", o.Settings, o.Resume)
	}
	o = prepared(explorer.Request{Preset: "paper"}, nil)
	if s := o.Present; s.Eta == 0.05 || s.TV != 0.3 || s.Preset != "paper" {
		t.Errorf("--preset over the session: %+v", s)
	}
	o = prepared(explorer.Request{Unit: "conv1/3", Model: open.Demo, ModelGiven: true,
		Data: open.Flags{Name: open.Demo}}, nil)
	if !o.Placed || o.Layer != 0 || o.Unit != 3 || o.Resume == nil {
		t.Errorf("--unit: %+v", o)
	}
	o = prepared(explorer.Request{Fresh: true}, nil)
	if o.Resume != nil || o.Present != nil {
		t.Errorf("--fresh: %+v", o.Resume)
	}
	bare(t, "bare.safetensors")
	o = prepared(explorer.Request{Model: "bare.safetensors", ModelGiven: true}, nil)
	if o.Resume != nil || o.Model != "bare.safetensors" {
		t.Errorf("another network resumed the session: %+v", o.Resume)
	}
}

// Without flags the last network and data are opened again, from any folder. A note names what is gone.
func TestKeptPlaces(t *testing.T) {
	dir := home(t)
	n := bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "six.csv"))
	s := keptSession(t, nil)
	keep(t, s)
	s.Model, s.ModelHash, s.Data, s.Layer, s.Unit = "bare.safetensors", n.Hash, recordings, "conv1", 2
	s.Arguments = []string{"--data", recordings, "--label", "label", "--set", "data.resample=polyphase"}
	keep(t, s)
	elsewhere := t.TempDir()
	t.Chdir(elsewhere)
	o, kept, err := prepare(explorer.Request{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if o.Model != filepath.Join(dir, "bare.safetensors") || o.Data != recordings || o.Resume == nil ||
		len(o.Notes) != 0 {
		t.Errorf("%s with %s, %+v, %v", o.Model, o.Data, o.Resume, o.Notes)
	}
	if got := o.Library.Arguments(o.Data); !slices.Equal(got, s.Arguments) {
		t.Errorf("opened with %q, expected %q", got, s.Arguments)
	}
	models, known := o.Library.Models(), o.Library.Data()
	if own := len(zoo.Names()); len(models) != own+1 || models[0].Name != open.Demo || models[own].Name != o.Model ||
		len(known) != 2 || known[1].Name != recordings {
		t.Errorf("known: %v and %v", models, known)
	}
	if list, note := kept.Read(); len(list) != 2 || note != "" {
		t.Errorf("%d sessions, %s", len(list), note)
	}
	if err := os.Remove(recordings); err != nil {
		t.Fatal(err)
	}
	o, _, err = prepare(explorer.Request{}, nil)
	if err != nil || o.Data != open.Demo || len(o.Notes) != 1 || !strings.Contains(o.Notes[0], recordings) ||
		o.Resume != nil {
		t.Errorf("%v %+v", err, o)
	}
	if err := os.Remove(filepath.Join(dir, "bare.safetensors")); err != nil {
		t.Fatal(err)
	}
	o, _, err = prepare(explorer.Request{}, nil)
	if err != nil || o.Model != open.Demo || len(o.Notes) != 1 || !strings.Contains(o.Notes[0], "bare.safetensors") ||
		o.Resume == nil {
		t.Errorf("%v %+v", err, o)
	}
}

// If the study of a session is gone, a note names its folder.
func TestKeptStudy(t *testing.T) {
	dir := home(t)
	s := keptSession(t, nil)
	s.Study = filepath.Join(dir, "gone")
	keep(t, s)
	o, _, err := prepare(explorer.Request{}, nil)
	if err != nil || o.Resume == nil || o.Study != nil || o.StudyDir != "" {
		t.Fatalf("%v %+v", err, o)
	}
	if len(o.Notes) != 1 || !strings.Contains(o.Notes[0], s.Study) || !strings.Contains(o.Notes[0], "study.json") ||
		strings.Contains(o.Notes[0], "--study") {
		t.Errorf("notes: %q", o.Notes)
	}
}

// A damaged file is renamed, once, and a note says so.
func TestKeptDamaged(t *testing.T) {
	for what, spoil := range map[string]func(string) string{
		"unexpected end": func(s string) string { return s[:len(s)/2] },
		"version 7":      func(s string) string { return strings.Replace(s, `"version": 1`, `"version": 7`, 1) },
		"penalty.tw":     func(s string) string { return strings.Replace(s, `"penalty.tv"`, `"penalty.tw"`, 1) },
	} {
		home(t)
		path := keep(t, keptSession(t, nil))
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, spoil(string(text)))
		o, kept, err := prepare(explorer.Request{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if o.Resume != nil || len(o.Notes) != 1 || !strings.Contains(o.Notes[0], what) ||
			!strings.Contains(o.Notes[0], path+".damaged") || strings.Contains(o.Notes[0], "\n") {
			t.Errorf("%s: %v", what, o.Notes)
		}
		if _, err := os.Stat(path + ".damaged"); err != nil {
			t.Error(err)
		}
		if err := kept.Write(keptSession(t, nil)); err != nil {
			t.Fatal(err)
		}
		if list, note := kept.Read(); len(list) != 1 || note != "" {
			t.Errorf("afterwards: %d sessions, %q", len(list), note)
		}
	}
}

// The command that the explorer copies gives the same bits as the run on the screen, with any settings and edits.
func TestCopiedCommand(t *testing.T) {
	home(t)
	n, err := zoo.Load(open.Demo)
	if err != nil {
		t.Fatal(err)
	}
	pool := optimize.NewPool(2)
	defer pool.Close()
	settings := func(change func(*optimize.Settings)) optimize.Settings {
		s := optimize.Default()
		s.Steps = 400
		change(&s)
		return s
	}
	edit := func(step int, key, text string) optimize.Edit {
		e, err := optimize.NewEdit(step, key, text)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for i, j := range []optimize.Job{
		{Layer: 0, Unit: 5, Settings: settings(func(*optimize.Settings) {})},
		{Layer: 2, Unit: 17, Settings: settings(func(s *optimize.Settings) {
			if err := s.ApplyPreset("paper"); err != nil {
				t.Fatal(err)
			}
			s.Steps, s.TV, s.Eta = 300, 1.0/3, 0.1+0.2
		}), Edits: []optimize.Edit{edit(31, "penalty.tv", "0.3"), edit(31, "clip.enabled", "off"),
			edit(100, "ascent.optimizer", "adam")}},
		{Layer: 3, Unit: 2, Settings: settings(func(s *optimize.Settings) {
			s.Steps, s.Start, s.Seed = 30, optimize.Noise, 1<<53-1
			s.Axis, s.Sigma, s.After = "right_arm", 2.25, optimize.Lowpass
		})},
		{Layer: 5, Unit: 1, Settings: settings(func(s *optimize.Settings) {
			s.Steps, s.ThresholdEAP, s.Clip, s.EAP = 20, 0.7, false, 0.05
		}), Edits: []optimize.Edit{edit(0, "penalty.l2", "1e-7")}},
	} {
		j.Network = n
		if j.Layer >= len(n.Layers) {
			j.Layer = len(n.Layers) - 1
		}
		r, err := pool.Start(j)
		if err != nil {
			t.Fatal(err)
		}
		<-r.Done()
		want, ok := r.Result()
		if !ok {
			t.Fatal(r.Err())
		}
		args := command.Line(want.Job, open.Demo, nil)
		out := args[len(args)-1]
		if code, _, stderr := run(append(args, "--quiet")...); code != 0 {
			t.Fatalf("%q: exit code %d\n%s", args, code, stderr)
		}
		got, err := results.Read(out)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Runs) != 1 || !slices.Equal(got.Signal.Of(0), want.Signal) ||
			!slices.Equal(got.Activation.Of(0), want.Map) {
			t.Errorf("%d: %q gives other bits", i, args)
		}
		if got := float64(got.Runs[0].Objective); got != want.Terms.Objective {
			t.Errorf("%d: objective %v, expected %v", i, got, want.Terms.Objective)
		}
	}
}

// The command of a run that started from a real segment names the data of the segment.
func TestCopiedCommandWithData(t *testing.T) {
	dir := home(t)
	bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "my six.csv"))
	o, _, err := prepare(explorer.Request{Model: "bare.safetensors", ModelGiven: true,
		Data: open.Flags{Name: recordings}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := o.Library.OpenData(context.Background(), o.Network, o.Model, o.Data, func(string, int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	s := optimize.Default()
	s.Steps, s.Start, s.Clip, s.EAP = 50, optimize.Segment, false, 0
	pool := optimize.NewPool(2)
	defer pool.Close()
	r, err := pool.Start(optimize.Job{Network: o.Network, Layer: 0, Unit: 3, Settings: s, Starts: opened.Starts})
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-r.Done():
	case <-time.After(time.Minute):
		t.Fatal("no end")
	}
	want, ok := r.Result()
	if !ok {
		t.Fatal(r.Err())
	}
	args := command.Line(want.Job, o.Model, o.Library.Arguments(opened.Data))
	if code, _, stderr := run(append(args, "--quiet")...); code != 0 {
		t.Fatalf("%q: exit code %d\n%s", args, code, stderr)
	}
	got, err := results.Read(args[len(args)-1])
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Signal.Of(0), want.Signal) {
		t.Errorf("%q gives other bits", args)
	}
}
