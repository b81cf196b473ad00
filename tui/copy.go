package tui

import (
	"strings"

	"actmax/model"
	"actmax/optimize"
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
