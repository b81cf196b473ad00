package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/internal/cli/explorer"
	"actmax/internal/cli/fault"
	"actmax/optimize/results"
	"actmax/optimize/study"
)

func TestStudy(t *testing.T) {
	dir := home(t)
	recordings := folder(t, filepath.Join(dir, "..", "recordings"), dsadsFiles())
	small := func(out string, args ...string) []string {
		return append([]string{"study", "--data", recordings, "--out", out, "--seeds", "1", "--epochs", "1", "--head",
			"fusion", "--presets", "paper", "--methods", "naive,l2+tv+eap+clip",
			"--no-redundancy", "--set", "train.batch=8", "--set", "ascent.steps=4"}, args...)
	}
	var summary studySummary
	code, stdout, stderr := run(small("whole", "--json", "--jobs", "1")...)
	if code != 0 || json.Unmarshal([]byte(stdout), &summary) != nil || summary.Models != 1 ||
		len(summary.Results) != 6 {
		t.Fatalf("%d %s%s", code, stdout, stderr)
	}
	written := func(dir string) string {
		t.Helper()
		var all strings.Builder
		for _, name := range []string{"study.json", "report.html", "fig1-paper.svg", "fig3-paper.svg", "fig4-paper.svg",
			"fig5-paper.svg", "fig8-paper.svg"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
		return all.String()
	}
	want := written("whole")

	t.Run("interrupted", func(t *testing.T) {
		for _, at := range []string{"epoch 1/1", ": ascents"} {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			stderr := &trigger{text: at, pull: cancel}
			code := Run(ctx, small("stopped"), new(bytes.Buffer), stderr)
			if text := stderr.String(); code != 3 || !strings.Contains(text, "in stopped") ||
				!strings.Contains(text, "actmax: interrupted") {
				t.Fatalf("at %s: exit code %d\n%s", at, code, text)
			}
		}
		if _, err := os.Stat(filepath.Join("stopped", "study.json")); err == nil {
			t.Error("an interrupted study looks finished")
		}
		code, stdout, stderr := run(small("stopped")...)
		if code != 0 || !strings.Contains(stdout, "fusion-seed0") || written("stopped") != want {
			t.Errorf("%d, the same bytes: %v\n%s%s", code, written("stopped") == want, stdout, stderr)
		}
	})
	t.Run("in the explorer", func(t *testing.T) {
		o, _, err := prepare(explorer.Request{Study: "whole"}, nil)
		if err != nil || o.Study == nil || len(o.Study.Rows) != 6 || !filepath.IsAbs(o.StudyDir) {
			t.Fatalf("%v", err)
		}
		figures, err := o.Library.ScoreFigures(o.Study)
		if err != nil || len(figures) != 2 {
			t.Fatalf("%d figures: %v", len(figures), err)
		}
		for _, name := range []string{"fig3-paper.svg", "fig4-paper.svg"} {
			if text, err := os.ReadFile(filepath.Join("whole", name)); err != nil || !bytes.Equal(text, figures[name]) {
				t.Errorf("%s is not the one of the study: %v", name, err)
			}
		}
		for dir, want := range map[string]string{"nowhere": "study.json",
			"stopped": filepath.Join("stopped", "study.json")} {
			if dir == "stopped" {
				if err := os.WriteFile(filepath.Join(dir, "study.json"), []byte("[]"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, err := prepare(explorer.Request{Study: dir}, nil); err == nil ||
				fault.Code(err) != fault.ExitInput || !strings.Contains(err.Error(), want) {
				t.Errorf("--study %s: %v", dir, err)
			}
		}
	})
	t.Run("networks that are there", func(t *testing.T) {
		model := filepath.Join("whole", "models", "fusion-seed0.safetensors")
		code, stdout, stderr := run("study", "--data", recordings, "--models", model, "--out", "taken", "--presets",
			"actmax", "--methods", "l2+tv", "--set", "ascent.steps=3", "--no-redundancy", "--quiet")
		if code != 0 || stderr != "" || !strings.Contains(stdout, "head fusion, preset actmax") ||
			!strings.Contains(stdout, "l2+tv") {
			t.Errorf("%d %s%s", code, stdout, stderr)
		}
		// a part is the folder of a run
		if found, err := results.Read(filepath.Join("taken", "parts", "fusion-seed0", "actmax", "conv3",
			"l2+tv")); err != nil || len(found.Runs) != 64 {
			t.Errorf("a part: %v", err)
		}
		refused(t, 2, []string{"fusion-seed0"}, small("twice", "--models", model)...)
	})
	t.Run("scores only", func(t *testing.T) {
		model := filepath.Join("whole", "models", "fusion-seed0.safetensors")
		code, stdout, stderr := run("study", "--data", recordings, "--models", model, "--out", "scores", "--presets",
			"paper", "--methods", "l2+tv", "--set", "ascent.steps=3", "--scores-only", "--quiet")
		if code != 0 || stderr != "" || !strings.Contains(stdout, "head fusion, preset paper") {
			t.Errorf("%d %s%s", code, stdout, stderr)
		}
		if s, err := study.Read(filepath.Join("scores", "study.json")); err != nil || len(s.Rows) != 3 ||
			len(s.Starts) != 0 || len(s.Redundancy) != 0 {
			t.Errorf("%v %+v", err, s)
		}
		if _, err := os.Stat(filepath.Join("scores", "report.html")); err == nil {
			t.Error("scores alone have a report")
		}
	})
	t.Run("sweep", func(t *testing.T) {
		model := filepath.Join("whole", "models", "fusion-seed0.safetensors")
		sweep := func(out string, args ...string) []string {
			return append([]string{"study", "--data", recordings, "--models", model, "--out", out, "--methods", "l2+tv",
				"--set", "ascent.steps=3", "--quiet"}, args...)
		}
		var summary sweepSummary
		code, stdout, stderr := run(sweep("swept", "--json", "--sweep", "ascent.eta=0.01,0.02", "--sweep",
			"penalty.tv=0.1,0.5")...)
		if code != 0 || json.Unmarshal([]byte(stdout), &summary) != nil || len(summary.Choices["l2+tv"]) != 6 {
			t.Fatalf("%d %s%s", code, stdout, stderr)
		}
		text, err := os.ReadFile(filepath.Join("swept", "study.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{`"paper"`, `"actmax"`, `"actmax,ascent.eta=0.01,penalty.tv=0.5"`,
			`"actmax,ascent.eta=0.02,penalty.tv=0.1"`} {
			if !strings.Contains(string(text), `"preset": `+name) {
				t.Errorf("study.json lacks preset %s", name)
			}
		}
		if _, err := os.Stat(filepath.Join("swept", "report.html")); err == nil {
			t.Error("a sweep has a report")
		}
		if code, stdout, stderr := run(sweep("swept", "--sweep", "ascent.eta=0.01")...); code != 0 ||
			!strings.Contains(stdout, "actmax  ascent.eta=0.01") || strings.Contains(stdout, "eta=0.02") {
			t.Errorf("%d %s%s", code, stdout, stderr)
		}
		refused(t, 2, []string{"--sweep ascent.eta", "key=value"}, sweep("no", "--sweep", "ascent.eta")...)
		refused(t, 2, []string{"ascent.eta", "twice"},
			sweep("no", "--sweep", "ascent.eta=1", "--sweep", "ascent.eta=2")...)
		refused(t, 2, []string{"ascent.etta", "ascent.eta"}, sweep("no", "--sweep", "ascent.etta=1")...)
		refused(t, 2, []string{"--sweep train.eta=1e-3,1e-4"}, sweep("no", "--sweep", "train.eta=1e-3,1e-4")...)
		refused(t, 2, []string{"--sweep", "naive", "tv"},
			sweep("no", "--methods", "naive", "--sweep", "penalty.tv=1")...)
	})
	t.Run("refused", func(t *testing.T) {
		before := files(t, dir)
		no := func(words []string, args ...string) {
			t.Helper()
			refused(t, 2, words, small("no", args...)...)
		}
		refused(t, 2, []string{"--data is missing"}, "study", "--out", "no")
		refused(t, 2, []string{"--out is missing"}, "study", "--data", "demo")
		no([]string{"--seeds 0"}, "--seeds", "0")
		no([]string{"--seeds"}, "--seeds", "-1")
		no([]string{"--epochs 0"}, "--epochs", "0")
		no([]string{"--head convex", "flatten", "fusion"}, "--head", "convex")
		no([]string{"--preset", "papre", "paper"}, "--presets", "papre")
		no([]string{"--method", "l3"}, "--methods", "l2+l3")
		no([]string{"naive", "twice"}, "--methods", "naive,naive")
		no([]string{"naive", "tv"}, "--set", "penalty.tv=1")
		no([]string{"none.safetensors"}, "--models", "none.safetensors")
		no([]string{"dsasd"}, "--data", "dsasd")
		refused(t, 2, []string{"epochs", "whole"}, small("whole", "--epochs", "2")...)
		if after := files(t, dir); len(after) != len(before) {
			t.Errorf("files changed from %v to %v", before, after)
		}
		f, err := results.Open("busy", true)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		refused(t, 1, []string{"busy"}, small("busy")...)
	})
}
