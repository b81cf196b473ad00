package cli

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"actmax/internal/cli/open"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/internal/stats"
	"actmax/internal/words"
	"actmax/model"
	"actmax/optimize"
)

func (a *app) modelCommand() *cobra.Command {
	return usage.Group("model", "Inspect, import and analyse networks",
		a.modelInfoCommand(), a.modelImportCommand(), a.modelRedundancyCommand())
}

// modelInfo is what model info prints.
type modelInfo struct {
	Name       string          `json:"name"`
	Hash       string          `json:"sha256"` // of architecture and weights
	Axes       int             `json:"axes"`
	Length     int             `json:"length"`
	RateHz     float64         `json:"rate_hz"`
	Unit       string          `json:"unit"`
	Mean       []float64       `json:"mean,omitempty"`
	Std        []float64       `json:"std,omitempty"`
	Parameters int             `json:"parameters"`
	Half       bool            `json:"half_precision"` // weights and biases
	Layers     []layerInfo     `json:"layers"`
	Classes    []string        `json:"classes"`
	Training   *model.Training `json:"training"`
}

type layerInfo struct {
	Name       string         `json:"name"`
	Kind       string         `json:"kind"`
	Units      int            `json:"units"`
	Kernel     []int          `json:"kernel,omitempty"` // axes, time
	Signal     [2]int         `json:"signal"`           // axes, samples of a signal for one unit
	Map        [2]int         `json:"map"`              // axes, samples of a unit's feature map
	Activation string         `json:"activation"`
	Parameters int            `json:"parameters"`
	Thresholds *thresholdInfo `json:"thresholds"` // null without statistics
}

// thresholdInfo sums up mean + sigma * deviation over the units that are ever active.
type thresholdInfo struct {
	Sigma  float64 `json:"sigma"`
	Min    float64 `json:"min"`
	Median float64 `json:"median"`
	Max    float64 `json:"max"`
	Silent int     `json:"silent"` // units never active on training segments
}

func (a *app) modelInfoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "info M", Short: "Print layers, units, shapes, parameters, thresholds and training of a network",
		Long:    "Describes a network. M is " + open.NetworkWords + ".",
		Example: "  actmax model info demo",
		Args:    usage.OneArgument("a network"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			n, err := open.Network(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			info := describeModel(n, s.Optimize.Sigma)
			if a.json {
				return a.printJSON(info)
			}
			return info.print(&errWriter{w: a.stdout})
		},
	}
}

func describeModel(n *model.Network, sigma float64) modelInfo {
	info := modelInfo{
		Name: n.Name, Hash: n.Hash, Axes: n.Input.Axes, Length: n.Input.Length, RateHz: n.Input.RateHz,
		Unit: n.Input.Unit, Mean: n.Input.Mean, Std: n.Input.Std, Half: n.Half,
		Classes: n.Classes, Training: n.Training,
	}
	for i := range n.Layers {
		l := &n.Layers[i]
		li := layerInfo{
			Name: l.Name, Kind: l.Kind, Units: n.Units(i), Activation: l.Activation,
			Parameters: len(l.Weight) + len(l.Bias), Thresholds: summarize(l.Statistics, sigma),
		}
		if l.Kind == "conv" {
			li.Kernel = l.Kernel[:]
		}
		li.Signal[0], li.Signal[1] = n.SignalShape(i)
		li.Map[0], li.Map[1] = n.MapShape(i)
		info.Parameters += li.Parameters
		info.Layers = append(info.Layers, li)
	}
	return info
}

func summarize(s *model.Statistics, sigma float64) *thresholdInfo {
	if s == nil {
		return nil
	}
	t := &thresholdInfo{Sigma: sigma}
	var values []float64
	for u := range s.Mean {
		th, ok := optimize.Threshold(s, u, sigma, 1)
		if !ok {
			t.Silent++
			continue
		}
		values = append(values, th)
	}
	if len(values) > 0 {
		t.Min, t.Median, t.Max = slices.Min(values), stats.Median(values), slices.Max(values)
	}
	return t
}

func (i modelInfo) print(w *errWriter) error {
	w.printf("%s  sha256 %s\n", i.Name, i.Hash)
	w.printf("input: %d axes x %d samples at %g Hz in %s", i.Axes, i.Length, i.RateHz, i.Unit)
	if len(i.Mean) > 0 {
		w.printf(", standardized with mean %v and deviation %v G", i.Mean, i.Std)
	}
	w.printf("\n%d parameters", i.Parameters)
	if i.Half {
		w.printf(", in half precision")
	}
	w.printf("\n\n")

	t := tabwriter.NewWriter(w.w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "layer\tkind\tunits\tkernel\tsignal\tmap\tactivation\tparameters\tthreshold min, median, "+
		"max\tsilent")
	for _, l := range i.Layers {
		kernel, activation, thresholds, silent := "-", l.Activation, "none", "-"
		if l.Kernel != nil {
			kernel = fmt.Sprintf("%dx%d", l.Kernel[0], l.Kernel[1])
		}
		if activation == "" {
			activation = "none"
		}
		if th := l.Thresholds; th != nil {
			thresholds = fmt.Sprintf("%.3f, %.3f, %.3f", th.Min, th.Median, th.Max)
			silent = fmt.Sprint(th.Silent)
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%dx%d\t%dx%d\t%s\t%d\t%s\t%s\n",
			l.Name, l.Kind, l.Units, kernel, l.Signal[0], l.Signal[1], l.Map[0], l.Map[1], activation, l.Parameters,
			thresholds, silent)
	}
	if w.err == nil {
		w.err = t.Flush()
	}
	w.printf("\nclasses: %s\n", strings.Join(i.Classes, "; ")) // some names hold commas
	if i.Training == nil {
		w.printf("training: unknown\n")
		return w.err
	}
	tr := i.Training
	if tr.Epochs == 0 {
		w.printf("imported; statistics over the training segments of %s\n", tr.Data)
		return w.err
	}
	resample := tr.Resample
	if resample == "" {
		resample = "none"
	}
	w.printf("training: on %s, head %s, %s (weights of epoch %d), seed %d, batch %d, eta %g, dropout %g, resampling "+
		"%s, scale %s\n",
		tr.Data, tr.Head, words.Count(tr.Epochs, "epoch"), tr.BestEpoch, tr.Seed, tr.Batch, tr.Eta, tr.Dropout,
		resample, tr.Scale)
	w.printf("macro-F1: validation %.4f (last epoch %.4f), test %.4f\n", tr.Validation, tr.LastEpoch, tr.Test)
	if tr.From != "" {
		w.printf("converted from the network %.12s in full precision, test macro-F1 %.4f\n", tr.From, tr.FromTest)
	}
	if tr.Licence != "" {
		w.printf("recordings: %s\n", tr.Licence)
	}
	for _, s := range [][2]string{{"train", "training"}, {"validate", "validation"}, {"test", "test"}} {
		if subjects := tr.Split[s[0]]; len(subjects) > 0 {
			w.printf("%s subjects: %s\n", s[1], words.Ranges(subjects))
		}
	}
	return w.err
}
