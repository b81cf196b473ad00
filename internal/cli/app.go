// Package cli holds the commands of actmax. It joins all packages: a command gathers settings, opens networks and data
// by the names that users give them, and prints the result.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"actmax/internal/cli/fault"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/usage"
	"actmax/internal/config"
	"actmax/internal/parallel"
	"actmax/internal/report"
	"actmax/internal/simd"
	"actmax/tui"
)

// Main runs the command line of the process and returns its exit code. The first interrupt asks the command to save its
// work and stop; a second one ends the process at once.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop)
	return Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// Run executes one command line, without the program's name, and returns its exit code. Results go to stdout, progress
// and errors to stderr. Cancelling ctx is an interrupt.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "actmax: internal error: %v; this is a bug in actmax, please report it with the "+
				"command line\n", p)
			if os.Getenv("ACTMAX_DEBUG") != "" {
				stderr.Write(debug.Stack())
			}
			code = fault.ExitFailed
		}
	}()
	a := &app{stdout: stdout, stderr: stderr, show: tui.Run}
	err := a.execute(ctx, args)
	if err != nil {
		fault.Print(stderr, err)
	}
	return fault.Code(err)
}

// Explore runs "actmax explore" with these flags, and show in place of the terminal. It is for tools that draw the
// explorer's screens.
func Explore(ctx context.Context, flags []string, show func(context.Context, tui.Options) error) error {
	a := &app{stdout: io.Discard, stderr: io.Discard, show: show}
	return a.execute(ctx, append([]string{"explore"}, flags...))
}

// app is one execution of the program: where it writes, and the flags that all commands share.
type app struct {
	stdout, stderr io.Writer
	show           func(context.Context, tui.Options) error // runs the explorer

	settings settings.Source // --config and --set
	json     bool
	quiet    bool
	jobs     int // cores; 0 before PersistentPreRunE: all
}

func (a *app) execute(ctx context.Context, args []string) error {
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	usage.Strict(root)
	return root.ExecuteContext(ctx)
}

func (a *app) rootCommand() *cobra.Command {
	root := a.exploreCommand()
	root.Use = "actmax"
	root.Short = "See what each unit of an activity-recognition network responds to"
	root.Long = `Actmax synthesizes the acceleration signal that a unit of a trained activity-recognition network
responds to most, and shows the real recordings that resemble it. Without a command it opens the explorer.`
	root.Example = "  actmax\n" +
		"  actmax --model dsads --unit conv3/17\n" +
		"  actmax run --model demo --layer conv3 --units 0-15 --out runs"
	root.SilenceErrors, root.SilenceUsage = true, true
	root.Args = usage.OnlyCommands
	root.SetFlagErrorFunc(usage.FlagError(settingEntries()))
	usage.Layout(root, func() int { return usage.Width(a.stdout, a.stderr) })
	f := root.PersistentFlags()
	f.StringVar(&a.settings.File, "config", "", "TOML `FILE` of settings, see config.example.toml")
	f.StringArrayVar(&a.settings.Options, "set", nil, "set one setting, `key=value`; overrides the file (repeatable)")
	f.BoolVar(&a.json, "json", false, "print the result as one JSON object")
	f.BoolVar(&a.quiet, "quiet", false, "print neither progress nor notes")
	f.IntVar(&a.jobs, "jobs", 0, "number `N` of cores to use (default all)")
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		if err := simd.Check(); err != nil {
			return &fault.InputError{Err: err}
		}
		if a.jobs < 0 {
			return fault.Unusable("--jobs %d: expected a number of cores, or 0 for all", a.jobs)
		}
		a.jobs = parallel.Jobs(a.jobs)
		return nil
	}
	root.AddCommand(a.exploreCommand(), a.dataCommand(), a.trainCommand(), a.evaluateCommand(), a.modelCommand(),
		a.runCommand(), a.similarCommand(), a.atlasCommand(), a.studyCommand(), a.versionCommand(), a.manCommand())
	return root
}

// settingEntries lists all settings; none if a table has a mistake, which every command that needs settings reports.
func settingEntries() []*config.Entry {
	s, err := settings.Default()
	if err != nil {
		return nil
	}
	return s.Registry.Entries()
}

// note prints a remark on standard error; nothing with --quiet or if the text is empty.
func (a *app) note(text string) {
	if text != "" && !a.quiet {
		fmt.Fprintln(a.stderr, "actmax:", text)
	}
}

// printJSON writes the result of --json.
func (a *app) printJSON(v any) error {
	text, err := report.JSON(v)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(text)
	return err
}

// errWriter prints until the first error and keeps it: output that went nowhere is no success.
type errWriter struct {
	w   io.Writer
	err error
}

func (e *errWriter) printf(format string, args ...any) {
	if e.err == nil {
		_, e.err = fmt.Fprintf(e.w, format, args...)
	}
}
