package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"actmax/internal/setting"
	"actmax/model"
	"actmax/optimize"
	"actmax/tui/canvas"
)

// copy puts the command line that repeats the result under the cursor onto the clipboard, and shows it for terminals that do
// not allow that.
func (m *explorer) copy() {
	v := m.current()
	switch {
	case m.tree.cursor.unit < 0:
		m.say("no unit under the cursor to copy the command of")
		return
	case v == nil || v.run == nil:
		m.say("nothing has run here yet to copy")
		return
	}
	m.copyOf(v)
}

// copyOf copies the command line that repeats a visit's result.
func (m *common) copyOf(v *visit) {
	m.copyWords(v.job.Network, "Repeats this result", shellWords(m.commandFor(v)), "")
}

// copyWords puts a command line onto the clipboard and shows it, with a note where there is one.
func (m *common) copyWords(n *model.Network, title string, words []string, note string) {
	if m.openOf(n).recomputed {
		m.say("thresholds are not those of the network's file: actmax model import saves one with statistics of this data, which a command can name")
		return
	}
	m.ask(setClipboard{strings.Join(words, " ")})
	if note != "" {
		note += "; "
	}
	m.ask(openText{&textWindow{title: title, words: words, foot: note + "copied where the terminal allows it (OSC 52); any key closes"}})
}

// commandFor returns the arguments of actmax that compute a visit's result again, to the last bit.
func (m *common) commandFor(v *visit) []string {
	var args []string
	// Data plays a part only where the ascent began from a real segment, or might have had to.
	needsData := v.job.Starts != nil && (v.result == nil || v.result.Restarts > 0 || v.result.Status == optimize.Dead || v.job.Settings.Start == optimize.Segment)
	if needsData && m.library != nil {
		args = m.library.Arguments(m.dataName)
	}
	return CommandLine(v.job, m.openOf(v.job.Network).model, args)
}

// CommandLine returns the arguments of actmax run for one ascent; dataArguments open the data, where it is needed.
func CommandLine(j optimize.Job, modelName string, dataArguments []string) []string {
	if modelName == "" {
		modelName = j.Network.Name
	}
	layer := j.Network.Layers[j.Layer].Name
	args := append([]string{"run", "--model", modelName, "--layer", layer, "--units", fmt.Sprint(j.Unit)}, settingsArguments(j.Settings)...)
	args = append(args, dataArguments...)
	for _, e := range j.Edits {
		args = append(args, "--at", fmt.Sprintf("%d:%s=%s", e.Step, e.Key, setting.Typed(e.Value)))
	}
	return append(args, "--out", fmt.Sprintf("run-%s-%d", fileName(layer), j.Unit))
}

// settingsArguments are the arguments that bring a command from the defaults to settings.
func settingsArguments(s optimize.Settings) (args []string) {
	base := optimize.Default()
	if s.Preset != base.Preset && base.ApplyPreset(s.Preset) == nil {
		args = append(args, "--preset", s.Preset)
	}
	for _, r := range optimize.Table {
		if r.Key == "preset" || r.Value(&s) == r.Value(&base) {
			continue
		}
		args = append(args, "--set", r.Key+"="+setting.Typed(r.Value(&s)))
	}
	return args
}

// shellWords writes a command line as a shell takes it, word by word.
func shellWords(args []string) []string {
	out := []string{"actmax"}
	for _, a := range args {
		plain := a != "" && strings.IndexFunc(a, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./=:,+@%", r))
		}) < 0
		if !plain {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		out = append(out, a)
	}
	return out
}

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

func (t *textWindow) act(*explorer, action) bool { return false }

func (t *textWindow) typed(m *explorer, msg tea.Msg) tea.Cmd {
	m.over = nil
	return nil
}

func (t *textWindow) draw(c canvas.Painter, m *explorer) {
	w := min(100, c.W-2)
	lines := shellLines(t.words, max(10, w-2))
	foot := strings.Split(ansi.Wrap(t.foot, max(10, w-2), ""), "\n")
	in := c.Window(t.title, w, len(lines)+1+len(foot), m.glyphs)
	end := max(0, in.H-len(foot)) // how to close it is always to be read
	for y, l := range lines {
		if y < end {
			in.Text(1, y, l, canvas.Text)
		}
	}
	for y, l := range foot {
		in.Text(1, end+y, l, canvas.Dim)
	}
}
