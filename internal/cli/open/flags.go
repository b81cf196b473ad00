package open

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"actmax/data/source"
	"actmax/data/table"
	"actmax/internal/cli/fault"
)

// OrTrainedOn describes what most commands open without --data.
const OrTrainedOn = "default: the data that the model names, else demo"

// Flags say which data is opened, D, and how a table is read.
type Flags struct {
	Name  string // D; "" if not given
	Table table.Options
}

// Add declares the flags. otherwise describes what happens without --data; "" for a command that has no such flag and takes D as
// its argument.
func (f *Flags) Add(flags *pflag.FlagSet, otherwise string) {
	if otherwise != "" {
		flags.StringVar(&f.Name, "data", "", "`D`: "+DataWords+" ("+otherwise+")")
	}
	flags.StringVar(&f.Table.Layout, "layout", "", "of arrays: `nct` ([n][axes][time]) or ntc (default: told apart by the network's input)")
	flags.StringSliceVar(&f.Table.Columns, "columns", nil, "of a .csv: `NAMES` of the columns that hold the axes (default: all others)")
	flags.StringVar(&f.Table.Label, "label", "", "of a .csv: `NAME` of the column that holds the activity (default: label, activity or y)")
	flags.StringVar(&f.Table.Subject, "subject", "", "of a .csv: `NAME` of the column that holds the subject (default: subject where there)")
	flags.StringVar(&f.Table.Time, "time", "", "of a .csv: `NAME` of the column that holds seconds (default: time or t where there)")
	flags.Float64Var(&f.Table.Rate, "rate", 0, "of a .csv: rows a second, in `HZ` (default: from the time)")
}

// Arguments are the command-line arguments that give the same flags.
func (f *Flags) Arguments() []string {
	var out []string
	add := func(flag, value string) {
		if value != "" {
			out = append(out, "--"+flag, value)
		}
	}
	add("data", f.Name)
	add("layout", f.Table.Layout)
	add("columns", strings.Join(f.Table.Columns, ","))
	add("label", f.Table.Label)
	add("subject", f.Table.Subject)
	add("time", f.Table.Time)
	if f.Table.Rate != 0 {
		add("rate", strconv.FormatFloat(f.Table.Rate, 'g', -1, 64))
	}
	return out
}

// ParseArguments is the inverse of Arguments; options are the values of --set among them, all of them settings of data.
func ParseArguments(args []string) (f Flags, options []string, err error) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.Usage = func() {} // prints nothing for --help
	f.Add(flags, OrTrainedOn)
	flags.StringArrayVar(&options, "set", nil, "")
	if err := flags.Parse(args); err != nil {
		return f, nil, fmt.Errorf("how the data was opened: %w", err)
	}
	if slices.ContainsFunc(options, func(o string) bool { return !strings.HasPrefix(o, "data.") }) {
		return f, nil, fmt.Errorf("how the data was opened: unknown settings %q", options)
	}
	return f, options, nil
}

// HowRead returns the first flag given that says how data is read, without its dashes; "" if there is none.
func (f *Flags) HowRead() string {
	if flag := f.forCSV(); flag != "" {
		return flag
	}
	if f.Table.Layout != "" {
		return "layout"
	}
	return ""
}

// suit returns an error for flags that say how another kind of data is read: whoever gave them expects an effect.
func (f *Flags) suit(kind source.Kind) error {
	if f.Table.Layout != "" && kind != source.NPZ && kind != source.Arrays {
		return fault.Unusable("--layout says how arrays are read, and %s holds none; leave it out", f.Name)
	}
	if flag := f.forCSV(); flag != "" && kind != source.CSV {
		return fault.Unusable("--%s says how a .csv is read, and %s is none; leave it out", flag, f.Name)
	}
	return nil
}

// forCSV returns the first flag given that is for a .csv alone; "" if there is none.
func (f *Flags) forCSV() string {
	t := &f.Table
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
