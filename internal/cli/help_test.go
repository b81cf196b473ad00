package cli

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// TestHelpFits: the help of every command fits the width, and holds every word that it does not fold.
func TestHelpFits(t *testing.T) {
	words := func(text string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(text, "\\\n", "")), " ")
	}
	commands := 0
	var walk func(a *app, c *cobra.Command)
	walk = func(a *app, c *cobra.Command) {
		commands++
		about := c.Long
		if about == "" {
			about = c.Short
		}
		for _, width := range []int{60, 80, 100} {
			var out strings.Builder
			c.SetOut(&out)
			if err := help(c, width); err != nil {
				t.Fatal(err)
			}
			if got, want := words(out.String()), words(about+"\n\n"+c.UsageString()); got != want {
				t.Errorf("%s at %d columns reads\n%s\nexpected\n%s", c.CommandPath(), width, got, want)
			}
			for line := range strings.SplitSeq(out.String(), "\n") {
				if n := ansi.StringWidth(line); n > width && !(width == 60 && foreign(line)) {
					t.Errorf("%s: %d columns, expected at most %d: %s", c.CommandPath(), n, width, line)
				}
			}
		}
		for _, below := range c.Commands() {
			walk(a, below)
		}
	}
	a := &app{}
	root := a.rootCommand()
	strict(root)
	walk(a, root)
	if commands < 15 {
		t.Errorf("only %d commands", commands)
	}
}

// foreign is a line that is not ours: what cobra says of its own commands, and a command line that is to be copied.
func foreign(line string) bool {
	return strings.HasPrefix(line, "\t") || strings.Contains(line, "[command]")
}

func TestReflow(t *testing.T) {
	if got, want := reflow("one two three\nfour\n\n\tfive six seven eight\nnine --ten\n", 12), "one two\nthree four\n\n\tfive six seven eight\nnine --ten"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
	if got, want := wrapExample("  actmax run --out a --json\n  actmax", 19), "  actmax run \\\n      --out a \\\n      --json\n  actmax"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}
