package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"actmax/internal/cli/explorer"
	"actmax/internal/cli/fault"
	"actmax/internal/cli/open"
	"actmax/internal/cli/usage"
	"actmax/optimize"
	"actmax/tui"
)

// exploreCommand is the explorer, which also opens without any command.
func (a *app) exploreCommand() *cobra.Command {
	var r explorer.Request
	c := &cobra.Command{
		Use: "explore", Short: "Open the explorer: step through the units and watch their signals converge",
		Long: `Opens the explorer in the terminal. Without --model and --data it resumes the last session; with them,
the last session that showed the same network and data. If there is no session, the data is what the network was
trained on, if that is on this machine, else the embedded recordings. Press ? for the keys.

--also opens more networks with the same data. For each unit the screen then names the counterpart in the other
network: the unit of the same layer whose activations over the training segments correlate most with its own.`,
		Example: "  actmax explore\n" +
			"  actmax explore --model dsads --data dsads --unit conv3/17 --preset paper\n" +
			"  actmax explore --model seed0.safetensors --also seed1.safetensors,seed2.safetensors",
		Args: usage.NoArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			r.ModelGiven = cmd.Flags().Changed("model")
			return a.explore(cmd.Context(), r)
		},
	}
	flags := c.Flags()
	flags.StringVar(&r.Model, "model", open.Demo, open.NetworkHelp)
	flags.StringSliceVar(&r.Also, "also", nil, "`M[,M]`: more networks to open and to compare with (default: those of "+
		"the session)")
	r.Data.Add(c.Flags(), open.OrTrainedOn)
	flags.StringVar(&r.Unit, "unit", "", "`LAYER/UNIT` to select first, such as conv3/17")
	presetFlag(c, &r.Preset)
	flags.BoolVar(&r.Fresh, "fresh", false, "do not resume a session (this one is still saved)")
	flags.StringVar(&r.Study, "study", "", "`DIR` of a study (actmax study --out): the Scores screen shows its "+
		"figures over seeds next to those of its networks")
	return c
}

func (a *app) explore(ctx context.Context, r explorer.Request) error {
	o, file, err := explorer.Prepare(ctx, r, &a.settings, a.jobs)
	if err != nil {
		return err
	}
	// The explorer watches signals itself, so that the terminal is restored first.
	err = a.show(context.WithoutCancel(ctx), *o)
	switch {
	case errors.Is(err, tui.ErrNoTerminal):
		return &fault.InputError{Err: err}
	case errors.Is(err, tui.ErrInterrupted) && file != nil:
		return &fault.Interrupted{
			Saved: fmt.Sprintf("the session is saved in %s; actmax resumes it", file.Path),
			Hung:  errors.Is(err, tui.ErrStuck), Cause: err,
		}
	}
	return err
}

// presetFlag adds --preset.
func presetFlag(c *cobra.Command, preset *string) {
	c.Flags().StringVar(preset, "preset", "",
		fmt.Sprintf("`P`: %s; sets optimizer, eta, gamma, steps, norm and restarts, and replaces the weights of "+
			"another preset", strings.Join(optimize.Presets, ", ")))
	// registering completions fails only for a flag that does not exist
	_ = c.RegisterFlagCompletionFunc("preset", usage.Completions(optimize.Presets))
}
