package open

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"actmax/data"
	"actmax/internal/cli/fault"
	"actmax/model"
	"actmax/model/zoo"
	"actmax/optimize/results"
)

// OrMadeBy describes what a command that reads a run opens without --model.
const OrMadeBy = "default: the network that made the run, if it is embedded or in this folder, in or next to --run, " +
	"or in the data folder"

// Run is a result of actmax run with the network that made it and the data it is compared with.
type Run struct {
	Result   *results.Result
	Network  *model.Network
	Data     *data.Dataset
	Training []int // segments of Data, in training order; not empty
}

// RunIn opens the result in a folder, the network that made it (m unless that is "") and the data. The note is that of
// DataFor.
func RunIn(ctx context.Context, dir, m string, f *Flags, o Options) (r *Run, note string, err error) {
	found, err := results.Read(dir)
	if err != nil {
		return nil, "", fault.Unusable("--run: %w", err)
	}
	n, err := maker(ctx, m, dir, found)
	if err != nil {
		return nil, "", err
	}
	set, note, err := DataFor(ctx, n, cmp.Or(m, n.Name), f, o)
	if err != nil {
		return nil, "", err
	}
	training := set.Subset(data.Train)
	if len(training) == 0 {
		return nil, "", fault.Unusable("%s has no training segments to compare with", set.Title)
	}
	return &Run{found, n, set, training}, note, nil
}

// maker opens the network that made the runs of a folder: m unless that is "", else the one that the runs name,
// embedded or in a file of that name.
func maker(ctx context.Context, m, dir string, found *results.Result) (*model.Network, error) {
	if m != "" {
		n, err := Network(ctx, m)
		if err != nil {
			return nil, err
		}
		return n, madeBy(n, found, "--run and --model")
	}
	name := found.Runs[0].Model
	var candidates []string
	if slices.Contains(zoo.Names(), name) {
		candidates = append(candidates, name)
	}
	for _, folder := range append([]string{".", dir, filepath.Dir(filepath.Clean(dir))}, dataFolders()...) {
		for _, ending := range networkEndings {
			if path := filepath.Join(folder, name+ending); Exists(path) {
				candidates = append(candidates, path)
			}
		}
	}
	for _, c := range candidates {
		if n, err := Network(ctx, c); err == nil && n.Hash == found.Runs[0].ModelHash {
			return n, madeBy(n, found, "--run")
		}
	}
	return nil, fault.Unusable("--model is missing: the network %s (sha256 %.12s) made the run, and it is neither "+
		"embedded nor found as %s%s in this folder, in or next to %s, or in the data folder; give its path",
		name, found.Runs[0].ModelHash, name, strings.Join(networkEndings, " or "), dir)
}

// Exists reports whether there is a file or folder of a path.
func Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// madeBy returns an error for a result whose signals are those of another network, perhaps of the same shape. The error
// names the flags that the two come from.
func madeBy(n *model.Network, found *results.Result, flags string) error {
	for i := range found.Runs {
		if _, err := found.MadeBy(n, i); err != nil {
			return fault.Unusable("%s: run %d: %w", flags, i, err)
		}
	}
	return nil
}
