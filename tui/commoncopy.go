package tui

import (
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session"
	"actmax/tui/session/visit"
)

// copyOf copies the command line that repeats a visit's result.
func (m *common) copyOf(v *visit.Visit) {
	m.copyWords(v.Job.Network, "Repeats this result", session.ShellWords(m.commandFor(v)), "")
}

// copyWords puts a command line onto the clipboard and shows it, with a note where there is one.
func (m *common) copyWords(n *model.Network, title string, words []string, note string) {
	if m.OpenOf(n).Recomputed {
		m.Say("thresholds are not those of the network's file: actmax model import saves one with statistics of this data, which a command can name")
		return
	}
	m.ask(setClipboard{strings.Join(words, " ")})
	if note != "" {
		note += "; "
	}
	m.ask(openText{title: title, words: words, foot: note + "copied where the terminal allows it (OSC 52); any key closes"})
}

// commandFor returns the arguments of actmax that compute a visit's result again, to the last bit.
func (m *common) commandFor(v *visit.Visit) []string {
	var args []string
	// Data plays a part only where the ascent began from a real segment, or might have had to.
	needsData := v.Job.Starts != nil && (v.Result == nil || v.Result.Restarts > 0 || v.Result.Status == optimize.Dead || v.Job.Settings.Start == optimize.Segment)
	if needsData && m.Library != nil {
		args = m.Library.Arguments(m.DataName)
	}
	return session.CommandLine(v.Job, m.OpenOf(v.Job.Network).Model, args)
}
