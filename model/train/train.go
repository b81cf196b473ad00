package train

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"actmax/data"
	"actmax/internal/filelock"
	"actmax/internal/parallel"
	"actmax/internal/simd"
	"actmax/model"
)

// Epochs is how long a network is trained by default (method.md 2).
const Epochs = 200

// Options say how a network is trained. The zero value of everything but Settings is usable.
type Options struct {
	Settings Settings // see Default
	Scale    string   // data.ScaleG (also "") or data.ScaleStandard
	Seed     uint64   // of weights, order of segments and dropout
	Epochs   int      // 0: Epochs
	Jobs     int      // workers; 0: one a core
	State    string   // file that keeps an interrupted run; "": none is kept. ToFile sets it
	Resume   bool     // continue from State, which must exist; otherwise it must not, except with Replace
	Replace  bool     // an interrupted run in State may be overwritten
	// called after every batch, the last of an epoch once it is validated, by the calling goroutine; nil: silent
	Progress func(Progress)
	// called while ToFile measures the trained network, with segments that are done; nil: silent
	Measured func(done, total int)
	Version  string // of actmax, for Training.Versions; "": from the build
}

// Progress is how far a training run is.
type Progress struct {
	Epoch, Epochs   int           // the current epoch, 1-based
	Batch, Batches  int           // batches of it that are done; all of them once it is validated
	Loss            float64       // mean cross-entropy over the segments of this epoch so far, with dropout
	ValidationMacro float64       // macro-F1 on the validation subjects after the last complete epoch
	BestEpoch       int           // the epoch with the highest so far; 0 before the first is complete
	BestMacro       float64       // its macro-F1
	Elapsed         time.Duration // of work on this run, earlier sessions included
	Left            time.Duration // to the end at the present pace
}

// Epoch is the outcome of one epoch.
type Epoch struct {
	Epoch      int     `json:"epoch"`               // 1-based
	Loss       float64 `json:"loss"`                // mean cross-entropy over the training segments, with dropout
	Validation float64 `json:"validation_macro_f1"` // with the weights at the end of the epoch
}

// Report is the outcome of a training run.
type Report struct {
	Epochs  []Epoch
	Best    Epoch // with the highest validation macro-F1, the earliest on ties: the network holds its weights
	Last    Epoch
	Test    *Evaluation // of the network on the test subjects, evaluated once; nil if there are none
	Seconds float64     // of work, earlier sessions included
	Notes   []string    // what a reader of the result should know
}

// Interrupted says that a run was cancelled, and which file holds its state.
type Interrupted struct {
	State         string // file to continue from; "": nothing was saved
	Epoch, Epochs int    // the current epoch
	Cause         error
}

func (e *Interrupted) Error() string {
	text := fmt.Sprintf("training was interrupted in epoch %d of %d", e.Epoch, e.Epochs)
	if e.State != "" {
		text += fmt.Sprintf("; it is saved in %s, continue with --resume", e.State)
	}
	return text
}

func (e *Interrupted) Unwrap() error { return e.Cause }

// Train trains SF-HF on the training subjects of a data set (cross-entropy, Adam, He initialization; method.md 2) and
// returns the network with the weights of the epoch with the best validation macro-F1, without statistics. A cancelled
// context ends it with *Interrupted between two batches. If o.State names a file, the run is saved there after every
// epoch and on an interrupt; a later call with the same data and options and o.Resume ends with the same weights, bit
// for bit, as a run that was never interrupted. The file stays; ToFile removes it once the network is saved.
func Train(ctx context.Context, d *data.Dataset, o Options) (*model.Network, Report, error) {
	o, err := o.normal()
	if err != nil {
		return nil, Report{}, err
	}
	n, err := untrained(d, o)
	if err != nil {
		return nil, Report{}, err
	}
	return fit(ctx, n, d, o)
}

// fit trains the given network; Train says the rest.
func fit(ctx context.Context, n *model.Network, d *data.Dataset, o Options) (*model.Network, Report, error) {
	t, err := newTrainer(n, d, o)
	if err != nil {
		return nil, Report{}, err
	}
	defer t.close()
	if err := t.begin(); err != nil {
		return nil, Report{}, err
	}
	if err := t.run(ctx); err != nil {
		return nil, Report{}, t.ended(ctx, err)
	}
	trained, report, err := t.finish(ctx)
	if err != nil {
		return nil, Report{}, t.ended(ctx, err)
	}
	return trained, report, nil
}

// ToFile trains a network, adds its statistics over the training segments, and saves it as path. The state of an
// interrupted run is path + ".resume", removed once the network is saved. While one process trains it, another that is
// to make the same file fails.
func ToFile(ctx context.Context, d *data.Dataset, path string, o Options) (*model.Network, Report, error) {
	lock, err := filelock.Claim(path + ".lock")
	if errors.Is(err, filelock.ErrBusy) {
		return nil, Report{}, fmt.Errorf("another process is training %s; wait for it, or name another file", path)
	}
	if err != nil {
		return nil, Report{}, fmt.Errorf("cannot save the network as %s: %w", path, err)
	}
	n, report, err := toFile(ctx, d, path, o)
	return n, report, errors.Join(err, lock.Release())
}

func toFile(ctx context.Context, d *data.Dataset, path string, o Options) (*model.Network, Report, error) {
	o.State = StatePath(path)
	n, report, err := Train(ctx, d, o)
	if err != nil {
		return nil, report, err
	}
	if err := Statistics(ctx, n, d, MeasureOptions{Jobs: o.Jobs, Progress: o.Measured}); err != nil {
		if ctx.Err() != nil {
			return nil, report, &Interrupted{State: o.State, Epoch: len(report.Epochs), Epochs: len(report.Epochs),
				Cause: ctx.Err()}
		}
		return nil, report, err
	}
	if err := n.Save(path); err != nil {
		return nil, report, err
	}
	return n, report, removeState(o.State)
}

// StatePath is where ToFile keeps an interrupted run that is to become the network at path.
func StatePath(path string) string { return path + ".resume" }

// removeState removes the file of a run that is complete. A missing file is no error.
func removeState(state string) error {
	if err := os.Remove(state); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// normal fills in defaults and checks the settings.
func (o Options) normal() (Options, error) {
	if err := o.Settings.check(); err != nil {
		return o, err
	}
	switch o.Scale {
	case "":
		o.Scale = data.ScaleG
	case data.ScaleG, data.ScaleStandard:
	default:
		return o, fmt.Errorf("data.scale: unknown word %q; use %q or %q", o.Scale, data.ScaleG, data.ScaleStandard)
	}
	if o.Epochs < 0 {
		return o, fmt.Errorf("epochs is %d, expected at least 1", o.Epochs)
	}
	if o.Epochs == 0 {
		o.Epochs = Epochs
	}
	if o.Resume && o.State == "" {
		return o, errors.New("nothing to continue: no state file is named")
	}
	o.Jobs = parallel.Jobs(o.Jobs)
	if o.Version == "" {
		o.Version = "unknown"
		if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
			o.Version = info.Main.Version
		}
	}
	return o, nil
}

// untrained returns the network that a run starts from.
func untrained(d *data.Dataset, o Options) (*model.Network, error) {
	n, err := model.NewSFHF(o.Settings.Head, d.Activities, o.Seed)
	if err != nil {
		return nil, err
	}
	n.Name = d.Name
	if o.Scale == data.ScaleStandard {
		mean, deviation := d.Scale()
		n.Input.Mean, n.Input.Std = []float64{mean}, []float64{deviation}
		if err := n.Derive(); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// Record returns what the checkpoint of a network trained on a data set with these options says of its training,
// without the outcome: scores, its best epoch, how long it took, versions. Two networks with the same record have the
// same weights, except for the rounding of other vector loops. An error names an option that cannot be used.
func Record(d *data.Dataset, o Options) (*model.Training, error) {
	o, err := o.normal()
	if err != nil {
		return nil, err
	}
	return record(d, o), nil
}

// record is Record for options that have their defaults.
func record(d *data.Dataset, o Options) *model.Training {
	return &model.Training{
		Data: d.Title, DataHash: d.Hash, Split: Subjects(d), Resample: d.Resample, Scale: o.Scale, Seed: o.Seed,
		Head: o.Settings.Head, Batch: o.Settings.Batch, Eta: o.Settings.Eta, Dropout: o.Settings.Dropout,
		Epochs: o.Epochs,
	}
}

// training describes a finished run for the checkpoint.
func training(d *data.Dataset, o Options, r Report) *model.Training {
	t := record(d, o)
	t.Epochs, t.BestEpoch, t.Validation, t.LastEpoch, t.Seconds = len(r.Epochs), r.Best.Epoch, r.Best.Validation,
		r.Last.Validation, r.Seconds
	t.Versions = map[string]string{"actmax": o.Version, "go": runtime.Version(), "simd": simd.Variant()}
	if r.Test != nil {
		t.Test = r.Test.MacroF1
	}
	return t
}
