package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"actmax/internal/setting"
)

type ascent struct {
	Preset string
	Eta    float64
	Steps  int
	Rule   string
}

type screen struct {
	FPS   int
	Mouse bool
	Theme string
}

var ascentTable = []setting.Setting[ascent]{
	{Key: "ascent.eta", Kind: setting.Float, Default: 0.01, Max: 10, Help: "Learning rate.",
		At: func(s *ascent) any { return &s.Eta }},
	{Key: "ascent.steps", Kind: setting.Int, Default: 5000, Min: 1, Max: 1e6, Help: "Steps.",
		At: func(s *ascent) any { return &s.Steps }},
	{Key: "ascent.optimizer", Kind: setting.Word, Choices: []string{"gradient", "adam"}, Default: "adam", Help: "Rule.",
		At: func(s *ascent) any { return &s.Rule }},
	{Key: "preset", Kind: setting.Word, Choices: []string{"actmax", "paper"}, Default: "actmax", Help: "Preset.",
		At: func(s *ascent) any { return &s.Preset }},
}

var screenTable = []setting.Setting[screen]{
	{Key: "explorer.fps", Kind: setting.Int, Default: 30, Min: 1, Max: 120, Help: "Frames.",
		At: func(s *screen) any { return &s.FPS }},
	{Key: "explorer.mouse", Kind: setting.Bool, Default: false, Help: "Mouse.",
		At: func(s *screen) any { return &s.Mouse }},
	{Key: "explorer.theme", Kind: setting.Text, Default: "", Help: "Theme, a|b.",
		At: func(s *screen) any { return &s.Theme }},
}

func registry(t testing.TB) (*Registry, *ascent, *screen) {
	t.Helper()
	r, a, s := new(Registry), new(ascent), new(screen)
	if err := errors.Join(Add(r, ascentTable, a), Add(r, screenTable, s)); err != nil {
		t.Fatal(err)
	}
	err := r.After("preset", func() error {
		if a.Preset == "paper" {
			a.Eta, a.Steps = 0.1, 100
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r, a, s
}

func TestReadEveryFormOfKey(t *testing.T) {
	for _, doc := range []string{
		"[ascent]\neta = 0.5\nsteps = 7\n[explorer]\nmouse = true\n",
		"ascent.eta = 0.5\nascent.steps = 7\nexplorer.mouse = true\n",
		"ascent = { eta = 0.5, steps = 7 }\nexplorer = {\"mouse\" = true}\n",
		"[explorer]\nmouse = true # a comment\n\n[ascent]\n'steps' = 0x7\neta = 5e-1\n",
	} {
		r, a, s := registry(t)
		if err := r.Read("x.toml", []byte(doc)); err != nil {
			t.Errorf("%q: %v", doc, err)
		}
		if a.Eta != 0.5 || a.Steps != 7 || !s.Mouse || s.FPS != 30 {
			t.Errorf("%q gave %+v %+v", doc, a, s)
		}
	}
}

func TestReadNamesTheFault(t *testing.T) {
	for _, c := range []struct {
		doc, place string
		want       []string
	}{
		{"[ascent]\neta = 0.1\netaa = 0.2\n", "x.toml:3:1: ", []string{`"ascent.etaa"`, " ascent.eta"}},
		{"[ascent]\n  eta = \"fast\"\n", "x.toml:2:3: ", []string{`ascent.eta = "fast"`, "a number from 0 to 10"}},
		{"ascent.steps = 1.5\n", "x.toml:1:8: ", []string{"ascent.steps = 1.5", "whole number"}},
		{"ascent.steps = 0\n", "x.toml:1:8: ", []string{"ascent.steps = 0", "a whole number from 1 to 1000000"}},
		{"ascent = { eta = 0.1, optimizer = \"sgd\" }\n", "x.toml:1:23: ",
			[]string{`ascent.optimizer = "sgd"`, "gradient or adam"}},
		{"[ascent]\neta = nan\n", "x.toml:2:1: ", []string{"ascent.eta = NaN", "from 0 to 10"}},
		{"[ascent]\neta = [1, 2]\n", "x.toml:2:1: ", []string{"ascent.eta = [1 2]", "a number"}},
		{"[ascent]\neta = 2020-01-02\n", "x.toml:2:1: ", []string{"ascent.eta = 2020-01-02", "a number"}},
		{"[ascent]\neta = 0.1\neta = 0.2\n", "x.toml:3:", []string{"eta"}},
		{"[ascent\neta = 0.1\n", "x.toml:1:", []string{"toml"}},
		{"[[ascent]]\neta = 0.1\n", "x.toml:1:3: ", []string{"[[ascent]]", " [ascent]"}},
		{"ascent = 3\n", "x.toml:1:1: ", []string{`"ascent"`}},
		{"ascent.eta = {}\n", "x.toml:1:8: ", []string{"ascent.eta", "a number"}},
		{"[ascent]\nspeed = { }\n", "x.toml:2:1: ", []string{`"ascent.speed"`}},
		{"eta = 0.1\n", "x.toml:1:1: ", []string{`"eta"`, " ascent.eta"}},
	} {
		r, _, _ := registry(t)
		err := r.Read("x.toml", []byte(c.doc))
		var f *FileError
		if !errors.As(err, &f) {
			t.Errorf("%q: error is a %T, want *FileError", c.doc, err)
			continue
		}
		for _, w := range c.want {
			if text := err.Error(); !strings.HasPrefix(text, c.place) || !strings.Contains(text, w) {
				t.Errorf("%q: error %q, want %q at %s", c.doc, text, w, c.place)
			}
		}
	}
}

func TestFileOverridesItsOwnPreset(t *testing.T) {
	r, a, _ := registry(t)
	if err := r.Read("x", []byte("preset = \"paper\"\nascent.eta = 0.3\n")); err != nil {
		t.Fatal(err)
	}
	if a.Eta != 0.3 || a.Steps != 100 {
		t.Errorf("with a preset: %+v, want eta of the file and steps of the preset", a)
	}
	if err := r.Option("preset=paper"); err != nil {
		t.Fatal(err)
	}
	if a.Eta != 0.1 {
		t.Errorf("a later preset left eta = %v, want its own 0.1", a.Eta)
	}
}

func TestOption(t *testing.T) {
	r, a, s := registry(t)
	for _, o := range []string{"ascent.eta=0.25", "explorer.theme=a=b", " explorer.fps = 12"} {
		if err := r.Option(o); err != nil {
			t.Errorf("%s: %v", o, err)
		}
	}
	if a.Eta != 0.25 || s.Theme != "a=b" || s.FPS != 12 {
		t.Errorf("got %+v %+v", a, s)
	}
	for o, want := range map[string]string{"ascent.eta": "key=value, such as ascent.eta=0.01",
		"explorer.theme": "such as explorer.theme=", " =1": "key=value", "explorer.fsp": "explorer.fps",
		"explorer.fsp=1": "explorer.fps"} {
		if err := r.Option(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", o, err, want)
		}
	}
	if v := r.Values(); v["ascent.eta"] != 0.25 || len(v) != len(r.Entries()) {
		t.Errorf("Values: %v", v)
	}
}

func TestAddRefusesMistakesInTables(t *testing.T) {
	r, _, _ := registry(t)
	if err := Add(r, screenTable, new(screen)); err == nil || !strings.Contains(err.Error(), "explorer.fps") {
		t.Errorf("same table twice: %v", err)
	}
	bad := []setting.Setting[screen]{{Key: "x", Kind: setting.Int, Default: 5, Min: 6, Max: 7,
		At: func(s *screen) any { return &s.FPS }}}
	if err := Add(new(Registry), bad, new(screen)); err == nil {
		t.Error("a default out of its own range passed")
	}
	if err := r.After("explorer.none", nil); err == nil {
		t.Error("After of an unknown key passed")
	}
}

func TestExampleIsTheDefaults(t *testing.T) {
	r, a, s := registry(t)
	example := r.Example()
	wantA, wantS := *a, *s
	*a, *s = ascent{}, screen{Mouse: true}
	if err := r.Read("example", example); err != nil {
		t.Fatalf("%v\n%s", err, example)
	}
	if *a != wantA || *s != wantS {
		t.Errorf("the example gives %+v %+v, want the defaults %+v %+v", *a, *s, wantA, wantS)
	}
	for _, e := range r.Entries() {
		if !strings.Contains(string(r.Markdown()), fmt.Sprintf("| `%s` | `%s` |", e.Key, literal(e.Default))) {
			t.Errorf("the page lacks %s", e.Key)
		}
	}
	if !strings.Contains(string(r.Markdown()), `Theme, a\|b.`) {
		t.Error("a bar in a help sentence would break the table")
	}
}

func FuzzRead(f *testing.F) {
	r, _, _ := registry(f)
	f.Add(r.Example())
	f.Add([]byte("[[ascent]]\n"))
	f.Add([]byte("ascent = {eta=1, \"b\\u00e4\" = {c = [{d=1}]}}"))
	f.Add([]byte("a.b.c = 1\n[a]\nx=1"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, a, s := registry(t)
		if err := r.Read("fuzz", doc); err != nil {
			return
		}
		if !(a.Eta >= 0 && a.Eta <= 10) || a.Steps < 1 || s.FPS < 1 || s.FPS > 120 {
			t.Errorf("accepted out of range: %+v %+v from %q", a, s, doc)
		}
	})
}
