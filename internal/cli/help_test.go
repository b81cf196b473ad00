package cli

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"actmax/internal/cli/usage"
)

// TestHelpFits: the help of every command fits the width, and has all its descriptions.
func TestHelpFits(t *testing.T) {
	words := func(text string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(text, "\\\n", "")), " ")
	}
	commands, width := 0, 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		commands++
		about := c.Long
		if about == "" {
			about = c.Short
		}
		parts := []string{about, c.UseLine(), c.Example}
		for _, below := range c.Commands() {
			if below.IsAvailableCommand() {
				parts = append(parts, below.Name()+" "+below.Short)
			}
		}
		visit := func(f *pflag.Flag) {
			name, use := pflag.UnquoteUsage(f)
			parts = append(parts, "--"+f.Name+" "+name+" "+use)
		}
		c.LocalFlags().VisitAll(visit)
		c.InheritedFlags().VisitAll(visit)
		for _, width = range []int{60, 80, 100} {
			var out strings.Builder
			c.SetOut(&out)
			if err := c.Help(); err != nil {
				t.Fatal(err)
			}
			for _, p := range parts {
				if !strings.Contains(words(out.String()), words(p)) {
					t.Errorf("%s at %d columns lacks %q:\n%s", c.CommandPath(), width, p, out.String())
				}
			}
			for line := range strings.SplitSeq(out.String(), "\n") {
				if n := ansi.StringWidth(line); n > width && !(width == 60 && foreign(line)) {
					t.Errorf("%s: %d columns, expected at most %d: %s", c.CommandPath(), n, width, line)
				}
			}
		}
		for _, below := range c.Commands() {
			walk(below)
		}
	}
	root := new(app).rootCommand()
	usage.Layout(root, func() int { return width })
	usage.Strict(root)
	walk(root)
	if commands < 15 {
		t.Errorf("only %d commands", commands)
	}
}

// foreign reports whether a line is of cobra, for its own commands, or a command line to copy.
func foreign(line string) bool {
	return strings.HasPrefix(line, "\t") || strings.Contains(line, "[command]")
}
