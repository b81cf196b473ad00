package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/cache"
	"actmax/model/train/redundancy"
)

// redundancyOutput is what model redundancy prints.
type redundancyOutput struct {
	Model     string                `json:"model"`
	Hash      string                `json:"sha256"` // of architecture and weights
	Data      string                `json:"data"`
	DataHash  string                `json:"data_hash"`
	Segments  int                   `json:"segments"` // training segments compared
	Of        int                   `json:"of"`       // training segments there are
	Seed      uint64                `json:"seed"`
	Layers    []layerRedundancy     `json:"layers"`
	Ablations *redundancy.Ablations `json:"ablations"` // null with --no-ablation or where the note says why
	Note      string                `json:"note,omitempty"`
}

// layerRedundancy is that of package redundancy with its matrices summed up.
type layerRedundancy struct {
	*redundancy.Layer
	Nearest  []nearestUnit `json:"nearest"`  // of each unit, in their order
	Clusters []clusterSet  `json:"clusters"` // by threshold
}

// nearestUnit is the unit of the same layer that correlates most with one.
type nearestUnit struct {
	Unit        int     `json:"unit"`    // the one asked about
	Nearest     int     `json:"nearest"` // -1 where there is none
	Correlation float32 `json:"correlation"`
	Lag         int     `json:"lag"` // the nearest shows the same so many samples later
}

type clusterSet struct {
	Threshold float64              `json:"threshold"`
	Clusters  []redundancy.Cluster `json:"clusters"`
}

func (a *app) modelRedundancyCommand() *cobra.Command {
	var (
		d          dataFlags
		o          redundancy.Options
		thresholds []float64
		draws      int
		noAblation bool
	)
	c := &cobra.Command{
		Use: "redundancy M", Short: "Units that look for the same thing, and what the network is worth without the duplicates",
		Long: `Correlates the activations of every two units of a layer over the training segments, at the lag between them at which the
correlation is highest, and groups the units whose correlations with one another reach the threshold. The effective rank
says how many directions the activations of a layer span: the exponential of the entropy of the covariance's
eigenvalues, their participation ratio, and how many of them make up 99 %. Then the duplicates are taken out, and the
macro-F1 on the validation and test subjects says what they were good for: with their maps set to zero; with their
outgoing weights handed to the unit that is kept, scaled and moved by the lag; and, for comparison, with as many random
units set to zero. M is ` + modelWords + `.`,
		Example: "  actmax model redundancy demo\n  actmax model redundancy net.safetensors --data dsads --threshold 0.95,0.9,0.8 --json",
		Args:    oneArgument("a network"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.gather("", ""); err != nil {
				return err
			}
			for _, t := range thresholds {
				if !(t > 0 && t <= 1) {
					return unusable("--threshold %g: expected a correlation above 0 and at most 1", t)
				}
			}
			if o.Lag < 0 {
				return unusable("--lag %d: expected a number of samples, or 0 for none", o.Lag)
			}
			if o.Segments < 0 {
				return unusable("--segments %d: expected a number of segments, or 0 for all", o.Segments)
			}
			if draws < 0 {
				return unusable("--draws %d: expected a number of draws, or 0 for none", draws)
			}
			n, err := a.openModel(args[0])
			if err != nil {
				return err
			}
			for _, name := range o.Layers {
				if _, err := n.Find(name); err != nil {
					return unusable("--layer: %w", err)
				}
			}
			set, note, err := a.openFor(cmd.Context(), n, args[0], &d)
			if err != nil {
				return err
			}
			a.say(note)
			var ablation *redundancy.AblationOptions
			if !noAblation {
				ablation = &redundancy.AblationOptions{Thresholds: thresholds, Draws: draws, Seed: o.Seed}
			}
			r, err := a.redundancy(cmd.Context(), n, set, o, thresholds, ablation)
			if err != nil {
				return err
			}
			r.Model = args[0]
			if a.json {
				return a.printJSON(r)
			}
			return r.print(&errWriter{w: a.stdout})
		},
	}
	f := c.Flags()
	d.add(c, orTrainedOn)
	f.StringSliceVar(&o.Layers, "layer", nil, "`NAMES` of the layers to look at (default all)")
	f.IntVar(&o.Lag, "lag", redundancy.DefaultLag, "largest lag in `SAMPLES`; at most half of a map's length is used")
	f.Float64SliceVar(&thresholds, "threshold", []float64{redundancy.DefaultDuplicate}, "`CORRELATIONS` from which on units count as duplicates")
	f.Lookup("threshold").DefValue = fmt.Sprint(redundancy.DefaultDuplicate) // pflag writes every digit
	f.IntVar(&o.Segments, "segments", 0, "draw `N` training segments (default all)")
	f.Uint64Var(&o.Seed, "seed", 0, "of that draw and of the random units, `N`")
	f.IntVar(&draws, "draws", redundancy.DefaultDraws, "average `N` draws of random units")
	f.BoolVar(&noAblation, "no-ablation", false, "only correlate; evaluate no network")
	return c
}

func (a *app) redundancy(ctx context.Context, n *model.Network, set *data.Dataset, o redundancy.Options, thresholds []float64, ablation *redundancy.AblationOptions) (*redundancyOutput, error) {
	p := a.newProgress()
	defer p.done()
	start := time.Now()
	store := &cache.Store{Warn: func(err error) { p.line("actmax: %v", err) }}
	o.Jobs, o.Cache = a.jobs, store
	o.Progress = func(done, total int) {
		p.update("correlating units: %d of %d segments  %s", done, total, left(start, time.Now(), done, total))
	}
	m, err := redundancy.Measure(ctx, n, set, o)
	if err != nil {
		return nil, err
	}
	r := summedUp(n, set, m, thresholds)
	if ablation == nil {
		return r, nil
	}
	start = time.Now()
	ablation.Jobs, ablation.Cache = a.jobs, store
	ablation.Progress = func(done, total int) {
		p.update("without duplicates: %d of %d networks  %s", done, total, left(start, time.Now(), done, total))
	}
	r.Ablations, err = redundancy.Ablate(ctx, n, set, m, *ablation)
	var mix *train.MismatchError
	if errors.As(err, &mix) { // the correlations stand without the activities
		r.Note = "no macro-F1: " + mix.Problem
		return r, nil
	}
	return r, err
}

// summedUp is what is printed of a measurement.
func summedUp(n *model.Network, set *data.Dataset, m *redundancy.Result, thresholds []float64) *redundancyOutput {
	r := &redundancyOutput{Hash: n.Hash, Data: set.Title, DataHash: set.Hash, Segments: m.Segments, Of: m.Of, Seed: m.Seed}
	for i := range m.Layers {
		l := layerRedundancy{Layer: &m.Layers[i], Nearest: nearestUnits(&m.Layers[i])}
		for _, t := range thresholds {
			clusters := m.Layers[i].Clusters(t)
			if clusters == nil {
				clusters = []redundancy.Cluster{}
			}
			l.Clusters = append(l.Clusters, clusterSet{t, clusters})
		}
		r.Layers = append(r.Layers, l)
	}
	return r
}

func nearestUnits(l *redundancy.Layer) []nearestUnit {
	out := make([]nearestUnit, l.Units)
	for i, c := range l.Nearest() {
		out[i] = nearestUnit{i, c.Unit, c.Correlation, c.Lag}
	}
	return out
}

func (r *redundancyOutput) print(w *errWriter) error {
	w.printf("%s on %d of %d training segments of %s", r.Model, r.Segments, r.Of, r.Data)
	if r.Segments < r.Of {
		w.printf(", drawn with seed %d", r.Seed)
	}
	w.printf("\n\nunits, and the directions that their activations span (entropy, participation, 99 %%)\n")
	t := tabwriter.NewWriter(w.w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "layer\tunits\tsilent\tconstant\tlag\tof the covariance\tof the correlation\tnearest unit: median, max")
	for _, l := range r.Layers {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\n", l.Name, l.Units, len(l.Silent), len(l.Constant), l.Lag, rankText(l.Rank.Covariance), rankText(l.Rank.Correlation), nearestText(l.Layer.Nearest()))
	}
	if w.err == nil {
		w.err = t.Flush()
	}
	for _, l := range r.Layers {
		for _, s := range l.Clusters {
			w.printf("\n%s, correlation of at least %g: %s\n", l.Name, s.Threshold, clusterCount(s.Clusters))
			for _, c := range s.Clusters {
				var parts []string
				for _, d := range c.Duplicates {
					parts = append(parts, fmt.Sprintf("%d (%.3f, lag %+d)", d.Unit, d.Correlation, d.Lag))
				}
				w.printf("  %d: %s\n", c.Kept, strings.Join(parts, ", "))
			}
		}
	}
	if r.Note != "" {
		w.printf("\n%s\n", r.Note)
	}
	if r.Ablations != nil {
		r.printAblations(w)
	}
	return w.err
}

func (r *redundancyOutput) printAblations(w *errWriter) {
	w.printf("\nmacro-F1 without the duplicates, and its change (validation; test)\n")
	t := tabwriter.NewWriter(w.w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "layer\tthreshold\tunits\tduplicates\tset to zero\tmerged\tas many random units (draws: %d)\n", r.Ablations.Draws)
	fmt.Fprintf(t, "whole network\t\t\t\t%s\n", effectText(&r.Ablations.Whole, false))
	for _, e := range r.Ablations.Without {
		cells := []string{"unchanged", "unchanged", "-"}
		for i, x := range []*redundancy.Effect{e.Zeroed, e.Merged, e.Random} {
			if x != nil {
				cells[i] = effectText(x, true)
			}
		}
		fmt.Fprintf(t, "%s\t%g\t%d\t%d\t%s\n", strings.Join(e.Layers, "+"), e.Threshold, e.Units, e.Removed, strings.Join(cells, "\t"))
	}
	if w.err == nil {
		w.err = t.Flush()
	}
}

func rankText(e redundancy.EffectiveRank) string {
	return fmt.Sprintf("%.1f, %.1f, %d", e.Entropy, e.Participation, e.Directions99)
}

// nearestText is the median correlation of units with the nearest one of their layer, and the largest.
func nearestText(units []redundancy.Counterpart) string {
	most := math.Inf(-1)
	for _, c := range units {
		if c.Unit >= 0 {
			most = math.Max(most, float64(c.Correlation))
		}
	}
	if math.IsInf(most, -1) {
		return "-"
	}
	return fmt.Sprintf("%.3f, %.3f", redundancy.Median(units), most)
}

func clusterCount(clusters []redundancy.Cluster) string {
	if len(clusters) == 0 {
		return "no duplicates"
	}
	duplicates := 0
	for _, c := range clusters {
		duplicates += len(c.Duplicates)
	}
	return fmt.Sprintf("%d duplicates of %d units (kept: correlation and lag of the duplicates)", duplicates, len(clusters))
}

// effectText is "0.7312; 0.7101", each with its change.
func effectText(e *redundancy.Effect, change bool) string {
	var parts []string
	for _, s := range []*redundancy.Score{e.Validation, e.Test} {
		switch {
		case s == nil:
			parts = append(parts, "-")
		case change:
			parts = append(parts, fmt.Sprintf("%.4f %+.4f", s.MacroF1, s.Change))
		default:
			parts = append(parts, fmt.Sprintf("%.4f", s.MacroF1))
		}
	}
	return strings.Join(parts, "; ")
}
