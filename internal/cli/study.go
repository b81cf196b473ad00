package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
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
	"actmax/optimize"
	"actmax/optimize/study"
)

// studyFlags are those of study.
type studyFlags struct {
	data                     open.Flags
	models                   []string
	seeds, otherHead         int
	epochs                   int
	head                     string
	presets, methods         []string
	sweep                    []string
	scoresOnly, noRedundancy bool
	out                      string
}

func (a *app) studyCommand() *cobra.Command {
	var s studyFlags
	c := &cobra.Command{
		Use: "study", Short: "Compare all methods on networks from several seeds",
		Long: `Trains networks from several seeds (or uses the given ones), runs every method on every unit of their
convolutions over time, scores the signals, and writes study.json, the figures as SVG, and report.html, one file that
opens offline. Networks are saved in DIR/models and finished parts in DIR/parts: the same command continues an
interrupted study, and more seeds, presets or methods add to it.

--sweep also studies every combination of the given values, each as a variant of the last preset, and lists presets
and variants by method, the best first: of those with at least as many attaining units as the first preset in every
layer, the one whose signals are nearest to real segments. It writes only study.json.`,
		Example: `  actmax study --data dsads --out study
  actmax study --data dsads --models dsads.safetensors --presets paper --out study
  actmax study --data demo --models demo --set ascent.steps=500 --out small
  actmax study --data demo --models demo --sweep ascent.eta=1e-3,1e-2,1e-1 --sweep penalty.norm=sum,mean --out sweep`,
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := usage.Required(cmd, "data", "out"); err != nil {
				return err
			}
			if cmd.Flags().Changed("models") {
				if len(s.models) == 0 {
					return fault.Unusable("--models is empty; expected networks joined by commas, or no --models")
				}
				if !cmd.Flags().Changed("seeds") {
					s.seeds = 0
				}
			}
			return a.study(cmd.Context(), &s)
		},
	}
	f := c.Flags()
	s.data.Add(c.Flags(), "required")
	f.StringSliceVar(&s.models, "models", nil, "`M[,M]`: networks to use instead of training some (with --seeds: in "+
		"addition)")
	f.IntVar(&s.seeds, "seeds", 5, "train `N` networks, from seeds 0 to N-1")
	f.IntVar(&s.epochs, "epochs", train.Epochs, "number `N` of training epochs")
	f.StringVar(&s.head, "head", "",
		"`HEAD` of the trained networks: "+strings.Join(model.Heads, " or ")+" (default: the setting train.head)")
	f.IntVar(&s.otherHead, "other-head", 0, "also train `N` networks with the other head, from seeds 0 to N-1")
	f.StringSliceVar(&s.presets, "presets", []string{"paper", "actmax"}, "`P[,P]`: presets of the ascents")
	f.StringSliceVar(&s.methods, "methods", optimize.Methods,
		"`METHODS` to compare, of "+strings.Join(optimize.Methods, ", "))
	f.Lookup("methods").DefValue = "all" // the word of all their names does not fit a terminal
	f.StringArrayVar(&s.sweep, "sweep", nil, "sweep a setting through values, `KEY=V[,V]` (repeatable: every "+
		"combination)")
	f.BoolVar(&s.scoresOnly, "scores-only", false, "write networks and scores to study.json; no figures, other "+
		"starts, maps or redundancy")
	f.BoolVar(&s.noRedundancy, "no-redundancy", false, "do not look for duplicate units")
	f.StringVar(&s.out, "out", "", "`DIR` for the study (required)")
	_ = c.RegisterFlagCompletionFunc("head", usage.Completions(model.Heads))
	return c
}

// variants are the settings of every method under every preset. --config and --set apply to all of them.
func (a *app) variants(ctx context.Context, s *studyFlags, common *settings.Settings) ([]study.Variant, error) {
	var all []study.Variant
	combinations, err := combine(s.sweep)
	if err != nil {
		return nil, err
	}
	for i, preset := range s.presets {
		swept := [][]string{nil}
		if i == len(s.presets)-1 {
			swept = append(swept, combinations...)
		}
		for _, values := range swept {
			name := strings.Join(append([]string{preset}, values...), ",")
			options := s.headOption()
			for _, v := range values {
				options = append(options, settings.Flag{Name: "--sweep", Value: v})
			}
			for _, method := range s.methods {
				g, err := a.settings.Gather(ctx, settings.Choice{
					Preset:  settings.Flag{Name: "--presets", Value: preset},
					Method:  settings.Flag{Name: "--methods", Value: method},
					Options: options,
				})
				if err != nil {
					return nil, err
				}
				if g.Train != common.Train || g.Data != common.Data {
					return nil, fault.Unusable("--sweep %s: expected settings of ascents, not of training or data",
						strings.Join(s.sweep, " "))
				}
				o := g.Optimize
				if got := optimize.MethodOf(o); got != method {
					return nil, fault.Unusable("--set, --sweep and --config turn the method %s into %s; a study "+
						"compares methods under their names", method, got)
				}
				same := func(v study.Variant) bool { return v.Preset == name && v.Method == method }
				if slices.ContainsFunc(all, same) {
					return nil, fault.Unusable("preset %s with method %s is given twice", name, method)
				}
				all = append(all, study.Variant{Preset: name, Method: method, Settings: o})
			}
		}
	}
	if len(all) == 0 {
		return nil, fault.Unusable("--presets and --methods need at least one value each")
	}
	return all, nil
}

// combine lists every combination of the values in sweeps such as ascent.eta=1e-3,1e-2, the values of the last sweep
// changing first; none if there are no sweeps.
func combine(sweeps []string) ([][]string, error) {
	if len(sweeps) == 0 {
		return nil, nil
	}
	all := [][]string{nil}
	for i, sweep := range sweeps {
		key, list, ok := strings.Cut(sweep, "=")
		if !ok || key == "" || list == "" {
			return nil, fault.Unusable("--sweep %s: expected key=value,value with the key of a setting", sweep)
		}
		if slices.ContainsFunc(sweeps[:i], func(other string) bool { return strings.HasPrefix(other, key+"=") }) {
			return nil, fault.Unusable("--sweep gives %s twice; give all values at once", key)
		}
		var next [][]string
		for _, before := range all {
			for value := range strings.SplitSeq(list, ",") {
				next = append(next, append(slices.Clone(before), key+"="+value))
			}
		}
		all = next
	}
	return all, nil
}

// headOption is --head as a setting; none if it was not given.
func (s *studyFlags) headOption() []settings.Flag {
	if s.head == "" {
		return nil
	}
	return []settings.Flag{{Name: "--head", Value: "train.head=" + s.head}}
}

// networks lists the networks of the study: those given, then those to train, with a head and, for --other-head, with
// the other one.
func networks(ctx context.Context, s *studyFlags, head string) ([]study.Plan, error) {
	var plans []study.Plan
	for _, m := range s.models {
		n, err := open.Network(ctx, m)
		if err != nil {
			return nil, err
		}
		p := study.Plan{Name: strings.TrimSuffix(filepath.Base(m), filepath.Ext(m)), Head: "as given", Take: n}
		if n.Training != nil && n.Training.Head != "" {
			p.Head, p.Seed = n.Training.Head, n.Training.Seed
		}
		plans = append(plans, p)
	}
	add := func(head string, count int) {
		for seed := range count {
			name := fmt.Sprintf("%s-seed%d", head, seed)
			plans = append(plans, study.Plan{Name: name, Head: head, Seed: uint64(seed)})
		}
	}
	add(head, s.seeds)
	for _, other := range model.Heads {
		if other != head {
			add(other, s.otherHead)
		}
	}
	for i, p := range plans {
		if slices.ContainsFunc(plans[:i], func(q study.Plan) bool { return q.Name == p.Name }) {
			return nil, fault.Unusable("two networks have the name %s; give it once, or rename a file", p.Name)
		}
	}
	if len(plans) == 0 {
		return nil, fault.Unusable("--seeds 0: no network to study; expected a number from 1, or --models")
	}
	return plans, nil
}

func (a *app) study(ctx context.Context, s *studyFlags) error {
	switch {
	case s.seeds < 0:
		return fault.Unusable("--seeds %d: expected a whole number from 0", s.seeds)
	case s.otherHead < 0:
		return fault.Unusable("--other-head %d: expected a whole number from 0", s.otherHead)
	case s.epochs < 1:
		return fault.Unusable("--epochs %d: expected a whole number from 1", s.epochs)
	}
	if s.head != "" {
		if !slices.Contains(model.Heads, s.head) {
			return fault.Unusable("--head %s: expected %s", s.head, strings.Join(model.Heads, " or "))
		}
	}
	s.scoresOnly = s.scoresOnly || len(s.sweep) > 0
	common, err := a.settings.Gather(ctx, settings.Choice{Options: s.headOption()})
	if err != nil {
		return err
	}
	variants, err := a.variants(ctx, s, common)
	if err != nil {
		return err
	}
	plans, err := networks(ctx, s, common.Train.Head)
	if err != nil {
		return err
	}
	set, err := a.openData(ctx, common, s.data, plans[0].Take)
	if err != nil {
		return err
	}
	p := a.progress()
	defer p.Done()
	begun := time.Now()
	outcome, err := study.Run(ctx, study.Options{
		Dir: s.out, Data: set, Networks: plans, Variants: variants, Jobs: a.jobs,
		Redundancy: !s.noRedundancy && !s.scoresOnly, ScoresOnly: s.scoresOnly,
		Train: train.Options{
			Settings: common.Train, Scale: common.Data.Scale, Epochs: s.epochs, Version: thisBuild().Version,
		},
		Starts: func(ctx context.Context, n *model.Network) optimize.Starts {
			if len(set.Subset(data.Train)) == 0 {
				return nil
			}
			return a.newStarts(ctx, n, set)
		},
		Progress: studyProgress(p),
		Warn:     p.Warn,
	})
	var (
		stopped *study.Interrupted
		input   *study.InputError
	)
	switch {
	case errors.As(err, &stopped):
		return &fault.Interrupted{
			Saved: fmt.Sprintf("finished parts are saved in %s; the same command continues", stopped.Dir),
			Cause: stopped,
		}
	case errors.As(err, &input):
		return &fault.InputError{Err: err}
	case err != nil:
		return outError("--out", s.out, err)
	}
	if s.scoresOnly {
		err = report.WriteValues(s.out, outcome)
	} else {
		p.Update("drawing")
		err = report.WriteStudy(s.out, outcome)
	}
	if err != nil {
		return err
	}
	p.Done()
	if len(s.sweep) > 0 {
		return a.swept(s, outcome, time.Since(begun))
	}
	return a.studied(s.out, outcome, time.Since(begun))
}

// studyProgress shows the progress of a study. Each epoch and each new kind of work on a network has a line that stays.
func studyProgress(p *progress.Line) func(study.Progress) {
	var network, what string
	return func(s study.Progress) {
		line := s.Training == nil && (s.Network != network || s.What != what)
		if t := s.Training; t != nil {
			line = t.Batch == t.Batches && t.BestEpoch > 0
		}
		if network, what = s.Network, s.What; line {
			p.Keep("%s", studyText(s))
			return
		}
		p.Update("%s", studyText(s))
	}
}

func studyText(s study.Progress) string {
	text := fmt.Sprintf("network %s (%d of %d): ", s.Network, s.Number, s.Of)
	if t := s.Training; t != nil {
		text += fmt.Sprintf("epoch %d/%d, loss %.4f", t.Epoch, t.Epochs, t.Loss)
		if t.BestEpoch > 0 {
			text += fmt.Sprintf(", best macro-F1 %.4f", t.BestMacro)
		}
		if s.Left > 0 {
			text += ", " + words.Left(s.Left) + " in training"
		}
		return text
	}
	text += s.What
	if s.Detail != "" {
		text += ", " + s.Detail
	}
	if s.Total > 1 {
		text += fmt.Sprintf(", %d of %d", s.Done, s.Total)
	}
	if s.Left > 0 {
		text += ", " + words.Left(s.Left)
	}
	return text
}

// studySummary is what study prints.
type studySummary struct {
	Out     string      `json:"out"`
	Models  int         `json:"models"`
	Results []study.Row `json:"results"`
	Seconds float64     `json:"seconds"`      // of this call
	Ascents float64     `json:"work_seconds"` // of all ascents and scores, including earlier calls
}

func (a *app) studied(out string, s *study.Study, took time.Duration) error {
	if a.json {
		return a.printJSON(studySummary{out, len(s.Networks), s.Rows, took.Seconds(), s.Seconds})
	}
	w := &errWriter{w: a.stdout}
	w.printf("%s: %s, %s\n", out, s.Data.Title, words.Count(len(s.Networks), "network"))
	for _, n := range s.Networks {
		w.printf("%-20s seed %d  test macro-F1 %s\n", n.Name, n.Seed, report.Figure(float64(n.Test), 3))
	}
	for i, r := range s.Rows {
		if i == 0 || r.Preset != s.Rows[i-1].Preset || r.Head != s.Rows[i-1].Head {
			w.printf("\nhead %s, preset %s\n%-8s%-16s%9s%9s%9s%11s%10s%8s%6s\n", r.Head, r.Preset, "layer", "method",
				"S_sim", "attained", "baseline", "attainment", "attaining", "failed", "dead")
		}
		w.printf("%-8s%-16s%9s%9s%9s%11s%8.0f %%%8d%6d\n", r.Layer, r.Method,
			report.Figure(float64(r.SSim.Mean), 4), report.Figure(float64(r.SSimAttained), 4),
			report.Figure(float64(r.Floor), 4), report.Figure(float64(r.Attainment.Mean), 2),
			100*float64(r.Share.Mean), r.Failed, r.Dead)
	}
	w.printf("\ncomputed in %s; ascents and scores took %s in total\n", words.Took(took),
		words.Took(time.Duration(s.Seconds*float64(time.Second))))
	return w.err
}
