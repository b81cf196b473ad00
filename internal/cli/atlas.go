package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"actmax/internal/atomicfile"
	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/internal/report"
	"actmax/internal/words"
	"actmax/optimize/atlas"
	"actmax/optimize/results"
)

// atlasFlags are those of atlas.
type atlasFlags struct {
	model, run, out string
	data            open.Flags
	shift           bool
	seed            uint64
}

func (a *app) atlasCommand() *cobra.Command {
	var f atlasFlags
	c := &cobra.Command{
		Use: "atlas", Short: "Map the units of a run by their signals",
		Long: `Lays out the units of a run so that units with similar signals are near each other (exact t-SNE, the
best of 10 seeded starts), one map per layer, and draws them as SVG. Symbol and colour of a unit show the activity of
the training segment most similar to its signal. Failed, dead and silent units are left out and counted.`,
		Example: "  actmax atlas --run runs\n" +
			"  actmax atlas --run runs --model dsads.safetensors --data dsads --shift --out map.svg",
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := usage.Required(cmd, "run"); err != nil {
				return err
			}
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			return a.atlas(cmd.Context(), &f, s)
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.run, "run", "", "`DIR` written by actmax run (required)")
	flags.StringVar(&f.out, "out", "", "`FILE.svg` to write (default: "+results.MapFile+" in --run)")
	flags.StringVar(&f.model, "model", "", open.NetworkHelp+" ("+open.OrMadeBy+")")
	f.data.Add(c.Flags(), open.OrTrainedOn)
	flags.BoolVar(&f.shift, "shift", false, "compare signals at the circular time shift with the least difference")
	flags.Uint64Var(&f.seed, "seed", 0, "random seed `N` of the map")
	return c
}

func (a *app) atlas(ctx context.Context, f *atlasFlags, s *settings.Settings) error {
	out := f.out
	if out == "" {
		out = filepath.Join(f.run, results.MapFile)
	}
	if !strings.EqualFold(filepath.Ext(out), ".svg") {
		return fault.Unusable("--out %s: expected a name that ends in .svg, the format of the map", out)
	}
	r, err := a.openRun(ctx, s, f.run, f.model, &f.data)
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
	maps, err := a.maps(ctx, f, r, s.Optimize.SimilarWidth)
	if err != nil {
		return err
	}
	d, err := report.RunAtlas(r.Network, r.Result, r.Data, maps)
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
		return a.printJSON(report.NewAtlasValues(out, r.Network, r.Data, maps))
	}
	return a.printAtlas(out, maps)
}

// maps computes a map of each layer.
func (a *app) maps(ctx context.Context, f *atlasFlags, r *open.Run, width int) ([]*atlas.Map, error) {
	p := a.progress()
	defer p.Done()
	index, err := a.index(ctx, r, width, p)
	if err != nil {
		return nil, err
	}
	p.Update("finding similar segments")
	near, err := atlas.Nearest(ctx, r.Network, r.Result, r.Data, index, width)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fault.Unusable("%s: %w", f.run, err)
	}
	groups, err := atlas.Groups(r.Result, near)
	if err != nil {
		return nil, fault.Unusable("%s: %w", f.run, err)
	}
	maps := make([]*atlas.Map, len(groups))
	for i, g := range groups {
		maps[i], err = atlas.New(ctx, g, atlas.Options{
			Shift: f.shift, Seed: f.seed, Jobs: a.jobs,
			Progress: func(done, total int) { p.Update("map of %s: %d of %d starts", g.Layer, done, total) },
		})
		if err != nil {
			return nil, err
		}
	}
	return maps, nil
}

// printAtlas prints a line per map.
func (a *app) printAtlas(out string, maps []*atlas.Map) error {
	w := &errWriter{w: a.stdout}
	for _, m := range maps {
		w.printf("%s  %s, left out: %d failed, %d dead, %d silent, %d diverged  KL %s  neighbours with the same "+
			"activity %s (chance %s)\n", m.Layer, words.Count(len(m.Points), "unit"),
			m.Left.Failed, m.Left.Dead, m.Left.Silent, m.Left.Diverged, report.Figure(float64(m.KL), 4),
			report.Figure(float64(m.Signals.Same), 2), report.Figure(float64(m.Signals.Chance), 2))
	}
	w.printf("wrote the map to %s\n", out)
	return w.err
}
