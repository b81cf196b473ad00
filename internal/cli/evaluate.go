package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"actmax/data"
	"actmax/internal/cli/open"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/model/train"
)

// evaluation is what evaluate prints.
type evaluation struct {
	Model    string   `json:"model"`
	Data     string   `json:"data"`
	Split    string   `json:"split"`
	Resample string   `json:"resample"` // how the data was resampled, "" if it was not
	Classes  []string `json:"classes"`
	train.Evaluation
}

func (a *app) evaluateCommand() *cobra.Command {
	var m string
	var d open.Flags
	c := &cobra.Command{
		Use: "evaluate", Short: "Print macro-F1, accuracy and the confusion matrix on the test subjects",
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := a.settings.Gather(cmd.Context(), settings.Choice{})
			if err != nil {
				return err
			}
			n, err := open.Network(cmd.Context(), m)
			if err != nil {
				return err
			}
			set, note, err := a.openDataFor(cmd.Context(), s, n, m, &d)
			if err != nil {
				return err
			}
			a.note(note)
			e, err := train.Evaluate(cmd.Context(), n, set, data.Test, a.jobs)
			if err != nil {
				return err
			}
			r := evaluation{
				Model: m, Data: set.Title, Split: data.Test.String(), Resample: set.Resample,
				Classes: set.Activities, Evaluation: e,
			}
			if a.json {
				return a.printJSON(r)
			}
			return r.print(&errWriter{w: a.stdout})
		},
	}
	c.Flags().StringVar(&m, "model", open.Demo, open.NetworkHelp)
	d.Add(c.Flags(), open.OrTrainedOn)
	return c
}

func (r evaluation) print(w *errWriter) error {
	w.printf("%s on the %s subjects of %s: %d segments\n", r.Model, r.Split, r.Data, r.Segments)
	w.printf("macro-F1 %.4f  accuracy %.4f\n\n", r.MacroF1, r.Accuracy)
	w.printf("rows: true activity, columns: prediction\n")
	width := 1 // of a column: fits its number and its largest count
	for _, row := range r.Confusion {
		for _, n := range row {
			width = max(width, digits(n))
		}
	}
	width = max(width, digits(len(r.Classes)))
	names := 0
	for _, c := range r.Classes {
		names = max(names, len([]rune(c)))
	}
	label := digits(len(r.Classes))
	w.printf("%*s", label+2+names+7, "F1")
	for i := range r.Classes {
		w.printf(" %*d", width, i+1)
	}
	w.printf("\n")
	for i, c := range r.Classes {
		w.printf("%*d  %s%s  %.3f", label, i+1, c, strings.Repeat(" ", names-len([]rune(c))), r.F1[i])
		for _, n := range r.Confusion[i] {
			if n == 0 {
				w.printf(" %*s", width, ".")
				continue
			}
			w.printf(" %*d", width, n)
		}
		w.printf("\n")
	}
	return w.err
}

func digits(n int) int {
	d := 1
	for n >= 10 {
		n /= 10
		d++
	}
	return d
}
