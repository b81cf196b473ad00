package usage

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestWrap(t *testing.T) {
	text := "one two three\nfour\n\n\tfive six seven eight\nnine --ten\n"
	if got, want := reflow(text, 12), "one two\nthree four\n\n\tfive six seven eight\nnine --ten"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
	text = "  actmax run --out a --json\n  actmax"
	if got, want := wrapExample(text, 19), "  actmax run \\\n      --out a \\\n      --json\n  actmax"; got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}

// The usage has cobra's parts in cobra's order.
func TestUsageIsLikeCobras(t *testing.T) {
	for _, runs := range []bool{true, false} {
		root := &cobra.Command{Use: "root", Short: "Holds others"}
		if runs {
			root.Run = func(*cobra.Command, []string) {}
			root.Example = "  root --number 3"
		}
		root.Flags().Int("number", 0, "a `NUMBER` of things")
		root.PersistentFlags().Bool("quiet", false, "no progress")
		below := &cobra.Command{Use: "below NAME", Short: "Lies below", Run: func(*cobra.Command, []string) {}}
		below.Flags().Bool("fast", false, "do less")
		root.AddCommand(below)
		Strict(root)
		for _, c := range []*cobra.Command{root, below} {
			want := c.UsageString() // cobra's own
			if got := usage(c, 1000); strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("the usage of %s is\n%s\ncobra's is\n%s", c.Name(), got, want)
			}
		}
	}
}
