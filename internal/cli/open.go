package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/data/dsads"
	"actmax/data/mhealth"
	"actmax/data/source"
	"actmax/data/synth"
	"actmax/data/table"
	"actmax/model"
	"actmax/model/onnx"
	"actmax/model/train"
	"actmax/model/zoo"
)

const demo = "demo" // the embedded network and the embedded recordings

// orTrainedOn is the usual default of D.
const orTrainedOn = "default: the data that the model names, else demo"

// What D and M may be (contract.md), and how their flags are explained.
var (
	dataWords  = strings.Join(dataNames(), ", ") + ", or the path of an archive, a folder, an .npz or a .csv"
	modelWords = strings.Join(zoo.Names(), ", ") + ", or the path of a checkpoint (.safetensors) or an .onnx file"
	dataHelp   = "`D`: " + dataWords
	modelHelp  = "`M`: " + modelWords
)

// dataFlags are what a person says about data: D, and how to read a table.
type dataFlags struct {
	name  string // D; "" where it is left open
	table table.Options
}

// add declares the flags of a command that opens data; otherwise is what happens without --data, "" where the command has
// no such flag and takes D as its argument.
func (f *dataFlags) add(c *cobra.Command, otherwise string) {
	flags := c.Flags()
	if otherwise != "" {
		flags.StringVar(&f.name, "data", "", dataHelp+" ("+otherwise+")")
	}
	flags.StringVar(&f.table.Layout, "layout", "", "of arrays: `nct` ([n][axes][time]) or ntc (default: told apart by the network's input)")
	flags.StringSliceVar(&f.table.Columns, "columns", nil, "of a .csv: `NAMES` of the columns that hold the axes (default: all others)")
	flags.StringVar(&f.table.Label, "label", "", "of a .csv: `NAME` of the column that holds the activity (default: label, activity or y)")
	flags.StringVar(&f.table.Subject, "subject", "", "of a .csv: `NAME` of the column that holds the subject (default: subject where there)")
	flags.StringVar(&f.table.Time, "time", "", "of a .csv: `NAME` of the column that holds seconds (default: time or t where there)")
	flags.Float64Var(&f.table.Rate, "rate", 0, "of a .csv: rows a second, in `HZ` (default: from the time)")
}

// suit refuses flags that say how another kind of data is read: whoever gave them expects them to do something.
func (f *dataFlags) suit(name string, kind source.Kind) error {
	if f.table.Layout != "" && kind != source.NPZ && kind != source.Arrays {
		return unusable("--layout says how arrays are read, and %s holds none; leave it out", name)
	}
	if flag := f.forCSV(); flag != "" && kind != source.CSV {
		return unusable("--%s says how a .csv is read, and %s is none; leave it out", flag, name)
	}
	return nil
}

// forCSV returns the first flag given that is for a .csv alone, or "".
func (f *dataFlags) forCSV() string {
	t := &f.table
	switch {
	case t.Columns != nil:
		return "columns"
	case t.Label != "":
		return "label"
	case t.Subject != "":
		return "subject"
	case t.Time != "":
		return "time"
	case t.Rate != 0:
		return "rate"
	}
	return ""
}

// openData opens any D: demo, a public data set by name, or a path whose content says what it is. The network, where there
// is one, tells the dimensions of arrays apart.
func (a *app) openData(ctx context.Context, f dataFlags, n *model.Network) (*data.Dataset, error) {
	name := f.name
	if name == demo {
		return synth.Load(synth.Seed), f.suit(name, source.Unknown)
	}
	path, kind, err := findData(name)
	if err != nil {
		return nil, err
	}
	if err := f.suit(name, kind); err != nil {
		return nil, err
	}
	p := a.newProgress()
	defer p.done()
	o := data.Options{
		Resample: a.settings.Data.Resample,
		Jobs:     a.jobs,
		Progress: func(done, total int) {
			p.update("reading %s: %d of %d files", name, done, total)
			a.watched("reading "+filepath.Base(name), done, total)
		},
		Warn: func(err error) { p.line("actmax: %v", err) },
	}
	switch kind {
	case source.DSADS:
		return dsads.Load(ctx, path, o)
	case source.MHealth:
		return mhealth.Load(ctx, path, o)
	case source.NPZ, source.CSV, source.Arrays:
		f.table.Options = o
		if n != nil {
			f.table.Axes, f.table.Length = n.Input.Axes, n.Input.Length
		}
		return table.Load(ctx, path, f.table)
	}
	return nil, unknownData(path)
}

func unknownData(path string) error {
	return unusable("%s: no known data in it; expected a DSADS archive or folder (a01/p1/s01.txt), an mHealth one (mHealth_subject1.log), an .npz, a .csv, or a folder with X.npy and y.npy", path)
}

// findData turns a D other than demo into a path and what lies there. A name of a public data set stands for its archive
// or folder under the XDG data folder, unless something of that name lies in the working folder under a path such as ./dsads.
func findData(name string) (string, source.Kind, error) {
	if _, err := data.SourceOf(name); err == nil {
		path, err := data.Find(name)
		if err != nil {
			return "", source.Unknown, err
		}
		return path, source.Kind(name), nil
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return "", source.Unknown, unusable("no data named %q and no file or folder of that name; known are %s, else give the path of an archive, a folder, an .npz or a .csv", name, strings.Join(dataNames(), ", "))
	}
	if isModel(name) {
		return "", source.Unknown, unusable("%s is a network; as data expected %s", name, dataWords)
	}
	kind, err := source.KindOf(name)
	return name, kind, err
}

// dataNames lists the D that are names.
func dataNames() []string {
	names := []string{demo}
	for _, s := range data.Sources {
		names = append(names, s.Name)
	}
	return names
}

// checkpointName refuses to save a network where it could not be found or opened again.
func checkpointName(out string) error {
	if strings.EqualFold(filepath.Ext(out), ".safetensors") {
		return nil
	}
	return unusable("--out %s: expected a name that ends in .safetensors", out)
}

// openModel opens any M: an embedded network by name, a checkpoint or an ONNX file.
func (a *app) openModel(name string) (*model.Network, error) {
	for _, known := range zoo.Names() {
		if name == known {
			return zoo.Load(name)
		}
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, unusable("no network named %q and no file of that name; known are %s, else give the path of a checkpoint (.safetensors) or an .onnx file", name, strings.Join(zoo.Names(), ", "))
	case err != nil:
		return nil, unusable("cannot open the network: %w", err)
	case info.IsDir():
		return nil, unusable("%s is a folder; expected a checkpoint (.safetensors) or an .onnx file", name)
	}
	load := model.Load
	if isONNX(name) {
		load = onnx.Load
	}
	n, err := awaited(a.ctx, func() (*model.Network, error) { return load(name) })
	if errors.Is(err, context.Canceled) {
		return nil, err
	}
	switch {
	case err != nil && !isModel(name):
		return nil, unusable("cannot use the network: %w; expected a checkpoint (.safetensors) or an .onnx file", err)
	case err != nil:
		return nil, unusable("cannot use the network: %w", err)
	}
	return n, nil
}

// fits refuses data that a network cannot take; m and d are what a person called them.
func fits(n *model.Network, m string, set *data.Dataset, d string) error {
	if err := train.Fits(n, set); err != nil {
		return unusable("%s cannot be used with %s: %w", m, d, err)
	}
	if n.Input.RateHz > 0 && n.Input.RateHz != set.Rate {
		if isONNX(m) {
			return unusable("an .onnx file says no sampling rate, %s is taken for one of %g Hz and the data %s has %g Hz; \"actmax model import\" makes a checkpoint of it at the rate of the data",
				m, n.Input.RateHz, d, set.Rate)
		}
		return unusable("the network %s takes %g Hz, the data %s has %g Hz; resample the data to the network's rate", m, n.Input.RateHz, d, set.Rate)
	}
	return nil
}

// openFor opens the data that a network m is to be used with: the one a person named, else the data set it was trained on,
// if that has a name and is on this machine, else the demo. f.name is then what was opened; note says where that is not the
// network's own data, or where it is but brought to its rate in another way. Data that the network cannot take is an error.
func (a *app) openFor(ctx context.Context, n *model.Network, m string, f *dataFlags) (set *data.Dataset, note string, err error) {
	if f.name == "" {
		f.name, note = trainedOn(n)
	}
	if set, err = a.openData(ctx, *f, n); err != nil {
		return nil, "", err
	}
	if ownData(n, set) {
		note = ""
		if was := n.Training.Resample; was != "" && set.Resample != was {
			note = fmt.Sprintf("the network was trained on these recordings brought to %g Hz by data.resample = %s, now it is %s; --set data.resample=%s gives what it knows",
				set.Rate, was, set.Resample, was)
		}
	}
	if err := fits(n, m, set, f.name); err != nil {
		if note != "" { // nobody named that data
			err = unusable("%w; %s", err, note)
		}
		return nil, "", err
	}
	return set, note, nil
}

// ownData tells whether a network was trained on exactly this data.
func ownData(n *model.Network, set *data.Dataset) bool {
	return n.Training != nil && n.Training.DataHash == set.Hash
}

// trainedOn names the data that a network was trained on where it can be opened by name, else the demo and why.
func trainedOn(n *model.Network) (d, note string) {
	if n.Training == nil || n.Training.Data == "" {
		return demo, "the network does not say what it was trained on; the data is the demo, name another with --data"
	}
	for _, s := range data.Sources {
		if n.Training.Data != s.Title && !strings.HasPrefix(n.Training.Data, s.Title+" ") {
			continue
		}
		if _, err := data.Find(s.Name); err == nil {
			return s.Name, ""
		}
		return demo, fmt.Sprintf("the network was trained on %s, which is not on this machine; the data is the demo, see actmax data fetch %s or name it with --data", n.Training.Data, s.Name)
	}
	return demo, fmt.Sprintf("the network was trained on %s; the data is the demo, name that with --data", n.Training.Data)
}
