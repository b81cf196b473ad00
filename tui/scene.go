package tui

import (
	"fmt"

	"actmax/data"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
)

// scene gathers what the plots show of a visit.
func (m *common) scene(v *visit) *scene {
	n, p := v.job.Network, v.place
	sc := &scene{network: n, layer: p.layer, unit: p.unit, snap: v.shown, p95: nan, stale: v.stale(m.settings), line: canvas.Signal, shades: m.theme.Shades(), scheme: m.glyphs}
	if s := n.Layers[p.layer].Statistics; s != nil && p.unit < len(s.P95) {
		sc.p95 = float64(s.P95[p.unit])
	}
	sc.names = m.axisNames()
	choices := axisChoices(sc.names)
	sc.axes = choices[m.axis%len(choices)].axes
	if activity, ok := score.PerSample(n, p.layer, v.shown.Map); ok {
		sc.from, sc.to = score.Window(activity, m.settings.SimilarWidth)
	} else if v.result != nil && v.found.of == v.result {
		sc.from, sc.to = v.found.window[0], v.found.window[1]
	}
	sc.alone = v.playing && v.shown.Axes > 1
	sc.note, sc.alert = m.note(v)
	return sc
}

// note says what must be known before the numbers are believed.
func (m *common) note(v *visit) (text string, alert bool) {
	status := v.shown.Status
	if v.result != nil && v.shown.Step < v.last() && status == optimize.OK {
		status = v.result.Status
	}
	switch status {
	case optimize.Dead:
		return "dead: no gradient; R starts elsewhere", true
	case optimize.Silent:
		return "silent: never active on training segments", true
	case optimize.Failed:
		return fmt.Sprintf("failed: beyond %s G", short(m.settings.Fail)), true
	case optimize.Diverged:
		return "diverged", true
	}
	switch {
	case v.result != nil && v.result.Restarts > 0:
		return "restarted: " + v.result.Start, false
	case v.stale(m.settings):
		return "~ other settings; r runs again", false
	case v.own:
		text := fmt.Sprintf("from %s, seed %d", v.job.Settings.Start, v.job.Settings.Seed)
		if v.before != nil && v.result != nil && v.shown.Step == v.last() {
			text += fmt.Sprintf(" (%s G apart)", short(score.Difference(v.before.Signal, v.result.Signal)))
		}
		return text, false
	}
	return "", false
}

// className is the class of a unit of the last layer.
func (m *session) className(p place) string {
	n := m.network
	if p.layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.layer) {
		return n.Classes[p.unit]
	}
	return ""
}

// axisNames names the axes of the signal of the layer under the cursor.
func (m *session) axisNames() []string {
	axes, _ := m.network.SignalShape(m.tree.cursor.layer)
	names := data.Axes
	if m.dataset != nil && len(m.dataset.Axes) == axes {
		names = m.dataset.Axes
	}
	if len(names) == axes {
		return names
	}
	out := make([]string, axes)
	for i := range out {
		out[i] = fmt.Sprintf("axis_%d", i)
	}
	return out
}

// shape is what the plots of the layer under the cursor have to hold.
func (m *session) shape() shape {
	axes, _ := m.network.SignalShape(m.tree.cursor.layer)
	_, length := m.network.MapShape(m.tree.cursor.layer)
	return shape{axes, length <= 1}
}
