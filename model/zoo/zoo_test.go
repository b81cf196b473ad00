package zoo_test

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"

	"actmax/data"
	"actmax/data/synth"
	"actmax/model/train"
	"actmax/model/zoo"
)

// limit is how large a network of the program may be, in bytes.
const limit = 2 << 20

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

// TestDemo trusts no figure of the file: macro-F1 and statistics are computed again from the demo recordings.
func TestDemo(t *testing.T) {
	n, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	d, tr := synth.Load(synth.Seed), n.Training
	if tr == nil {
		t.Fatal("the file does not say how the network was made")
	}
	if tr.DataHash != d.Hash || tr.Data != d.Title || tr.Head != "fusion" || tr.Epochs == 0 || tr.BestEpoch == 0 || tr.Versions["go"] == "" {
		t.Errorf("it was made from other recordings than the demo's, or does not say how: %+v; run go generate ./model/zoo", tr)
	}
	if tr.Test < 0.9 || tr.Validation < 0.9 {
		t.Errorf("macro-F1 %.3f on the validation and %.3f on the test subjects is not worth showing", tr.Validation, tr.Test)
	}
	// One segment more or less may be right on another processor.
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
			t.Errorf("macro-F1 on the %s subjects is %.4f, the file says %.4f; run go generate ./model/zoo", split, e.MacroF1, want)
		}
	}
	m, err := train.Measure(context.Background(), n, d, train.MeasureOptions{NoCache: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n.Layers {
		l, again := &n.Layers[i], m.Layers[i].Statistics
		s := l.Statistics
		if s == nil {
			t.Errorf("layer %s has no statistics", l.Name)
			continue
		}
		if testing.Short() {
			continue
		}
		for u := range n.Units(i) {
			// A value near 0 may fall to the other side of the ReLU on another processor.
			if math.Abs(float64(s.Count[u]-again.Count[u])) > 1e-4*float64(again.Count[u])+1 {
				t.Errorf("%s/%d has %d activations, the file says %d", l.Name, u, again.Count[u], s.Count[u])
			}
			scale := math.Abs(float64(again.Mean[u])) + float64(again.Std[u])
			for what, pair := range map[string][2]float32{
				"mean": {s.Mean[u], again.Mean[u]}, "deviation": {s.Std[u], again.Std[u]}, "maximum": {s.Max[u], again.Max[u]}, "95th percentile": {s.P95[u], again.P95[u]},
			} {
				if math.Abs(float64(pair[0]-pair[1])) > 1e-3*scale {
					t.Errorf("%s/%d: %s %g, the file says %g", l.Name, u, what, pair[1], pair[0])
				}
			}
		}
	}
}

// thin leaves every k-th segment.
func thin(d *data.Dataset, k int) {
	kept := d.Segments[:0]
	for i, s := range d.Segments {
		if i%k == 0 {
			kept = append(kept, s)
		}
	}
	d.Segments = kept
}
