package tui

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/session/board"
)

// With another network open a screen still says first what its own keys are for, and the footer stays in its columns beside a
// task that is under way.
func TestFooterWithAnotherNetwork(t *testing.T) {
	screenTest(t, "scores", 80, 24, two(t), func(t *testing.T, x *terminal) {
		x.keys("5")
		x.want("80 columns", "j/k row  enter ", "  r run", "? help  q quit")
		if got := hintKeys(x.m.footer(140)); !slices.Equal(got[:6], []string{"j/k", "enter", "r", "b", "c", "R"}) {
			t.Errorf("140 columns: %q, %q", got, x.m.footer(140))
		}
		for w := 15; w < 150; w++ {
			if got := x.m.footer(w); ansi.StringWidth(got) > w || !strings.HasSuffix(got, "? help  q quit") {
				t.Fatalf("%d columns: %q", w, got)
			}
		}
		x.keys("1")
		if got := hintKeys(x.m.footer(140)); !slices.Equal(got[:3], []string{"b", "c", "j/k"}) || !strings.Contains(x.m.footer(140), "turned") {
			t.Errorf("unit: %q, %q", got, x.m.footer(140))
		}
		x.keys("3")
		if got := x.m.footer(140); strings.Count(got, "b over") != 1 || !strings.Contains(got, "c methods") || strings.Contains(got, "c compare") {
			t.Errorf("a screen that has hints of its own for both: %q", got)
		}
	})
}

// A cell whose units have run but are not compared yet does not say that none has run.
func TestScoresSayWhatIsWaitedFor(t *testing.T) {
	o := brief(t)
	o.Dataset = recordingsOf(36)
	m := modelAt(t, 0, o)
	c := scoresOf(m)
	c.Refresh(true)
	c.List.All = 3
	if got := c.Summary(c.Cursor, board.Figures{Units: 8}); !strings.HasPrefix(got[0].Text, "3 of 8 ") {
		t.Errorf("%q", got[0].Text)
	}
	c.List.All = 0
	if got := c.Summary(c.Cursor, board.Figures{Units: 8}); got[0].Text == "" || strings.Contains(got[0].Text, " of 8") {
		t.Errorf("%q", got[0].Text)
	}
}

// hintKeys returns the keys that a footer names.
func hintKeys(footer string) (keys []string) {
	for hint := range strings.SplitSeq(footer, "  ") {
		key, _, _ := strings.Cut(hint, " ")
		keys = append(keys, key)
	}
	return keys
}
