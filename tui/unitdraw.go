package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/session"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// drawUnitScreen draws the Unit screen: the tree, the plots and panes of the unit under the cursor, the settings.
func (m *unitScreen) drawUnitScreen() {
	m.layout = arrange(m.Size, m.Shape()) // another layer may need other rows
	c, l := m.Canvas, m.layout
	for _, b := range l.boxes {
		c.Box(b)
	}
	c.Frames(m.Glyphs)
	m.rows.Draw(&m.Tree, c.At(l.tree), m.Glyphs, m.focus == focusTree, m.Summary)
	m.drawTitles()
	v := m.Current()
	m.aside.rows = canvas.Area{}
	switch {
	case m.Tree.Cursor.Unit < 0:
		m.drawWords(fmt.Sprintf("%s: %d units, folded. l or enter unfolds.", m.Tree.Name(m.Tree.Cursor), m.Tree.Layers[m.Tree.Cursor.Layer].Units), canvas.Dim)
	case v == nil:
	case v.Err != nil:
		m.drawWords(v.Err.Error(), canvas.Alert)
	case v.Shown != nil:
		m.drawUnit(v)
	}
	threshold := session.NaN
	if v != nil && v.Shown != nil {
		threshold = v.Shown.Threshold
	}
	m.knobs.Draw(c.At(l.settings), m.Settings, m.Initial, threshold, m.focus == focusSettings, m.Glyphs)
}

// drawWords writes a text in place of the plots.
func (m *unitScreen) drawWords(text string, n canvas.Style) {
	plots := m.layout.main
	plots.H = m.layout.signal.H + m.layout.activation.H
	m.Canvas.At(plots).Words(text, n)
}

// drawUnit draws the plots and the lower panes of a visited unit.
func (m *unitScreen) drawUnit(v *visit.Visit) {
	c, l := m.Canvas, m.layout
	sc := m.unitScene(v)
	m.signal.DrawSignal(c.At(l.signal), sc)
	m.signal.DrawMap(c.At(l.activation), sc)
	if !l.picked.Empty() {
		m.signal.DrawPicked(c.At(l.picked), sc)
	}
	if m.Size.Wide || m.lower != focusSimilar {
		m.drawAspect(c.At(l.objective), v, sc)
	}
	if m.Size.Wide || m.lower == focusSimilar {
		m.drawList(c.At(l.similar), v, m.focus == focusSimilar)
	}
}

// drawTitles writes what stands in the frames.
func (m *unitScreen) drawTitles() {
	l := m.layout
	m.title(l.tree, m.TreeTitle(), m.focus == focusTree)
	m.title(l.settings, "Settings", m.focus == focusSettings)
	if m.Size.Wide || m.lower != focusSimilar {
		m.title(l.objective, aspectTitles[m.aside.aspect], false)
	}
	if m.Size.Wide || m.lower == focusSimilar {
		m.title(l.similar, m.listTitle(l.similar.W), m.focus == focusSimilar)
	}
	m.drawCounterpart()
	if m.Query != "" {
		x, y, w := l.tree.Title()
		m.Canvas.Full().Text(x+1, y, canvas.Clip(" /"+m.Query+" ", w-2, m.Glyphs), canvas.Accent)
	}
	m.drawHeading()
}

func (m *unitScreen) title(r canvas.Area, text string, focused bool) {
	x, y, w := r.Title()
	st := canvas.Dim
	if focused {
		st = canvas.Accent.Strong()
	}
	m.Canvas.Full().Text(x+1, y, canvas.Clip(" "+text+" ", w-2, m.Glyphs), st)
}

// drawHeading writes unit, method, step, learning rate and status above the signal, as much as there is room for.
func (m *unitScreen) drawHeading() {
	x, y, w := m.layout.signal.Title()
	p, g := m.Canvas.Full(), m.Glyphs
	dot := " " + g.Point + " "
	cursor := m.Tree.Cursor
	layer := m.Network.Layers[cursor.Layer].Name
	short, long := layer, layer
	if cursor.Unit >= 0 {
		short = fmt.Sprintf("%s/%d", layer, cursor.Unit)
		long = fmt.Sprintf("%s%sunit %02d", layer, dot, cursor.Unit)
		if name := m.ClassName(cursor); name != "" {
			short, long = short+" "+name, long+" "+name
		}
	}
	method := optimize.MethodOf(m.Settings)
	if optimize.PresetOf(m.Settings) == "" {
		method += dot + "changed from " + m.Settings.Preset
	}
	lefts := []string{long + dot + method, long, short}
	if len(m.Background) > 0 {
		lefts = append([]string{m.Label(m.Network) + dot + long + dot + method}, lefts...)
	}
	if from := m.ForeignThresholds(); from != "" { // must be known before the numbers are believed
		note := dot + "thresholds from " + from
		short += note
		lefts = []string{long + dot + method + note, long + note, short}
	}
	rights := []string{""}
	v := m.Current()
	status := ""
	if v != nil && v.Shown != nil {
		status = m.status(v)
		at := fmt.Sprintf("step %d/%d", v.Shown.Step, v.Job.Settings.Steps)
		full := at + dot + "eta " + number.Eta(v.Shown.Eta)
		if e := v.Edited(); e >= 0 {
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
func (m *unitScreen) status(v *visit.Visit) string {
	speed := ""
	if m.Speed != 1 {
		speed = fmt.Sprintf(" %gx", m.Speed)
	}
	switch {
	case v.Flat && v.Playing:
		return m.Glyphs.Run + " flat out"
	case v.Playing:
		return m.Glyphs.Run + speed
	case v.Result != nil && v.Result.Settled >= 0 && v.At >= v.Result.Settled:
		return fmt.Sprintf("settled at step %d", v.Result.Settled)
	case v.Result != nil && v.At >= v.Last():
		return "end"
	default:
		return "held"
	}
}

// unitScene is the scene of the unit on the screen, with the real segment that is picked.
func (m *unitScreen) unitScene(v *visit.Visit) *widget.Scene {
	sc := m.Scene(v)
	if _, ok := score.PerSample(sc.Network, sc.Layer, v.Shown.Map); !ok && m.similar.now.run == v.Run && m.similar.now.place == v.Place {
		sc.From, sc.To = m.similar.now.from, m.similar.now.to // at most as old as the list, which it is the window of
	}
	sc.Segment = m.pickedSegment(v, sc.From)
	return sc
}
