package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"actmax/internal/npy"
	"actmax/model"
)

// arrays50 writes segments of 3 axes x 12 samples at 50 Hz, of two activities and three people.
func arrays50(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const n = 12
	x, y, subject := make([]float32, n*3*12), make([]int64, n), make([]int64, n)
	for i := range x {
		x[i] = float32(i%7) / 7
	}
	for i := range n {
		y[i], subject[i] = int64(i%2), int64(1+i/4)
	}
	w := npy.NewWriter(f)
	for _, write := range []func() error{
		func() error { return w.Float32("X", []int{n, 3, 12}, x) },
		func() error { return w.Int64("y", []int{n}, y) },
		func() error { return w.Int64("subject", []int{n}, subject) },
		func() error { return w.Int64("fs", []int{1}, []int64{50}) },
		w.Close,
	} {
		if err := write(); err != nil {
			t.Fatal(err)
		}
	}
}

// An .onnx file has no rate. The imported network has that of the data.
func TestImportTakesTheRateOfTheData(t *testing.T) {
	exported, err := filepath.Abs(filepath.Join(repository, "model", "onnx", "testdata", "channels.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	home(t)
	arrays50(t, "mine.npz")
	refused(t, 2, []string{"50 Hz", "actmax model import"}, "evaluate", "--model", exported, "--data", "mine.npz")
	if code, _, stderr := run("model", "import", exported, "--data", "mine.npz", "--out", "mine.safetensors",
		"--quiet"); code != 0 {
		t.Fatal(stderr)
	}
	n, err := model.Load("mine.safetensors")
	if err != nil || n.Input.RateHz != 50 || n.Layers[0].Statistics == nil || n.Classes[1] != "1" {
		t.Fatalf("%v, %+v", err, n)
	}
	if code, stdout, stderr := run("evaluate", "--model", "mine.safetensors", "--data", "mine.npz"); code != 0 ||
		!strings.Contains(stdout, "4 segments") {
		t.Errorf("%d %s%s", code, stdout, stderr)
	}
	refused(t, 2, []string{"3 axes x 12 samples", "demo", "trained on mine", "--data"}, "evaluate", "--model",
		"mine.safetensors")
}
