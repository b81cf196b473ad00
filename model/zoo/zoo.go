// Package zoo holds the networks that come with the program.
package zoo

import (
	"embed"
	"fmt"
	"path"
	"strings"

	"actmax/model"
)

// The demo network: SF-HF with the fusion head, trained by model/train on the recordings of data/synth. What it was
// made with is in its actmax.training; the command below makes it again from nothing.
//
// The network dsads, where it is there: trained on DSADS for the study (docs/reproduction.md) and put here in half precision by
// ./pack, which needs the recordings and the study's networks.
//
//go:generate go run ./make -o demo.safetensors
//go:embed *.safetensors
var files embed.FS

const suffix = ".safetensors"

// Names lists the networks, ascending.
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
		return nil, fmt.Errorf("no network %q comes with the program; there is %s", name, strings.Join(Names(), ", "))
	}
	defer f.Close()
	n, err := model.Read(f, name)
	if err != nil {
		return nil, fmt.Errorf("network %s of the program: %w", name, err)
	}
	return n, nil
}
