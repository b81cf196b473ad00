package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/progress"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/internal/words"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
)

// runFlags are those of run.
type runFlags struct {
	model, layers, units string
	preset, method       string
	data                 open.Flags
	trace                string
	edits                []string
	dense, force         bool
	out                  string
}

func (a *app) runCommand() *cobra.Command {
	var r runFlags
	c := &cobra.Command{
		Use: "run", Short: "Compute ascents without a screen",
		Long: `Computes the signal that each chosen unit responds to most, and writes runs.jsonl and signals.npz into
a folder: signals, feature maps, scores and settings. Data is needed only to start from real segments (ascent.start =
segment, or the last restart of a unit without a gradient).`,
		Example: `  actmax run --model demo --layer conv3 --out runs
  actmax run --model dsads --layer conv1,conv3 --units 0-15,17 --preset paper --method l2+tv --trace 0,10,100 --out runs
  actmax run --model demo --layer conv3 --units 17 --at 312:penalty.tv=0.3 --out edited`,
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := usage.Required(cmd, "layer", "out"); err != nil {
				return err
			}
			return a.run(cmd.Context(), &r)
		},
	}
	f := c.Flags()
	f.StringVar(&r.model, "model", open.Demo, open.NetworkHelp)
	f.StringVar(&r.layers, "layer", "", "`L[,L]`: layers whose signals and maps have the same shape (required)")
	f.StringVar(&r.units, "units", "all", "`UNITS` of each layer: all, or numbers and ranges such as 0-15,17")
	presetFlag(c, &r.preset)
	f.StringVar(&r.method, "method", "", "`METHOD`: naive, lowpass, unit-norm, or a sum of l2, tv, aap, eap, clip "+
		"(default "+optimize.Proposed+")")
	_ = c.RegisterFlagCompletionFunc("method", usage.Completions(optimize.Methods))
	r.data.Add(c.Flags(), "default: none; for the embedded network the embedded recordings")
	f.StringVar(&r.trace, "trace", "", "`STEPS` to store the state of, such as 0,1,10")
	f.StringArrayVar(&r.edits, "at", nil, "change a setting at a step, `STEP:key=value` (repeatable)")
	f.BoolVar(&r.dense, "dense", false, "compute every step, even after the signal has settled")
	f.BoolVar(&r.force, "force", false, "overwrite the result in --out")
	f.StringVar(&r.out, "out", "", "`DIR` for the result (required)")
	return c
}

// makeJobs returns one job per unit, in the order of layers and units.
func (a *app) makeJobs(ctx context.Context, n *model.Network, r *runFlags, all *settings.Settings) (
	[]optimize.Job, error) {
	layers, err := parseLayers(n, r.layers)
	if err != nil {
		return nil, err
	}
	s := all.Optimize
	trace, err := parseTrace(r.trace, s.Steps)
	if err != nil {
		return nil, err
	}
	var edits []optimize.Edit
	for _, text := range r.edits {
		e, err := optimize.ParseEdit(text)
		if err != nil {
			return nil, fault.Unusable("--at: %w", err)
		}
		edits = append(edits, e)
	}
	var begin optimize.Starts
	if r.data.Name != "" || r.model == open.Demo {
		set, _, err := a.openDataFor(ctx, all, n, r.model, &r.data)
		if err != nil {
			return nil, err
		}
		begin = a.newStarts(ctx, n, set)
	} else if s.Start == optimize.Segment {
		return nil, fault.Unusable("ascent.start = %s needs training segments; give the data with --data", s.Start)
	}
	var jobs []optimize.Job
	for _, l := range layers {
		units, err := parseUnits(r.units, n.Layers[l].Name, n.Units(l))
		if err != nil {
			return nil, err
		}
		for _, u := range units {
			jobs = append(jobs, optimize.Job{
				Network: n, Layer: l, Unit: u, Settings: s, Edits: edits, Starts: begin, Trace: trace, Dense: r.dense,
				Untaped: true,
			})
		}
	}
	return jobs, nil
}

// parseTrace reads the steps of --trace, in any order and each once.
func parseTrace(text string, steps int) ([]int, error) {
	if text == "" {
		return nil, nil
	}
	var marks []int
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 0 || n > steps {
			return nil, fault.Unusable("--trace %s: %q is not a step; expected whole numbers from 0 to %d "+
				"(ascent.steps), such as 0,1,10", text, part, steps)
		}
		marks = append(marks, n)
	}
	slices.Sort(marks)
	return slices.Compact(marks), nil
}

// ascend computes the jobs on all cores and returns the results in their order. If ctx is cancelled it returns the
// finished ones and the context's error.
func (a *app) ascend(ctx context.Context, jobs []optimize.Job) ([]*optimize.Result, error) {
	pool := optimize.NewPool(a.jobs)
	defer pool.Close()
	runs := make([]*optimize.Run, len(jobs))
	for i, j := range jobs {
		r, err := pool.Start(j)
		if err != nil {
			return nil, fault.Unusable("%s unit %d: %w", j.Network.Layers[j.Layer].Name, j.Unit, err)
		}
		runs[i] = r
	}
	stop := context.AfterFunc(ctx, func() {
		for _, r := range runs {
			r.Cancel()
		}
	})
	defer stop()

	p := a.progress()
	defer p.Done()
	begun := time.Now()
	look := time.NewTicker(100 * time.Millisecond)
	defer look.Stop()
	var results []*optimize.Result
	for i, r := range runs {
		for waiting := true; waiting; {
			select {
			case <-r.Done():
				waiting = false
			case <-look.C:
				p.Update("%s", runsText(runs, time.Since(begun)))
			}
		}
		if result, ok := r.Result(); ok {
			results = append(results, result)
		} else if ctx.Err() == nil {
			return nil, fmt.Errorf("%s unit %d: %w", jobs[i].Network.Layers[jobs[i].Layer].Name, jobs[i].Unit, r.Err())
		}
	}
	if len(results) < len(runs) {
		return results, ctx.Err()
	}
	return results, nil
}

// runsText is the progress of the runs.
func runsText(runs []*optimize.Run, spent time.Duration) string {
	finished, steps, total := 0, 0, 0
	for _, r := range runs {
		all := r.Job().Settings.Steps
		total += all
		if _, ok := r.Result(); ok {
			finished++
			steps += all
		} else if s := r.Latest(); s != nil {
			steps += s.Step
		}
	}
	return fmt.Sprintf("%d of %d ascents, %d %% of the steps  %s", finished, len(runs), 100*steps/max(1, total),
		progress.Left(spent, steps, total))
}

// runSummary is what run prints.
type runSummary struct {
	Out        string                  `json:"out"`
	Runs       int                     `json:"runs"`
	Status     map[optimize.Status]int `json:"status"`
	Restarted  int                     `json:"restarted"` // ok or failed from another start than the first
	Settled    int                     `json:"settled"`
	Attainment *float64                `json:"attainment"` // mean over ok units with ReLU and a threshold; null: none
	Percentile *float64                `json:"percentile"` // mean over ok units without ReLU, in training; null: none
	Steps      int                     `json:"unit_steps"`
	Seconds    float64                 `json:"seconds"`
}

func (a *app) run(ctx context.Context, r *runFlags) error {
	s, err := a.settings.Gather(ctx, settings.Choice{
		Preset: settings.Given("--preset", r.preset), Method: settings.Given("--method", r.method),
	})
	if err != nil {
		return err
	}
	n, err := open.Network(ctx, r.model)
	if err != nil {
		return err
	}
	jobs, err := a.makeJobs(ctx, n, r, s)
	if err != nil {
		return err
	}
	folder, err := results.Open(r.out, r.force)
	var exists *results.ExistsError
	if errors.As(err, &exists) {
		return &fault.InputError{Err: err}
	}
	if err != nil {
		return outError("--out", r.out, err)
	}
	defer folder.Close()

	begun := time.Now()
	done, err := a.ascend(ctx, jobs)
	stopped := errors.Is(err, context.Canceled)
	switch {
	case stopped && len(done) == 0:
		return errors.New("interrupted before the first ascent was finished; nothing was written")
	case stopped && folder.Replaces():
		return fmt.Errorf("interrupted after %d of %d ascents; the earlier result in %s is unchanged",
			len(done), len(jobs), r.out)
	case err != nil && !stopped:
		return err
	}
	if err := folder.Write(done); err != nil {
		return err
	}
	if stopped {
		saved := fmt.Sprintf("%d of %d ascents are finished and saved in %s", len(done), len(jobs), r.out)
		return &fault.Interrupted{Saved: saved, Cause: err}
	}
	return a.ran(summarizeRuns(r.out, done, time.Since(begun)), jobs[0].Starts != nil)
}

func summarizeRuns(out string, done []*optimize.Result, took time.Duration) runSummary {
	s := runSummary{Out: out, Runs: len(done), Status: map[optimize.Status]int{}, Seconds: took.Seconds()}
	var attainment, percentile mean
	for _, r := range done {
		s.Status[r.Status]++
		s.Steps += r.Steps
		if r.Restarts > 0 && (r.Status == optimize.OK || r.Status == optimize.Failed) {
			s.Restarted++
		}
		if r.Settled >= 0 {
			s.Settled++
		}
		if r.Status != optimize.OK || math.IsNaN(r.Attainment) {
			continue
		}
		if r.Network.Layers[r.Layer].ByPercentile() {
			percentile.add(r.Attainment)
		} else {
			attainment.add(r.Attainment)
		}
	}
	s.Attainment, s.Percentile = attainment.value(), percentile.value()
	return s
}

// mean is the mean of any number of values.
type mean struct {
	sum   float64
	count int
}

func (m *mean) add(v float64) { m.sum, m.count = m.sum+v, m.count+1 }

func (m *mean) value() *float64 {
	if m.count == 0 {
		return nil
	}
	v := m.sum / float64(m.count)
	return &v
}

// ran prints a summary; starts reports whether the runs could start from real segments.
func (a *app) ran(s runSummary, starts bool) error {
	if a.json {
		return a.printJSON(s)
	}
	w := &errWriter{w: a.stdout}
	var counts []string
	order := []optimize.Status{optimize.OK, optimize.Failed, optimize.Dead, optimize.Silent, optimize.Diverged}
	for _, status := range order {
		if n := s.Status[status]; n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, status))
		}
	}
	w.printf("%s in %s: %s\n", words.Count(s.Runs, "ascent"), s.Out, strings.Join(counts, ", "))
	if s.Restarted > 0 {
		w.printf("%d restarted from another start because the first one was dead\n", s.Restarted)
	}
	if s.Attainment != nil {
		w.printf("mean attainment %.3f (units that are ok)\n", *s.Attainment)
	}
	if s.Percentile != nil {
		w.printf("mean percentile %.3f among training activations (units that are ok)\n", *s.Percentile)
	}
	if s.Status[optimize.Dead] > 0 && !starts {
		w.printf("with --data, units with a dead start are also tried from their best real segment\n")
	}
	w.printf("computed in %s\n", words.Took(time.Duration(s.Seconds*float64(time.Second))))
	return w.err
}
