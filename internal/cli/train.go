package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/internal/words"
	"actmax/model/train"
)

func (a *app) trainCommand() *cobra.Command {
	var (
		d      open.Flags
		out    string
		seed   uint64
		epochs int
		resume bool
		force  bool
	)
	c := &cobra.Command{
		Use: "train", Short: "Train an SF-HF network on recordings",
		Long: `Trains an SF-HF network on the training subjects, keeps the weights of the epoch with the best macro-F1
on the validation subjects, evaluates them once on the test subjects, and saves the network with the activation
statistics of every unit. An interrupt saves the state next to --out; --resume continues it and ends with the same
weights. The settings train.* and data.* choose head, batch, learning rate, dropout, resampling and scale.`,
		Example: "  actmax train --data dsads --out dsads.safetensors\n" +
			"  actmax train --data dsads --out dsads.safetensors --resume",
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := usage.Required(cmd, "data", "out"); err != nil {
				return err
			}
			if err := checkpointName(out); err != nil {
				return err
			}
			if epochs < 1 {
				return fault.Unusable("--epochs %d: expected a whole number from 1", epochs)
			}
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			undo, err := outFile("--out", out)
			if err != nil {
				return err
			}
			defer undo()
			if err := freeForTraining(out, resume, force); err != nil {
				return err
			}
			set, err := a.openData(cmd.Context(), s, d, nil)
			if err != nil {
				return err
			}
			p := a.progress()
			begun, shown := false, 0 // epochs with a line of their own
			_, report, err := train.ToFile(cmd.Context(), set, out, train.Options{
				Settings: s.Train, Scale: s.Data.Scale, Seed: seed, Epochs: epochs, Jobs: a.jobs, Resume: resume,
				Replace: force,
				Version: thisBuild().Version,
				Progress: func(at train.Progress) {
					begun = true
					text := fmt.Sprintf("epoch %d/%d  batch %d/%d  loss %.4f",
						at.Epoch, at.Epochs, at.Batch, at.Batches, at.Loss)
					if at.BestEpoch > 0 {
						text += fmt.Sprintf("  validation macro-F1 %.4f (best %.4f in epoch %d)",
							at.ValidationMacro, at.BestMacro, at.BestEpoch)
					}
					text += "  " + words.Left(at.Left)
					if at.Batch == at.Batches && at.BestEpoch > 0 && at.Epoch > shown {
						shown = at.Epoch
						p.Keep("%s", text)
						return
					}
					p.Update("%s", text)
				},
				Measured: func(done, total int) { p.Update("measuring activations: %d of %d segments", done, total) },
			})
			p.Done()
			if err != nil && resume && !begun && cmd.Context().Err() == nil {
				return &fault.InputError{Err: err} // a damaged state, or one of another run
			}
			if err != nil {
				return err
			}
			return a.trained(report, s.Train.Head, out)
		},
	}
	f := c.Flags()
	d.Add(c.Flags(), "required")
	f.StringVar(&out, "out", "", "`FILE` for the network, ending in .safetensors (required)")
	f.Uint64Var(&seed, "seed", 0, "random seed `N` of weights, order and dropout")
	f.IntVar(&epochs, "epochs", train.Epochs, "number `N` of training epochs")
	f.BoolVar(&resume, "resume", false, "continue the interrupted training of the same --out")
	f.BoolVar(&force, "force", false, "overwrite the network or interrupted training at --out")
	return c
}

// freeForTraining returns an error if a training would overwrite hours of work, as a repeated command line would.
func freeForTraining(out string, resume, force bool) error {
	state := train.StatePath(out)
	_, err := os.Stat(state)
	saved := err == nil
	switch {
	case resume && !saved:
		return fault.Unusable("--resume: there is no interrupted training at %s; omit --resume to start one", state)
	case resume, force:
		return nil
	case saved:
		return fault.Unusable("%s is an interrupted training; continue it with --resume, or start again with --force",
			state)
	}
	if _, err := os.Stat(out); err == nil {
		return fault.Unusable("%s already exists; choose another file, or overwrite it with --force", out)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fault.Unusable("--out: %w", err)
	}
	return nil
}

// trainResult is what train prints.
type trainResult struct {
	Out        string   `json:"out"`
	Epochs     int      `json:"epochs"`
	BestEpoch  int      `json:"best_epoch"`
	Validation float64  `json:"validation_macro_f1"`
	LastEpoch  float64  `json:"last_epoch_validation_macro_f1"`
	Test       *float64 `json:"test_macro_f1"` // null without test subjects
	Accuracy   *float64 `json:"test_accuracy"`
	Seconds    float64  `json:"seconds"`
	Head       string   `json:"head"`
	Notes      []string `json:"notes,omitempty"`
}

func (a *app) trained(r train.Report, head, out string) error {
	result := trainResult{
		Out: out, Epochs: len(r.Epochs), BestEpoch: r.Best.Epoch, Seconds: r.Seconds, Head: head, Notes: r.Notes,
		Validation: r.Best.Validation, LastEpoch: r.Last.Validation,
	}
	if r.Test != nil {
		result.Test, result.Accuracy = &r.Test.MacroF1, &r.Test.Accuracy
	}
	if a.json {
		return a.printJSON(result)
	}
	w := errWriter{w: a.stdout}
	w.printf("%s: head %s, weights of epoch %d of %d\n", out, result.Head, result.BestEpoch, result.Epochs)
	w.printf("validation macro-F1 %.4f (last epoch %.4f)\n", result.Validation, result.LastEpoch)
	if r.Test != nil {
		w.printf("test macro-F1 %.4f, accuracy %.4f, over %d segments\n",
			r.Test.MacroF1, r.Test.Accuracy, r.Test.Segments)
	}
	w.printf("trained for %s\n", words.Took(time.Duration(result.Seconds*float64(time.Second))))
	for _, note := range r.Notes {
		w.printf("note: %s\n", note)
	}
	return w.err
}
