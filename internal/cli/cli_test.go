package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"actmax/internal/cli/open"
)

// home gives the test user folders and a working folder of its own.
func home(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, v := range []string{"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"} {
		t.Setenv(v, filepath.Join(dir, strings.ToLower(v)))
	}
	work := filepath.Join(dir, "work")
	if err := os.Mkdir(work, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(work)
	return work
}

// run executes a command line in this process.
func run(args ...string) (code int, stdout, stderr string) {
	return runIn(context.Background(), args...)
}

func runIn(ctx context.Context, args ...string) (code int, stdout, stderr string) {
	var out, complaint bytes.Buffer
	code = Run(ctx, args, &out, &complaint)
	return code, out.String(), complaint.String()
}

// refused checks that a command line ends with the code, prints each of the words on standard error in one or two
// lines, with others indented below, and prints nothing else: no usage, no trace.
func refused(t *testing.T, code int, words []string, args ...string) {
	t.Helper()
	got, stdout, stderr := run(args...)
	if got != code {
		t.Errorf("%q: exit code %d, want %d\n%s", args, got, code, stderr)
	}
	for _, w := range words {
		if !strings.Contains(stderr, w) {
			t.Errorf("%q: the message lacks %q: %s", args, w, stderr)
		}
	}
	if !strings.HasPrefix(stderr, "actmax: ") || strings.Count(stderr, "\n")-strings.Count(stderr, "\n  ") > 2 ||
		strings.Contains(stderr, "Usage:") || strings.Contains(stderr, "goroutine ") {
		t.Errorf("%q: want one clear line, got:\n%s", args, stderr)
	}
	if stdout != "" {
		t.Errorf("%q: printed to standard output although it failed: %s", args, stdout)
	}
}

// files lists everything in a folder.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if path != dir {
			rel, _ := filepath.Rel(dir, path)
			out = append(out, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBadSettings(t *testing.T) {
	dir := home(t)
	bad := write(t, filepath.Join(dir, "bad.toml"), "[penalty]\nl2 = 0.1\ntvv = 0.2\n")
	wrong := write(t, filepath.Join(dir, "wrong.toml"), "[ascent]\neta = \"fast\"\n")
	far := write(t, filepath.Join(dir, "far.toml"), "explorer.fps = 1000\n")
	info := func(args ...string) []string { return append(args, "data", "info", "demo") }
	refused(t, 2, []string{"bad.toml:3:1", "penalty.tvv", "penalty.tv"}, info("--config", bad)...)
	refused(t, 2, []string{"wrong.toml:2:1", "ascent.eta", "fast", "from 1e-09 to 1000"}, info("--config", wrong)...)
	refused(t, 2, []string{"far.toml:1:10", "explorer.fps", "1000", "from 1 to 60"}, info("--config", far)...)
	refused(t, 2, []string{"--config", "none.toml", "config.example.toml"},
		info("--config", filepath.Join(dir, "none.toml"))...)
	refused(t, 2, []string{"--config", dir, "config.example.toml"}, info("--config", dir)...)
	refused(t, 2, []string{"--set", "penalty.tvv", "penalty.tv"}, info("--set", "penalty.tvv=1")...)
	refused(t, 2, []string{"--set", "ascent.steps", "many", "from 1 to 1000000"}, info("--set", "ascent.steps=many")...)
	refused(t, 2, []string{"--set", "key=value", "ascent.steps=5000"}, info("--set", "ascent.steps")...)
	refused(t, 2, []string{"--set", "ascent.axis", "right_arm"}, info("--set", "ascent.axis=left_arm")...)
	refused(t, 2, []string{"--jobs", "-1"}, info("--jobs", "-1")...)
	refused(t, 2, []string{"--jobs"}, info("--jobs", "many")...)
}

func TestUsage(t *testing.T) {
	home(t)
	refused(t, 2, []string{"trian"}, "trian")
	refused(t, 2, []string{"data", "ifno", " info;"}, "data", "ifno")
	refused(t, 2, []string{"--modle", "--model;"}, "explore", "--modle", "demo")
	for _, c := range []struct {
		line string
		want []string
		not  string
	}{
		{"run --theme x", []string{"--theme", "--set explorer.theme=auto", `"actmax run --help"`}, "belongs"},
		{"run --models x", []string{"--models", "--model;", "study"}, "--set"},
		{"run --top 3", []string{"--top", "similar;", "--set similar.top=50"}, "--to;"},
		{"--layer conv3", []string{"--layer", "model redundancy and run", `"actmax --help"`}, "--set"},
		{"run -model demo", []string{"-model", "--model;"}, "belongs"},
		{"similar --layre x", []string{"--layre", `"actmax similar --help"`}, "belongs"},
		{"run --zzz", []string{"--zzz", `"actmax run --help"`}, "--set"},
		{"study --presets new", []string{"--presets", `"new"`, "printed, paper or actmax"}, "preset ="},
		{"study --methods l3", []string{"--methods", `"l3"`, "naive"}, "method ="},
		{"study --presets paper,", []string{"--presets", `""`, "printed"},
			"paper,"}, // the second one, where the first is good
		{"study --methods l2,", []string{"--methods", `""`, "naive"}, `"l2"`},
		{"run --layer conv3 --out o --preset new", []string{"--preset ", `"new"`, "printed, paper or actmax"},
			"--presets"},
	} {
		args := strings.Fields(c.line)
		if args[0] == "study" {
			args = append(args, "--data", open.Demo, "--out", "study")
		}
		refused(t, 2, c.want, args...)
		if _, _, stderr := run(args...); strings.Contains(stderr, c.not) {
			t.Errorf("%q: the message has %q: %s", args, c.not, stderr)
		}
	}
	refused(t, 2, []string{"actmax data info"}, "data", "info")
	refused(t, 2, []string{`"x"`, "actmax version"}, "version", "x")
	refused(t, 2, []string{"actmax run"}, "explore") // standard output of a test is no terminal
}

func TestHelp(t *testing.T) {
	home(t)
	var walk func(c *cobra.Command, path []string)
	walk = func(c *cobra.Command, path []string) {
		for _, sub := range c.Commands() {
			walk(sub, append(path[:len(path):len(path)], sub.Name()))
		}
		if c.Name() == "help" {
			return
		}
		code, stdout, stderr := run(append(path, "--help")...)
		if code != 0 || stderr != "" || !strings.Contains(stdout, "Usage:") {
			t.Errorf("%q --help: exit code %d, %q, %q", path, code, stdout, stderr)
		}
		if c.Short == "" {
			t.Errorf("%q has no short description", path)
		}
	}
	walk((&app{}).rootCommand(), nil)
	code, stdout, _ := run("--help")
	for _, name := range []string{"explore", "data", "version", "completion", "man"} {
		if code != 0 || !strings.Contains(stdout, "\n  "+name+" ") {
			t.Errorf("the help does not list %s:\n%s", name, stdout)
		}
	}
}

func TestVersionCompletionMan(t *testing.T) {
	dir := home(t)
	code, stdout, _ := run("version")
	if code != 0 || !strings.Contains(stdout, "simd ") || !strings.Contains(stdout, "go1.") {
		t.Errorf("version: %d %q", code, stdout)
	}
	var b build
	if code, stdout, _ = run("version", "--json"); code != 0 || json.Unmarshal([]byte(stdout), &b) != nil ||
		b.SIMD == "" {
		t.Errorf("version --json: %d %q", code, stdout)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if code, stdout, _ = run("completion", shell); code != 0 || !strings.Contains(stdout, "actmax") {
			t.Errorf("completion %s: %d", shell, code)
		}
	}
	if code, stdout, _ = run("man"); code != 0 || !strings.HasPrefix(stdout, ".nh") ||
		!strings.Contains(stdout, "explore") {
		t.Errorf("man: %d %.80q", code, stdout)
	}
	if code, _, stderr := run("man", "--out", dir); code != 0 || len(files(t, dir)) < 5 {
		t.Errorf("man --out: %d %s %v", code, stderr, files(t, dir))
	}
	refused(t, 2, []string{`"bahs"`, "bash"}, "completion", "bahs")
	refused(t, 2, []string{`"x"`, "actmax completion bash"}, "completion", "bash", "x")
	refused(t, 2, []string{`"rum"`, "run"}, "help", "rum")
	refused(t, 2, []string{"--jobs x", "whole number"}, "version", "--jobs", "x")
	refused(t, 2, []string{"--out", ".safetensors", `"actmax train --help"`}, "train", "--data", open.Demo)
}

func TestPanicsDoNotReachTheTerminal(t *testing.T) {
	var complaint bytes.Buffer
	code := Run(context.Background(), []string{"version"}, panics{}, &complaint)
	if code != 1 || !strings.Contains(complaint.String(), "internal error: no more paper") ||
		strings.Contains(complaint.String(), "goroutine") {
		t.Errorf("exit code %d, message %q", code, complaint.String())
	}
}

type panics struct{}

func (panics) Write([]byte) (int, error) { panic("no more paper") }
