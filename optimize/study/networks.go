package study

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/optimize/results"
)

// findNetworks takes the networks that exist, trains the others, and evaluates each on the test subjects.
func (s *session) findNetworks(ctx context.Context) error {
	for i := range s.Networks {
		n := &network{Plan: s.Networks[i]}
		if n.Network = n.Take; n.Network == nil {
			o := s.training(n.Plan)
			record, err := train.Record(s.Data, o)
			if err != nil {
				return unusable("network %s cannot be trained: %v", n.Plan.Name, err)
			}
			if s.isDuplicate(n.Plan.Name, "", record) {
				continue
			}
			if n.Network, err = s.train(ctx, i, o, record); err != nil {
				return err
			}
		}
		if err := s.check(n); err != nil {
			return err
		}
		if s.isDuplicate(n.Plan.Name, n.Hash, n.Training) {
			continue
		}
		s.networks = append(s.networks, n)
	}
	s.findFamilies()
	for i, n := range s.networks {
		s.show(i, "test subjects")(0, 1)
		if err := s.evaluate(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// check refuses a network whose units cannot be studied on the data.
func (s *session) check(n *network) error {
	if err := train.Fits(n.Network, s.Data); err != nil {
		return unusable("network %s cannot be studied: %v", n.Plan.Name, err)
	}
	for i := range n.Layers {
		if l := &n.Layers[i]; l.Kind == "conv" && l.Kernel[0] == 1 {
			n.layers = append(n.layers, i)
		}
	}
	if len(n.layers) == 0 {
		return unusable("network %s has no convolution over time alone; there is nothing to study in it", n.Plan.Name)
	}
	for _, l := range n.layers {
		if n.Layers[l].Statistics == nil {
			return unusable("layer %s of network %s has no activation statistics; add them with actmax model import "+
				"--data", n.Layers[l].Name, n.Plan.Name)
		}
	}
	return nil
}

// training are the options with which a network of the plan is trained.
func (s *session) training(p Plan) train.Options {
	o := s.Train
	o.Seed, o.Settings.Head, o.Jobs = p.Seed, p.Head, s.Jobs
	return o
}

// isDuplicate reports whether the study has a network already, and warns of it: one with the same weights, one that
// another was made from in half precision, or one trained in the same way from the same seed. It would give every
// figure twice. hash is "" if the network is still to be trained.
func (s *session) isDuplicate(name, hash string, t *model.Training) bool {
	for _, n := range s.networks {
		why := ""
		switch {
		case hash == n.Hash:
			why = fmt.Sprintf("has the same weights (SHA-256 %.12s)", hash)
		case hash != "" && (n.Training != nil && n.Training.From == hash || t != nil && t.From == n.Hash):
			why = "is the same network in another precision"
		case t != nil && n.Training != nil && differs(n.Training, t) == "":
			why = fmt.Sprintf("is trained in the same way from the same seed (%d)", t.Seed)
		default:
			continue
		}
		s.warn(fmt.Errorf("network %s %s as %s; it is counted once, as %s", name, why, n.Plan.Name, n.Plan.Name))
		return true
	}
	return false
}

// train returns network i of the plan: trained now with the options, resumed, or trained before. record is that of the
// options.
func (s *session) train(ctx context.Context, i int, o train.Options, record *model.Training) (*model.Network, error) {
	p := s.Networks[i]
	dir := filepath.Join(s.Dir, "models")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, p.Name+".safetensors")
	if exists(path) {
		n, err := model.Load(path)
		if err != nil {
			return nil, unusable("cannot use the network of this study: %v; remove the file to train it again", err)
		}
		if d := differs(n.Training, record); d != "" {
			return nil, unusable("%s was trained with another %s; choose another folder, or name the networks with "+
				"--models", path, d)
		}
		return n, nil
	}
	o.Resume = exists(train.StatePath(path))
	begun := false
	toCome := 0
	for _, later := range s.Networks[i+1:] {
		if later.Take == nil && !exists(filepath.Join(dir, later.Name+".safetensors")) {
			toCome++
		}
	}
	o.Progress = func(t train.Progress) {
		begun = true
		left := t.Left
		if done := float64(t.Epoch-1) + float64(t.Batch)/float64(max(1, t.Batches)); done > 0 {
			left += time.Duration(float64(toCome) * float64(t.Elapsed) / done * float64(t.Epochs))
		}
		s.progress(Progress{Network: p.Name, Number: i + 1, Of: len(s.Networks), Training: &t, Left: left,
			TrainingsToCome: toCome})
	}
	if _, _, err := train.ToFile(ctx, s.Data, path, o); err != nil {
		var mix *train.MismatchError
		switch {
		case ctx.Err() != nil:
			return nil, errors.Join(ctx.Err(), err)
		case errors.As(err, &mix), o.Resume && !begun: // a state that is damaged, or of another run
			return nil, unusable("%v", err)
		}
		return nil, err
	}
	return model.Load(path)
}

// differs names the first thing in which the records of two trainings differ, "" if they agree.
func differs(t, study *model.Training) string {
	if t == nil {
		return "program, which does not say how"
	}
	for _, c := range []struct {
		what       string
		saved, now any
	}{
		{"data set", t.DataHash, study.DataHash}, {"data.resample", t.Resample, study.Resample},
		{"data.scale", t.Scale, study.Scale},
		{"seed", t.Seed, study.Seed}, {"train.head", t.Head, study.Head}, {"train.batch", t.Batch, study.Batch},
		{"train.eta", t.Eta, study.Eta}, {"train.dropout", t.Dropout, study.Dropout},
		{"number of epochs", t.Epochs, study.Epochs},
	} {
		if c.saved != c.now {
			return fmt.Sprintf("%s (it has %v, this study %v)", c.what, c.saved, c.now)
		}
	}
	return ""
}

// evaluation is how well a network distinguishes the activities of the test subjects; null if it has other classes.
type evaluation struct {
	MacroF1  results.Number `json:"test_macro_f1"`
	Accuracy results.Number `json:"test_accuracy"`
	Segments int            `json:"test_segments"`
}

func (s *session) evaluate(ctx context.Context, n *network) error {
	key := identity{Network: n.Hash, Data: s.Data.Hash, Resample: s.Data.Resample, Segments: len(s.Data.Segments),
		Cut: s.dataIdentity}
	return s.kept(s.part(n, "test.json"), key, &n.evaluation, func() error {
		e, err := train.Evaluate(ctx, n.Network, s.Data, data.Test, s.Jobs)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil: // no test subjects, or classes of other data
			n.evaluation = evaluation{MacroF1: nan, Accuracy: nan}
			return nil
		}
		n.evaluation = evaluation{results.Number(e.MacroF1), results.Number(e.Accuracy), e.Segments}
		return nil
	})
}
