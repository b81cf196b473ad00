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
const OrTrainedOn = "default: the data the network was trained on, else demo"

// Flags name the data to open, D, and say how to read a table.
type Flags struct {
	Name  string // D; "" if not given
	Table table.Options
}

// Add declares the flags. otherwise describes what happens without --data; "" for a command that has no such flag and
// takes D as its argument.
func (f *Flags) Add(flags *pflag.FlagSet, otherwise string) {
	if otherwise != "" {
		flags.StringVar(&f.Name, "data", "", "`D`: "+DataWords+" ("+otherwise+")")
	}
	flags.StringVar(&f.Table.Layout, "layout", "", "order of arrays: `nct` ([n][axes][time]) or ntc (default: from "+
		"the input of the network)")
	flags.StringSliceVar(&f.Table.Columns, "columns", nil, "`NAMES` of the .csv columns with the axes (default: all "+
		"others)")
	flags.StringVar(&f.Table.Label, "label", "", "`NAME` of the .csv column with the activity (default: label, "+
		"activity or y)")
	flags.StringVar(&f.Table.Subject, "subject", "", "`NAME` of the .csv column with the subject (default: subject, "+
		"if it exists)")
	flags.StringVar(&f.Table.Time, "time", "", "`NAME` of the .csv column with the time in seconds (default: time or "+
		"t, if it exists)")
	flags.Float64Var(&f.Table.Rate, "rate", 0, "sampling rate of the .csv in `HZ` (default: from the time)")
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

// HowRead returns the first given flag that says how to read data, without its dashes; "" if there is none.
func (f *Flags) HowRead() string {
	if flag := f.forCSV(); flag != "" {
		return flag
	}
	if f.Table.Layout != "" {
		return "layout"
	}
	return ""
}

// suit returns an error for flags that say how to read another kind of data: whoever gave them expects an effect.
func (f *Flags) suit(kind source.Kind) error {
	if f.Table.Layout != "" && kind != source.NPZ && kind != source.Arrays {
		return fault.Unusable("--layout is for arrays, and %s is not; omit it", f.Name)
	}
	if flag := f.forCSV(); flag != "" && kind != source.CSV {
		return fault.Unusable("--%s is for a .csv, and %s is not; omit it", flag, f.Name)
	}
	return nil
}

// forCSV returns the first given flag that is for a .csv alone; "" if there is none.
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
