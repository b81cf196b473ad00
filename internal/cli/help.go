package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Help is as wide as the terminal, within these columns: below, flags leave no room for what they mean; above, lines are hard to read.
const (
	narrowHelp = 60
	wideHelp   = 100
)

// helpWidth is how wide help is to be: as the terminal that it goes to, or that a pipe such as one into a pager most likely ends at.
func (a *app) helpWidth() int {
	for _, w := range []io.Writer{a.stdout, a.stderr} {
		if f := terminal(w); f != nil {
			if width := columns(f); width > 0 {
				return min(max(width, narrowHelp), wideHelp)
			}
		}
	}
	return wideHelp
}

// help writes the help of a command, wrapped. It is cobra's, in whose texts the flags are replaced.
func help(c *cobra.Command, width int) error {
	about := c.Long
	if about == "" {
		about = c.Short
	}
	w := &errWriter{w: c.OutOrStdout()}
	w.printf("%s\n\n%s", reflow(about, width), wrapUsage(c, width))
	return w.err
}

// wrapUsage is the usage of a command, wrapped.
func wrapUsage(c *cobra.Command, width int) string {
	text := c.UsageString()
	for _, flags := range []*pflag.FlagSet{c.LocalFlags(), c.InheritedFlags()} {
		if whole := strings.TrimSpace(flags.FlagUsages()); whole != "" {
			text = strings.Replace(text, whole, strings.TrimSpace(flags.FlagUsagesWrapped(width)), 1)
		}
	}
	for _, below := range c.Commands() {
		lead := fmt.Sprintf("  %-*s ", below.NamePadding(), below.Name())
		text = strings.Replace(text, "\n"+lead+below.Short, "\n"+fold(strings.Fields(below.Short), lead, strings.Repeat(" ", len(lead)), "", width), 1)
	}
	if c.Example != "" {
		text = strings.Replace(text, c.Example, wrapExample(c.Example, width), 1)
	}
	return text
}

// reflow wraps the paragraphs of a text, which are parted by empty lines, however they are wrapped now. Indented lines, such as those
// of a command, stay.
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

// wrapExample goes on with a long command on the next line in the way of a shell, so that it can still be copied. A flag stays with
// its value. No word of an example holds spaces.
func wrapExample(text string, width int) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		var parts []string
		for _, word := range strings.Fields(line) {
			if last := len(parts) - 1; last >= 0 && strings.HasPrefix(parts[last], "--") && !strings.Contains(parts[last], " ") && !strings.HasPrefix(word, "-") {
				parts[last] += " " + word
				continue
			}
			parts = append(parts, word)
		}
		out = append(out, fold(parts, "  ", "      ", " \\", width))
	}
	return strings.Join(out, "\n")
}

// fold puts words into lines of at most width columns, where no word alone is longer: the first line begins with indent, those after
// it with hang, and all but the last end in more.
func fold(words []string, indent, hang, more string, width int) string {
	var text strings.Builder
	at := 0 // the column; 0 before the first word
	for i, word := range words {
		room := width
		if i < len(words)-1 {
			room -= len(more)
		}
		switch wide := ansi.StringWidth(word); {
		case at == 0:
			text.WriteString(indent + word)
			at = len(indent) + wide
		case at+1+wide > room:
			text.WriteString(more + "\n" + hang + word)
			at = len(hang) + wide
		default:
			text.WriteString(" " + word)
			at += 1 + wide
		}
	}
	return text.String()
}
