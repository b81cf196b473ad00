package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"actmax/data"
	"actmax/internal/cli/open"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
)

// short is the command line of a short run.
func short(out string, args ...string) []string {
	return append([]string{"run", "--model", "bare.safetensors", "--out", out, "--set", "threshold.eap=1", "--set",
		"ascent.steps=30"}, args...)
}

func TestRun(t *testing.T) {
	dir := home(t)
	bare(t, "bare.safetensors")
	var summary runSummary
	code, stdout, stderr := run(short("out", "--layer", "conv1,conv2", "--units", "0-2,5", "--trace", "10,0,30", "--at",
		"5:penalty.tv=0.3", "--json")...)
	if code != 0 || json.Unmarshal([]byte(stdout), &summary) != nil {
		t.Fatalf("%d %s%s", code, stdout, stderr)
	}
	if summary.Runs != 8 || summary.Out != "out" {
		t.Errorf("summary %+v", summary)
	}
	if got := files(t, dir); !slices.Equal(got,
		[]string{"bare.safetensors", "out", "out/runs.jsonl", "out/signals.npz"}) {
		t.Errorf("files: %v", got)
	}
	found, err := results.Read("out")
	if err != nil {
		t.Fatal(err)
	}
	var order []int
	for _, r := range found.Runs {
		order = append(order, r.Unit)
		if r.Preset != "custom" || r.Method != "l2+tv+eap+clip" || r.Steps != 30 || len(r.Edits) != 1 ||
			len(r.Trace) == 0 {
			t.Errorf("record %+v", r)
		}
	}
	if !slices.Equal(order, []int{0, 1, 2, 5, 0, 1, 2, 5}) || found.Runs[4].Layer != "conv2" ||
		!slices.Equal(found.TraceStep, []int{0, 10, 30}) {
		t.Errorf("units %v, trace %v", order, found.TraceStep)
	}

	t.Run("a result is replaced only with --force", func(t *testing.T) {
		before := snapshot(t, "out")
		refused(t, 2, []string{"out", "--force"}, short("out", "--layer", "conv1", "--units", "0")...)
		if after := snapshot(t, "out"); !bytes.Equal(before, after) {
			t.Error("the result changed although it was refused")
		}
		if code, stdout, stderr := run(short("out", "--layer", "conv1", "--units", "0", "--force")...); code != 0 ||
			!strings.Contains(stdout, "1 ascent in out: 1 ") {
			t.Errorf("--force: %d %s%s", code, stdout, stderr)
		}
		if found, err := results.Read("out"); err != nil || len(found.Runs) != 1 {
			t.Errorf("after --force: %v", err)
		}
	})
	t.Run("the number of cores changes nothing", func(t *testing.T) {
		for _, jobs := range []string{"1", "3"} {
			if code, _, stderr := run(short("jobs"+jobs, "--layer", "conv2", "--units", "0-20", "--jobs", jobs,
				"--quiet")...); code != 0 || stderr != "" {
				t.Fatalf("--jobs %s: %d %s", jobs, code, stderr)
			}
		}
		if !bytes.Equal(snapshot(t, "jobs1"), snapshot(t, "jobs3")) {
			t.Error("--jobs 1 and --jobs 3 wrote different bytes")
		}
	})
	t.Run("two writers", func(t *testing.T) {
		f, err := results.Open("shared", false)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		refused(t, 1, []string{"shared"}, short("shared", "--layer", "conv1", "--units", "0")...)
		if got := files(t, "shared"); slices.Contains(got, "runs.jsonl") || slices.Contains(got, "signals.npz") {
			t.Errorf("the second writer wrote: %v", got)
		}
	})
}

// snapshot is the content of all files in a folder.
func snapshot(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	for _, name := range files(t, dir) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all = append(append(all, name...), text...)
	}
	return all
}

func TestRunRefuses(t *testing.T) {
	dir := home(t)
	bare(t, "bare.safetensors")
	write(t, "mine.csv", csvText("class00", "class01"))
	write(t, "file", "")
	before := files(t, dir)
	one := []string{"--layer", "conv1", "--units", "0"}
	no := func(code int, words []string, args ...string) {
		t.Helper()
		refused(t, code, words, short("out", args...)...)
	}
	no(2, []string{"--layer is missing"})
	no(2, []string{"conv9", "conv1"}, "--layer", "conv9")
	no(2, []string{"conv1", "dense1"}, "--layer", "conv1,dense1")
	no(2, []string{"conv1", "twice"}, "--layer", "conv1,conv1")
	no(2, []string{"conv1", "64", "0 to 63"}, "--layer", "conv1", "--units", "0,64")
	no(2, []string{"5-3", "reversed", "3-5"}, "--layer", "conv1", "--units", "5-3")
	no(2, []string{"seven", "0-15,17"}, "--layer", "conv1", "--units", "seven")
	no(2, []string{"--trace", "31", "0 to 30"}, append(one, "--trace", "0,31")...)
	no(2, []string{"--at", "penalty.tvv", "penalty.tv"}, append(one, "--at", "3:penalty.tvv=1")...)
	no(2, []string{"--at", "step:key=value"}, append(one, "--at", "penalty.tv=1")...)
	no(2, []string{"--at", "ascent.seed"}, append(one, "--at", "3:ascent.seed=1")...)
	no(2, []string{"step 30", "29"}, append(one, "--at", "30:penalty.tv=1")...)
	no(2, []string{"--method", `"l3"`, "naive"}, append(one, "--method", "l3")...)
	no(2, []string{"--method", `"l3"`}, append(one, "--method", "l2+l3")...)
	no(2, []string{"--preset", `"papre"`, "printed, paper or actmax"}, append(one, "--preset", "papre")...)
	no(2, []string{"ascent.start", "--data"}, append(one, "--set", "ascent.start=segment")...)
	no(2, []string{"6 axes", "mine.csv", "3 axes"}, append(one, "--data", "mine.csv")...)
	no(2, []string{"conv1", "threshold.eap"}, append(one, "--set", "threshold.eap=0")...)
	refused(t, 2, []string{"--out is missing"}, "run", "--layer", "conv1")
	if after := files(t, dir); !slices.Equal(after, before) {
		t.Errorf("files changed from %v to %v", before, after)
	}
	if code, _, stderr := run(short("naive",
		append(one, "--method", "naive", "--set", "threshold.eap=0")...)...); code != 0 {
		t.Errorf("a method without thresholds needs none: %d %s", code, stderr)
	}
}

// endless is a run that takes longer than the test.
func endless(n *model.Network, unit, steps int) optimize.Job {
	s := optimize.Default()
	s.Steps, s.ThresholdEAP = steps, 1
	return optimize.Job{Network: n, Layer: 2, Unit: unit, Settings: s, Dense: true, Untaped: true}
}

func TestInterruptedRun(t *testing.T) {
	dir := home(t)
	n := bare(t, "bare.safetensors")
	before := files(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(200*time.Millisecond, cancel)
	code, stdout, stderr := runIn(ctx, short("out", "--layer", "conv3", "--set", "ascent.steps=1000000", "--dense")...)
	if code != 1 || stdout != "" || !strings.Contains(stderr, "interrupted") { // 3 would promise saved work
		t.Errorf("%d %q %q", code, stdout, stderr)
	}
	if after := files(t, dir); !slices.Equal(after, before) {
		t.Errorf("files changed from %v to %v", before, after)
	}

	// an interrupted --force does not change an earlier result
	if code, _, stderr := run(short("old", "--layer", "conv1", "--units", "0-2")...); code != 0 {
		t.Fatal(stderr)
	}
	old, err := os.ReadFile(filepath.Join("old", results.RunsFile))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	time.AfterFunc(200*time.Millisecond, cancel)
	if code, _, stderr := runIn(ctx, short("old", "--layer", "conv3", "--set", "ascent.steps=1000000", "--dense",
		"--force")...); code != 1 {
		t.Errorf("%d %s", code, stderr)
	}
	if now, err := os.ReadFile(filepath.Join("old", results.RunsFile)); err != nil || !bytes.Equal(now, old) {
		t.Errorf("the older result changed: %v", err)
	}

	// ascents finished before the interrupt are returned, in order
	ctx, cancel = context.WithCancel(context.Background())
	a := &app{stdout: new(bytes.Buffer), stderr: new(bytes.Buffer), jobs: 2, quiet: true}
	time.AfterFunc(time.Second, cancel)
	done, err := a.ascend(ctx, []optimize.Job{endless(n, 0, 1000000), endless(n, 1, 3), endless(n, 2, 1000000),
		endless(n, 3, 3)})
	if err != context.Canceled || len(done) != 2 || done[0].Unit != 1 || done[1].Unit != 3 {
		t.Errorf("%d results, error %v, want the two short ones and %v", len(done), err, context.Canceled)
	}
}

func TestSimilar(t *testing.T) {
	dir := home(t)
	n := bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "..", "six.csv"))
	for out, layer := range map[string]string{"shared": "conv2", "all": "dense1"} {
		if code, _, stderr := run(short(out, "--layer", layer, "--units", "0-3")...); code != 0 {
			t.Fatal(stderr)
		}
		code, stdout, stderr := run("similar", "--model", "bare.safetensors", "--data", recordings, "--run", out,
			"--top", "7")
		if code != 0 || !strings.Contains(stdout, layer+"/3") {
			t.Fatalf("%d %s%s", code, stdout, stderr)
		}
		found, err := results.Read(out)
		if err != nil {
			t.Fatal(err)
		}
		lines := similarLines(t, filepath.Join(out, results.SimilarFile))
		if len(lines) != 4 {
			t.Fatalf("%d lines, want 4", len(lines))
		}
		set := opened(t, recordings, n)
		for i, l := range lines {
			if l.Run != i || l.Window[1]-l.Window[0] != 10 || len(l.Nearest) != 7 ||
				!slices.IsSortedFunc(l.Nearest, byMSE) {
				t.Errorf("%s, run %d: %+v", layer, i, l)
			}
			want := nearestByLoop(set, found.Signal.Of(i), found.Signal.Axes, found.Signal.Time, l.Window)
			if got := l.Nearest[0]; math.Abs(got.MSE-want) > 1e-9*(1+want) ||
				(got.Axis == "all") != (layer == "dense1") {
				t.Errorf("%s, run %d: nearest %+v, a loop over all windows finds %g", layer, i, got, want)
			}
		}
	}
	before := files(t, dir)
	refused(t, 2, []string{"none"}, "similar", "--run", "none")
	refused(t, 2, []string{"--run is missing"}, "similar")
	refused(t, 2, []string{"network bare (sha256", "--model", "demo (sha256"}, "similar", "--run", "all", "--model", "demo",
		"--data", "demo")
	refused(t, 2, []string{"--top 0", "whole number from 1"}, "similar", "--run", "all", "--top", "0")
	refused(t, 2, []string{"3 axes"}, "similar", "--model", "bare.safetensors", "--data",
		write(t, filepath.Join(dir, "..", "m.csv"), csvText("a", "b")), "--run", "all")
	write(t, filepath.Join(dir, "..", "broken", "runs.jsonl"), "{\"run\":0}\nnonsense\n")
	refused(t, 2, []string{"broken"}, "similar", "--model", "bare.safetensors", "--data", recordings, "--run",
		filepath.Join("..", "broken"))
	if after := files(t, dir); !slices.Equal(after, before) {
		t.Errorf("files changed from %v to %v", before, after)
	}
}

func byMSE(a, b similarItem) int {
	switch {
	case a.MSE < b.MSE:
		return -1
	case a.MSE > b.MSE:
		return 1
	}
	return 0
}

func similarLines(t *testing.T, path string) []similarRun {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []similarRun
	for s := bufio.NewScanner(f); s.Scan(); {
		var l similarRun
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, l)
	}
	return lines
}

func opened(t *testing.T, name string, n *model.Network) *data.Dataset {
	t.Helper()
	set, err := open.Data(context.Background(), open.Flags{Name: name}, n, open.Options{Resample: data.Linear})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// nearestByLoop is equation (8) for the nearest segment, literally.
func nearestByLoop(set *data.Dataset, signal []float32, axes, time int, window [2]int) float64 {
	best := math.Inf(1)
	width := window[1] - window[0]
	for _, segment := range set.Subset(data.Train) {
		for offset := 0; offset+width <= set.Length; offset++ {
			sums := make([]float64, len(set.Axes)) // by axis of the segment
			total := 0.0
			for axis := range set.Axes {
				from := axis * time
				if axes == 1 {
					from = 0
				}
				for t := range width {
					d := float64(signal[from+window[0]+t]) - float64(set.Window(segment, axis)[offset+t])
					sums[axis] += d * d / float64(width)
				}
				total += sums[axis] / float64(len(set.Axes))
			}
			if axes > 1 {
				best = min(best, total)
			} else {
				best = min(best, slices.Min(sums))
			}
		}
	}
	return best
}

func TestStartsFromRealSegments(t *testing.T) {
	dir := home(t)
	bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "..", "six.csv"))
	code, _, stderr := run(short("out", "--layer", "conv2", "--units", "0-3", "--data", recordings, "--set",
		"ascent.start=segment")...)
	if code != 0 {
		t.Fatal(stderr)
	}
	found, err := results.Read("out")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range found.Runs {
		if !strings.HasPrefix(r.Start, "segment:") {
			t.Errorf("unit %d started from %s", r.Unit, r.Start)
		}
	}
	// the embedded network has its own recordings, and the help says so
	if code, _, stderr := run("run", "--layer", "conv2", "--units", "0", "--set", "ascent.start=segment", "--set",
		"ascent.steps=5", "--out", "embedded"); code != 0 {
		t.Error(stderr)
	}
	if _, help, _ := run("run", "--help"); !strings.Contains(strings.Join(strings.Fields(help), " "),
		"embedded recordings") {
		t.Errorf("the help does not describe the default of --data:\n%s", help)
	}
}
