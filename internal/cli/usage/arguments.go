package usage

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"actmax/internal/cli/fault"
	"actmax/internal/setting"
)

// Group returns a command that only holds others: without one of them it shows its help.
func Group(use, short string, commands ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: OnlyCommands, RunE: showHelp}
	c.AddCommand(commands...)
	return c
}

// Strict makes the commands that cobra adds refuse unknown words; cobra's own show some help and succeed. Call it after
// SetOut: the command for completions writes to the output set when it is made.
func Strict(root *cobra.Command) {
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
			c.Args, c.RunE = OnlyCommands, showHelp
			for _, shell := range c.Commands() {
				shell.Args = NoArguments
			}
		}
	}
}

// OnlyCommands refuses a word that is not a command.
func OnlyCommands(cmd *cobra.Command, args []string) error {
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
	return fault.Unusable("unknown command %q;%s see %q", word, hint, helpOf(cmd))
}

// OneArgument requires exactly one argument; what describes it.
func OneArgument(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		found := "nothing"
		if len(args) > 0 {
			found = strings.Join(args, " ")
		}
		return fault.Unusable("expected %s after %q, found %s; see %q", what, cmd.CommandPath(), found, helpOf(cmd))
	}
}

// NoArguments refuses arguments that are not flags.
func NoArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fault.Unusable("unexpected argument %q after %q; see %q", args[0], cmd.CommandPath(), helpOf(cmd))
}

// Required refuses to start without the named flags.
func Required(cmd *cobra.Command, names ...string) error {
	for _, n := range names {
		if !cmd.Flags().Changed(n) {
			_, usage := pflag.UnquoteUsage(cmd.Flags().Lookup(n))
			return fault.Unusable("--%s is missing: %s; see %q", n, strings.TrimSuffix(usage, " (required)"),
				helpOf(cmd))
		}
	}
	return nil
}
