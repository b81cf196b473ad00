package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"actmax/internal/setting"
)

// flagError makes a fault in the flags one sentence that leads to the help, and to what an unknown flag may stand for.
func flagError(cmd *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		return unusable("%w; %s", err, flagHint(cmd, unknown))
	}
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return unusable("--%s %s: expected %s; see %q", invalid.GetFlag().Name, invalid.GetValue(), flagTypes[invalid.GetFlag().Value.Type()], cmd.CommandPath()+" --help")
	}
	return unusable("%w; see %q", err, cmd.CommandPath()+" --help")
}

// flagTypes says what the values of a kind of flag are.
var flagTypes = map[string]string{
	"int": "a whole number", "uint64": "a whole number from 0", "float64": "a number", "bool": "true or false",
	"float64Slice": "numbers joined by commas", "stringSlice": "words joined by commas",
}

// flagHint says what a flag that a command does not know may stand for: a flag of the command with a similar name, a flag of
// another command, or a setting.
func flagHint(cmd *cobra.Command, unknown *pflag.NotExistError) string {
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
		hints = append(hints, fmt.Sprintf("--%s belongs to %s", word, words(owners, "and")))
	}
	if s, err := newSettings(); err == nil && near != word {
		var options []string
		for _, e := range s.registry.Entries() {
			if e.Key == word || strings.HasSuffix(e.Key, "."+word) {
				options = append(options, fmt.Sprintf("--set %s=%v", e.Key, e.Default))
			}
		}
		if len(options) > 0 {
			hints = append(hints, fmt.Sprintf("%s is a setting, such as %s", word, words(options, "or")))
		}
	}
	return strings.Join(append(hints, fmt.Sprintf("see %q", cmd.CommandPath()+" --help")), "; ")
}

// flagNames lists the flags that a command takes.
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

// flagOwners lists the commands that have a flag of their own, without the program's name. The program alone has those of
// explore, which is named for it.
func flagOwners(root *cobra.Command, name string) []string {
	var owners []string
	for _, c := range root.Commands() {
		if c.HasAvailableSubCommands() {
			for _, below := range flagOwners(c, name) {
				owners = append(owners, c.Name()+" "+below)
			}
		} else if c.IsAvailableCommand() && slices.Contains(flagNames(c), name) && c.InheritedFlags().Lookup(name) == nil {
			owners = append(owners, c.Name())
		}
	}
	return owners
}

// words joins words as a sentence does: "a, b and c".
func words(list []string, last string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	n := len(list) - 1
	return strings.Join(list[:n], ", ") + " " + last + " " + list[n]
}
