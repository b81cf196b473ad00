package tui

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/canvas"
	"actmax/tui/screen"
	"actmax/tui/style"
)

// draw puts the whole screen onto the canvas.
func (m *explorer) draw() {
	c := m.common.Canvas
	c.Resize(m.common.Size.W, m.common.Size.H)
	if !m.common.Size.Fits {
		m.drawTooSmall()
		return
	}
	m.open().Draw()
	m.drawFooter()
	if m.over != nil {
		m.over.Draw(c.At(canvas.Rect(0, 0, m.common.Size.W, m.common.Size.H-1)), m.common)
	}
}

func (m *explorer) drawTooSmall() {
	p := m.common.Canvas.Full()
	lines := []string{
		fmt.Sprintf("actmax needs %dx%d", screen.MinWidth, screen.MinHeight),
		fmt.Sprintf("this is %dx%d", m.common.Size.W, m.common.Size.H),
	}
	for i, s := range lines {
		p.Text(max(0, (p.W-len(s))/2), p.H/2-1+i+(1-min(1, p.H/2)), s, style.Text)
	}
}

func (m *explorer) drawFooter() {
	l, p := m.common.Size, m.common.Canvas.Full()
	y, w := l.H-1, l.W-4
	room := w / 2 // for the running task; a message has priority
	if m.message != "" {
		room = w - ansi.StringWidth(m.message) - 6
	}
	if line := m.common.TaskLine(room); line != "" && m.search == nil && room >= 20 {
		w = p.TextRight(l.W-2, y, " "+line+" ", style.Accent) - 4
	}
	line := ""
	if g, ok := m.open().(screen.Guide); ok {
		line = g.Line()
	}
	switch {
	case m.search != nil:
		m.search.draw(p, 2, y, w, m.common.Glyphs)
	case m.message != "":
		st := style.Text
		if m.alert {
			st = style.Alert
		}
		p.Text(2, y, canvas.Clip(" "+m.message+" ", w, m.common.Glyphs), st)
	case line != "":
		text, more := line, ""
		if ansi.StringWidth(text)+2 > w {
			more = "  ? help" // opens on the setting
		}
		x := p.Text(2, y, " "+canvas.Clip(text, w-2-len(more), m.common.Glyphs), style.Dim)
		p.Text(x, y, more+" ", style.Dim)
	default:
		p.Text(2, y, " "+m.footer(w-2)+" ", style.Dim)
	}
}
