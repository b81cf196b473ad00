package dialog

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
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

// CommandLine shows a command line until a key is pressed. If it does not fit, the keys that move scroll.
type CommandLine struct {
	Title, Foot string
	Words       []string

	scroll viewport.Model
}

// more returns how many lines are below the window; scrolls reports whether the lines do not fit.
func (t *CommandLine) more() (n int, scrolls bool) {
	total, height := t.scroll.TotalLineCount(), t.scroll.Height()
	return total - height - t.scroll.YOffset(), total > height
}

// Act implements Dialog, for the mouse wheel.
func (t *CommandLine) Act(a screen.Action) (open bool, then func()) {
	_, scrolls := t.more()
	switch a {
	case screen.ActDown:
		t.scroll.ScrollDown(1)
	case screen.ActUp:
		t.scroll.ScrollUp(1)
	default:
		return false, nil
	}
	return scrolls, nil
}

// Typed implements Typist: any key closes that does not scroll.
func (t *CommandLine) Typed(msg tea.Msg) (open bool, then func()) {
	k, ok := msg.(tea.KeyPressMsg)
	keys := viewport.DefaultKeyMap()
	if _, scrolls := t.more(); !ok || !scrolls || !key.Matches(k, keys.Up, keys.Down, keys.PageUp, keys.PageDown) {
		return false, nil
	}
	t.scroll, _ = t.scroll.Update(msg)
	return true, nil
}

// Draw implements Dialog.
func (t *CommandLine) Draw(p canvas.Painter, c *screen.Common) {
	w := min(100, p.W-2)
	lines := shellLines(t.Words, max(10, w-2))
	foot := strings.Split(ansi.Wrap(t.Foot, max(10, w-2), ""), "\n")
	in := p.Window(t.Title, w, len(lines)+1+len(foot), c.Glyphs)
	end := max(0, in.H-len(foot)) // the foot says how to close the window and is always shown
	t.scroll.SetWidth(w)
	t.scroll.SetHeight(end)
	t.scroll.SetContentLines(lines)
	top := t.scroll.YOffset()
	for y, l := range lines[top:min(len(lines), top+end)] {
		in.Text(1, y, l, style.Text)
	}
	for y, l := range foot {
		in.Text(1, end+y, l, style.Dim)
	}
	if n, _ := t.more(); n > 0 {
		in.Part(0, in.H, in.W, 1).TextRight(in.W-1, 0, fmt.Sprintf(" %d more lines: j ", n), style.Dim)
	}
}
