package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

var update = flag.Bool("update", false, "write config.example.toml and docs/settings.md anew")

// home keeps the test away from the user's own folders and makes the test's folder the working one.
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

// refused checks that a command line ends with the code, says each of the words on standard error in one line or two, with
// others indented below, and prints nothing else: no usage, no trace.
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
	if !strings.HasPrefix(stderr, "actmax: ") || strings.Count(stderr, "\n")-strings.Count(stderr, "\n  ") > 2 || strings.Contains(stderr, "Usage:") || strings.Contains(stderr, "goroutine ") {
		t.Errorf("%q: want one clear line, got:\n%s", args, stderr)
	}
	if stdout != "" {
		t.Errorf("%q: printed to standard output although it failed: %s", args, stdout)
	}
}

// files lists everything in a folder, so that a test can say that nothing was left.
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

func TestGeneratedFiles(t *testing.T) {
	s, err := newSettings()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"config.example.toml": s.registry.Example(), "docs/settings.md": s.registry.Markdown()} {
		path := filepath.Join("..", "..", filepath.FromSlash(name))
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the tables say (%v); run go generate ./internal/cli", name, err)
		}
	}
}

func TestExampleFileIsTheDefaults(t *testing.T) {
	s, err := newSettings()
	if err != nil {
		t.Fatal(err)
	}
	want := s.registry.Values()
	a := &app{ctx: context.Background(), configFile: filepath.Join("..", "..", "config.example.toml")}
	if err := a.loadConfig(&s.registry); err != nil {
		t.Fatal(err)
	}
	for key, v := range s.registry.Values() {
		if v != want[key] {
			t.Errorf("%s: the example gives %v, the default is %v", key, v, want[key])
		}
	}
	// contract.md: every one of these is a promise.
	for _, key := range strings.Fields(`ascent.optimizer ascent.eta ascent.gamma ascent.steps ascent.seed ascent.start ascent.amplitude_g ascent.cycles
		ascent.restarts ascent.axis train.head train.batch train.eta train.dropout penalty.l2 penalty.tv penalty.aap penalty.eap penalty.p penalty.norm
		threshold.sigma threshold.eap threshold.max threshold.aap_g threshold.fail_g clip.enabled similar.top similar.width similar.distinct
		ascent.lowpass_hz preset data.resample data.scale explorer.fps explorer.theme explorer.glyphs explorer.mouse explorer.pace`) {
		if _, ok := want[key]; !ok {
			t.Errorf("the setting %s of the contract is missing", key)
		}
	}
}

// TestPrecedence: defaults, --config, --preset, --method, --set.
func TestPrecedence(t *testing.T) {
	dir := home(t)
	file := write(t, filepath.Join(dir, "a.toml"), "preset = \"printed\"\n[ascent]\neta = 0.5\nsteps = 40\n[penalty]\ntv = 0.7\naap = 0.2\n")
	gather := func(preset, method string, options ...string) *settings {
		t.Helper()
		a := &app{ctx: context.Background(), configFile: file, options: options}
		if err := a.gather(preset, method); err != nil {
			t.Fatal(err)
		}
		return a.settings
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

func TestBadSettings(t *testing.T) {
	dir := home(t)
	bad := write(t, filepath.Join(dir, "bad.toml"), "[penalty]\nl2 = 0.1\ntvv = 0.2\n")
	wrong := write(t, filepath.Join(dir, "wrong.toml"), "[ascent]\neta = \"fast\"\n")
	far := write(t, filepath.Join(dir, "far.toml"), "explorer.fps = 1000\n")
	info := func(args ...string) []string { return append(args, "data", "info", "demo") }
	refused(t, 2, []string{"bad.toml:3:1", "penalty.tvv", "penalty.tv"}, info("--config", bad)...)
	refused(t, 2, []string{"wrong.toml:2:1", "ascent.eta", "fast", "a number from"}, info("--config", wrong)...)
	refused(t, 2, []string{"far.toml:1:10", "explorer.fps", "1000", "from 1 to"}, info("--config", far)...)
	refused(t, 2, []string{"--config", "none.toml: there is no such file", "config.example.toml"}, info("--config", filepath.Join(dir, "none.toml"))...)
	refused(t, 2, []string{"--config " + dir + " is a folder", "config.example.toml"}, info("--config", dir)...)
	refused(t, 2, []string{"--set", "penalty.tvv", "penalty.tv"}, info("--set", "penalty.tvv=1")...)
	refused(t, 2, []string{"--set", "ascent.steps", "whole number from"}, info("--set", "ascent.steps=many")...)
	refused(t, 2, []string{"--set", "key=value", "such as ascent.steps="}, info("--set", "ascent.steps")...)
	refused(t, 2, []string{"--set", "ascent.axis", "right_arm"}, info("--set", "ascent.axis=left_arm")...)
	refused(t, 2, []string{"--jobs", "-1"}, info("--jobs", "-1")...)
	refused(t, 2, []string{"--jobs"}, info("--jobs", "many")...)
}

func TestUsage(t *testing.T) {
	home(t)
	refused(t, 2, []string{"trian"}, "trian")
	refused(t, 2, []string{"data", "ifno", "the nearest is info"}, "data", "ifno")
	refused(t, 2, []string{"--modle", "the nearest is --model"}, "explore", "--modle", "demo")
	for line, want := range map[string]string{
		"run --theme x":                          "--theme; theme is a setting, such as --set explorer.theme=auto; see",
		"run --models x":                         "--models; the nearest is --model; --models belongs to study; see",
		"run --top 3":                            "--top; --top belongs to similar; top is a setting, such as --set similar.top=",
		"--layer conv3":                          "--layer; --layer belongs to model redundancy and run; see",
		"run -model demo":                        "-model; the nearest is --model; see",
		"similar --layre x":                      "--layre; see",
		"run --zzz":                              `--zzz; see "actmax run --help"`,
		"study --presets new":                    `--presets "new" is unknown; expected printed, paper or actmax`,
		"study --methods l3":                     `--methods "l3" is unknown; expected naive`,
		"study --presets paper,":                 `--presets "" is unknown; expected printed`, // the second one, where the first is good
		"study --methods l2,":                    `--methods "" is unknown; expected naive`,
		"run --layer conv3 --out o --preset new": `--preset "new" is unknown; expected printed`,
	} {
		args := strings.Fields(line)
		if args[0] == "study" {
			args = append(args, "--data", demo, "--out", "study")
		}
		refused(t, 2, []string{want}, args...)
	}
	refused(t, 2, []string{"data info", "a data set"}, "data", "info")
	refused(t, 2, []string{"unexpected argument", "x"}, "version", "x")
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
	if code, stdout, _ = run("version", "--json"); code != 0 || json.Unmarshal([]byte(stdout), &b) != nil || b.SIMD == "" {
		t.Errorf("version --json: %d %q", code, stdout)
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if code, stdout, _ = run("completion", shell); code != 0 || !strings.Contains(stdout, "actmax") {
			t.Errorf("completion %s: %d", shell, code)
		}
	}
	if code, stdout, _ = run("man"); code != 0 || !strings.HasPrefix(stdout, ".nh") || !strings.Contains(stdout, "explore") {
		t.Errorf("man: %d %.80q", code, stdout)
	}
	if code, _, stderr := run("man", "--out", dir); code != 0 || len(files(t, dir)) < 5 {
		t.Errorf("man --out: %d %s %v", code, stderr, files(t, dir))
	}
	refused(t, 2, []string{`unknown command "bahs"`}, "completion", "bahs")
	refused(t, 2, []string{`unexpected argument "x"`}, "completion", "bash", "x")
	refused(t, 2, []string{`unknown command "rum"`, "run"}, "help", "rum")
	refused(t, 2, []string{"--jobs x: expected a whole number"}, "version", "--jobs", "x")
	refused(t, 2, []string{"--out is missing: FILE for the network, ending in .safetensors;"}, "train", "--data", demo)
}

func TestPanicsDoNotReachTheTerminal(t *testing.T) {
	var complaint bytes.Buffer
	code := Run(context.Background(), []string{"version"}, panics{}, &complaint)
	if code != 1 || !strings.Contains(complaint.String(), "internal error: no more paper") || strings.Contains(complaint.String(), "goroutine") {
		t.Errorf("exit code %d, message %q", code, complaint.String())
	}
}

type panics struct{}

func (panics) Write([]byte) (int, error) { panic("no more paper") }

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	p := (&app{stderr: &out}).newProgress()
	if p.terminal || p.every != logEvery || time.Since(p.last) > logEvery-logAfter/2 || time.Since(p.last) < logEvery-2*logAfter {
		t.Errorf("into a log, the first line comes after %v, others every %v", p.every-time.Since(p.last), p.every)
	}
	p.now, p.last = func() time.Time { return now }, now.Add(logAfter-logEvery)
	for i := range 40 {
		p.update("step %d", i)
		if i == 20 {
			p.line("kept")
		}
		now = now.Add(time.Second)
	}
	p.done()
	if got, want := out.String(), "step 1\nstep 16\nkept\nstep 35\n"; got != want {
		t.Errorf("into a log: %q, want %q", got, want)
	}
	out.Reset()
	p = &progress{out: &out, every: 100 * time.Millisecond, terminal: true, now: func() time.Time { return now }}
	p.update("a")
	p.update("too soon")
	p.line("kept")
	now = now.Add(time.Second)
	p.update("b")
	p.done()
	if got, want := out.String(), "\r\x1b[Ka\r\x1b[Kkept\n\r\x1b[Kb\r\x1b[K"; got != want {
		t.Errorf("on a terminal: %q, want %q", got, want)
	}
	for d, want := range map[time.Duration]string{9 * time.Second: "9s", 200 * time.Second: "3m20s", 7500 * time.Second: "2h05m"} {
		if got := clock(d); got != want {
			t.Errorf("clock(%v) = %s, want %s", d, got, want)
		}
	}
	out.Reset()
	width := 8
	p = &progress{out: &out, terminal: true, columns: func() int { return width }, now: func() time.Time { return now }}
	p.update("12345678")
	width = 6 // the window was made smaller
	p.update("12345678")
	p.update("12345")
	p.line("a line that stays may wrap")
	width = 0
	p.update("12345678")
	if got, want := out.String(), "\r\x1b[K1234...\r\x1b[K12...\r\x1b[K12345\r\x1b[Ka line that stays may wrap\n\r\x1b[K12345678"; got != want {
		t.Errorf("on a narrow terminal: %q, want %q", got, want)
	}
	if got := left(time.Unix(0, 0), time.Unix(10, 0), 1, 4); got != "30s left" {
		t.Errorf("left: %q", got)
	}
}

func TestLasted(t *testing.T) {
	for seconds, want := range map[float64]string{0: "1ms", 0.0284: "28ms", 0.9996: "1.0s", 9.94: "9.9s", 9.96: "10s"} {
		if got := lasted(seconds); got != want {
			t.Errorf("%g s: %s, expected %s", seconds, got, want)
		}
	}
}
