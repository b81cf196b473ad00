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
	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/progress"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/internal/report"
	"actmax/internal/words"
	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/cache"
	"actmax/model/train/redundancy"
)

func (a *app) modelRedundancyCommand() *cobra.Command {
	var (
		d          open.Flags
		o          redundancy.Options
		thresholds []float64
		draws      int
		noAblation bool
	)
	c := &cobra.Command{
		Use: "redundancy M", Short: "Find duplicate units, and evaluate the network without them",
		Long: `Correlates the activations of every two units of a layer over the training segments, at the lag with
the highest correlation, and groups units whose correlations with one another reach the threshold. The effective rank
is the number of directions that the activations of a layer span: the exponential of the entropy of the covariance's
eigenvalues, their participation ratio, and how many of them make up 99 %.

Then it removes the duplicates and computes macro-F1 on the validation and test subjects three times: with their maps
set to zero; merged, with their outgoing weights added to the unit that stays, scaled and shifted by the lag; and, for
comparison, with as many random units set to zero. M is ` + open.NetworkWords + `.`,
		Example: "  actmax model redundancy demo\n" +
			"  actmax model redundancy net.safetensors --data dsads --threshold 0.95,0.9,0.8 --json",
		Args: usage.OneArgument("a network"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			for _, t := range thresholds {
				if !(t > 0 && t <= 1) {
					return fault.Unusable("--threshold %g: expected a correlation above 0 and at most 1", t)
				}
			}
			if o.Lag < 0 {
				return fault.Unusable("--lag %d: expected a number of samples, or 0 for none", o.Lag)
			}
			if o.Segments < 0 {
				return fault.Unusable("--segments %d: expected a number of segments, or 0 for all", o.Segments)
			}
			if draws < 0 {
				return fault.Unusable("--draws %d: expected a number of draws, or 0 for none", draws)
			}
			n, err := open.Network(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			for _, name := range o.Layers {
				if _, err := n.Find(name); err != nil {
					return fault.Unusable("--layer: %w", err)
				}
			}
			set, note, err := a.openDataFor(cmd.Context(), s, n, args[0], &d)
			if err != nil {
				return err
			}
			a.note(note)
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
			return printRedundancy(&errWriter{w: a.stdout}, r)
		},
	}
	f := c.Flags()
	d.Add(c.Flags(), open.OrTrainedOn)
	f.StringSliceVar(&o.Layers, "layer", nil, "`NAMES` of the layers to compare (default all)")
	f.IntVar(&o.Lag, "lag", redundancy.DefaultLag, "largest lag in `SAMPLES`, at most half the length of a map")
	f.Float64SliceVar(&thresholds, "threshold", []float64{redundancy.DefaultDuplicate},
		"minimum `CORRELATION[,...]` for two units to count as duplicates")
	f.Lookup("threshold").DefValue = fmt.Sprint(redundancy.DefaultDuplicate) // pflag writes every digit
	f.IntVar(&o.Segments, "segments", 0, "number `N` of random training segments to use (default all)")
	f.Uint64Var(&o.Seed, "seed", 0, "random seed `N` of the segments and of the random units")
	f.IntVar(&draws, "draws", redundancy.DefaultDraws, "number `N` of draws of random units to average")
	f.BoolVar(&noAblation, "no-ablation", false, "only correlate; do not evaluate the network")
	return c
}

func (a *app) redundancy(ctx context.Context, n *model.Network, set *data.Dataset, o redundancy.Options,
	thresholds []float64, ablation *redundancy.AblationOptions) (*report.RedundancyValues, error) {
	p := a.progress()
	defer p.Done()
	start := time.Now()
	store := &cache.Store{Warn: p.Warn}
	o.Jobs, o.Cache = a.jobs, store
	o.Progress = func(done, total int) {
		p.Update("correlating units: %d of %d segments  %s", done, total, progress.Left(time.Since(start), done, total))
	}
	m, err := redundancy.Measure(ctx, n, set, o)
	if err != nil {
		return nil, err
	}
	r := report.NewRedundancyValues(n, set, m, thresholds)
	if ablation == nil {
		return r, nil
	}
	start = time.Now()
	ablation.Jobs, ablation.Cache = a.jobs, store
	ablation.Progress = func(done, total int) {
		p.Update("evaluating without duplicates: %d of %d networks  %s", done, total,
			progress.Left(time.Since(start), done, total))
	}
	r.Ablations, err = redundancy.Ablate(ctx, n, set, m, *ablation)
	var mix *train.MismatchError
	if errors.As(err, &mix) { // the correlations need no activities
		r.Note = "no macro-F1: " + mix.Problem
		return r, nil
	}
	return r, err
}

func printRedundancy(w *errWriter, r *report.RedundancyValues) error {
	w.printf("%s on %d of %d training segments of %s", r.Model, r.Segments, r.Of, r.Data)
	if r.Segments < r.Of {
		w.printf(", drawn with seed %d", r.Seed)
	}
	w.printf("\n\nunits, and effective rank of their activations (entropy, participation, 99 %%)\n")
	t := tabwriter.NewWriter(w.w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "layer\tunits\tsilent\tconstant\tlag\tof the covariance\tof the correlation\tmost similar unit: "+
		"median, max")
	for _, l := range r.Layers {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\n", l.Name, l.Units, len(l.Silent), len(l.Constant), l.Lag,
			rankText(l.Rank.Covariance), rankText(l.Rank.Correlation), nearestText(l.Layer.Nearest()))
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
		printAblations(w, r.Ablations)
	}
	return w.err
}

func printAblations(w *errWriter, a *redundancy.Ablations) {
	w.printf("\nmacro-F1 without the duplicates, with the change (validation; test)\n")
	t := tabwriter.NewWriter(w.w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "layer\tthreshold\tunits\tduplicates\tset to zero\tmerged\tas many random units (%s)\n",
		words.Count(a.Draws, "draw"))
	fmt.Fprintf(t, "whole network\t\t\t\t%s\n", effectText(&a.Whole, false))
	for _, e := range a.Without {
		cells := []string{"unchanged", "unchanged", "-"}
		for i, x := range []*redundancy.Effect{e.Zeroed, e.Merged, e.Random} {
			if x != nil {
				cells[i] = effectText(x, true)
			}
		}
		fmt.Fprintf(t, "%s\t%g\t%d\t%d\t%s\n", strings.Join(e.Layers, "+"), e.Threshold, e.Units, e.Removed,
			strings.Join(cells, "\t"))
	}
	if w.err == nil {
		w.err = t.Flush()
	}
}

func rankText(e redundancy.EffectiveRank) string {
	return fmt.Sprintf("%.1f, %.1f, %d", e.Entropy, e.Participation, e.Directions99)
}

// nearestText is the median correlation of units with the most similar one of their layer, and the largest.
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
	return fmt.Sprintf("%s of %s (unit that stays: correlation and lag of its duplicates)",
		words.Count(duplicates, "duplicate"), words.Count(len(clusters), "unit"))
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
