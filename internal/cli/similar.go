package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"actmax/data/similar"
	"actmax/internal/atomicfile"
	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/progress"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
)

// similarRun is one line of similar.jsonl.
type similarRun struct {
	Run     int           `json:"run"`
	Window  [2]int        `json:"window"` // samples [from, to) of the signal
	Nearest []similarItem `json:"nearest"`
}

type similarItem struct {
	Segment   int     `json:"segment"` // in training order
	Subject   int     `json:"subject"`
	Activity  string  `json:"activity"`
	Axis      string  `json:"axis"` // or "all"
	Recording string  `json:"recording"`
	Start     int     `json:"start"` // of the window, in the segment
	MSE       float64 `json:"mse"`   // G²
}

func (a *app) similarCommand() *cobra.Command {
	var m, dir string
	var d open.Flags
	var top int
	c := &cobra.Command{
		Use: "similar", Short: "Find the training segments nearest to each signal of a run",
		Long: `Compares the best window of each signal, the one that activates its unit most, with every window of
every training segment, and writes the nearest into similar.jsonl in the folder of the run. Overlapping segments all
count. The setting similar.width is the length of the window.`,
		Example: "  actmax similar --model demo --data demo --run runs",
		Args:    usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := usage.Required(cmd, "run"); err != nil {
				return err
			}
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("top") {
				if err := s.Registry.Set("similar.top", fmt.Sprint(top)); err != nil {
					return fault.FlagValue("--top", err)
				}
			}
			return a.similar(cmd.Context(), s, dir, m, &d)
		},
	}
	f := c.Flags()
	f.StringVar(&m, "model", "", open.NetworkHelp+" ("+open.OrMadeBy+")")
	d.Add(c.Flags(), open.OrTrainedOn)
	f.StringVar(&dir, "run", "", "`DIR` written by actmax run (required)")
	f.IntVar(&top, "top", 0, "number `N` of segments per signal (default: the setting similar.top)")
	return c
}

func (a *app) similar(ctx context.Context, s *settings.Settings, dir, m string, d *open.Flags) error {
	r, err := a.openRun(ctx, s, dir, m, d)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, results.SimilarFile)
	if _, err := outFile("--run", path); err != nil {
		return err
	}
	found := r.Result
	p := a.progress()
	defer p.Done()
	index, err := a.index(ctx, r, s.Optimize.SimilarWidth, p)
	if err != nil {
		return err
	}
	lines := make([]similarRun, 0, len(found.Runs))
	for i := range found.Runs {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.Update("%d of %d signals", i, len(found.Runs))
		line, err := nearestTo(r, index, i, s.Optimize)
		if err != nil {
			return fault.Unusable("%s, run %d: %w", dir, i, err)
		}
		lines = append(lines, line)
	}
	p.Done()
	err = atomicfile.Write(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		for _, l := range lines {
			if err := e.Encode(l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("cannot write the nearest segments: %w", err)
	}
	return a.printSimilar(path, r, lines, s.Optimize.SimilarTop)
}

// index returns an index of the training segments for windows of a width in samples.
func (a *app) index(ctx context.Context, r *open.Run, width int, p *progress.Line) (*similar.Index, error) {
	return similar.New(ctx, r.Data, r.Training, similar.Options{
		Width: width, Workers: a.jobs,
		Progress: func(done, total int) { p.Update("indexing %d of %d segments", done, total) },
	})
}

// nearestTo compares run i of a result with the training segments.
func nearestTo(r *open.Run, index *similar.Index, i int, s optimize.Settings) (similarRun, error) {
	n, set, found := r.Network, r.Data, r.Result
	record := found.Runs[i]
	layer, err := found.MadeBy(n, i)
	if err != nil {
		return similarRun{}, err
	}
	from, to, err := score.Window(n, layer, record.Unit, found.Signal.Of(i), found.Activation.Of(i), s.SimilarWidth)
	if err != nil {
		return similarRun{}, err
	}
	near, err := score.Nearest(index, found.Signal.Window(i, from, to), score.Search{Top: s.SimilarTop})
	if err != nil {
		return similarRun{}, err
	}
	line := similarRun{Run: record.Run, Window: [2]int{from, to}, Nearest: make([]similarItem, len(near.Matches))}
	for k, m := range near.Matches {
		recording := set.Of(m.Segment)
		axis := "all"
		if m.Axis >= 0 {
			axis = set.Axes[m.Axis]
		}
		line.Nearest[k] = similarItem{
			Segment: m.Training, Subject: recording.Subject, Activity: set.Activities[recording.Activity], Axis: axis,
			Recording: recording.ID, Start: m.Offset, MSE: m.MSE,
		}
	}
	return line, nil
}

// printSimilar prints the nearest segment of each signal, the distance with significant digits: good ones are far below
// 0.0001 G².
func (a *app) printSimilar(path string, r *open.Run, lines []similarRun, top int) error {
	if a.json {
		return a.printJSON(map[string]any{
			"out": path, "data": r.Data.Title, "resample": r.Data.Resample, "runs": len(lines),
		})
	}
	w := &errWriter{w: a.stdout}
	t := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "unit\tsamples\tMSE [G²]\tactivity\tsubject\taxis\trecording")
	for i, l := range lines {
		record := r.Result.Runs[i]
		fmt.Fprintf(t, "%s/%d\t%d-%d\t", record.Layer, record.Unit, l.Window[0], l.Window[1]-1)
		if len(l.Nearest) == 0 {
			fmt.Fprintln(t, "no comparable segment")
			continue
		}
		b := l.Nearest[0]
		fmt.Fprintf(t, "%.3g\t%s\t%d\t%s\t%s\n", b.MSE, b.Activity, b.Subject, b.Axis, b.Recording)
	}
	w.err = t.Flush()
	w.printf("wrote the %d nearest segments of each signal to %s\n", top, path)
	return w.err
}
