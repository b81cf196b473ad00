package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// shellLines breaks a command into lines of w columns that a shell reads as one. It breaks between words, but not
// between a flag and its value.
func shellLines(words []string, w int) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		word := words[i]
		if strings.HasPrefix(word, "--") && i+1 < len(words) && !strings.HasPrefix(words[i+1], "-") {
			i++
			word += " " + words[i]
		}
		n := len(out) - 1
		if n >= 0 && ansi.StringWidth(out[n])+1+ansi.StringWidth(word)+2 <= w {
			out[n] += " " + word
			continue
		}
		if n >= 0 {
			out[n] += ` \`
		}
		out = append(out, word)
	}
	return out
}

// CommandLine shows a command line until a key is pressed.
type CommandLine struct {
	Title, Foot string
	Words       []string
}

// Act implements Dialog.
func (t *CommandLine) Act(screen.Action) (open bool, then func()) { return false, nil }

// Typed implements Typist: any key closes.
func (t *CommandLine) Typed(tea.Msg) (open bool, then func()) { return false, nil }

// Draw implements Dialog.
func (t *CommandLine) Draw(p canvas.Painter, c *screen.Common) {
	w := min(100, p.W-2)
	lines := shellLines(t.Words, max(10, w-2))
	foot := strings.Split(ansi.Wrap(t.Foot, max(10, w-2), ""), "\n")
	in := p.Window(t.Title, w, len(lines)+1+len(foot), c.Glyphs)
	end := max(0, in.H-len(foot)) // the foot says how to close the window and is always shown
	for y, l := range lines {
		if y < end {
			in.Text(1, y, l, style.Text)
		}
	}
	for y, l := range foot {
		in.Text(1, end+y, l, style.Dim)
	}
}
