package screen

import (
	"fmt"

	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// Scene returns what the plots show of a visit.
func (m *Common) Scene(v *visit.Visit) *widget.Scene {
	n, p := v.Job.Network, v.Place
	sc := &widget.Scene{
		Network: n, Layer: p.Layer, Unit: p.Unit,
		Snap: v.Shown, P95: session.NaN, Stale: v.Stale(m.Session.Settings),
		Line: style.Signal, Shades: m.Theme.Shades(), Glyphs: m.Glyphs,
	}
	if s := n.Layers[p.Layer].Statistics; s != nil && p.Unit < len(s.P95) {
		sc.P95 = float64(s.P95[p.Unit])
	}
	sc.Names = m.Session.AxisNames()
	choices := widget.AxisChoices(sc.Names)
	sc.Axes = choices[m.Axis%len(choices)].Axes
	if from, to, ok := score.MapWindow(n, p.Layer, v.Shown.Map, m.Session.Settings.SimilarWidth); ok {
		sc.From, sc.To = from, to
	} else if v.Result != nil && v.Found.Of == v.Result {
		sc.From, sc.To = v.Found.Window[0], v.Found.Window[1]
	}
	sc.Alone = v.Playing && v.Shown.Axes > 1
	sc.Note, sc.Alert = m.note(v)
	return sc
}

// note returns a caveat on the numbers of a visit; alert marks a failed run.
func (m *Common) note(v *visit.Visit) (text string, alert bool) {
	status := v.Shown.Status
	if v.Result != nil && v.Shown.Step < v.Last() && status == optimize.OK {
		status = v.Result.Status
	}
	switch status {
	case optimize.Dead:
		return "dead: no gradient; press R for another start", true
	case optimize.Silent:
		return "silent: never active on training segments", true
	case optimize.Failed:
		return fmt.Sprintf("failed: beyond %s G", number.Short(m.Session.Settings.Fail)), true
	case optimize.Diverged:
		return "diverged", true
	}
	switch {
	case v.Result != nil && v.Result.Restarts > 0:
		return "restarted: " + v.Result.Start, false
	case v.Stale(m.Session.Settings):
		return "~ other settings; press r to restart", false
	case v.Own:
		text := fmt.Sprintf("from %s, seed %d", v.Job.Settings.Start, v.Job.Settings.Seed)
		if v.Before != nil && v.Result != nil && v.Shown.Step == v.Last() {
			text += fmt.Sprintf(" (%s G apart)", number.Short(score.Difference(v.Before.Signal, v.Result.Signal)))
		}
		return text, false
	}
	return "", false
}

// Shape returns the shape of the signals of the layer under the cursor.
func (m *Common) Shape() widget.Shape {
	n, layer := m.Session.Open.Network, m.Session.Open.Tree.Cursor.Layer
	axes, _ := n.SignalShape(layer)
	_, length := n.MapShape(layer)
	return widget.Shape{Axes: axes, Single: length <= 1}
}
