package settings

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/internal/cli/fault"
	"actmax/optimize"
)

var update = flag.Bool("update", false, "write config.example.toml and docs/settings.md anew")

func TestGeneratedFiles(t *testing.T) {
	s, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"config.example.toml": s.Registry.Example(),
		"docs/settings.md": s.Registry.Markdown()} {
		path := filepath.Join("..", "..", "..", filepath.FromSlash(name))
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the tables say (%v); run go generate ./internal/cli/settings", name, err)
		}
	}
}

func TestExampleFileIsTheDefaults(t *testing.T) {
	s, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	want := s.Registry.Values()
	source := Source{File: filepath.Join("..", "..", "..", "config.example.toml")}
	if err := source.Read(context.Background(), &s.Registry); err != nil {
		t.Fatal(err)
	}
	for key, v := range s.Registry.Values() {
		if v != want[key] {
			t.Errorf("%s: the example gives %v, the default is %v", key, v, want[key])
		}
	}
	// contract.md guarantees each of these
	for _, key := range strings.Fields(`ascent.optimizer ascent.eta ascent.gamma ascent.steps ascent.seed ascent.start
		ascent.amplitude_g ascent.cycles ascent.restarts ascent.axis ascent.lowpass_hz train.head train.batch train.eta
		train.dropout penalty.l2 penalty.tv penalty.aap penalty.eap penalty.p penalty.norm threshold.sigma threshold.eap
		threshold.max threshold.aap_g threshold.fail_g clip.enabled similar.top similar.width similar.distinct preset
		data.resample data.scale explorer.fps explorer.theme explorer.glyphs explorer.mouse explorer.pace`) {
		if _, ok := want[key]; !ok {
			t.Errorf("the setting %s of the contract is missing", key)
		}
	}
}

// TestPrecedence: defaults, --config, --preset, --method, --set.
func TestPrecedence(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.toml")
	text := "preset = \"printed\"\n[ascent]\neta = 0.5\nsteps = 40\n[penalty]\ntv = 0.7\naap = 0.2\n"
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	gather := func(preset, method string, options ...string) *Settings {
		t.Helper()
		source := Source{File: file, Options: options}
		s, err := source.Gather(context.Background(),
			Choice{Preset: Given("--preset", preset), Method: Given("--method", method)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	o := gather("", "").Optimize
	if o.Optimizer != "gradient" || o.Eta != 0.5 || o.Steps != 40 || o.TV != 0.7 || o.Norm != "sum" {
		t.Errorf("file with a preset: %+v", o)
	}
	if o = gather("paper", "").Optimize; o.Optimizer != "adam" || o.Eta != 0.1 || o.Steps != 5000 || o.TV != 0.7 {
		t.Errorf("--preset over the file: %+v", o)
	}
	if o = gather("paper", "l2+tv").Optimize; o.TV != 0.7 || o.L2 != 0.1 || o.AAP != 0 || o.EAP != 0 || o.Clip {
		t.Errorf("--method over the file: %+v", o)
	}
	if o = gather("paper", "l2+tv", "penalty.eap=0.4", "ascent.eta=0.02").Optimize; o.EAP != 0.4 || o.Eta != 0.02 {
		t.Errorf("--set over all: %+v", o)
	}
}

// A saved session is between the defaults and the file, and flags for settings come last.
func TestPrecedenceOfSessionAndFlags(t *testing.T) {
	session := optimize.Default()
	session.TV, session.L2, session.Eta = 0.3, 0.2, 0.05
	source := Source{Options: []string{"penalty.tv=0.4", "train.head=flatten"}}
	s, err := source.Gather(context.Background(), Choice{
		Session: &session, SessionOptions: []string{"data.resample=polyphase"},
		Options: []Flag{{"--head", "train.head=fusion"}, {"--sweep", "ascent.eta=0.5"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if o := s.Optimize; o.L2 != 0.2 || o.TV != 0.4 || o.Eta != 0.5 {
		t.Errorf("ascents: %+v", o)
	}
	if s.Train.Head != "fusion" || s.Data.Resample != "polyphase" {
		t.Errorf("head %s, resampling %s", s.Train.Head, s.Data.Resample)
	}
	if len(source.Options) != 2 || session.TV != 0.3 {
		t.Errorf("gathering changed what it was given: %q, %+v", source.Options, session)
	}
	for _, c := range []struct {
		choice Choice
		flag   string
	}{
		{Choice{Options: []Flag{{"--sweep", "ascent.eta=-1"}}}, "--sweep"},
		{Choice{Preset: Flag{"--presets", ""}}, "--presets"},
		{Choice{Method: Flag{"--methods", "l3"}}, "--methods"},
	} {
		if _, err := source.Gather(context.Background(), c.choice); fault.Code(err) != fault.ExitInput ||
			!strings.Contains(err.Error(), c.flag) {
			t.Errorf("%s: %v", c.flag, err)
		}
	}
}
