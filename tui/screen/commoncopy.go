package screen

import (
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session/command"
	"actmax/tui/session/visit"
)

// CopyOf copies the command line that repeats a visit's result.
func (m *Common) CopyOf(v *visit.Visit) {
	m.CopyWords(v.Job.Network, "Repeats this result", command.Words(m.commandFor(v)), "")
}

// CopyWords puts a command line onto the clipboard and shows it, with a note where there is one.
func (m *Common) CopyWords(n *model.Network, title string, words []string, note string) {
	if m.Session.OpenOf(n).Recomputed {
		m.Session.Say("thresholds are not those of the network's file: actmax model import saves one with statistics of this data, which a command can name")
		return
	}
	m.Ask(SetClipboard{strings.Join(words, " ")})
	if note != "" {
		note += "; "
	}
	m.Ask(OpenText{Title: title, Words: words, Foot: note + "copied where the terminal allows it (OSC 52); any key closes"})
}

// commandFor returns the arguments of actmax that compute a visit's result again, to the last bit.
func (m *Common) commandFor(v *visit.Visit) []string {
	var args []string
	// Data plays a part only where the ascent began from a real segment, or might have had to.
	needsData := v.Job.Starts != nil && (v.Result == nil || v.Result.Restarts > 0 || v.Result.Status == optimize.Dead || v.Job.Settings.Start == optimize.Segment)
	if needsData && m.Session.Library != nil {
		args = m.Session.Library.Arguments(m.Session.Data.DataName)
	}
	return command.Line(v.Job, m.Session.OpenOf(v.Job.Network).Model, args)
}
