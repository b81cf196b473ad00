package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/internal/cli/open"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/internal/words"
)

func (a *app) dataCommand() *cobra.Command {
	return usage.Group("data", "List, describe and download recordings",
		a.dataListCommand(), a.dataInfoCommand(), a.dataFetchCommand())
}

// knownData is one line of data list.
type knownData struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Path  string `json:"path,omitempty"` // "" if it is embedded or not on this machine
	State string `json:"state"`          // "embedded", "here", "absent"
}

func (a *app) dataListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the data sets known by name and where they are",
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			known := []knownData{{Name: open.Demo, Title: "synthetic recordings", State: "embedded"}}
			for _, s := range data.Sources {
				k := knownData{Name: s.Name, Title: s.Title + ": " + s.Long, State: "absent"}
				if path, err := data.Find(s.Name); err == nil {
					k.Path, k.State = path, "here"
				}
				known = append(known, k)
			}
			if a.json {
				return a.printJSON(map[string]any{"data": known})
			}
			w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
			for _, k := range known {
				where := k.Path
				switch k.State {
				case "embedded":
					where = "embedded in the program"
				case "absent":
					where = fmt.Sprintf("not on this machine: actmax data fetch %s", k.Name)
				}
				fmt.Fprintf(w, "%s\t%s\t%s\n", k.Name, k.Title, where)
			}
			return w.Flush()
		},
	}
}

// dataInfo is what data info prints. Counts are segments.
type dataInfo struct {
	Name       string           `json:"name"`
	Title      string           `json:"title"`
	Hash       string           `json:"sha256"`
	Axes       []string         `json:"axes"`
	Length     int              `json:"length"`
	RateHz     float64          `json:"rate_hz"`
	SourceHz   float64          `json:"source_rate_hz"`
	Resample   string           `json:"resample"`
	Recordings int              `json:"recordings"`
	Segments   int              `json:"segments"`
	Subjects   map[string][]int `json:"subjects"` // by split
	Counts     []activityCounts `json:"activities"`
	Amplitude  float64          `json:"two_sigma_amplitude_g"`
	Notes      []string         `json:"notes"`
}

type activityCounts struct {
	Activity string `json:"activity"`
	Train    int    `json:"training"`
	Validate int    `json:"validation"`
	Test     int    `json:"test"`
}

func (a *app) dataInfoCommand() *cobra.Command {
	var d open.Flags
	c := &cobra.Command{
		Use: "info D", Short: "Print shapes, segments by split and activity, amplitude and notes of a data set",
		Long:    "Describes a data set. D is " + open.DataWords + ".",
		Example: "  actmax data info demo\n  actmax data info daily+and+sports+activities.zip",
		Args:    usage.OneArgument("a data set"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			d.Name = args[0]
			set, err := a.openData(cmd.Context(), s, d, nil)
			if err != nil {
				return err
			}
			info := describe(set)
			if a.json {
				return a.printJSON(info)
			}
			return info.print(a.stdout)
		},
	}
	d.Add(c.Flags(), "")
	return c
}

func describe(d *data.Dataset) dataInfo {
	info := dataInfo{
		Name: d.Name, Title: d.Title, Hash: d.Hash, Axes: d.Axes, Length: d.Length,
		RateHz: d.Rate, SourceHz: d.SourceRate, Resample: d.Resample, Recordings: len(d.Recordings),
		Segments: len(d.Segments), Amplitude: d.Amplitude(), Subjects: map[string][]int{}, Notes: d.Notes,
	}
	for split, subjects := range d.Subjects() {
		info.Subjects[split.String()] = subjects
	}
	counts := d.Counts()
	for i, name := range d.Activities {
		train, validate, test := counts[data.Train][i], counts[data.Validate][i], counts[data.Test][i]
		info.Counts = append(info.Counts, activityCounts{name, train, validate, test})
	}
	return info
}

func (i dataInfo) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "data\t%s (%s)\n", i.Title, i.Name)
	fmt.Fprintf(w, "sha256\t%s\n", i.Hash)
	rate := fmt.Sprintf("%g Hz", i.RateHz)
	if i.SourceHz != i.RateHz {
		rate = fmt.Sprintf("%g Hz, resampled from %g Hz (%s)", i.RateHz, i.SourceHz, i.Resample)
	}
	fmt.Fprintf(w, "rate\t%s\n", rate)
	fmt.Fprintf(w, "segments\t%d of %d axes x %d samples, cut from %d recordings\n",
		i.Segments, len(i.Axes), i.Length, i.Recordings)
	fmt.Fprintf(w, "axes\t%s\n", strings.Join(i.Axes, ", "))
	for _, split := range []data.Split{data.Train, data.Validate, data.Test} {
		switch s := i.Subjects[split.String()]; len(s) {
		case 0:
		case 1:
			fmt.Fprintf(w, "%s\tsubject %d\n", split, s[0])
		default:
			fmt.Fprintf(w, "%s\tsubjects %s\n", split, words.Ranges(s))
		}
	}
	fmt.Fprintf(w, "amplitude\t%.4f G: mean + 2 sd of |x| over the training subjects\n", i.Amplitude)
	if err := w.Flush(); err != nil {
		return err
	}

	fmt.Fprintln(out)
	w = tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "training\tvalidation\ttest\t\n")
	var total activityCounts
	for _, c := range i.Counts {
		fmt.Fprintf(w, "%d\t%d\t%d\t  %s\n", c.Train, c.Validate, c.Test, c.Activity)
		total.Train, total.Validate, total.Test = total.Train+c.Train, total.Validate+c.Validate, total.Test+c.Test
	}
	fmt.Fprintf(w, "%d\t%d\t%d\t  all\n", total.Train, total.Validate, total.Test)
	if err := w.Flush(); err != nil {
		return err
	}
	if len(i.Notes) > 0 {
		fmt.Fprintln(out)
	}
	for _, n := range i.Notes {
		if _, err := fmt.Fprintln(out, "note: "+n); err != nil {
			return err
		}
	}
	return nil
}
