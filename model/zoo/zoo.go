// Package zoo holds the networks that are embedded in the program.
package zoo

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"actmax/model"
)

// files holds the checkpoints. The demo network is SF-HF with the fusion head, trained by model/train on the recordings
// of data/synth. Its actmax.training has the settings; the command below trains it again from scratch.
//
// The network dsads was trained on DSADS for the study (docs/reproduction.md). ./pack converted it to half precision;
// that needs the recordings and the study's networks.
//
//go:generate go run ./make -o demo.safetensors
//go:embed *.safetensors
var files embed.FS

const suffix = ".safetensors"

// Names returns the names of the networks in ascending order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), suffix))
	}
	return names
}

// Load returns a network by name, with statistics. The error for an unknown name lists the known ones.
func Load(name string) (*model.Network, error) {
	f, err := files.Open(path.Clean(name) + suffix)
	if err != nil {
		return nil, fmt.Errorf("unknown embedded network %q; known are %s", name, strings.Join(Names(), ", "))
	}
	defer f.Close()
	n, err := model.Read(f, name)
	if err != nil {
		return nil, fmt.Errorf("embedded network %s: %w", name, err)
	}
	return n, nil
}
