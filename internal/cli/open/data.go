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
	"actmax/data/dsads"
	"actmax/data/mhealth"
	"actmax/data/source"
	"actmax/data/synth"
	"actmax/data/table"
	"actmax/internal/cli/fault"
	"actmax/model"
	"actmax/model/zoo"
)

// DataWords describes D (contract.md).
var DataWords = strings.Join(dataNames(), ", ") + ", or the path of an archive, a folder, an .npz or a .csv"

// dataNames lists the D that are names.
func dataNames() []string {
	names := []string{Demo}
	for _, s := range data.Sources {
		names = append(names, s.Name)
	}
	return names
}

// Options say how data is read.
type Options struct {
	Resample string                             // the setting data.resample
	Jobs     int                                // workers; 0: one per core
	Progress func(name string, done, total int) // files of the data called name; nil: silent
	Warn     func(error)                        // what went wrong without stopping; nil: ignored
}

// Data opens any D: demo, a public data set by name, or a path whose content says what it is. The input of the network
// n gives the order of the dimensions of arrays; nil: unknown.
func Data(ctx context.Context, f Flags, n *model.Network, o Options) (*data.Dataset, error) {
	if f.Name == Demo {
		return synth.Load(synth.Seed), f.suit(source.Unknown)
	}
	path, kind, err := find(f.Name)
	if err != nil {
		return nil, err
	}
	if err := f.suit(kind); err != nil {
		return nil, err
	}
	reading := data.Options{Resample: o.Resample, Jobs: o.Jobs, Warn: o.Warn}
	if o.Progress != nil {
		reading.Progress = func(done, total int) { o.Progress(f.Name, done, total) }
	}
	switch kind {
	case source.DSADS:
		return dsads.Load(ctx, path, reading)
	case source.MHealth:
		return mhealth.Load(ctx, path, reading)
	case source.NPZ, source.CSV, source.Arrays:
		f.Table.Options = reading
		if n != nil {
			f.Table.Axes, f.Table.Length = n.Input.Axes, n.Input.Length
		}
		return table.Load(ctx, path, f.Table)
	}
	return nil, unknownData(path)
}

// DataFor opens the data that a network m is used with: the one that f names, else the data set it was trained on, if
// that has a name and is on this machine, else the demo. f.Name is then what was opened. The note says why it is not
// the network's own data, or that it is, resampled in another way. Data that the network cannot take is an error.
func DataFor(ctx context.Context, n *model.Network, m string, f *Flags, o Options) (
	set *data.Dataset, note string, err error) {
	if f.Name == "" {
		f.Name, note = TrainedOn(n)
	}
	if set, err = Data(ctx, *f, n, o); err != nil {
		return nil, "", err
	}
	if WasTrainedOn(n, set) {
		note = ""
		if was := n.Training.Resample; was != "" && set.Resample != was {
			note = fmt.Sprintf("the network was trained on these recordings resampled to %g Hz with data.resample = "+
				"%s, not %s; use --set data.resample=%s",
				set.Rate, was, set.Resample, was)
		}
	}
	if err := Fits(n, m, set, f.Name); err != nil {
		if note != "" { // the user did not choose that data
			err = fault.Unusable("%w; %s", err, note)
		}
		return nil, "", err
	}
	return set, note, nil
}

// Check returns the error that opening named data gives, as far as it can be known without reading the data.
func Check(f *Flags) error {
	if f.Name == Demo {
		return f.suit(source.Unknown)
	}
	_, kind, err := find(f.Name)
	switch {
	case err != nil:
		return err
	case kind == source.Unknown:
		return unknownData(f.Name)
	}
	return f.suit(kind)
}

func unknownData(path string) error {
	return fault.Unusable("%s contains no known data; expected a DSADS archive or folder (a01/p1/s01.txt), an mHealth "+
		"one (mHealth_subject1.log), an .npz, a .csv, or a folder with X.npy and y.npy", path)
}

// find returns the path of a D other than demo, and what is there. The name of a public data set stands for its archive
// or folder under the XDG data folder; a path such as ./dsads stands for something of that name in the working folder.
func find(name string) (string, source.Kind, error) {
	if _, err := data.SourceOf(name); err == nil {
		path, err := data.Find(name)
		if err != nil {
			return "", source.Unknown, err
		}
		return path, source.Kind(name), nil
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return "", source.Unknown, fault.Unusable("no data, file or folder %q; expected %s", name, DataWords)
	}
	if IsNetwork(name) {
		return "", source.Unknown, fault.Unusable("%s is a network; expected data: %s", name, DataWords)
	}
	kind, err := source.KindOf(name)
	return name, kind, err
}

// Absolute returns the name of a network or of data that holds in any working folder: paths become absolute.
func Absolute(name string) string {
	if name == "" || name == Demo || slices.Contains(zoo.Names(), name) {
		return name
	}
	if _, err := data.SourceOf(name); err == nil {
		return name
	}
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}
