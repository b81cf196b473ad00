package screen

import (
	"strings"

	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session/command"
	"actmax/tui/session/visit"
)

// CopyOf copies the command line that reproduces a visit's result.
func (m *Common) CopyOf(v *visit.Visit) {
	m.CopyWords(v.Job.Network, "Reproduces this result", command.Words(m.commandFor(v)), "")
}

// CopyWords copies a command line to the clipboard and shows it; note may be "".
func (m *Common) CopyWords(n *model.Network, title string, words []string, note string) {
	if m.Session.OpenOf(n).Recomputed {
		m.Session.Say("thresholds differ from the network's file, so no command reproduces this; " +
			"save these statistics with `actmax model import`")
		return
	}
	m.Ask(SetClipboard{strings.Join(words, " ")})
	if note != "" {
		note += "; "
	}
	foot := note + "copied if the terminal allows it (OSC 52); any key closes"
	m.Ask(OpenText{Title: title, Words: words, Foot: foot})
}

// commandFor returns the arguments of actmax that reproduce a visit's result bit for bit.
func (m *Common) commandFor(v *visit.Visit) []string {
	var args []string
	// The ascent depends on the data only if it started from a real segment, or may have had to.
	r := v.Result
	fromData := r == nil || r.Restarts > 0 || r.Status == optimize.Dead || v.Job.Settings.Start == optimize.Segment
	if v.Job.Starts != nil && fromData && m.Session.Library != nil {
		args = m.Session.Library.Arguments(m.Session.Data.DataName)
	}
	return command.Line(v.Job, m.Session.OpenOf(v.Job.Network).Model, args)
}
