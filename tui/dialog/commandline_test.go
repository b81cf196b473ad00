package dialog

import (
	"fmt"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// A command breaks between words, never between a flag and its value.
func TestShellLines(t *testing.T) {
	words := []string{"actmax", "run", "--model", `'my nets/it'\''s.safetensors'`, "--set", "a=b", "''", "'x;y'"}
	want := []string{`actmax run \`, `--model 'my nets/it'\''s.safetensors' \`, `--set a=b '' 'x;y'`}
	if lines := shellLines(words, 40); !slices.Equal(lines, want) {
		t.Errorf("%q, expected %q", lines, want)
	}
}

// A command line that does not fit scrolls; one that fits closes at any key.
func TestCommandLineScrolls(t *testing.T) {
	down := tea.KeyPressMsg{Code: tea.KeyDown}
	var words []string
	for i := range 400 {
		words = append(words, fmt.Sprintf("--set penalty.tv=%d", i))
	}
	for _, c := range []struct {
		words  []string
		scroll bool
	}{{words, true}, {words[:3], false}} {
		g := &canvas.Grid{}
		g.Resize(80, 24)
		w := &CommandLine{Title: "Command", Foot: "any key closes", Words: c.words}
		draw := func() { w.Draw(g.Full(), &screen.Common{Glyphs: &style.Unicode}) }
		draw()
		if open, _ := w.Typed(down); open != c.scroll {
			t.Errorf("%d words: stays open is %t", len(c.words), open)
		}
		draw()
		if moved := w.scroll.YOffset() == 1; moved != c.scroll {
			t.Errorf("%d words: first line is %d", len(c.words), w.scroll.YOffset())
		}
		if open, _ := w.Typed(tea.KeyPressMsg{Code: 'x', Text: "x"}); open {
			t.Error("x does not close")
		}
	}
}
