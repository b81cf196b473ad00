package canvas

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// piece is a text of a recorded screen in one style.
type piece struct {
	x, y  int
	text  string
	style style.Style
	same  uv.Style // as ultraviolet has it
}

// recorded returns a frame of the Unit screen as it was rendered while a unit played at 160x50.
func recorded(tb testing.TB, n int, t *style.Theme) (list []piece) {
	tb.Helper()
	b, err := os.ReadFile(fmt.Sprintf("testdata/unit-160x50.%d.txt", n))
	if err != nil {
		tb.Fatal(err)
	}
	for ink := range style.Alert + 1 {
		for g := range style.OnOver + 1 {
			t.Look(ink.On(g))
			t.Look(ink.On(g).Strong())
		}
	}
	for y, line := range uv.NewStyledString(string(b)).Lines(ansi.GraphemeWidth) {
		for x := 0; x < len(line); {
			k := piece{x: x, y: y, style: t.Adopt(line[x].Style), same: line[x].Style}
			for x < len(line) && line[x].Style == k.same {
				k.text += line[x].Content
				x++
			}
			list = append(list, k)
		}
	}
	return list
}

// write is Painter.Text for cells of ultraviolet's.
func (k piece) write(w int, set func(x, y int, c *uv.Cell)) {
	c := uv.Cell{Style: k.same}
	for x, s := k.x, k.text; len(s) > 0; x += c.Width {
		c.Content, c.Width = s[:1], 1
		if s[0] >= utf8.RuneSelf {
			c.Content, c.Width = ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		}
		s = s[len(c.Content):]
		if x+c.Width > w {
			return
		}
		set(x, k.y, &c)
	}
}

// terminal is what Bubble Tea does with a view that changed, up to the bytes for the terminal.
type terminal struct {
	out   bytes.Buffer
	r     *uv.TerminalRenderer
	cells uv.ScreenBuffer
}

func newTerminal() *terminal {
	t := &terminal{cells: uv.NewScreenBuffer(160, 50)}
	t.r = uv.NewTerminalRenderer(&t.out, []string{"TERM=xterm-256color"})
	t.r.SetColorProfile(colorprofile.TrueColor)
	t.r.SetFullscreen(true)
	t.r.SetScrollOptim(true)
	return t
}

// show returns how many bytes a view costs.
func (t *terminal) show(content string) int {
	text := uv.NewStyledString(content)
	t.cells.Clear()
	text.Draw(t.cells, t.cells.Bounds())
	return t.flush()
}

func (t *terminal) flush() int {
	t.r.Render(t.cells.RenderBuffer)
	_ = t.r.Flush() // into memory
	n := t.out.Len()
	t.out.Reset()
	return n
}

// BenchmarkCells is one frame of a Unit screen that plays at 160x50, on our grid and on buffers of ultraviolet's:
// clearing, drawing, writing the string that Bubble Tea takes; with what Bubble Tea makes of it; and what cells would
// cost if it took them (decision 8).
func BenchmarkCells(b *testing.B) {
	theme := style.NewTheme(true, colorprofile.ANSI256)
	frames := [2][]piece{recorded(b, 1, theme), recorded(b, 2, theme)}
	var grid Grid
	buffer, screen := uv.NewBuffer(160, 50), uv.NewScreenBuffer(160, 50)
	for _, way := range []struct {
		name string
		draw func(list []piece) string
	}{
		{"grid", func(list []piece) string {
			grid.Resize(160, 50)
			p := grid.Full()
			for _, k := range list {
				p.Text(k.x, k.y, k.text, k.style)
			}
			return grid.Render(theme)
		}},
		{"buffer", func(list []piece) string {
			buffer.Clear()
			for _, k := range list {
				k.write(160, func(x, y int, c *uv.Cell) { buffer.Lines[y][x] = *c })
			}
			return buffer.Render()
		}},
		{"screenbuffer", func(list []piece) string {
			screen.Clear()
			for _, k := range list {
				k.write(160, screen.SetCell)
			}
			return screen.Render()
		}},
	} {
		b.Run(way.name+"/string", func(b *testing.B) {
			b.ReportAllocs()
			n, length := 0, 0
			for b.Loop() {
				length = len(way.draw(frames[n%2]))
				n++
			}
			b.ReportMetric(float64(length), "string-bytes")
		})
		b.Run(way.name+"/terminal", func(b *testing.B) {
			b.ReportAllocs()
			t, n, sent := newTerminal(), 0, 0
			t.show(way.draw(frames[1]))
			for b.Loop() {
				sent += t.show(way.draw(frames[n%2]))
				n++
			}
			b.ReportMetric(float64(sent)/float64(n), "sent-bytes")
		})
	}
	b.Run("cells/terminal", func(b *testing.B) {
		b.ReportAllocs()
		t, n, sent := newTerminal(), 0, 0
		for b.Loop() {
			t.cells.Clear()
			for _, k := range frames[n%2] {
				k.write(160, t.cells.SetCell)
			}
			sent += t.flush()
			n++
		}
		b.ReportMetric(float64(sent)/float64(n), "sent-bytes")
	})
}
