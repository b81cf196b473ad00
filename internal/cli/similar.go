package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/data/similar"
	"actmax/internal/atomicfile"
	"actmax/model"
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
	var d dataFlags
	var top int
	c := &cobra.Command{
		Use: "similar", Short: "Find the training segments nearest to every signal of a run",
		Long: `Compares the window of each signal that activates its unit most with every window of every training segment, and writes
the nearest into similar.jsonl in the folder of the run. Every segment counts, also those that overlap. The setting
similar.width is the length of the window.`,
		Example: "  actmax similar --model demo --data demo --run runs",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := required(cmd, "run"); err != nil {
				return err
			}
			if err := a.gather("", ""); err != nil {
				return err
			}
			if cmd.Flags().Changed("top") {
				if err := a.settings.registry.Set("similar.top", fmt.Sprint(top)); err != nil {
					return flagValue("--top", err)
				}
			}
			return a.similar(cmd.Context(), m, &d, dir)
		},
	}
	f := c.Flags()
	f.StringVar(&m, "model", "", modelHelp+" ("+orMadeBy+")")
	d.add(c, orTrainedOn)
	f.StringVar(&dir, "run", "", "`DIR` that actmax run has written (required)")
	f.IntVar(&top, "top", 0, "`N` nearest segments of each signal (default: the setting similar.top)")
	return c
}

func (a *app) similar(ctx context.Context, m string, d *dataFlags, dir string) error {
	r, err := a.openRun(ctx, m, dir, d)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, results.SimilarFile)
	if _, err := outFile("--run", path); err != nil {
		return err
	}
	n, found, set, s := r.network, r.found, r.set, a.settings.Optimize
	p := a.newProgress()
	defer p.done()
	index, err := a.index(ctx, r, p)
	if err != nil {
		return err
	}
	lines := make([]similarRun, 0, len(found.Runs))
	for i := range found.Runs {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.update("%d of %d signals", i, len(found.Runs))
		line, err := nearestTo(n, set, index, found, i, s)
		if err != nil {
			return unusable("%s, run %d: %w", dir, i, err)
		}
		lines = append(lines, line)
	}
	p.done()
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
	return a.printSimilar(path, set, found, lines)
}

// nearestTo compares run i of a result with the training segments.
func nearestTo(n *model.Network, set *data.Dataset, index *similar.Index, found *results.Result, i int, s optimize.Settings) (similarRun, error) {
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
		r := set.Of(m.Segment)
		axis := "all"
		if m.Axis >= 0 {
			axis = set.Axes[m.Axis]
		}
		line.Nearest[k] = similarItem{
			Segment: m.Training, Subject: r.Subject, Activity: set.Activities[r.Activity], Axis: axis, Recording: r.ID, Start: m.Offset, MSE: m.MSE,
		}
	}
	return line, nil
}

// printSimilar prints the nearest segment of each signal. Distances have their significant digits: good ones lie far below 0.0001 G².
func (a *app) printSimilar(path string, set *data.Dataset, found *results.Result, lines []similarRun) error {
	if a.json {
		return a.printJSON(map[string]any{"out": path, "data": set.Title, "resample": set.Resample, "runs": len(lines)})
	}
	w := &errWriter{w: a.stdout}
	t := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "unit\tsamples\tMSE [G²]\tactivity\tsubject\taxis\trecording")
	for i, l := range lines {
		r := found.Runs[i]
		fmt.Fprintf(t, "%s/%d\t%d-%d\t", r.Layer, r.Unit, l.Window[0], l.Window[1]-1)
		if len(l.Nearest) == 0 {
			fmt.Fprintln(t, "nothing comparable")
			continue
		}
		b := l.Nearest[0]
		fmt.Fprintf(t, "%.3g\t%s\t%d\t%s\t%s\n", b.MSE, b.Activity, b.Subject, b.Axis, b.Recording)
	}
	w.err = t.Flush()
	w.printf("the %d nearest of each are in %s\n", a.settings.Optimize.SimilarTop, path)
	return w.err
}
