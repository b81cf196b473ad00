package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/canvas"
	"actmax/tui/dialog"
	"actmax/tui/screen"
)

// groups returns the keys of every screen as the help lists them; the number keys are in the group of the screens.
func (m *explorer) groups() []screen.Group { return groupsOf(m.list) }

func groupsOf(list []entry) []screen.Group {
	out := slices.Clone(screen.Groups)
	for i := range out {
		if out[i].Title != screen.Screens {
			continue
		}
		var numbers []screen.Key
		for id, e := range list {
			sentence := "the " + e.name + " screen: " + e.about
			numbers = append(numbers, screen.Bind(screen.ActScreen+screen.Action(id), "", sentence))
		}
		out[i].Keys = append(numbers, out[i].Keys...)
	}
	return out
}

// keyFor returns the pressed key: the open screen's, else that of all screens.
func (m *explorer) keyFor(msg tea.KeyPressMsg) (screen.Key, bool) {
	for _, k := range m.open().Keys() {
		if slices.Contains(k.Keys(), msg.String()) {
			return k, true
		}
	}
	for _, g := range m.groups() {
		for _, k := range g.Keys {
			if slices.Contains(k.Keys(), msg.String()) {
				return k, true
			}
		}
	}
	return screen.Key{}, false
}

// ownHints is the number of a screen's hints before those for another network.
const ownHints = 3

// footer returns the hints of the open screen that fit into w columns. With another network open, the hints for it come
// first on the Unit screen, after ownHints on others.
func (m *explorer) footer(w int) string {
	words, said := hintsOf(m.open())
	if o := m.common.Session.Other(); o != nil && !said {
		first := min(ownHints, len(words))
		if m.common.Screen == screen.Unit {
			first = 0
		}
		label := canvas.Clip(m.common.Session.Label(o.Network), 16, m.common.Glyphs)
		words = slices.Insert(words, first, "b over to "+label, "c compare")
	}
	return fit(words, w)
}

// hintsOf returns the footer words of a screen's keys; said reports whether the key for another network is among them.
func hintsOf(s screen.Screen) (words []string, said bool) {
	for _, k := range s.Keys() {
		if word := k.Help().Desc; word != "" && k.Enabled() {
			words = append(words, word)
			said = said || k.Action == screen.ActOver
		}
	}
	return words, said
}

// fit joins as many hints as fit into w columns with two spaces. The last two, help and quit, have priority: they lead
// to all others.
func fit(shorts []string, w int) string {
	const priority = 2
	if len(shorts) < priority {
		return ""
	}
	head, tail := shorts[:len(shorts)-priority], shorts[len(shorts)-priority:]
	for n := len(head); n >= 0; n-- {
		if out := strings.Join(append(append([]string(nil), head[:n]...), tail...), "  "); len(out) <= w {
			return out
		}
	}
	return ""
}

// openHelp opens the help at the entry for what has the focus.
func (m *explorer) openHelp() {
	text := dialog.HelpText{Groups: m.groups()}
	title := "On the " + m.name() + " screen"
	if m.common.Screen != screen.Unit {
		text.Here = m.here(title)
	}
	for _, s := range m.screens {
		for _, p := range s.Glossary() {
			if text.Here == nil || p.Title != title {
				text.Parts = append(text.Parts, p)
			}
		}
	}
	if g, ok := m.open().(screen.Guide); ok {
		text.Entry, text.Headed = g.Entry()
	}
	m.over = dialog.NewHelp(m.common, text)
}

// here returns the help of the open screen: its keys and glossary.
func (m *explorer) here(title string) *screen.Part {
	out := &screen.Part{Title: title}
	words, _ := hintsOf(m.open())
	for _, w := range words {
		if keys, word, ok := strings.Cut(w, " "); ok {
			out.Entries = append(out.Entries, screen.Entry{Name: keys, Text: word})
		}
	}
	for _, p := range m.open().Glossary() {
		if p.Title == title {
			out.Entries = append(out.Entries, p.Entries...)
		}
	}
	return out
}

// KeysMarkdown returns docs/keys.md: every key of the explorer, from the bindings.
func KeysMarkdown() string {
	var b strings.Builder
	b.WriteString("# Keys of the explorer\n\nMade from the key bindings of the screens; a test keeps them equal.\n")
	for _, g := range groupsOf(newList()) {
		fmt.Fprintf(&b, "\n## %s\n\n| key | does |\n|---|---|\n", g.Title)
		for _, k := range g.Keys {
			shown := make([]string, 0, 2)
			for _, s := range strings.Fields(k.Help().Key) {
				shown = append(shown, "`"+s+"`")
			}
			fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(shown, " "), strings.ReplaceAll(k.Sentence, "|", "\\|"))
		}
	}
	return b.String()
}
