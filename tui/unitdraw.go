package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
)

// drawUnitScreen draws the Unit screen: the tree, the plots and panes of the unit under the cursor, the settings.
func (m *unitScreen) drawUnitScreen() {
	m.layout = arrange(m.size, m.shape()) // another layer may need other rows
	c, l := m.canvas, m.layout
	for _, b := range l.boxes {
		c.Box(b)
	}
	c.Frames(m.glyphs)
	m.tree.draw(c.At(l.tree), m.glyphs, m.focus == focusTree, m.summary)
	m.drawTitles()
	v := m.current()
	m.aside.rows = canvas.Area{}
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
	m.knobs.draw(c.At(l.settings), m.settings, m.initial, threshold, m.focus == focusSettings, m.glyphs)
}

// drawWords writes a text in place of the plots.
func (m *unitScreen) drawWords(text string, n canvas.Style) {
	plots := m.layout.main
	plots.H = m.layout.signal.H + m.layout.activation.H
	m.canvas.At(plots).Words(text, n)
}

// drawUnit draws the plots and the lower panes of a visited unit.
func (m *unitScreen) drawUnit(v *visit) {
	c, l := m.canvas, m.layout
	sc := m.unitScene(v)
	m.signal.drawSignal(c.At(l.signal), sc)
	m.signal.drawMap(c.At(l.activation), sc)
	if !l.picked.Empty() {
		m.signal.drawPicked(c.At(l.picked), sc)
	}
	if m.size.wide || m.lower != focusSimilar {
		m.drawAspect(c.At(l.objective), v, sc)
	}
	if m.size.wide || m.lower == focusSimilar {
		m.drawList(c.At(l.similar), v, m.focus == focusSimilar)
	}
}

// drawTitles writes what stands in the frames.
func (m *unitScreen) drawTitles() {
	l := m.layout
	m.title(l.tree, m.treeTitle(), m.focus == focusTree)
	m.title(l.settings, "Settings", m.focus == focusSettings)
	if m.size.wide || m.lower != focusSimilar {
		m.title(l.objective, aspectTitles[m.aside.aspect], false)
	}
	if m.size.wide || m.lower == focusSimilar {
		m.title(l.similar, m.listTitle(l.similar.W), m.focus == focusSimilar)
	}
	m.drawCounterpart()
	if m.query != "" {
		x, y, w := l.tree.Title()
		m.canvas.Full().Text(x+1, y, canvas.Clip(" /"+m.query+" ", w-2, m.glyphs), canvas.Accent)
	}
	m.drawHeading()
}

func (m *unitScreen) title(r canvas.Area, text string, focused bool) {
	x, y, w := r.Title()
	st := canvas.Dim
	if focused {
		st = canvas.Accent.Strong()
	}
	m.canvas.Full().Text(x+1, y, canvas.Clip(" "+text+" ", w-2, m.glyphs), st)
}

// drawHeading writes unit, method, step, learning rate and status above the signal, as much as there is room for.
func (m *unitScreen) drawHeading() {
	x, y, w := m.layout.signal.Title()
	p, g := m.canvas.Full(), m.glyphs
	dot := " " + g.Point + " "
	cursor := m.tree.cursor
	layer := m.network.Layers[cursor.layer].Name
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
		lefts = append([]string{m.label(m.network) + dot + long + dot + method}, lefts...)
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
func (m *unitScreen) status(v *visit) string {
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

// unitScene is the scene of the unit on the screen, with the real segment that is picked.
func (m *unitScreen) unitScene(v *visit) *scene {
	sc := m.scene(v)
	if _, ok := score.PerSample(sc.network, sc.layer, v.shown.Map); !ok && m.similar.now.run == v.run && m.similar.now.place == v.place {
		sc.from, sc.to = m.similar.now.from, m.similar.now.to // at most as old as the list, which it is the window of
	}
	sc.picked = m.pickedSegment(v, sc.from)
	return sc
}
