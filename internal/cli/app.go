// Package cli holds the commands of actmax. It joins all rooms: it opens networks and data by the names a person gives
// them, gathers the settings, and turns errors into one sentence and an exit code.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"actmax/internal/parallel"
	"actmax/internal/setting"
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

// Run executes one command line, without the program's name, and returns its exit code. Results go to stdout, progress and
// errors to stderr. Canceling ctx is an interrupt.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "actmax: internal error: %v; this is a mistake in actmax, please report it with the command that led here\n", p)
			if os.Getenv("ACTMAX_DEBUG") != "" {
				stderr.Write(debug.Stack())
			}
			code = exitFailed
		}
	}()
	a := &app{stdout: stdout, stderr: stderr, show: tui.Run}
	err := a.execute(ctx, args)
	if err != nil {
		tell(stderr, err)
	}
	return exitCode(err)
}

// Explore does what "actmax explore" does with these flags, and shows it in a way of one's own. It is for tools that draw the
// explorer's screens.
func Explore(ctx context.Context, flags []string, show func(context.Context, tui.Options) error) error {
	a := &app{stdout: io.Discard, stderr: io.Discard, show: show}
	return a.execute(ctx, append([]string{"explore"}, flags...))
}

// execute runs a command line.
func (a *app) execute(ctx context.Context, args []string) error {
	a.ctx = ctx
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	strict(root)
	return root.ExecuteContext(ctx)
}

// app is one execution of the program: the global flags and the settings that all commands share.
type app struct {
	stdout, stderr io.Writer

	configFile string
	options    []string // of --set
	sweeping   []string // like them, of the values of --sweep that are at work
	json       bool
	quiet      bool
	jobs       int

	ctx      context.Context // of the command; ends with an interrupt
	config   []byte          // of configFile, once it was read
	settings *settings
	show     func(context.Context, tui.Options) error // shows the explorer
	watch    func(what string, done, total int)       // hears how far reading and measuring are; nil: nobody
}

// watching is the app for a piece of work of which another hears how far it is: several may go on at once.
func (a *app) watching(hears func(what string, done, total int)) *app {
	one := *a
	one.watch = hears
	return &one
}

func (a *app) watched(what string, done, total int) {
	if a.watch != nil {
		a.watch(what, done, total)
	}
}

func (a *app) rootCommand() *cobra.Command {
	root := a.exploreCommand()
	root.Use = "actmax"
	root.Short = "See what each unit of an activity-recognition network looks for"
	root.Long = `Actmax synthesizes the acceleration signal that a unit of a trained activity-recognition network responds to most, and
shows the real recordings that resemble it. Without a command it opens the explorer on the embedded network.`
	root.Example = "  actmax\n  actmax --model dsads --unit conv3/17\n  actmax run --model demo --layer conv3 --units 0-15 --out runs"
	root.SilenceErrors, root.SilenceUsage = true, true
	root.Args = onlyCommands
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { _ = help(c, a.helpWidth()) })
	f := root.PersistentFlags()
	f.StringVar(&a.configFile, "config", "", "TOML `FILE` of settings, see config.example.toml")
	f.StringArrayVar(&a.options, "set", nil, "set one setting, `key=value`; wins over the file (repeatable)")
	f.BoolVar(&a.json, "json", false, "print the result as one JSON object")
	f.BoolVar(&a.quiet, "quiet", false, "no progress")
	f.IntVar(&a.jobs, "jobs", 0, "`N` cores to use (default all)")
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		if err := simd.Check(); err != nil {
			return &inputError{err}
		}
		if a.jobs < 0 {
			return unusable("--jobs %d: expected a number of cores, or 0 for all", a.jobs)
		}
		a.jobs = parallel.Jobs(a.jobs)
		return nil
	}
	root.AddCommand(a.exploreCommand(), a.dataCommand(), a.trainCommand(), a.evaluateCommand(), a.modelCommand(), a.runCommand(), a.similarCommand(), a.atlasCommand(), a.studyCommand(),
		a.versionCommand(), a.manCommand())
	return root
}

// say tells a person something beside the result; nothing with --quiet or where there is nothing to tell.
func (a *app) say(note string) {
	if note != "" && !a.quiet {
		fmt.Fprintln(a.stderr, "actmax:", note)
	}
}

// group is a command that only holds others: without one of them it shows its help.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: onlyCommands, RunE: showHelp}
	c.AddCommand(commands...)
	return c
}

// strict makes the commands that cobra adds refuse what they do not know, as ours do: they would show some help and succeed.
// It comes after SetOut: the command for completions is tied to the output there is when it is made.
func strict(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Args = func(_ *cobra.Command, args []string) error {
				found, rest, err := root.Find(args)
				if err != nil || len(rest) == 0 {
					return err
				}
				return unknownCommand(found, rest[0])
			}
		case "completion":
			c.Args, c.RunE = onlyCommands, showHelp
			for _, shell := range c.Commands() {
				shell.Args = noArguments
			}
		}
	}
}

// onlyCommands refuses a word that is no command.
func onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	return nil
}

func showHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }

func unknownCommand(cmd *cobra.Command, word string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	hint := ""
	if near := setting.Nearest(word, names); near != "" {
		hint = fmt.Sprintf(" the nearest is %s;", near)
	}
	return unusable("unknown command %q;%s %q lists them all", word, hint, cmd.CommandPath()+" --help")
}

// oneArgument asks for exactly one argument and says what it is.
func oneArgument(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		found := "nothing"
		if len(args) > 0 {
			found = strings.Join(args, " ")
		}
		return unusable("expected %s after %q, found %s; see %q", what, cmd.CommandPath(), found, cmd.CommandPath()+" --help")
	}
}

// noArguments refuses arguments beside the flags.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unusable("unexpected argument %q after %q; see %q", args[0], cmd.CommandPath(), cmd.CommandPath()+" --help")
}

// required refuses to start without the flags a command cannot do without.
func required(cmd *cobra.Command, names ...string) error {
	for _, n := range names {
		if !cmd.Flags().Changed(n) {
			_, usage := pflag.UnquoteUsage(cmd.Flags().Lookup(n))
			return unusable("--%s is missing: %s; see %q", n, strings.TrimSuffix(usage, " (required)"), cmd.CommandPath()+" --help")
		}
	}
	return nil
}
