package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// shellLines breaks a command into lines of w columns that a shell reads as one: between words, but not between a flag and its
// value.
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

// textWindow shows a command line until a key comes.
type textWindow struct {
	title, foot string
	words       []string
}

func (t *textWindow) act(*explorer, screen.Action) bool { return false }

func (t *textWindow) typed(m *explorer, msg tea.Msg) tea.Cmd {
	m.over = nil
	return nil
}

func (t *textWindow) draw(c canvas.Painter, m *explorer) {
	w := min(100, c.W-2)
	lines := shellLines(t.words, max(10, w-2))
	foot := strings.Split(ansi.Wrap(t.foot, max(10, w-2), ""), "\n")
	in := c.Window(t.title, w, len(lines)+1+len(foot), m.common.Glyphs)
	end := max(0, in.H-len(foot)) // how to close it is always to be read
	for y, l := range lines {
		if y < end {
			in.Text(1, y, l, style.Text)
		}
	}
	for y, l := range foot {
		in.Text(1, end+y, l, style.Dim)
	}
}
