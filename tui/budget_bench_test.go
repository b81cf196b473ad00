package tui

import (
	"bytes"
	"context"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"actmax/tui/session"
)

// BenchmarkFrame is one frame while a run plays at 160x50: moving the playhead, drawing, and what the terminal library makes
// of it. The ascents are computed before. TestBudget measures the whole program.
func BenchmarkFrame(b *testing.B) {
	o := options(b)
	o.Explorer = DefaultSettings()
	m := newExplorer(context.Background(), o)
	defer m.common.Session.Close()
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	m.Update(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	now := time.Now()
	m.frame(now)
	m.frame(now.Add(session.RestBefore))
	v := m.common.Session.Current()
	<-v.Run.Done()

	var out bytes.Buffer
	r := uv.NewTerminalRenderer(&out, []string{"TERM=xterm-256color"})
	r.SetColorProfile(colorprofile.TrueColor)
	r.SetFullscreen(true)
	cells := uv.NewScreenBuffer(160, 50)
	written := 0
	show := func() {
		content := uv.NewStyledString(m.View().Content)
		cells.Clear()
		content.Draw(cells, cells.Bounds())
		r.Render(cells.RenderBuffer)
		if err := r.Flush(); err != nil {
			b.Fatal(err)
		}
		written += out.Len()
		out.Reset()
	}
	show()
	written = 0
	for b.Loop() {
		now = now.Add(time.Second / 30)
		if !v.Playing {
			v.GoTo(0)
			v.Playing = true
		}
		m.frame(now)
		workOff(m)
		show()
	}
	b.ReportMetric(float64(written)/float64(b.N), "bytes/frame")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)*30*100, "%core")
}
