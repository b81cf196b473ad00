// Package usage lays out the help of commands, checks their arguments, and explains faults in them.
package usage

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"actmax/internal/cli/terminal"
)

// Help is as wide as the terminal, within these columns: below, flags leave no space for what they mean; above, lines
// are hard to read.
const (
	narrow = 60
	wide   = 100
)

// Width returns how wide help is: as the terminal behind the first of the writers that has one. Output that goes into a
// pager most likely ends at the terminal of standard error.
func Width(writers ...io.Writer) int {
	for _, w := range writers {
		if f := terminal.Of(w); f != nil {
			if columns := terminal.Columns(f); columns > 0 {
				return min(max(columns, narrow), wide)
			}
		}
	}
	return wide
}

// Layout makes a command and those below it show help of a width.
func Layout(root *cobra.Command, width func() int) {
	root.SetUsageFunc(func(c *cobra.Command) error {
		_, err := io.WriteString(c.OutOrStderr(), usage(c, width()))
		return err
	})
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		about := c.Long
		if about == "" {
			about = c.Short
		}
		fmt.Fprintf(c.OutOrStdout(), "%s\n\n%s", reflow(about, width()), c.UsageString())
	})
}

// usage returns the usage of a command: cobra's parts in cobra's order, wrapped.
func usage(c *cobra.Command, width int) string {
	var parts []string
	part := func(head string, lines ...string) {
		if len(lines) > 0 {
			parts = append(parts, head+"\n"+strings.TrimRight(strings.Join(lines, "\n"), " \n"))
		}
	}
	var uses []string
	if c.Runnable() {
		uses = append(uses, "  "+c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		uses = append(uses, "  "+c.CommandPath()+" [command]")
	}
	part("Usage:", uses...)
	if c.HasExample() {
		part("Examples:", wrapExample(c.Example, width))
	}
	var below []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			lead := fmt.Sprintf("  %-*s ", sub.NamePadding(), sub.Name())
			below = append(below, fold(strings.Fields(sub.Short), lead, strings.Repeat(" ", len(lead)), "", width))
		}
	}
	part("Available Commands:", below...)
	if c.HasAvailableLocalFlags() {
		part("Flags:", c.LocalFlags().FlagUsagesWrapped(width))
	}
	if c.HasAvailableInheritedFlags() {
		part("Global Flags:", c.InheritedFlags().FlagUsagesWrapped(width))
	}
	if len(below) > 0 {
		parts = append(parts, fmt.Sprintf("Use %q for more information about a command.",
			c.CommandPath()+" [command] --help"))
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// reflow wraps the paragraphs of a text, which empty lines separate, however they are wrapped now. Indented lines, such
// as those of a command, stay.
func reflow(text string, width int) string {
	var out, paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			out = append(out, fold(paragraph, "", "", "", width))
			paragraph = nil
		}
	}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if words := strings.Fields(line); len(words) > 0 && strings.HasPrefix(line, words[0]) {
			paragraph = append(paragraph, words...)
			continue
		}
		flush()
		out = append(out, line)
	}
	flush()
	return strings.Join(out, "\n")
}

// wrapExample continues a long command on the next line as a shell does, so that it can still be copied. A flag stays
// with its value. No word of an example contains spaces.
func wrapExample(text string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		var parts []string
		for _, word := range strings.Fields(line) {
			last := len(parts) - 1
			if last >= 0 && strings.HasPrefix(parts[last], "--") && !strings.Contains(parts[last], " ") &&
				!strings.HasPrefix(word, "-") {
				parts[last] += " " + word
				continue
			}
			parts = append(parts, word)
		}
		out = append(out, fold(parts, "  ", "      ", " \\", width))
	}
	return strings.Join(out, "\n")
}

// fold puts words into lines of at most width columns, where no word alone is longer: the first line begins with
// indent, the others with hang, and all but the last end in more.
func fold(words []string, indent, hang, more string, width int) string {
	var text strings.Builder
	at := 0 // the column; 0 before the first word
	for i, word := range words {
		limit := width
		if i < len(words)-1 {
			limit -= len(more)
		}
		switch columns := ansi.StringWidth(word); {
		case at == 0:
			text.WriteString(indent + word)
			at = len(indent) + columns
		case at+1+columns > limit:
			text.WriteString(more + "\n" + hang + word)
			at = len(hang) + columns
		default:
			text.WriteString(" " + word)
			at += 1 + columns
		}
	}
	return text.String()
}
