package train

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"actmax/data"
	"actmax/model"
	"actmax/model/train/internal/fixture"
)

// weights returns every weight and bias of a network.
func weights(n *model.Network) []float32 {
	var out []float32
	for i := range n.Layers {
		out = append(append(out, n.Layers[i].Weight...), n.Layers[i].Bias...)
	}
	return out
}

func TestTrainLearns(t *testing.T) {
	const epochs = 25
	d := fixture.Tiny(20)
	var seen []Progress
	o := smallOptions(t, Options{Seed: 1, Epochs: epochs, Jobs: 2,
		Progress: func(p Progress) { seen = append(seen, p) }})
	n, r, err := fit(context.Background(), fixture.Small(t, d, 1), d, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Best.Validation < 0.9 || r.Test == nil || r.Test.MacroF1 < 0.9 {
		t.Errorf("report %+v, expected three easy activities to be told apart", r)
	}
	if first, last := r.Epochs[0].Loss, r.Last.Loss; last > first/2 {
		t.Errorf("the loss went from %g to %g", first, last)
	}
	for i, e := range r.Epochs {
		if e.Validation > r.Best.Validation || e.Validation == r.Best.Validation && i+1 < r.Best.Epoch {
			t.Errorf("epoch %+v is better than the best one, %+v", e, r.Best)
		}
	}
	// The figures are those of the weights that are returned.
	for split, want := range map[data.Split]float64{data.Validate: r.Best.Validation, data.Test: r.Test.MacroF1} {
		e, err := Evaluate(context.Background(), n, d, split, 1)
		if err != nil || e.MacroF1 != want {
			t.Errorf("macro-F1 of %v is %v (error %v), the report says %v", split, e.MacroF1, err, want)
		}
	}
	tr := n.Training
	if tr == nil || tr.BestEpoch != r.Best.Epoch || tr.Validation != r.Best.Validation || tr.Test != r.Test.MacroF1 ||
		tr.Epochs != epochs || tr.LastEpoch != r.Last.Validation ||
		tr.Data != "tiny" || !slices.Equal(tr.Split["train"], []int{1, 2, 3}) ||
		!slices.Equal(tr.Split["test"], []int{5}) {
		t.Errorf("training %+v does not describe the run %+v", tr, r)
	}
	if want := epochs * 12; len(seen) != want { // 180 segments in batches of 16
		t.Errorf("%d reports of progress, expected %d", len(seen), want)
	}
	for i, p := range seen {
		if p.Epochs != epochs || p.Batches != 12 || p.Epoch != i/12+1 || p.Batch != i%12+1 || p.Loss <= 0 ||
			p.Elapsed <= 0 {
			t.Errorf("report %d: %+v", i, p)
		}
	}
	end := seen[len(seen)-1]
	if end.ValidationMacro != r.Last.Validation || end.BestMacro != r.Best.Validation || end.Loss != r.Last.Loss ||
		end.Left != 0 {
		t.Errorf("the last report %+v does not agree with %+v", end, r)
	}
}

// TestFirstStep compares one step with Adam's formula: from zero moments every weight with a gradient moves by eta.
func TestFirstStep(t *testing.T) {
	d := fixture.Tiny(4)
	n := fixture.Small(t, d, 1)
	o := smallOptions(t, Options{Seed: 1})
	tr, err := newTrainer(n, d, o)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	tr.order = tr.segments
	gradients := model.NewGradients(n)
	tr.update = func(layer int, bias bool, first int, gradient []float32) {
		if bias {
			copy(gradients.Bias[layer][first:], gradient)
		} else {
			copy(gradients.Weight[layer][first:], gradient)
		}
		tr.adam(layer, bias, first, gradient)
	}
	if err := tr.step(); err != nil {
		t.Fatal(err)
	}
	moved := 0
	for i := range tr.weights {
		w := &tr.weights[i]
		before := weights(&model.Network{Layers: n.Layers[i/2 : i/2+1]})
		gradient := gradients.Weight[i/2]
		if i%2 == 1 {
			before, gradient = before[len(n.Layers[i/2].Weight):], gradients.Bias[i/2]
		}
		for k, g := range gradient {
			want := float64(before[k]) - o.Settings.Eta*float64(g)/(math.Abs(float64(g))+epsilon)
			if math.Abs(float64(w.value[k])-want) > 1e-6 {
				t.Fatalf("%s[%d] with gradient %g went from %g to %g, expected %g", w.name, k, g, before[k], w.value[k],
					want)
			}
			if g != 0 {
				moved++
			}
		}
	}
	if moved < 100 {
		t.Errorf("only %d weights have a gradient", moved)
	}
}

func TestTrainIsTheSameForAnyWorkers(t *testing.T) {
	d := fixture.Tiny(6)
	var first []float32
	for _, jobs := range []int{1, 2, 5} {
		n, _, err := fit(context.Background(), fixture.Small(t, d, 2), d, smallOptions(t, Options{Seed: 2, Jobs: jobs}))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = weights(n)
		} else if !slices.Equal(weights(n), first) {
			t.Errorf("%d workers train another network than one", jobs)
		}
	}
	other, _, err := fit(context.Background(), fixture.Small(t, d, 2), d, smallOptions(t, Options{Seed: 3}))
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(weights(other), first) {
		t.Error("seeds 2 and 3 train the same network")
	}
}

// impatient is a context that is cancelled when it is asked for the n-th time.
type impatient struct {
	context.Context
	left int
}

func (c *impatient) Err() error {
	if c.left--; c.left <= 0 {
		return context.Canceled
	}
	return nil
}

// TestResume interrupts a run at every place where it can be interrupted, and one again and again, and compares its end
// with that of a run that was left alone.
func TestResume(t *testing.T) {
	d := fixture.Tiny(10) // 90 training segments: 6 batches of 16, the last of 10
	whole, report, err := fit(context.Background(), fixture.Small(t, d, 4), d,
		smallOptions(t, Options{Seed: 4, Epochs: 4}))
	if err != nil {
		t.Fatal(err)
	}
	stops := [][]int{{3, 1, 9, 5}}
	for i := range 4*7 + 1 { // six batches and a validation each epoch, and the look at the test subjects
		if !testing.Short() || i%20 == 9 {
			stops = append(stops, []int{i + 1})
		}
	}
	for _, stop := range stops {
		o := smallOptions(t, Options{Seed: 4, Epochs: 4, State: filepath.Join(t.TempDir(), "m.safetensors.resume")})
		for i, asked := range stop {
			o.Resume, o.Jobs = i > 0, 1+i%2
			_, _, err := fit(&impatient{context.Background(), asked}, fixture.Small(t, d, 4), d, o)
			var stop *Interrupted
			if !errors.As(err, &stop) || stop.State != o.State || !errors.Is(err, context.Canceled) ||
				!strings.Contains(err.Error(), "--resume") {
				t.Fatalf("error %v, expected an interrupt that names %s", err, o.State)
			}
		}
		o.Resume = true
		n, r, err := fit(context.Background(), fixture.Small(t, d, 4), d, o)
		if err != nil {
			t.Fatalf("interrupted at %v: %v", stop, err)
		}
		if !slices.Equal(weights(n), weights(whole)) || n.Hash != whole.Hash {
			t.Errorf("interrupted at %v, the run ends with other weights", stop)
		}
		if !reflect.DeepEqual(r.Epochs, report.Epochs) || !reflect.DeepEqual(r.Test, report.Test) || len(r.Notes) != 0 {
			t.Errorf("interrupted at %v, the run reports %+v, expected %+v", stop, r, report)
		}
	}
	if _, _, err := fit(&impatient{context.Background(), 4*7 + 2}, fixture.Small(t, d, 4), d,
		smallOptions(t, Options{Seed: 4, Epochs: 4})); err != nil {
		t.Errorf("there are more places to interrupt than were tried: %v", err)
	}
}

// TestResumeLonger continues to more epochs than were asked for at first.
func TestResumeLonger(t *testing.T) {
	d := fixture.Tiny(4)
	whole, _, err := fit(context.Background(), fixture.Small(t, d, 4), d, smallOptions(t, Options{Seed: 4, Epochs: 5}))
	if err != nil {
		t.Fatal(err)
	}
	o := smallOptions(t, Options{Seed: 4, Epochs: 2, State: filepath.Join(t.TempDir(), "state")})
	if _, _, err := fit(context.Background(), fixture.Small(t, d, 4), d, o); err != nil {
		t.Fatal(err)
	}
	o.Resume, o.Epochs = true, 5
	n, _, err := fit(context.Background(), fixture.Small(t, d, 4), d, o)
	if err != nil || !slices.Equal(weights(n), weights(whole)) {
		t.Errorf("error %v; two and then three epochs end with other weights than five", err)
	}
	o.Epochs = 3
	if _, _, err := fit(context.Background(), fixture.Small(t, d, 4), d, o); err == nil ||
		!strings.Contains(err.Error(), "--epochs 5") {
		t.Errorf("fewer epochs than are done: %v", err)
	}
}

func TestResumeRefuses(t *testing.T) {
	d := fixture.Tiny(10)
	state := filepath.Join(t.TempDir(), "state")
	o := smallOptions(t, Options{Seed: 4, State: state})
	if _, _, err := fit(&impatient{context.Background(), 3}, fixture.Small(t, d, 4), d, o); err == nil {
		t.Fatal("not interrupted")
	}
	raw, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	try := func(change func(*Options, *data.Dataset)) error {
		o, d := o, *d
		o.Resume = true
		change(&o, &d)
		_, _, err := fit(context.Background(), fixture.Small(t, &d, 4), &d, o)
		return err
	}
	write := func(b []byte) func(*Options, *data.Dataset) {
		return func(*Options, *data.Dataset) {
			if err := os.WriteFile(state, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		change func(*Options, *data.Dataset)
		want   []string
	}{
		{func(o *Options, _ *data.Dataset) { o.Resume = false },
			[]string{state, "holds an interrupted run", "--resume"}},
		{func(o *Options, _ *data.Dataset) { o.State += "x" }, []string{state + "x", "does not exist"}},
		{func(o *Options, _ *data.Dataset) { o.Seed = 5 }, []string{state, "seed (saved 4, now 5)"}},
		{func(o *Options, _ *data.Dataset) { o.Settings.Eta, o.Settings.Head = 1e-4, "fusion" },
			[]string{"train.head (saved flatten, now fusion)", "train.eta (saved 0.003, now 0.0001)"}},
		{func(o *Options, _ *data.Dataset) { o.Settings.Batch = 8 }, []string{"train.batch (saved 16, now 8)"}},
		{func(o *Options, _ *data.Dataset) { o.Settings.Dropout = 0 }, []string{"train.dropout (saved 0.5, now 0)"}},
		{func(o *Options, _ *data.Dataset) { o.Scale = data.ScaleStandard },
			[]string{"data.scale (saved g, now standard)"}},
		{func(_ *Options, d *data.Dataset) { d.Hash = "4567" }, []string{"data hash (saved 0123, now 4567)"}},
		{func(_ *Options, d *data.Dataset) { d.Segments = slices.Clone(d.Segments); d.Segments[1].Start++ },
			[]string{"segments that recordings are cut into"}},
		{func(_ *Options, d *data.Dataset) { d.Resample = data.Polyphase },
			[]string{"data.resample (saved linear, now polyphase)"}},
		{func(_ *Options, d *data.Dataset) { d.Splits = map[int]data.Split{1: data.Train, 4: data.Validate} },
			[]string{"subjects by split"}},
		{write(raw[:len(raw)/2]), []string{state, "ends early"}},
		{write([]byte("no tensors")), []string{state, "not a safetensors file"}},
	} {
		err := try(c.change)
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, expected one that says %q", err, want)
			}
		}
	}
	network := fixture.Small(t, d, 4)
	if err := network.Save(state); err != nil {
		t.Fatal(err)
	}
	if err := try(func(*Options, *data.Dataset) {}); err == nil || !strings.Contains(err.Error(),
		"not the state of a training run") {
		t.Errorf("a network in the place of a state: %v", err)
	}
}

func TestTrainRefuses(t *testing.T) {
	d := fixture.Tiny(4)
	ctx := context.Background()
	noValidation := *d
	noValidation.Splits = map[int]data.Split{1: data.Train}
	twoAxes := *d
	twoAxes.Axes = d.Axes[:2]
	s := Default()
	for _, c := range []struct {
		d    *data.Dataset
		o    Options
		want string
	}{
		{&noValidation, Options{Settings: s}, "no segments for validation"},
		{&twoAxes, Options{Settings: s}, "tiny has 2 axes"},
		{d, Options{}, "train.head"},
		{d, Options{Settings: s, Scale: "log"}, `data.scale: unknown word "log"`},
		{d, Options{Settings: s, Epochs: -1}, "epochs is -1"},
		{d, Options{Settings: s, Resume: true}, "no state file"},
	} {
		if _, _, err := Train(ctx, c.d, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, expected one that says %q", err, c.want)
		}
	}
	missing := filepath.Join(t.TempDir(), "missing", "m.safetensors")
	if _, _, err := ToFile(ctx, d, missing, Options{Settings: s}); err == nil ||
		!strings.Contains(err.Error(), missing) {
		t.Errorf("unwritable output: %v", err)
	}
	o := smallOptions(t, Options{Seed: 1})
	o.Settings.Eta = 1 // far too large
	n := fixture.Small(t, d, 1)
	for i := range n.Layers[0].Weight {
		n.Layers[0].Weight[i] = 1e30
	}
	n.Layers[1].Weight[0] = 1e30
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := fit(ctx, n, d, o); err == nil || !strings.Contains(err.Error(), "epoch 1, batch 1: ") {
		t.Errorf("a loss that is not finite: %v", err)
	}
}

// TestToFile trains the real SF-HF for an epoch, standardized, from an interrupt to the file.
func TestToFile(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	d := fixture.Tiny(4)
	path := filepath.Join(t.TempDir(), "m.safetensors")
	s := Default()
	s.Head = "fusion"
	ctx, cancel := context.WithCancel(context.Background())
	o := Options{Settings: s, Scale: data.ScaleStandard, Seed: 3, Epochs: 2, Progress: func(Progress) { cancel() }}
	var stop *Interrupted
	if _, _, err := ToFile(ctx, d, path, o); !errors.As(err, &stop) || stop.State != path+".resume" {
		t.Fatalf("error %v, expected an interrupt", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("the interrupted run left a network")
	}
	o.Resume, o.Progress = true, nil
	measured := 0
	o.Measured = func(done, total int) {
		if done <= measured || done > total || total != len(d.Subset(data.Train)) {
			t.Errorf("measured %d of %d segments after %d", done, total, measured)
		}
		measured = done
	}
	n, r, err := ToFile(context.Background(), d, path, o)
	if err != nil {
		t.Fatal(err)
	}
	if measured != len(d.Subset(data.Train)) {
		t.Errorf("the last report says that %d segments are measured, expected %d", measured, len(d.Subset(data.Train)))
	}
	files, _ := os.ReadDir(filepath.Dir(path))
	if len(files) != 1 {
		t.Errorf("the folder holds %v, expected the network alone", files)
	}
	read, err := model.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	mean, deviation := d.Scale()
	if read.Hash != n.Hash || read.Input.Mean[0] != mean || read.Input.Std[0] != deviation ||
		read.Training.Scale != data.ScaleStandard {
		t.Errorf("the file holds hash %s, input %+v, training %+v", read.Hash, read.Input, read.Training)
	}
	for i := range read.Layers {
		if !reflect.DeepEqual(read.Layers[i].Statistics, n.Layers[i].Statistics) || read.Layers[i].Statistics == nil {
			t.Errorf("layer %s lost its statistics", read.Layers[i].Name)
		}
	}
	if e, err := Evaluate(context.Background(), read, d, data.Test, 0); err != nil || e.MacroF1 != r.Test.MacroF1 {
		t.Errorf("macro-F1 %v (error %v), the report says %v", e.MacroF1, err, r.Test.MacroF1)
	}
}
