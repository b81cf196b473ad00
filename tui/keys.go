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

// groups are the keys of every screen, as the help lists them: those of the number keys stand with the screens.
func (m *explorer) groups() []screen.Group { return groupsOf(m.list) }

func groupsOf(list []entry) []screen.Group {
	out := slices.Clone(screen.Groups)
	for i := range out {
		if out[i].Title != screen.Screens {
			continue
		}
		var numbers []screen.Key
		for id, e := range list {
			numbers = append(numbers, screen.Bind(screen.ActScreen+screen.Action(id), "", "the "+e.name+" screen: "+e.about))
		}
		out[i].Keys = append(numbers, out[i].Keys...)
	}
	return out
}

// keyFor returns the key that was pressed: the open screen's, else the one that all screens share.
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

// ownHints is how many hints of a screen stand before the way to another network.
const ownHints = 3

// footer returns the keys of the screen that is open in a word or two, as many as fit into w columns. With another network open the
// first screen begins with the way there; the others first say what they are for.
func (m *explorer) footer(w int) string {
	words, said := hintsOf(m.open())
	if o := m.common.Session.Other(); o != nil && !said {
		first := min(ownHints, len(words))
		if m.common.Screen == screen.Unit {
			first = 0
		}
		words = slices.Insert(words, first, "b over to "+canvas.Clip(m.common.Session.Label(o.Network), 16, m.common.Glyphs), "c compare")
	}
	return fit(words, w)
}

// hintsOf are the words of a screen's keys for the footer; said reports whether the way to another network is among them.
func hintsOf(s screen.Screen) (words []string, said bool) {
	for _, k := range s.Keys() {
		if word := k.Help().Desc; word != "" && k.Enabled() {
			words = append(words, word)
			said = said || k.Action == screen.ActOver
		}
	}
	return words, said
}

// fit joins hints with two spaces, as many as fit into w columns. The last two, help and quit, come first: who knows them
// finds all others.
func fit(shorts []string, w int) string {
	const kept = 2
	if len(shorts) < kept {
		return ""
	}
	head, tail := shorts[:len(shorts)-kept], shorts[len(shorts)-kept:]
	for n := len(head); n >= 0; n-- {
		if out := strings.Join(append(append([]string(nil), head[:n]...), tail...), "  "); len(out) <= w {
			return out
		}
	}
	return ""
}

// openHelp opens the help on what has the focus.
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

// here explains the open screen: its keys, and what is only on it.
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
