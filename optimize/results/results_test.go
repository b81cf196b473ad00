package results

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"actmax/internal/npy"
	"actmax/internal/outdir"
	"actmax/model"
	"actmax/optimize"
)

// network returns an untrained one without statistics.
func network(t testing.TB) *model.Network {
	t.Helper()
	n := &model.Network{Name: "small", Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"},
		Classes: []string{"a", "b"}, Layers: []model.Layer{
			{Name: "conv1", Kind: "conv", Filters: 4, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "conv2", Kind: "conv", Filters: 4, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "dense", Kind: "dense", Units: 2}}}
	if err := n.Initialize(3); err != nil {
		t.Fatal(err)
	}
	return n
}

// ascents computes a few units of conv1 and conv2, with a trace and an edit.
func ascents(t testing.TB, changes ...string) []*optimize.Result {
	t.Helper()
	n := network(t)
	s := optimize.Default()
	for _, pair := range [][2]string{{"preset", "paper"}, {"ascent.steps", "40"}, {"threshold.eap", "0.5"},
		{"ascent.seed", "4"}} {
		if err := s.Set(pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i < len(changes); i += 2 {
		if err := s.Set(changes[i], changes[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	e, err := optimize.ParseEdit("20:penalty.tv=0.3")
	if err != nil {
		t.Fatal(err)
	}
	var runs []*optimize.Result
	for i := range 4 {
		j := optimize.Job{Network: n, Layer: i % 2, Unit: i, Settings: s, Trace: []int{0, 10, 40}}
		if i == 1 {
			j.Edits = []optimize.Edit{e}
		}
		a, err := optimize.NewAscent(j)
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, a.Run())
	}
	return runs
}

func names(t testing.TB, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "no folder"
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

// What is written is what contract.md says, and reads back the same.
func TestWriteAndRead(t *testing.T) {
	runs := ascents(t)
	runs[2].Terms.EAP, runs[2].Threshold, runs[2].Attainment, runs[2].Trace[1].Terms.F = math.NaN(), math.NaN(),
		math.NaN(), math.Inf(1)
	runs[3].Settled = 33
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := Write(dir, runs, false); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != "runs.jsonl signals.npz" {
		t.Errorf("the folder holds %s", got)
	}

	file, err := os.Open(filepath.Join(dir, RunsFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	want := []string{"run", "model", "model_hash", "layer", "unit", "preset", "method", "seed", "settings", "steps",
		"status", "restarts", "start", "edits", "settled_at",
		"f", "objective", "terms", "max_activation", "threshold", "attainment", "max_amplitude_g", "trace"}
	for i := 0; lines.Scan(); i++ {
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		_, _ = d.Token()
		var keys []string
		for d.More() {
			key, _ := d.Token()
			keys = append(keys, key.(string))
			var skip json.RawMessage
			if err := d.Decode(&skip); err != nil {
				t.Fatal(err)
			}
			text := string(skip)
			switch null := i == 2 && (key == "threshold" || key == "attainment") || i != 3 && key == "settled_at"; {
			case null != (text == "null"):
				t.Errorf("run %d: %s is %s", i, key, text)
			case key == "edits" && i == 1 && text != `[{"step":20,"key":"penalty.tv","value":0.3}]`, key == "edits" &&
				i != 1 && text != "[]":
				t.Errorf("run %d: edits are %s", i, text)
			case key == "settings" && (!strings.Contains(text, `"penalty.p":2`) ||
				!strings.Contains(text, `"ascent.start":"sine"`) || strings.Contains(text, "similar.")):
				t.Errorf("settings are %s", text)
			case key == "terms" && i == 2 && !strings.Contains(text, `"eap":null`):
				t.Errorf("terms are %s", text)
			case key == "trace" && i == 2 && !strings.Contains(text, `"step":10,"f":null`):
				t.Errorf("trace is %s", text)
			}
		}
		if strings.Join(keys, " ") != strings.Join(want, " ") {
			t.Errorf("keys are %v", keys)
		}
	}

	r, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Runs) != 4 || r.Signal.Axes != 1 || r.Signal.Time != 30 || r.Activation.Time != 30 ||
		len(r.TraceStep) != 3 || r.TraceStep[2] != 40 {
		t.Fatalf("%d runs, signal %dx%d, marks %v", len(r.Runs), r.Signal.Axes, r.Signal.Time, r.TraceStep)
	}
	for i, run := range runs {
		c := r.Runs[i]
		if c.Layer != run.Network.Layers[run.Layer].Name || c.Unit != run.Unit || c.Method != "l2+tv+eap+clip" ||
			c.Preset != "custom" || c.Seed != 4 ||
			float64(c.F) != run.Terms.F || float64(c.MaxAmplitude) != run.MaxAmplitude || c.Steps != 40 ||
			len(c.Trace) != 3 {
			t.Errorf("run %d reads back as %+v", i, c)
		}
		if math.IsNaN(float64(c.Threshold)) != (i == 2) || (c.SettledAt != nil) != (i == 3) {
			t.Errorf("run %d: threshold %v, settled at %v", i, c.Threshold, c.SettledAt)
		}
		for k, v := range r.Signal.Of(i) {
			if v != run.Signal[k] || r.Activation.Of(i)[k] != run.Map[k] ||
				r.TraceSignal[(i*3+1)*30+k] != run.Trace[1].Signal[k] {
				t.Fatalf("run %d differs at sample %d", i, k)
			}
		}
	}
	// The settings read back make the same settings.
	s := optimize.Default()
	for key, value := range r.Runs[0].Settings {
		if err := s.Assign(key, value); err != nil {
			t.Error(err)
		}
	}
	s.Preset = runs[0].Settings.Preset
	if s != runs[0].Settings {
		t.Errorf("settings read back as %+v", s)
	}
}

func TestPreset(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, ascents(t, "ascent.steps", "5000", "ascent.gamma", "0.5", "preset", "paper", "threshold.sigma",
		"1")[:1], false); err != nil {
		t.Fatal(err)
	}
	r, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if r.Runs[0].Preset != "paper" {
		t.Errorf("preset %s", r.Runs[0].Preset)
	}
}

// A folder that holds a result is left alone, or replaced whole.
func TestReplace(t *testing.T) {
	runs := ascents(t)
	dir := t.TempDir()
	if err := Write(dir, runs, false); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{SimilarFile, MapFile} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("{}"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	before := map[string]string{}
	for _, name := range []string{RunsFile, SignalsFile} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		before[name] = string(text)
	}
	var exists *ExistsError
	if err := Write(dir, runs[:1], false); !errors.As(err, &exists) || exists.Dir != dir ||
		!strings.Contains(err.Error(), "--force") {
		t.Errorf("a second result: %v", err)
	}
	for name, text := range before {
		if now, _ := os.ReadFile(filepath.Join(dir, name)); string(now) != text {
			t.Errorf("%s changed", name)
		}
	}
	// Claimed and released: nothing changes.
	f, err := Open(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Write(nil); err == nil {
		t.Error("no runs were written")
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if got := names(t, dir); got != "map.svg notes.txt runs.jsonl signals.npz similar.jsonl" {
		t.Errorf("after releasing it: %s", got)
	}
	if err := f.Write(runs); err == nil {
		t.Error("a closed folder was written")
	}
	if err := Write(dir, runs[:1], true); err != nil {
		t.Fatal(err)
	}
	if r, err := Read(dir); err != nil || len(r.Runs) != 1 {
		t.Errorf("after replacing: %v", err)
	}
	if got := names(t, dir); got != "notes.txt runs.jsonl signals.npz" {
		t.Errorf("after replacing: %s", got)
	}
}

func TestTwoWriters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	f, err := Open(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	var busy *BusyError
	if _, err := Open(dir, false); !errors.As(err, &busy) || busy.Dir != dir {
		t.Errorf("the second writer: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != "no folder" {
		t.Errorf("a folder made and released holds %s", got)
	}
	if f, err = Open(dir, false); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestUnusableFolders(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	var fault *outdir.Error
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if _, err := Open(dir, false); !errors.As(err, &fault) || fault.Dir != file {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if os.Getuid() == 0 {
		return // root may write anywhere
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, false); !errors.As(err, &fault) {
		t.Errorf("a folder that is not ours: %v", err)
	}
}

func TestCheckShapes(t *testing.T) {
	n := network(t)
	if err := CheckShapes(n, []int{0, 1}); err != nil {
		t.Error(err)
	}
	if err := CheckShapes(n, []int{0, 1, 2}); err == nil || !strings.Contains(err.Error(),
		"dense (signal 6 x 30, map 1 x 1) cannot share a result with conv1") {
		t.Error(err)
	}
	runs := ascents(t)
	runs[1].Trace = runs[1].Trace[:1]
	if err := Write(filepath.Join(t.TempDir(), "x"), runs, false); err == nil ||
		!strings.Contains(err.Error(), "trace marks") {
		t.Errorf("traces that differ: %v", err)
	}
}

func TestReadErrors(t *testing.T) {
	if _, err := Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no result of actmax run") {
		t.Errorf("an empty folder: %v", err)
	}
	good := `{"run":0,"layer":"conv1","status":"ok"}`
	for text, want := range map[string]string{
		"": "holds no runs", "\n": "holds no runs", "{": "runs.jsonl:1: not a run", good +
			"\n[]": "runs.jsonl:2: not a run", good + "\n" + good: "runs.jsonl:2: run is 0, expected 1",
		`{"run":0,"status":"ok"}`:                     "layer or status is missing",
		`{"run":0,"layer":"a","status":"ok","f":"x"}`: "is not a number",
	} {
		if _, err := ReadRuns(strings.NewReader(text), "runs.jsonl"); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	dir := t.TempDir()
	runs := ascents(t)
	if err := Write(dir, runs, false); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, SignalsFile)
	for want, change := range map[string]func() error{
		"expected [4][axes][time]": func() error { return archive(path, []int{3, 1, 30}, nil) },
		"trace_signal has shape":   func() error { return archive(path, []int{4, 1, 30}, []int{4, 2, 1, 30}) },
		".npz archive":             func() error { return os.WriteFile(path, []byte("PK"), 0o666) },
		"there is no signals.npz":  func() error { return os.Remove(path) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), SignalsFile) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// archive writes a signals.npz of zeros.
func archive(path string, shape, trace []int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	size := func(shape []int) int {
		n := 1
		for _, k := range shape {
			n *= k
		}
		return n
	}
	z := npy.NewWriter(file)
	errs := []error{z.Float32("signal", shape, make([]float32, size(shape))),
		z.Float32("activation", shape, make([]float32, size(shape)))}
	if trace != nil {
		errs = append(errs, z.Int64("trace_step", []int{3}, make([]int64, 3)),
			z.Float32("trace_signal", trace, make([]float32, size(trace))))
	}
	return errors.Join(append(errs, z.Close(), file.Close())...)
}

// numpy opens what is written, without pickle.
func TestNumpy(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3 with numpy")
	}
	if err := exec.Command(python, "-c", "import numpy").Run(); err != nil {
		t.Skip("needs python3 with numpy; this python3 has none")
	}
	dir := t.TempDir()
	runs := ascents(t)
	if err := Write(dir, runs, false); err != nil {
		t.Fatal(err)
	}
	script := `
import sys, json, numpy as np
z = np.load(sys.argv[1] + "/signals.npz", allow_pickle=False)
runs = [json.loads(line) for line in open(sys.argv[1] + "/runs.jsonl")]
assert z["signal"].shape == (4, 1, 30) and z["signal"].dtype == np.float32, z["signal"]
assert z["activation"].shape == (4, 1, 30) and z["activation"].dtype == np.float32
assert z["trace_signal"].shape == (4, 3, 1, 30) and z["trace_signal"].dtype == np.float32
assert z["trace_step"].tolist() == [0, 10, 40] and z["trace_step"].dtype == np.int64
assert (z["trace_signal"][:, 2] == z["signal"]).all()
for i, r in enumerate(runs):
    assert r["run"] == i and abs(abs(z["signal"][i]).max() - r["max_amplitude_g"]) < 1e-12
`
	if out, err := exec.Command(python, "-c", script, dir).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func FuzzReadRuns(f *testing.F) {
	f.Add(`{"run":0,"layer":"conv1","status":"ok","f":null,"terms":{"l2":1e400},"trace":[{"step":1}]}`)
	f.Add(`{"run":0,"layer":"conv1","status":"ok","settings":{"a":[1]},"edits":[{"step":1,"key":"k","value":{}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		runs, err := ReadRuns(strings.NewReader(text), "runs.jsonl")
		if (err == nil) != (len(runs) > 0) {
			t.Errorf("%d runs, %v", len(runs), err)
		}
	})
}
