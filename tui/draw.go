package tui

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/canvas"
)

// draw puts the whole screen onto the canvas.
func (m *explorer) draw() {
	c := m.canvas
	c.Resize(m.size.w, m.size.h)
	if !m.size.fits {
		m.drawTooSmall()
		return
	}
	m.on().draw(m.common)
	m.drawFooter()
	if m.over != nil {
		m.over.draw(c.At(canvas.Rect(0, 0, m.size.w, m.size.h-1)), m)
	}
}

func (m *explorer) drawTooSmall() {
	p := m.canvas.Full()
	lines := []string{fmt.Sprintf("actmax needs %dx%d", minWidth, minHeight), fmt.Sprintf("this is %dx%d", m.size.w, m.size.h)}
	for i, s := range lines {
		p.Text(max(0, (p.W-len(s))/2), p.H/2-1+i+(1-min(1, p.H/2)), s, canvas.Text)
	}
}

func (m *explorer) drawFooter() {
	l, p := m.size, m.canvas.Full()
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
		text, more := m.knobs.Explain(), ""
		if ansi.StringWidth(text)+2 > w {
			more = "  ? says all" // the help opens on the setting
		}
		x := p.Text(2, y, " "+canvas.Clip(text, w-2-len(more), m.glyphs), canvas.Dim)
		p.Text(x, y, more+" ", canvas.Dim)
	default:
		p.Text(2, y, " "+m.footer(w-2)+" ", canvas.Dim)
	}
}
