package zoo_test

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/dsads"
	"actmax/data/synth"
	"actmax/internal/shared"
	"actmax/model/train"
	"actmax/model/zoo"
)

// limit is the largest size of an embedded network, in bytes.
const limit = 3_200_000

func ExampleLoad() {
	n, err := zoo.Load("demo")
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range n.Layers {
		fmt.Println(n.Layers[i].Name, n.Units(i))
	}
	// Output:
	// conv1 64
	// conv2 64
	// conv3 64
	// fusion 64
	// dense1 128
	// dense2 12
}

func TestNamesLoad(t *testing.T) {
	names := zoo.Names()
	if len(names) == 0 {
		t.Fatal("no networks")
	}
	for _, name := range names {
		n, err := zoo.Load(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if n.Name != name {
			t.Errorf("%s calls itself %s", name, n.Name)
		}
	}
	for _, name := range []string{"none", "", "../zoo/demo", "demo.safetensors"} {
		if _, err := zoo.Load(name); err == nil || !strings.Contains(err.Error(), "demo") {
			t.Errorf("%q: error %v, expected one that lists the networks", name, err)
		}
	}
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".safetensors") {
			return err
		}
		if info, err := e.Info(); err != nil || info.Size() > limit {
			t.Errorf("%s: %d bytes (error %v), at most %d are allowed", path, info.Size(), err, limit)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDemo computes macro-F1 and statistics again from the demo recordings, and compares them with those of the file.
func TestDemo(t *testing.T) {
	n, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	d, tr := synth.Load(synth.Seed), n.Training
	if tr == nil {
		t.Fatal("the file has no description of the training")
	}
	if tr.DataHash != d.Hash || tr.Data != d.Title || tr.Head != "fusion" || tr.Epochs == 0 || tr.BestEpoch == 0 ||
		tr.Versions["go"] == "" {
		t.Errorf("it was not trained on the demo recordings, or does not describe how: %+v; run go generate ./model/zoo",
			tr)
	}
	if tr.Test < 0.9 || tr.Validation < 0.9 {
		t.Errorf("macro-F1 %.3f on the validation and %.3f on the test subjects is not worth showing", tr.Validation, tr.Test)
	}
	// On another processor one segment more or less may be classified correctly.
	tolerance := 0.002
	if testing.Short() {
		thin(d, 20)
		tolerance = 0.06
	}
	for split, want := range map[data.Split]float64{data.Validate: tr.Validation, data.Test: tr.Test} {
		e, err := train.Evaluate(context.Background(), n, d, split, 0)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(e.MacroF1-want) > tolerance {
			t.Errorf("macro-F1 on the %s subjects is %.4f, the file says %.4f; run go generate ./model/zoo",
				split, e.MacroF1, want)
		}
	}
	if !testing.Short() {
		thin(d, 5) // enough to distinguish the statistics of these recordings from others
	}
	m, err := train.Measure(context.Background(), n, d, train.MeasureOptions{NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n.Layers {
		l, part := &n.Layers[i], m.Layers[i].Statistics
		s := l.Statistics
		if s == nil || s.Count == nil || s.Max == nil || s.P95 == nil || s.Histogram == nil {
			t.Errorf("layer %s lacks statistics: %+v", l.Name, s)
			continue
		}
		for u := range n.Units(i) {
			if s.Count[u] < part.Count[u] || s.Max[u] < part.Max[u]-1e-4*part.Max[u] {
				t.Errorf("%s/%d: %d activations up to %g in a part of the recordings, the file says %d up to %g",
					l.Name, u, part.Count[u], part.Max[u], s.Count[u], s.Max[u])
			}
			near := 4 * float64(s.Std[u]) / math.Sqrt(float64(part.Count[u])/30+1) // values of one map are correlated
			if part.Count[u] > 3000 && (math.Abs(float64(s.Mean[u]-part.Mean[u])) > near ||
				math.Abs(float64(s.Std[u]-part.Std[u])) > 2*near) {
				t.Errorf("%s/%d: mean %g and deviation %g in a part of the recordings, the file says %g and %g",
					l.Name, u, part.Mean[u], part.Std[u], s.Mean[u], s.Std[u])
			}
		}
	}
}

// TestDSADS evaluates the test subjects again, in half precision, if the recordings are present.
func TestDSADS(t *testing.T) {
	if !slices.Contains(zoo.Names(), "dsads") {
		t.Skip("the program embeds no network dsads")
	}
	n, err := zoo.Load("dsads")
	if err != nil {
		t.Fatal(err)
	}
	tr := n.Training
	if !n.Half || tr == nil || tr.Data != "DSADS" || len(tr.From) != 64 || tr.Epochs == 0 ||
		!strings.Contains(tr.Licence, "CC BY 4.0") {
		t.Fatalf("the file does not describe its training: half precision %v, %+v; see model/zoo/pack", n.Half, tr)
	}
	if math.Abs(tr.Test-tr.FromTest) > 0.005 {
		t.Errorf("half precision changes macro-F1 from %.4f to %.4f", tr.FromTest, tr.Test)
	}
	d, err := dsads.Load(context.Background(), shared.Path(t, "datasets/dsads-accel.zip"),
		data.Options{Resample: tr.Resample})
	if err != nil {
		t.Fatal(err)
	}
	if d.Hash != tr.DataHash {
		t.Fatalf("it was trained on other recordings: %.12s, these are %.12s", tr.DataHash, d.Hash)
	}
	tolerance := 0.001 // on another processor a segment more or less may be classified correctly
	if testing.Short() {
		thin(d, 20)
		tolerance = 0.06
	}
	e, err := train.Evaluate(context.Background(), n, d, data.Test, 0)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(e.MacroF1-tr.Test) > tolerance {
		t.Errorf("macro-F1 on the test subjects is %.4f, the file says %.4f", e.MacroF1, tr.Test)
	}
}

// thin keeps every k-th segment.
func thin(d *data.Dataset, k int) {
	kept := d.Segments[:0]
	for i, s := range d.Segments {
		if i%k == 0 {
			kept = append(kept, s)
		}
	}
	d.Segments = kept
}
