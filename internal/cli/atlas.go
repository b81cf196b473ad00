package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/internal/atomicfile"
	"actmax/internal/report"
	"actmax/model"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
)

// atlasFlags are those of atlas.
type atlasFlags struct {
	model, run, out string
	data            dataFlags
	shift           bool
	seed            uint64
}

// atlasResult is what atlas prints with --json.
type atlasResult struct {
	Out   string       `json:"out"`
	Model string       `json:"model"`
	Hash  string       `json:"sha256"` // of architecture and weights
	Data  string       `json:"data"`
	Maps  []*atlas.Map `json:"maps"` // a layer each, in the order of the runs
}

func (a *app) atlasCommand() *cobra.Command {
	var f atlasFlags
	c := &cobra.Command{
		Use: "atlas", Short: "Map the units of a run by their signals",
		Long: `Lays out the units of a run so that those with similar signals lie near each other (exact t-SNE, the best of 10 seeded
starts), one map a layer, and draws them as SVG: the symbol and the colour of a unit are the activity of the training
segment most similar to its signal. Units that failed, are dead or silent are left out and counted.`,
		Example: "  actmax atlas --run runs\n  actmax atlas --run runs --model dsads.safetensors --data dsads --shift --out map.svg",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := required(cmd, "run"); err != nil {
				return err
			}
			if err := a.gather("", ""); err != nil {
				return err
			}
			return a.atlas(cmd.Context(), &f)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.run, "run", "", "`DIR` that actmax run has written (required)")
	flags.StringVar(&f.out, "out", "", "`FILE.svg` to write (default: "+results.MapFile+" in DIR)")
	flags.StringVar(&f.model, "model", "", modelHelp+" ("+orMadeBy+")")
	f.data.add(c, orTrainedOn)
	flags.BoolVar(&f.shift, "shift", false, "compare signals at the circular shift in time at which they differ least")
	flags.Uint64Var(&f.seed, "seed", 0, "`N` that the starts of the map are drawn from")
	return c
}

func (a *app) atlas(ctx context.Context, f *atlasFlags) error {
	out := f.out
	if out == "" {
		out = filepath.Join(f.run, results.MapFile)
	}
	if !strings.EqualFold(filepath.Ext(out), ".svg") {
		return unusable("--out %s: the map is an SVG; expected a name that ends in .svg", out)
	}
	r, err := a.openRun(ctx, f.model, f.run, &f.data)
	if err != nil {
		return err
	}
	flag := "--out"
	if f.out == "" {
		flag = "--run"
	}
	undo, err := outFile(flag, out)
	if err != nil {
		return err
	}
	defer undo()
	n, found, set := r.network, r.found, r.set
	maps, err := a.maps(ctx, f, r)
	if err != nil {
		return err
	}
	d, err := drawAtlas(n, found, set, len(r.training), maps)
	if err != nil {
		return err
	}
	err = atomicfile.Write(out, func(w io.Writer) error {
		_, err := w.Write(d.SVG)
		return err
	})
	if err != nil {
		return fmt.Errorf("cannot write the map: %w", err)
	}
	if a.json {
		return a.printJSON(atlasResult{out, n.Name, n.Hash, set.Title, maps})
	}
	return a.printAtlas(out, maps)
}

// maps computes a map of each layer.
func (a *app) maps(ctx context.Context, f *atlasFlags, r *openedRun) ([]*atlas.Map, error) {
	p := a.newProgress()
	defer p.done()
	index, err := a.index(ctx, r, p)
	if err != nil {
		return nil, err
	}
	p.update("looking for similar segments")
	near, err := atlas.Nearest(ctx, r.network, r.found, r.set, index, a.settings.Optimize.SimilarWidth)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, unusable("%s: %w", f.run, err)
	}
	groups, err := atlas.Groups(r.found, near)
	if err != nil {
		return nil, unusable("%s: %w", f.run, err)
	}
	maps := make([]*atlas.Map, len(groups))
	for i, g := range groups {
		maps[i], err = atlas.New(ctx, g, atlas.Options{
			Shift: f.shift, Seed: f.seed, Jobs: a.jobs,
			Progress: func(done, total int) { p.update("map of %s: %d of %d starts", g.Layer, done, total) },
		})
		if err != nil {
			return nil, err
		}
	}
	return maps, nil
}

// drawAtlas draws maps of the runs of a result.
func drawAtlas(n *model.Network, found *results.Result, set *data.Dataset, training int, maps []*atlas.Map) (report.Drawing, error) {
	return report.Atlas("atlas", "Units by their signals", atlasProvenance(n, found, set, training), maps, set.Activities)
}

// atlasProvenance says where the signals of a map are from, so that the picture can be read alone.
func atlasProvenance(n *model.Network, found *results.Result, set *data.Dataset, training int) string {
	list := func(of func(results.Record) string) string {
		var all []string
		for _, r := range found.Runs {
			if v := of(r); !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("Network: %s (SHA-256 %.12s). Data: %s, %s Hz, %d training segments. Ascents: preset %s, method %s, %s steps, seed %s.",
		n.Name, n.Hash, set.Title, report.Number(set.Rate), training,
		list(func(r results.Record) string { return r.Preset }), list(func(r results.Record) string { return r.Method }),
		list(func(r results.Record) string { return fmt.Sprint(r.Steps) }), list(func(r results.Record) string { return fmt.Sprint(r.Seed) }))
}

// printAtlas sums up each map in a line.
func (a *app) printAtlas(out string, maps []*atlas.Map) error {
	w := &errWriter{w: a.stdout}
	for _, m := range maps {
		w.printf("%s  %d units, left out: %d failed, %d dead, %d silent, %d diverged  KL %s  neighbours of the same activity %s (by chance %s)\n", m.Layer, len(m.Points),
			m.Left.Failed, m.Left.Dead, m.Left.Silent, m.Left.Diverged, report.Figure(float64(m.KL), 4),
			report.Figure(float64(m.Signals.Same), 2), report.Figure(float64(m.Signals.Chance), 2))
	}
	w.printf("the map is in %s\n", out)
	return w.err
}
