package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"actmax/model"
	"actmax/optimize"
	"actmax/tui"
)

// exploreCommand is the explorer, which the program is without any command.
func (a *app) exploreCommand() *cobra.Command {
	var m, unit, preset string
	var d dataFlags
	c := &cobra.Command{
		Use: "explore", Short: "Open the explorer: step through the units and watch their signals converge",
		Long: `Opens the explorer in the terminal. Without --data it shows the recordings that the network was trained on where they are
on this machine, else the embedded ones. Press ? in it for its keys.`,
		Example: "  actmax explore\n  actmax explore --model dsads.safetensors --data dsads --unit conv3/17 --preset paper",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.explore(cmd.Context(), m, &d, unit, preset)
		},
	}
	f := c.Flags()
	f.StringVar(&m, "model", demo, modelHelp)
	d.add(c, orTrainedOn)
	f.StringVar(&unit, "unit", "", "`LAYER/UNIT` that the cursor stands on first, such as conv3/17")
	a.presetFlag(c, &preset)
	return c
}

func (a *app) explore(ctx context.Context, m string, d *dataFlags, unit, preset string) error {
	if err := a.gather(preset, ""); err != nil {
		return err
	}
	n, err := a.openModel(m)
	if err != nil {
		return err
	}
	o := tui.Options{Network: n, Settings: a.settings.Optimize, Explorer: a.settings.Explorer, Workers: a.jobs}
	if unit != "" {
		if o.Layer, o.Unit, err = parseUnit(n, unit); err != nil {
			return err
		}
	}
	// Where there is no terminal the explorer says so at once, not after minutes of reading.
	if term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()) {
		if err := a.furnish(ctx, &o, m, d); err != nil {
			return err
		}
	}
	// The explorer watches signals itself, so that the terminal is restored first.
	err = tui.Run(context.WithoutCancel(ctx), o)
	if errors.Is(err, tui.ErrNoTerminal) {
		return &inputError{err}
	}
	return err
}

// furnish opens the data and what the explorer shows of it.
func (a *app) furnish(ctx context.Context, o *tui.Options, m string, d *dataFlags) error {
	n := o.Network
	set, note, err := a.openFor(ctx, n, m, d)
	if err != nil {
		return err
	}
	o.Dataset = set
	if note != "" {
		o.Notes = append(o.Notes, note)
	}
	// The terminal belongs to the screen from now on: measuring goes on silently behind it.
	silent := *a
	silent.quiet = true
	begin := silent.newStarts(ctx, n, set)
	o.Starts, o.Measure = begin, begin.measure
	return nil
}

// parseUnit reads LAYER/UNIT.
func parseUnit(n *model.Network, text string) (layer, unit int, err error) {
	name, number, ok := strings.Cut(text, "/")
	if !ok {
		return 0, 0, unusable("--unit %s: expected LAYER/UNIT such as conv3/17", text)
	}
	if layer, err = n.Find(name); err != nil {
		return 0, 0, unusable("--unit %s: %w", text, err)
	}
	unit, err = strconv.Atoi(number)
	if units := n.Units(layer); err != nil || unit < 0 || unit >= units {
		return 0, 0, unusable("--unit %s: layer %s has units 0 to %d", text, name, units-1)
	}
	return layer, unit, nil
}

// presetFlag adds --preset.
func (a *app) presetFlag(c *cobra.Command, preset *string) {
	c.Flags().StringVar(preset, "preset", "", fmt.Sprintf("`P`: %s; sets optimizer, eta, gamma, steps, norm and restarts", strings.Join(optimize.Presets, ", ")))
	// registering a flag's words fails only for a flag that does not exist
	_ = c.RegisterFlagCompletionFunc("preset", cobra.FixedCompletions(asCompletions(optimize.Presets), cobra.ShellCompDirectiveNoFileComp))
}

func asCompletions(words []string) []cobra.Completion {
	out := make([]cobra.Completion, len(words))
	copy(out, words)
	return out
}
