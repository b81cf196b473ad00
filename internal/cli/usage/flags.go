package usage

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"actmax/internal/cli/fault"
	"actmax/internal/config"
	"actmax/internal/setting"
	"actmax/internal/words"
)

// FlagError returns the function that makes a fault in the flags one sentence with the way to the help and, for an
// unknown flag, what it may stand for. settings lists what --set takes.
func FlagError(settings []*config.Entry) func(*cobra.Command, error) error {
	return func(cmd *cobra.Command, err error) error {
		if errors.Is(err, pflag.ErrHelp) {
			return err
		}
		var unknown *pflag.NotExistError
		if errors.As(err, &unknown) {
			return fault.Unusable("%w; %s", err, flagHint(cmd, unknown, settings))
		}
		var invalid *pflag.InvalidValueError
		if errors.As(err, &invalid) {
			flag := invalid.GetFlag()
			return fault.Unusable("--%s %s: expected %s; see %q", flag.Name, invalid.GetValue(),
				flagTypes[flag.Value.Type()], helpOf(cmd))
		}
		return fault.Unusable("%w; see %q", err, helpOf(cmd))
	}
}

// helpOf is the command line that shows the help of a command.
func helpOf(cmd *cobra.Command) string { return cmd.CommandPath() + " --help" }

// flagTypes describes the values of each type of flag.
var flagTypes = map[string]string{
	"int": "a whole number", "uint64": "a whole number from 0", "float64": "a number", "bool": "true or false",
	"float64Slice": "numbers joined by commas", "stringSlice": "words joined by commas",
}

// flagHint says what a flag unknown to a command may stand for: a flag of the command with a similar name, a flag of
// another command, or a setting.
func flagHint(cmd *cobra.Command, unknown *pflag.NotExistError, settings []*config.Entry) string {
	word := unknown.GetSpecifiedName()
	var hints []string
	if short := unknown.GetSpecifiedShortnames(); short != "" { // -model
		word = short
	}
	near := setting.Nearest(word, flagNames(cmd))
	if near != "" {
		hints = append(hints, "the nearest is --"+near)
	}
	if owners := flagOwners(cmd.Root(), word); len(owners) > 0 && near != word {
		hints = append(hints, fmt.Sprintf("--%s belongs to %s", word, words.List(owners, "and")))
	}
	if near != word {
		var options []string
		for _, e := range settings {
			if e.Key == word || strings.HasSuffix(e.Key, "."+word) {
				options = append(options, fmt.Sprintf("--set %s=%v", e.Key, e.Default))
			}
		}
		if len(options) > 0 {
			hints = append(hints, fmt.Sprintf("%s is a setting, such as %s", word, words.List(options, "or")))
		}
	}
	return strings.Join(append(hints, fmt.Sprintf("see %q", helpOf(cmd))), "; ")
}

// flagNames lists the flags of a command.
func flagNames(cmd *cobra.Command) []string {
	var names []string
	visit := func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	}
	cmd.LocalFlags().VisitAll(visit)
	cmd.InheritedFlags().VisitAll(visit)
	return names
}

// flagOwners lists the commands that have a flag of their own, without the program's name. The flags of the program
// itself are those of explore, which is listed for it.
func flagOwners(root *cobra.Command, name string) []string {
	var owners []string
	for _, c := range root.Commands() {
		if c.HasAvailableSubCommands() {
			for _, below := range flagOwners(c, name) {
				owners = append(owners, c.Name()+" "+below)
			}
		} else if c.IsAvailableCommand() && slices.Contains(flagNames(c), name) &&
			c.InheritedFlags().Lookup(name) == nil {
			owners = append(owners, c.Name())
		}
	}
	return owners
}

// Completions are the fixed values of a flag for the shell.
func Completions(values []string) cobra.CompletionFunc {
	out := make([]cobra.Completion, len(values))
	copy(out, values)
	return cobra.FixedCompletions(out, cobra.ShellCompDirectiveNoFileComp)
}
