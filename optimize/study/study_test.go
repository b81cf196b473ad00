package study

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// recordings returns a small data set of four subjects, two of them to train with.
func recordings() *data.Dataset {
	d := &data.Dataset{
		Name: "small", Title: "small", Hash: "5111", Activities: []string{"slow", "fast"}, Axes: data.Axes, Rate: 30,
		SourceRate: 30,
		Length:     30, Splits: map[int]data.Split{1: data.Train, 2: data.Train, 3: data.Validate, 4: data.Test},
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 16 {
		samples := make([][]float32, len(d.Axes))
		for axis := range samples {
			phase := 6 * r.Float64()
			for t := range 90 {
				samples[axis] = append(samples[axis],
					float32(math.Sin(phase+float64(t)*(0.3+0.5*float64(i%2)))+0.2*r.NormFloat64()))
			}
		}
		d.Recordings = append(d.Recordings,
			data.Recording{ID: "r", Subject: 1 + i/4, Activity: i % 2, Samples: samples})
	}
	d.Cut(15)
	return d
}

// small returns an untrained network of five and four units with its statistics over the recordings.
func small(t *testing.T, d *data.Dataset, seed uint64) *model.Network {
	t.Helper()
	conv := func(name string, filters int) model.Layer {
		return model.Layer{Name: name, Kind: "conv", Filters: filters, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2},
			Activation: "relu"}
	}
	n := &model.Network{Name: "small", Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"},
		Classes: d.Activities, Layers: []model.Layer{
			conv("conv1", 5), conv("conv2", 4), {Name: "dense1", Kind: "dense", Units: 3, Activation: "relu"},
			{Name: "dense2", Kind: "dense", Units: 2}}}
	if err := n.Initialize(seed); err != nil {
		t.Fatal(err)
	}
	if err := train.Statistics(context.Background(), n, d, train.MeasureOptions{NoCache: true}); err != nil {
		t.Fatal(err)
	}
	return n
}

func variant(t *testing.T, method string, steps int) Variant {
	t.Helper()
	s := optimize.Default()
	if err := optimize.ApplyMethod(&s, method); err != nil {
		t.Fatal(err)
	}
	s.Steps, s.Eta, s.SimilarTop, s.SimilarWidth = steps, 0.1, 7, 8
	return Variant{Preset: "actmax", Method: method, Settings: s}
}

// starts gives every unit the same real segment.
type starts struct{ d *data.Dataset }

func (s starts) Best(layer, unit, from, to int) ([]float32, string, error) {
	return s.d.Window(3, 2), "3/right_arm_z", nil
}

func options(t *testing.T, dir string) Options {
	t.Helper()
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // measurements of untrained networks
	d := recordings()
	return Options{
		Dir: dir, Data: d, Jobs: 2, Redundancy: true,
		Networks: []Plan{{Name: "a", Head: "flatten", Seed: 1, Take: small(t, d, 1)},
			{Name: "b", Head: "flatten", Seed: 2, Take: small(t, d, 2)}},
		Variants: []Variant{variant(t, "naive", 60), variant(t, optimize.Proposed, 60)},
		Starts:   func(context.Context, *model.Network) optimize.Starts { return starts{d} },
		Warn:     func(err error) { t.Errorf("warned of %v", err) },
	}
}

func run(t *testing.T, o Options) (*Study, string) {
	t.Helper()
	s, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s, text(t, s)
}

func text(t *testing.T, s *Study) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestStudyIsTheSameHoweverItRan(t *testing.T) {
	o := options(t, t.TempDir())
	s, want := run(t, o)
	if len(s.Rows) != 4 || len(s.Each) != 8 || len(s.Starts) != 2 || len(s.Counterparts) != 2 || len(s.Maps) != 4 ||
		len(s.Redundancy) != 2 {
		t.Fatalf("%d rows, %d of networks, %d starts, %d counterparts, %d maps, %d redundancies", len(s.Rows),
			len(s.Each), len(s.Starts), len(s.Counterparts), len(s.Maps), len(s.Redundancy))
	}
	if c := s.Counterparts[0]; math.IsNaN(float64(c.Activation)) || c.Pairs != 2 {
		t.Errorf("counterparts %+v", c)
	}

	t.Run("one worker", func(t *testing.T) {
		o := options(t, t.TempDir())
		o.Jobs = 1
		if _, got := run(t, o); got != want {
			t.Error("one worker finds another study")
		}
	})
	t.Run("again", func(t *testing.T) {
		o := o
		o.Progress = func(p Progress) {
			if p.What != "test subjects" {
				t.Errorf("%s is done again", p.What)
			}
		}
		if _, got := run(t, o); got != want {
			t.Error("what was kept gives another study")
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		for _, at := range []int{1, 6} {
			o := options(t, t.TempDir())
			ctx, cancel := context.WithCancel(context.Background())
			o.Progress = func(p Progress) {
				if p.Done >= at {
					cancel()
				}
			}
			_, err := Run(ctx, o)
			var stop *Interrupted
			if !errors.As(err, &stop) || stop.Dir != o.Dir || !errors.Is(err, context.Canceled) {
				t.Fatalf("interrupted: %v", err)
			}
			o.Progress = nil
			if _, got := run(t, o); got != want {
				t.Error("an interrupted study ends with other values")
			}
		}
	})
	t.Run("interrupted before anything was kept", func(t *testing.T) {
		o := options(t, filepath.Join(t.TempDir(), "new"))
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := Run(ctx, o)
		var stop *Interrupted
		if errors.As(err, &stop) || !errors.Is(err, context.Canceled) {
			t.Errorf("%v: says that something is kept", err)
		}
		if _, err := os.Stat(o.Dir); err == nil {
			t.Error("an empty folder is left")
		}
	})
	t.Run("damaged", func(t *testing.T) {
		warned := 0
		o := o
		o.Warn = func(error) { warned++ }
		parts := filepath.Join(o.Dir, "parts", "a")
		for _, c := range []struct{ name, text string }{
			{filepath.Join(parts, "actmax", "conv1", "naive", scoresFile), "{"},
			{filepath.Join(parts, "actmax", "conv2", "naive", results.RunsFile), "nonsense\n"},
			{filepath.Join(parts, "floors.json"), "[]"},
		} {
			if err := os.WriteFile(c.name, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		// scores that are of the right kind and cannot be true
		path := filepath.Join(parts, "actmax", "conv2", optimize.Proposed, scoresFile)
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bad := strings.Replace(string(good), `"segment":`, `"segment":99`, 1)
		if err := os.WriteFile(path, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, got := run(t, o); got != want || warned < 3 {
			t.Errorf("damaged parts: %d warnings, the same study: %v", warned, got == want)
		}
	})
	t.Run("cut otherwise", func(t *testing.T) {
		o, d := o, *o.Data
		d.Segments = slices.Clone(d.Segments)
		d.Segments[0].Start++ // as many segments of the same recordings
		o.Data = &d
		done := map[string]bool{}
		o.Progress = func(p Progress) { done[p.What] = true }
		if run(t, o); !done["ascents"] || !done["test subjects"] || !done["correlating units"] {
			t.Errorf("parts made from other segments were taken: only %v was done again", done)
		}
	})
	t.Run("other settings", func(t *testing.T) {
		o := o
		o.Variants = []Variant{variant(t, "naive", 61), variant(t, optimize.Proposed, 60)}
		if _, got := run(t, o); got == want {
			t.Error("a part made with other settings was taken")
		}
	})
}

// Parts of versions before data.Dataset.Identity are still taken.
func TestIdentityOfOlderParts(t *testing.T) {
	older, now := identity{Data: "x", Segments: 3}, identity{Data: "x", Segments: 3, Cut: "abc"}
	for of, want := range map[*identity]bool{&older: true, &now: true, {Data: "x", Segments: 3, Cut: "abd"}: false,
		{Data: "y", Segments: 3}: false} {
		text, err := of.text()
		if err != nil {
			t.Fatal(err)
		}
		if got := now.is(text); got != want {
			t.Errorf("%+v is taken: %v", *of, got)
		}
	}
}

// FuzzScores: whatever lies in a part's file is taken or passed over.
func FuzzScores(f *testing.F) {
	dir := f.TempDir()
	d := recordings()
	s := &session{Options: Options{Dir: dir, Data: d}}
	path := filepath.Join(dir, scoresFile)
	id := identity{Data: "x"}
	if err := write(path, id, keptScores{1, []UnitScore{{Window: [2]int{0, 8}, Training: 3}}}); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"of":{},"value":null}`))
	f.Add([]byte("["))
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		var k keptScores
		if s.read(path, id, &k) && s.sound(k.Units, 1, 30) {
			c := k.Units[0]
			_ = d.Window(0, 0)[c.Window[0]:c.Window[1]]
			if c.Training >= 0 {
				_ = d.Subset(data.Train)[c.Training]
			}
		}
	})
}

// TestScoresAreThoseOfTheSignals computes S_sim of one row by plain loops from the signals that were kept.
func TestScoresAreThoseOfTheSignals(t *testing.T) {
	o := options(t, t.TempDir())
	o.Redundancy = false
	s, _ := run(t, o)
	d := o.Data
	for _, row := range s.Each {
		found, err := results.Read(filepath.Join(o.Dir, "parts", row.Network, row.Preset, row.Layer, row.Method))
		if err != nil {
			t.Fatal(err)
		}
		n := o.Networks[0].Take
		if row.Network == "b" {
			n = o.Networks[1].Take
		}
		layer, err := n.Find(row.Layer)
		if err != nil {
			t.Fatal(err)
		}
		similar, attainment, scored, attaining := 0.0, 0.0, 0, 0
		for u, r := range found.Runs {
			if r.Status == optimize.Failed || r.Status == optimize.Silent {
				continue
			}
			x := found.Signal.Of(u)
			from, to, err := score.Window(n, layer, u, x, found.Activation.Of(u), 8)
			if err != nil {
				t.Fatal(err)
			}
			var all []float64
			for _, i := range d.Subset(data.Train) {
				for axis := range d.Axes {
					least := math.Inf(1)
					for j := 0; j+8 <= d.Length; j++ {
						sum := 0.0
						for k, v := range x[from:to] {
							e := float64(v) - float64(d.Window(i, axis)[j+k])
							sum += e * e
						}
						least = math.Min(least, sum/8)
					}
					all = append(all, least)
				}
			}
			sort.Float64s(all)
			sum := 0.0
			for _, v := range all[:7] {
				sum += v
			}
			similar += sum / 7
			attainment += float64(r.MaxActivation / r.Threshold)
			if a := float64(r.MaxActivation / r.Threshold); a >= 0.8 && a <= 1.25 {
				attaining++
			}
			scored++
		}
		if row.Scored != scored || row.Attaining != attaining || scored == 0 ||
			math.Abs(float64(row.SSim)-similar/float64(scored)) > 1e-12*similar ||
			math.Abs(float64(row.Attainment)-attainment/float64(scored)) > 1e-9*attainment {
			t.Errorf("%s %s %s: %d scored, %d attaining, S_sim %g, attainment %g; want %d, %d, %g, %g", row.Network,
				row.Layer, row.Method,
				row.Scored, row.Attaining, row.SSim, row.Attainment, scored, attaining, similar/float64(scored),
				attainment/float64(scored))
		}
	}
	// a row is the mean of its networks
	for _, r := range s.Rows {
		var each []float64
		failed := 0
		for _, e := range s.Each {
			if e.Layer == r.Layer && e.Method == r.Method {
				each = append(each, float64(e.SSim))
				failed += e.Failed
			}
		}
		low, high := min(each[0], each[1]), max(each[0], each[1])
		if float64(r.SSim.Mean) != (each[0]+each[1])/2 || float64(r.SSim.Min) != low || float64(r.SSim.Max) != high ||
			r.Failed != failed || r.Networks != 2 {
			t.Errorf("%+v of %v", r, each)
		}
	}
}

func TestTrainedNetworks(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	trained := func(dir string) Options {
		o := options(t, dir)
		o.Redundancy = false
		o.Train = train.Options{Settings: train.Default(), Epochs: 2, Version: "test"}
		o.Train.Settings.Batch = 16
		o.Networks = []Plan{{Name: "fusion-seed0", Head: "fusion", Seed: 0}}
		o.Variants = []Variant{variant(t, optimize.Proposed, 10)}
		return o
	}
	whole, want := run(t, trained(t.TempDir()))
	if n := whole.Networks[0]; !n.Trained || n.Epochs != 2 || n.Training == nil || math.IsNaN(float64(n.Test)) ||
		len(n.Hash) != 64 || n.Layers[2].Layer != "conv3" {
		t.Errorf("network %+v", n)
	}
	dir := t.TempDir()
	o := trained(dir)
	ctx, cancel := context.WithCancel(context.Background())
	o.Progress = func(p Progress) {
		if p.Training != nil && p.Training.Epoch == 2 {
			cancel()
		}
	}
	var stop *Interrupted
	if _, err := Run(ctx, o); !errors.As(err, &stop) {
		t.Fatalf("interrupted in training: %v", err)
	}
	o.Progress = nil
	if _, got := run(t, o); got != want {
		t.Error("training that was interrupted ends with another study")
	}
	// the networks of another study are not taken for those of this one
	o.Train.Epochs = 3
	var input *InputError
	if _, err := Run(context.Background(), o); !errors.As(err, &input) ||
		!strings.Contains(err.Error(), "number of epochs (it has 2, this study 3)") {
		t.Errorf("other epochs: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "models", "fusion-seed1.safetensors.resume"), []byte("nonsense"),
		0o644); err != nil {
		t.Fatal(err)
	}
	o.Networks = []Plan{{Name: "fusion-seed1", Head: "fusion", Seed: 1}}
	if _, err := Run(context.Background(), o); !errors.As(err, &input) ||
		!strings.Contains(err.Error(), "fusion-seed1.safetensors.resume") {
		t.Errorf("a damaged state: %v", err)
	}
}
