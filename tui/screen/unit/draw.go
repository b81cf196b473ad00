package unit

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
	"actmax/tui/style"
	"actmax/tui/widget"
)

// drawUnitScreen draws the tree, the plots and panes of the unit under the cursor, and the settings.
func (m *Screen) drawUnitScreen() {
	m.Layout = Arrange(m.c.Size, m.c.Shape()) // layers differ in the rows they need
	c, l := m.c.Canvas, m.Layout
	for _, b := range l.boxes {
		c.Box(b)
	}
	c.Frames(m.c.Glyphs)
	m.rows.Draw(&m.c.Session.Open.Tree, c.At(l.Tree), m.c.Glyphs, m.Focus == FocusTree, m.c.Session.Summary)
	m.drawTitles()
	v := m.c.Session.Current()
	m.Aside.Rows = canvas.Area{}
	t := &m.c.Session.Open.Tree
	switch {
	case t.Cursor.Unit < 0:
		units := t.Layers[t.Cursor.Layer].Units
		m.drawWords(fmt.Sprintf("%s: %d units, folded; press l or enter to unfold", t.Name(t.Cursor), units), style.Dim)
	case v == nil:
	case v.Err != nil:
		m.drawWords(v.Err.Error(), style.Alert)
	case v.Shown != nil:
		m.drawUnit(v)
	}
	threshold := session.NaN
	if v != nil && v.Shown != nil {
		threshold = v.Shown.Threshold
	}
	s := m.c.Session
	m.Form.Draw(c.At(l.Settings), s.Settings, s.Initial, threshold, m.Focus == FocusSettings, m.c.Glyphs)
}

// drawWords draws a text in place of the plots.
func (m *Screen) drawWords(text string, n style.Style) {
	plots := m.Layout.main
	plots.H = m.Layout.Signal.H + m.Layout.Activation.H
	m.c.Canvas.At(plots).Words(text, n)
}

// drawUnit draws the plots and the lower panes of a visited unit.
func (m *Screen) drawUnit(v *visit.Visit) {
	c, l := m.c.Canvas, m.Layout
	sc := m.unitScene(v)
	m.Signal.DrawSignal(c.At(l.Signal), sc)
	m.Signal.DrawMap(c.At(l.Activation), sc)
	if !l.Picked.Empty() {
		m.Signal.DrawPicked(c.At(l.Picked), sc)
	}
	if m.c.Size.Wide || m.Lower != FocusSimilar {
		m.drawAspect(c.At(l.Objective), v, sc)
	}
	if m.c.Size.Wide || m.Lower == FocusSimilar {
		m.drawList(c.At(l.Similar), v, m.Focus == FocusSimilar)
	}
}

// drawTitles draws the titles in the frames.
func (m *Screen) drawTitles() {
	l := m.Layout
	m.title(l.Tree, m.c.Session.TreeTitle(), m.Focus == FocusTree)
	m.title(l.Settings, "Settings", m.Focus == FocusSettings)
	if m.c.Size.Wide || m.Lower != FocusSimilar {
		m.title(l.Objective, aspectTitles[m.Aside.Aspect], false)
	}
	if m.c.Size.Wide || m.Lower == FocusSimilar {
		m.title(l.Similar, m.ListTitle(l.Similar.W), m.Focus == FocusSimilar)
	}
	m.drawCounterpart()
	if m.c.Session.Open.Query != "" {
		x, y, w := l.Tree.Title()
		m.c.Canvas.Full().Text(x+1, y, canvas.Clip(" /"+m.c.Session.Open.Query+" ", w-2, m.c.Glyphs), style.Accent)
	}
	m.drawHeading()
}

func (m *Screen) title(r canvas.Area, text string, focused bool) {
	x, y, w := r.Title()
	st := style.Dim
	if focused {
		st = style.Accent.Strong()
	}
	m.c.Canvas.Full().Text(x+1, y, canvas.Clip(" "+text+" ", w-2, m.c.Glyphs), st)
}

// drawHeading draws unit, method, step, learning rate and status above the signal, as much as fits.
func (m *Screen) drawHeading() {
	x, y, w := m.Layout.Signal.Title()
	p, g := m.c.Canvas.Full(), m.c.Glyphs
	dot := " " + g.Point + " "
	cursor := m.c.Session.Open.Tree.Cursor
	layer := m.c.Session.Open.Network.Layers[cursor.Layer].Name
	short, long := layer, layer
	if cursor.Unit >= 0 {
		short = fmt.Sprintf("%s/%d", layer, cursor.Unit)
		long = fmt.Sprintf("%s%sunit %02d", layer, dot, cursor.Unit)
		if name := m.c.Session.ClassName(cursor); name != "" {
			short, long = short+" "+name, long+" "+name
		}
	}
	method := optimize.MethodOf(m.c.Session.Settings)
	if optimize.PresetOf(m.c.Session.Settings) == "" {
		method += dot + "changed from " + m.c.Session.Settings.Preset
	}
	lefts := []string{long + dot + method, long, short}
	if len(m.c.Session.Background) > 0 {
		lefts = append([]string{m.c.Session.Label(m.c.Session.Open.Network) + dot + long + dot + method}, lefts...)
	}
	if from := m.c.Session.ForeignThresholds(); from != "" { // a caveat on all numbers
		note := dot + "thresholds from " + from
		short += note
		lefts = []string{long + dot + method + note, long + note, short}
	}
	rights := []string{""}
	v := m.c.Session.Current()
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
			p.Text(x+1, y, canvas.Clip(" "+left+" ", w-2, g), style.Text.Strong())
			if r != "" {
				from := p.TextRight(x+w-1, y, " "+r+" ", style.Text)
				if status != "" && strings.HasSuffix(r, status) {
					p.Text(from+1+ansi.StringWidth(r)-ansi.StringWidth(status), y, status, style.Accent)
				}
			}
			return
		}
	}
}

// status returns the state of playback for the heading.
func (m *Screen) status(v *visit.Visit) string {
	speed := ""
	if m.c.Speed != 1 {
		speed = fmt.Sprintf(" %gx", m.c.Speed)
	}
	switch {
	case v.Flat && v.Playing:
		return m.c.Glyphs.Run + " flat out"
	case v.Playing:
		return m.c.Glyphs.Run + speed
	case v.Result != nil && v.Result.Settled >= 0 && v.At >= v.Result.Settled:
		return fmt.Sprintf("settled at step %d", v.Result.Settled)
	case v.Result != nil && v.At >= v.Last():
		return "end"
	default:
		return "held"
	}
}

// unitScene returns what the plots of a unit show, with the picked real segment.
func (m *Screen) unitScene(v *visit.Visit) *widget.Scene {
	sc := m.c.Scene(v)
	now := &m.Similar.Now
	_, ok := score.PerSample(sc.Network, sc.Layer, v.Shown.Map)
	if !ok && now.run == v.Run && now.place == v.Place { // the window that the list is for
		sc.From, sc.To = now.from, now.to
	}
	sc.Segment = m.PickedSegment(v, sc.From)
	return sc
}
