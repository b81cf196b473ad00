package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"actmax/internal/filelock"
	"actmax/model"
)

// trigger is standard error that calls pull when a text is written.
type trigger struct {
	bytes.Buffer
	text string
	pull func()
}

func (w *trigger) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if strings.Contains(w.String(), w.text) {
		w.pull()
	}
	return n, err
}

func TestTrain(t *testing.T) {
	dir := home(t)
	recordings := folder(t, filepath.Join(dir, "..", "recordings"), dsadsFiles())
	train := func(args ...string) []string {
		return append([]string{"train", "--data", recordings, "--out", "a.safetensors", "--epochs", "4", "--seed", "3",
			"--set", "train.batch=8", "--set", "train.head=fusion"}, args...)
	}
	var result trainResult
	code, stdout, stderr := run(train("--json")...)
	if code != 0 || json.Unmarshal([]byte(stdout), &result) != nil {
		t.Fatalf("exit code %d, %s%s", code, stdout, stderr)
	}
	if result.Epochs != 4 || result.BestEpoch < 1 || result.Test == nil || result.Head != "fusion" {
		t.Errorf("result %+v", result)
	}
	if !strings.Contains(stderr, "epoch 4/4") || !strings.Contains(stderr, "loss ") ||
		!strings.Contains(stderr, "macro-F1") || !strings.Contains(stderr, "left") {
		t.Errorf("progress into a log: %q", stderr)
	}
	if strings.ContainsAny(stderr, "\r\x1b") {
		t.Errorf("a log got terminal codes: %q", stderr)
	}
	if got := files(t, dir); !slices.Equal(got, []string{"a.safetensors"}) {
		t.Errorf("left behind: %v", got)
	}
	n, err := model.Load("a.safetensors")
	if err != nil || n.Layers[0].Statistics == nil || n.Training == nil || n.Training.Seed != 3 {
		t.Fatalf("the network has no statistics or training: %v", err)
	}

	t.Run("a network is not overwritten by mistake", func(t *testing.T) {
		refused(t, 2, []string{"a.safetensors", "--force"}, train()...)
		refused(t, 2, []string{"--resume", "a.safetensors.resume"}, train("--resume")...)
		refused(t, 2, []string{"--out a.onnx", ".safetensors"}, "train", "--data", recordings, "--out", "a.onnx")
		refused(t, 2, []string{"--out b.onnx", ".safetensors"}, "model", "import", "a.safetensors", "--data",
			recordings, "--out", "b.onnx")
		code, stdout, stderr := run(train("--force", "--quiet")...)
		if code != 0 || stderr != "" || !strings.Contains(stdout, "test macro-F1") {
			t.Errorf("--force --quiet: %d %q %q", code, stdout, stderr)
		}
	})
	t.Run("evaluate", func(t *testing.T) {
		code, stdout, stderr := run("evaluate", "--model", "a.safetensors", "--data", recordings)
		if code != 0 || !strings.Contains(stdout, "macro-F1 0.") || !strings.Contains(stdout, "16 segments") ||
			!strings.Contains(stdout, "19  playing basketball") {
			t.Errorf("%d %s%s", code, stdout, stderr)
		}
		var e evaluation
		code, stdout, _ = run("evaluate", "--model", "a.safetensors", "--data", recordings, "--json")
		if code != 0 || json.Unmarshal([]byte(stdout), &e) != nil || len(e.Confusion) != 19 || e.Segments != 16 {
			t.Errorf("--json: %d %s", code, stdout)
		}
		code, stdout, stderr = run("evaluate", "--model", "a.safetensors", "--data", recordings, "--set",
			"data.resample=polyphase", "--json")
		if code != 0 || json.Unmarshal([]byte(stdout), &e) != nil || e.Resample != "polyphase" ||
			!strings.Contains(stderr, "--set data.resample=linear") {
			t.Errorf("resampled in another way than for training: %d %s%s", code, stdout, stderr)
		}
		refused(t, 2, []string{"19 classes", "12 activities"}, "evaluate", "--model", "a.safetensors", "--data", "demo")
	})
	t.Run("info", func(t *testing.T) {
		code, stdout, _ := run("model", "info", "a.safetensors")
		for _, want := range []string{"conv3", "1x5", "dense2", "DSADS, head fusion, 4 epochs", "test subjects: 7"} {
			if code != 0 || !strings.Contains(stdout, want) {
				t.Errorf("lacks %q:\n%s", want, stdout)
			}
		}
	})
}

// TestInterruptedTraining: an interrupt saves and ends with 3; --resume ends with the weights of an uninterrupted run.
func TestInterruptedTraining(t *testing.T) {
	dir := home(t)
	recordings := folder(t, filepath.Join(dir, "..", "recordings"), dsadsFiles())
	train := func(out string, args ...string) []string {
		return append([]string{"train", "--data", recordings, "--out", out, "--epochs", "5", "--set", "train.batch=8",
			"--set", "train.head=fusion"}, args...)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stderr := &trigger{text: "epoch 2/5", pull: cancel}
	if code := Run(ctx, train("b.safetensors"), new(bytes.Buffer), stderr); code != 3 {
		t.Fatalf("exit code %d, want 3\n%s", code, stderr)
	}
	if !strings.Contains(stderr.String(), "b.safetensors.resume") || !strings.Contains(stderr.String(), "--resume") {
		t.Errorf("the message does not say how to continue: %s", stderr)
	}
	if got := files(t, dir); !slices.Equal(got, []string{"b.safetensors.resume"}) {
		t.Errorf("after the interrupt: %v", got)
	}
	refused(t, 2, []string{"b.safetensors.resume", "--resume", "--force"}, train("b.safetensors")...)
	refused(t, 2, []string{"./typo"}, "train", "--data", "./typo", "--out", "b.safetensors", "--force")
	lock, err := filelock.Claim("b.safetensors.lock")
	if err != nil {
		t.Fatal(err)
	}
	refused(t, 1, []string{"another process", "b.safetensors"}, train("b.safetensors", "--force")...)
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if got := files(t, dir); !slices.Equal(got, []string{"b.safetensors.resume"}) {
		t.Errorf("what was refused touched the interrupted training: %v", got)
	}
	refused(t, 2, []string{"b.safetensors.resume", "differs", "seed"},
		train("b.safetensors", "--resume", "--seed", "9")...)
	write(t, "c.safetensors.resume", "nonsense")
	refused(t, 2, []string{"c.safetensors.resume"}, train("c.safetensors", "--resume")...)
	if err := os.Remove("c.safetensors.resume"); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{train("b.safetensors", "--resume"), train("whole.safetensors")} {
		if code, _, stderr := run(args...); code != 0 {
			t.Fatalf("%q: %d %s", args, code, stderr)
		}
	}
	b, err := model.Load("b.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := model.Load("whole.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	if b.Hash != whole.Hash {
		t.Error("the resumed run ended with other weights than the uninterrupted one")
	}
	if got := files(t, dir); !slices.Equal(got, []string{"b.safetensors", "whole.safetensors"}) {
		t.Errorf("at the end: %v", got)
	}
}

func TestTrainRefuses(t *testing.T) {
	dir := home(t)
	recordings := folder(t, filepath.Join(dir, "..", "recordings"), dsadsFiles())
	refused(t, 2, []string{"--data is missing"}, "train", "--out", "a.safetensors")
	refused(t, 2, []string{"--out is missing"}, "train", "--data", recordings)
	refused(t, 2, []string{"--epochs 0"}, "train", "--data", recordings, "--out", "a.safetensors", "--epochs", "0")
	refused(t, 2, []string{"train.dropout", "0.95"}, "train", "--data", recordings, "--out", "a.safetensors", "--set",
		"train.dropout=1")
	refused(t, 2, []string{"6 axes", "3 axes"}, "train", "--data",
		write(t, filepath.Join(dir, "..", "m.csv"), csvText("a", "b")), "--out", "a.safetensors")
	if got := files(t, dir); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
}

// bare saves a network without statistics, of six axes and two classes without names.
func bare(t *testing.T, path string) *model.Network {
	t.Helper()
	n, err := model.NewSFHF("fusion", []string{"class00", "class01"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Save(path); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUnusableModels(t *testing.T) {
	dir := home(t)
	bare(t, "bare.safetensors")
	whole, err := os.ReadFile("bare.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	write(t, "cut.safetensors", string(whole[:len(whole)/2]))
	write(t, "text.safetensors", "hello")
	write(t, "text.onnx", "hello")
	write(t, "mine.csv", csvText("class00", "class01"))
	before := files(t, dir)
	info := func(m string, words ...string) { t.Helper(); refused(t, 2, append(words, m), "model", "info", m) }
	info("dmeo", "demo")
	info("none.safetensors")
	info(".", "folder")
	info("cut.safetensors")
	info("text.safetensors")
	info("text.onnx")
	refused(t, 2, []string{"6 axes x 30 samples", "mine.csv", "3 axes"}, "evaluate", "--model", "bare.safetensors",
		"--data", "mine.csv")
	refused(t, 2, []string{"--unit conv9/1", "conv1"}, "explore", "--unit", "conv9/1")
	refused(t, 2, []string{"--unit conv3/64", "0 to 63"}, "explore", "--unit", "conv3/64")
	refused(t, 2, []string{"--unit 17", "conv3/17"}, "explore", "--unit", "17")
	if after := files(t, dir); !slices.Equal(after, before) {
		t.Errorf("files changed from %v to %v", before, after)
	}
}

func TestModelImport(t *testing.T) {
	dir := home(t)
	bare(t, "bare.safetensors")
	recordings := sixAxes(t, filepath.Join(dir, "..", "six.csv"))
	refused(t, 2, []string{"--data is missing"}, "model", "import", "bare.safetensors", "--out", "a.safetensors")
	if got := files(t, dir); !slices.Equal(got, []string{"bare.safetensors"}) {
		t.Errorf("left behind: %v", got)
	}
	code, stdout, stderr := run("model", "import", "bare.safetensors", "--data", recordings, "--out", "a.safetensors")
	if code != 0 || !strings.Contains(stdout, "training segments of six") {
		t.Fatalf("%d %s%s", code, stdout, stderr)
	}
	n, err := model.Load("a.safetensors")
	if err != nil || n.Layers[2].Statistics == nil || !slices.Equal(n.Classes, []string{"rowing", "walking"}) {
		t.Errorf("imported: %v, classes %v", err, n.Classes)
	}
	refused(t, 2, []string{"a.safetensors", "--force"}, "model", "import", "bare.safetensors", "--data", recordings,
		"--out", "a.safetensors")
	if code, stdout, _ = run("model", "info", "a.safetensors"); code != 0 || !strings.Contains(stdout, "imported") {
		t.Errorf("model info: %d %s", code, stdout)
	}
}
