// Package open opens networks, data and results of runs by the names that users give them.
package open

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"actmax/data"
	"actmax/internal/cli/await"
	"actmax/internal/cli/fault"
	"actmax/model"
	"actmax/model/onnx"
	"actmax/model/train"
	"actmax/model/zoo"
)

// Demo is the name of the embedded network and of the embedded recordings.
const Demo = "demo"

// NetworkWords describes M (contract.md), NetworkHelp is the same as the description of a flag.
var (
	NetworkWords = strings.Join(zoo.Names(), ", ") + ", or the path of a checkpoint (.safetensors) or an .onnx file"
	NetworkHelp  = "`M`: " + NetworkWords
)

// networkEndings are those of files that hold a network.
var networkEndings = []string{".safetensors", ".onnx"}

// Network opens any M: an embedded network by name, a checkpoint or an ONNX file.
func Network(ctx context.Context, name string) (*model.Network, error) {
	if slices.Contains(zoo.Names(), name) {
		return zoo.Load(name)
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.Unusable("no network or file %q; expected %s", name, NetworkWords)
	case err != nil:
		return nil, fault.Unusable("cannot open the network: %w", err)
	case info.IsDir():
		return nil, fault.Unusable("%s is a folder; expected a checkpoint (.safetensors) or an .onnx file", name)
	}
	load := model.Load
	if IsONNX(name) {
		load = onnx.Load
	}
	n, err := await.Do(ctx, func() (*model.Network, error) { return load(name) })
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, context.Canceled):
		return nil, err
	case !IsNetwork(name):
		return nil, fault.Unusable("cannot use the network: %w; expected a checkpoint (.safetensors) or an .onnx file",
			err)
	}
	return nil, fault.Unusable("cannot use the network: %w", err)
}

// IsONNX reports whether a path has the ending of an ONNX file.
func IsONNX(path string) bool { return strings.EqualFold(filepath.Ext(path), ".onnx") }

// IsNetwork reports whether a path has the ending of a file that holds a network.
func IsNetwork(path string) bool {
	return slices.Contains(networkEndings, strings.ToLower(filepath.Ext(path)))
}

// NetworkFiles lists the files of networks in the working folder and the user's data folders.
func NetworkFiles() []string {
	var out []string
	for _, dir := range append([]string{"."}, dataFolders()...) {
		for _, ending := range networkEndings {
			found, _ := filepath.Glob(filepath.Join(dir, "*"+ending)) // the pattern is well formed
			out = append(out, found...)
		}
	}
	return out
}

// dataFolders are the user's folders that networks may be in.
func dataFolders() []string {
	home, err := data.Home()
	if err != nil {
		return nil
	}
	return []string{home, filepath.Join(home, "models")}
}

// Fits returns an error for data that a network cannot take; m and d are their names for the user.
func Fits(n *model.Network, m string, set *data.Dataset, d string) error {
	if err := train.Fits(n, set); err != nil {
		return fault.Unusable("%s cannot be used with %s: %w", m, d, err)
	}
	if n.Input.RateHz > 0 && n.Input.RateHz != set.Rate {
		if IsONNX(m) {
			return fault.Unusable("an .onnx file has no sampling rate: %s is assumed to take %g Hz, but the data %s "+
				"has %g Hz; convert it with \"actmax model import\", which takes the rate of the data",
				m, n.Input.RateHz, d, set.Rate)
		}
		return fault.Unusable("the network %s takes %g Hz, but the data %s has %g Hz; resample the data to the rate "+
			"of the network", m, n.Input.RateHz, d, set.Rate)
	}
	return nil
}

// TrainedOn returns the name of the data that a network was trained on if that can be opened by name, else the demo;
// note says why.
func TrainedOn(n *model.Network) (name, note string) {
	if n.Training == nil || n.Training.Data == "" {
		return Demo, "the network does not say what it was trained on; using the demo data, choose other data with " +
			"--data"
	}
	for _, s := range data.Sources {
		if n.Training.Data != s.Title && !strings.HasPrefix(n.Training.Data, s.Title+" ") {
			continue
		}
		if _, err := data.Find(s.Name); err == nil {
			return s.Name, ""
		}
		return Demo, fmt.Sprintf("the network was trained on %s, which is not on this machine; using the demo data, "+
			"fetch the other with actmax data fetch %s or give its path with --data", n.Training.Data, s.Name)
	}
	return Demo, fmt.Sprintf("the network was trained on %s; using the demo data, give the path of the other with "+
		"--data", n.Training.Data)
}

// WasTrainedOn reports whether a network was trained on exactly this data.
func WasTrainedOn(n *model.Network, set *data.Dataset) bool {
	return n.Training != nil && n.Training.DataHash == set.Hash
}
