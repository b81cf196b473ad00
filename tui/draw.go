package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/data"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
)

// draw puts the whole screen onto the canvas.
func (m *explorer) draw() {
	m.layout = arrange(m.layout.w, m.layout.h, m.shape()) // another layer may need other rows
	c, l := &m.canvas, m.layout
	c.Resize(l.w, l.h)
	if !l.fits {
		m.drawTooSmall()
		return
	}
	m.on().draw(m)
	m.drawFooter()
	if m.over != nil {
		m.over.draw(c.At(canvas.Rect(0, 0, l.w, l.h-1)), m)
	}
}

// drawUnitScreen draws the Unit screen: the tree, the plots and panes of the unit under the cursor, the settings.
func (m *explorer) drawUnitScreen() {
	c, l := &m.canvas, m.layout
	for _, b := range l.boxes {
		c.Box(b)
	}
	c.Frames(m.glyphs)
	m.tree.draw(c.At(l.tree), m.glyphs, m.focus == focusTree)
	m.drawTitles()
	v := m.current()
	m.views.rows = canvas.Area{}
	switch {
	case m.tree.cursor.unit < 0:
		m.drawWords(fmt.Sprintf("%s: %d units, folded. l or enter unfolds.", m.tree.name(m.tree.cursor), m.tree.layers[m.tree.cursor.layer].units), canvas.Dim)
	case v == nil:
	case v.err != nil:
		m.drawWords(v.err.Error(), canvas.Alert)
	case v.shown != nil:
		m.drawUnit(v)
	}
	threshold := nan
	if v != nil && v.shown != nil {
		threshold = v.shown.Threshold
	}
	m.knobs.draw(c.At(l.settings), m.settings, m.o.Settings, threshold, m.focus == focusSettings, m.glyphs)
}

// shape is what the plots of the layer under the cursor have to hold.
func (m *explorer) shape() shape {
	axes, _ := m.o.Network.SignalShape(m.tree.cursor.layer)
	_, length := m.o.Network.MapShape(m.tree.cursor.layer)
	return shape{axes, length <= 1}
}

func (m *explorer) drawTooSmall() {
	p := m.canvas.Full()
	lines := []string{fmt.Sprintf("actmax needs %dx%d", minWidth, minHeight), fmt.Sprintf("this is %dx%d", m.layout.w, m.layout.h)}
	for i, s := range lines {
		p.Text(max(0, (p.W-len(s))/2), p.H/2-1+i+(1-min(1, p.H/2)), s, canvas.Text)
	}
}

// drawWords writes a text in place of the plots.
func (m *explorer) drawWords(text string, n canvas.Style) {
	plots := m.layout.main
	plots.H = m.layout.signal.H + m.layout.activation.H
	m.canvas.At(plots).Words(text, n)
}

// drawUnit draws the plots and the lower panes of a visited unit.
func (m *explorer) drawUnit(v *visit) {
	c, l := &m.canvas, m.layout
	sc := m.scene(v)
	m.signal.drawSignal(c.At(l.signal), sc)
	m.signal.drawMap(c.At(l.activation), sc)
	if !l.picked.Empty() {
		m.signal.drawPicked(c.At(l.picked), sc)
	}
	if l.wide || m.lower != focusSimilar {
		m.drawAspect(c.At(l.objective), v, sc)
	}
	if l.wide || m.lower == focusSimilar {
		m.drawList(c.At(l.similar), v, m.focus == focusSimilar)
	}
}

// scene gathers what the plots show.
func (m *explorer) scene(v *visit) *scene {
	n, p := v.job.Network, v.place
	sc := &scene{network: n, layer: p.layer, unit: p.unit, snap: v.shown, p95: nan, stale: v.stale(m.settings), line: canvas.Signal, shades: m.theme.Shades(), scheme: m.glyphs}
	if s := n.Layers[p.layer].Statistics; s != nil && p.unit < len(s.P95) {
		sc.p95 = float64(s.P95[p.unit])
	}
	sc.names = m.axisNames()
	choices := axisChoices(sc.names)
	sc.axes = choices[m.axis%len(choices)].axes
	if from, to, ok := score.MapWindow(n, p.layer, v.shown.Map, m.settings.SimilarWidth); ok {
		sc.from, sc.to = from, to
	} else if m.similar.now.run == v.run && m.similar.now.place == p { // at most as old as the list, which it is the window of
		sc.from, sc.to = m.similar.now.from, m.similar.now.to
	}
	sc.picked = m.pickedSegment(v, sc.from)
	sc.alone = v.playing && v.shown.Axes > 1
	sc.note, sc.alert = m.note(v)
	return sc
}

// note says what must be known before the numbers are believed.
func (m *explorer) note(v *visit) (text string, alert bool) {
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

// drawTitles writes what stands in the frames.
func (m *explorer) drawTitles() {
	l := m.layout
	m.title(l.tree, m.treeTitle(), m.focus == focusTree)
	m.title(l.settings, "Settings", m.focus == focusSettings)
	if l.wide || m.lower != focusSimilar {
		m.title(l.objective, aspectTitles[m.views.aspect], false)
	}
	if l.wide || m.lower == focusSimilar {
		m.title(l.similar, m.listTitle(l.similar.W), m.focus == focusSimilar)
	}
	m.drawCounterpart()
	if m.query != "" {
		x, y, w := l.tree.Title()
		m.canvas.Full().Text(x+1, y, canvas.Clip(" /"+m.query+" ", w-2, m.glyphs), canvas.Accent)
	}
	m.drawHeading()
}

func (m *explorer) title(r canvas.Area, text string, focused bool) {
	x, y, w := r.Title()
	st := canvas.Dim
	if focused {
		st = canvas.Accent.Strong()
	}
	m.canvas.Full().Text(x+1, y, canvas.Clip(" "+text+" ", w-2, m.glyphs), st)
}

// drawHeading writes unit, method, step, learning rate and status above the signal, as much as there is room for.
func (m *explorer) drawHeading() {
	x, y, w := m.layout.signal.Title()
	p, g := m.canvas.Full(), m.glyphs
	dot := " " + g.Point + " "
	cursor := m.tree.cursor
	layer := m.o.Network.Layers[cursor.layer].Name
	short, long := layer, layer
	if cursor.unit >= 0 {
		short = fmt.Sprintf("%s/%d", layer, cursor.unit)
		long = fmt.Sprintf("%s%sunit %02d", layer, dot, cursor.unit)
		if name := m.className(cursor); name != "" {
			short, long = short+" "+name, long+" "+name
		}
	}
	method := optimize.MethodOf(m.settings)
	if optimize.PresetOf(m.settings) == "" {
		method += dot + "changed from " + m.settings.Preset
	}
	lefts := []string{long + dot + method, long, short}
	if len(m.beside) > 0 {
		lefts = append([]string{m.label(m.o.Network) + dot + long + dot + method}, lefts...)
	}
	if from := m.foreignThresholds(); from != "" { // must be known before the numbers are believed
		note := dot + "thresholds from " + from
		short += note
		lefts = []string{long + dot + method + note, long + note, short}
	}
	rights := []string{""}
	v := m.current()
	status := ""
	if v != nil && v.shown != nil {
		status = m.status(v)
		at := fmt.Sprintf("step %d/%d", v.shown.Step, v.job.Settings.Steps)
		full := at + dot + "eta " + eta(v.shown.Eta)
		if e := v.edited(); e >= 0 {
			full += dot + fmt.Sprintf("edited at %d", e)
			at += dot + fmt.Sprintf("edited at %d", e)
		}
		rights = []string{full + dot + status, at + dot + status, at}
	}
	for _, r := range rights {
		for _, left := range lefts {
			if ansi.StringWidth(left)+ansi.StringWidth(r)+8 > w && (r != rights[len(rights)-1] || left != short) {
				continue
			}
			p.Text(x+1, y, canvas.Clip(" "+left+" ", w-2, g), canvas.Text.Strong())
			if r != "" {
				from := p.TextRight(x+w-1, y, " "+r+" ", canvas.Text)
				if status != "" && strings.HasSuffix(r, status) {
					p.Text(from+1+ansi.StringWidth(r)-ansi.StringWidth(status), y, status, canvas.Accent)
				}
			}
			return
		}
	}
}

// status is the word at the end of the heading.
func (m *explorer) status(v *visit) string {
	speed := ""
	if m.speed != 1 {
		speed = fmt.Sprintf(" %gx", m.speed)
	}
	switch {
	case v.flat && v.playing:
		return m.glyphs.Run + " flat out"
	case v.playing:
		return m.glyphs.Run + speed
	case v.result != nil && v.result.Settled >= 0 && v.at >= v.result.Settled:
		return fmt.Sprintf("settled at step %d", v.result.Settled)
	case v.result != nil && v.at >= v.last():
		return "end"
	default:
		return "held"
	}
}

// className is the class of a unit of the last layer.
func (m *explorer) className(p place) string {
	n := m.o.Network
	if p.layer == len(n.Layers)-1 && len(n.Classes) == n.Units(p.layer) {
		return n.Classes[p.unit]
	}
	return ""
}

func (m *explorer) drawFooter() {
	l, p := m.layout, m.canvas.Full()
	y, w := l.h-1, l.w-4
	room := w / 2 // for what is under way; a message comes first
	if m.message != "" {
		room = w - ansi.StringWidth(m.message) - 6
	}
	if line := m.taskLine(room); line != "" && m.search == nil && room >= 20 {
		w = p.TextRight(l.w-2, y, " "+line+" ", canvas.Accent) - 4
	}
	switch {
	case m.search != nil:
		m.search.draw(p, 2, y, w, m.glyphs)
	case m.message != "":
		st := canvas.Text
		if m.alert {
			st = canvas.Alert
		}
		p.Text(2, y, canvas.Clip(" "+m.message+" ", w, m.glyphs), st)
	case m.focus == focusSettings:
		text, more := m.knobs.explain(), ""
		if ansi.StringWidth(text)+2 > w {
			more = "  ? says all" // the help opens on the setting
		}
		x := p.Text(2, y, " "+canvas.Clip(text, w-2-len(more), m.glyphs), canvas.Dim)
		p.Text(x, y, more+" ", canvas.Dim)
	default:
		p.Text(2, y, " "+m.footer(w-2)+" ", canvas.Dim)
	}
}

// eta writes a learning rate.
func eta(v float64) string {
	if v >= 0.01 || v == 0 {
		return fmt.Sprintf("%.3g", v)
	}
	return strings.Replace(fmt.Sprintf("%.1e", v), "e-0", "e-", 1)
}

// axisNames names the axes of the signal of the layer under the cursor.
func (m *explorer) axisNames() []string {
	axes, _ := m.o.Network.SignalShape(m.tree.cursor.layer)
	names := data.Axes
	if m.o.Dataset != nil && len(m.o.Dataset.Axes) == axes {
		names = m.o.Dataset.Axes
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

// axisChoice is a set of axes to draw.
type axisChoice struct {
	name string
	axes []int
}

// axisChoices lists what may be drawn of a signal: all axes, those of each sensor, each alone.
func axisChoices(names []string) []axisChoice {
	all := axisChoice{name: "all axes"}
	var sensors, single []axisChoice
	for i, n := range names {
		all.axes = append(all.axes, i)
		single = append(single, axisChoice{n, []int{i}})
		k := strings.LastIndexByte(n, '_')
		if k < 0 {
			continue
		}
		if j := len(sensors) - 1; j >= 0 && sensors[j].name == n[:k] {
			sensors[j].axes = append(sensors[j].axes, i)
		} else {
			sensors = append(sensors, axisChoice{n[:k], []int{i}})
		}
	}
	if len(names) == 1 {
		return []axisChoice{all}
	}
	if len(sensors) < 2 {
		sensors = nil
	}
	return append(append([]axisChoice{all}, sensors...), single...)
}
