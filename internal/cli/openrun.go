package cli

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/model/zoo"
	"actmax/optimize/results"
)

// orMadeBy is what a command that reads a run takes without --model.
const orMadeBy = "default: the network that made the run, where it is embedded or lies here, beside DIR or in the data folder"

// openedRun is a result of actmax run with what it is compared with.
type openedRun struct {
	found    *results.Result
	network  *model.Network // that made it
	set      *data.Dataset
	training []int // segments, in training order
}

// openRun opens the result in a folder, the network that made it (m where a person names it), and the data.
func (a *app) openRun(ctx context.Context, m, dir string, d *dataFlags) (*openedRun, error) {
	found, err := results.Read(dir)
	if err != nil {
		return nil, unusable("--run: %w", err)
	}
	n, err := a.modelOf(m, dir, found)
	if err != nil {
		return nil, err
	}
	set, note, err := a.openFor(ctx, n, cmp.Or(m, n.Name), d)
	if err != nil {
		return nil, err
	}
	a.say(note)
	training := set.Subset(data.Train)
	if len(training) == 0 {
		return nil, unusable("%s has no training segments to compare with", set.Title)
	}
	return &openedRun{found, n, set, training}, nil
}

// index makes the training segments ready to be compared with windows of the width that is set.
func (a *app) index(ctx context.Context, r *openedRun, p *progress) (*similar.Index, error) {
	return similar.New(ctx, r.set, r.training, similar.Options{
		Width: a.settings.Optimize.SimilarWidth, Workers: a.jobs,
		Progress: func(done, total int) { p.update("preparing %d of %d segments", done, total) },
	})
}

// modelOf opens the network that made the runs of a folder: m where a person names one, else the one that the runs name,
// embedded or in a file of that name.
func (a *app) modelOf(m, dir string, found *results.Result) (*model.Network, error) {
	if m != "" {
		n, err := a.openModel(m)
		if err != nil {
			return nil, err
		}
		return n, madeBy(n, found)
	}
	name := found.Runs[0].Model
	if slices.Contains(zoo.Names(), name) {
		if n, err := a.openModel(name); err == nil && n.Hash == found.Runs[0].ModelHash {
			return n, madeBy(n, found)
		}
	}
	for _, folder := range append([]string{".", dir, filepath.Dir(filepath.Clean(dir))}, dataFolders()...) {
		for _, ending := range modelEndings {
			path := filepath.Join(folder, name+ending)
			if !fileExists(path) {
				continue
			}
			if n, err := a.openModel(path); err == nil && n.Hash == found.Runs[0].ModelHash {
				return n, madeBy(n, found)
			}
		}
	}
	return nil, unusable("--model is missing: the runs are of the network %s (sha256 %.12s), which is neither embedded nor found as %s%s here, beside %s or in the data folder; name its file",
		name, found.Runs[0].ModelHash, name, strings.Join(modelEndings, " or "), dir)
}

// modelEndings are those of files that hold a network.
var modelEndings = []string{".safetensors", ".onnx"}

func isONNX(path string) bool { return strings.EqualFold(filepath.Ext(path), ".onnx") }

func isModel(path string) bool {
	return slices.Contains(modelEndings, strings.ToLower(filepath.Ext(path)))
}

// dataFolders are the user's folders that networks may lie in.
func dataFolders() []string {
	home, err := data.Home()
	if err != nil {
		return nil
	}
	return []string{home, filepath.Join(home, "models")}
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// madeBy makes sure that a result's signals are those of a network, not of another one of the same shape.
func madeBy(n *model.Network, found *results.Result) error {
	for i := range found.Runs {
		if _, err := found.MadeBy(n, i); err != nil {
			return unusable("--run: run %d: %w", i, err)
		}
	}
	return nil
}
