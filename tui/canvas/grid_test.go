package canvas

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// grid returns an empty grid.
func grid(w, h int) *Grid {
	var c Grid
	c.Resize(w, h)
	return &c
}

// rows returns what a terminal shows of a grid, and fails where a row has another width than the grid.
func rows(t *testing.T, c *Grid) []string {
	t.Helper()
	out := strings.Split(ansi.Strip(c.Render(style.NewTheme(true, colorprofile.TrueColor))), "\n")
	for y := range out {
		width := 0
		for _, k := range c.cells[y*c.w : (y+1)*c.w] {
			width += ansi.StringWidth(k.Text)
		}
		if width != c.w {
			t.Errorf("row %d is %d columns wide, not %d: %q", y, width, c.w, out[y])
		}
	}
	return out
}

// A recorded screen is rendered cell by cell as it was recorded.
func TestRender(t *testing.T) {
	theme := style.NewTheme(true, colorprofile.ANSI256)
	for n := 1; n <= 2; n++ {
		c := grid(160, 50)
		for _, k := range recorded(t, n, theme) {
			c.Full().Text(k.x, k.y, k.text, k.style)
		}
		b, err := os.ReadFile(fmt.Sprintf("testdata/unit-160x50.%d.txt", n))
		if err != nil {
			t.Fatal(err)
		}
		before, now := shown(string(b)), shown(c.Render(theme))
		for i := range before {
			if before[i] != now[i] {
				t.Fatalf("frame %d, row %d, column %d: %v, expected %v", n, i/160, i%160, now[i], before[i])
			}
		}
	}
}

// shown are the cells of a terminal of 160x50 with a text on it. A blank has no ink.
func shown(text string) (out []uv.Cell) {
	s := uv.NewScreenBuffer(160, 50)
	uv.NewStyledString(text).Draw(s, s.Bounds())
	for y := range 50 {
		for x := range 160 {
			c := *s.CellAt(x, y)
			if c.Content == " " {
				c.Style.Fg = nil
				c.Style.Attrs = 0
			}
			out = append(out, c)
		}
	}
	return out
}

// A style ends with its text, and trailing blanks are left out unless something lies behind them.
func TestRenderShort(t *testing.T) {
	theme := style.NewTheme(true, colorprofile.TrueColor)
	c := grid(6, 2)
	c.Full().Text(0, 0, "ab", style.Dim)
	c.Full().Text(0, 1, "c", style.Text)
	c.Full().Ground(2, 1, 2, style.OnCursor)
	cursor := style.Text.On(style.OnCursor)
	want := theme.Change(style.Text, style.Dim) + "ab" + theme.Change(style.Dim, style.Text) + "\n" +
		"c " + theme.Change(style.Text, cursor) + "  " + theme.Change(cursor, style.Text)
	if got := c.Render(theme); got != want {
		t.Errorf("%q, expected %q", got, want)
	}
}

// Text stays in its area and cannot tear the screen.
func TestText(t *testing.T) {
	c := grid(12, 3)
	p := c.At(Rect(2, 1, 6, 1))
	if x := p.Text(0, 0, "a\tb\x1b[31m走e\u0301", style.Text); x != 6 {
		t.Errorf("ends at column %d", x)
	}
	p.Text(0, 1, "outside", style.Text)
	p.Text(-3, 0, "xxxx", style.Text) // what begins before the area is cut as well
	if got := rows(t, c); got[1] != "  x b [3" || got[0]+got[2] != "" {
		t.Errorf("%q", got)
	}
	c = grid(8, 1)
	if x := c.At(Rect(0, 0, 5, 1)).Text(0, 0, "走る走る", style.Text); x != 4 {
		t.Errorf("a wide character is cut in two: column %d", x)
	}
	if got := rows(t, c); got[0] != "走る" {
		t.Errorf("%q", got)
	}
}

// What overwrites one half of a wide character leaves nothing of it.
func TestWideHalves(t *testing.T) {
	for x := range 5 {
		c := grid(6, 1)
		p := c.Full()
		p.Text(0, 0, "走る走", style.Text)
		p.Put(x, 0, "x", style.Text)
		rows(t, c)
		p.Text(x, 0, "世", style.Text)
		rows(t, c)
		p.Part(x, 0, 1, 1).Clear()
		rows(t, c)
	}
	c := grid(3, 1)
	c.Full().Part(0, 0, 9, 1).Text(0, 0, "走る", style.Text) // the area is wider than the grid
	rows(t, c)
}

// Frames that share cells are joined, in both glyph sets.
func TestBox(t *testing.T) {
	for g, want := range map[*style.Glyphs]string{
		&style.Unicode: "┌─┬──┐\n│ │  │\n├─┴──┤\n└────┘", &style.ASCII: "+-+--+\n| |  |\n+-+--+\n+----+",
	} {
		c := grid(6, 4)
		c.Box(Rect(0, 0, 3, 3))
		c.Box(Rect(2, 0, 4, 3))
		c.Box(Rect(0, 2, 6, 2))
		c.Box(Rect(1, 1, 1, 1)) // too small for a frame
		c.Frames(g)
		if got := strings.Join(rows(t, c), "\n"); got != want {
			t.Errorf("\n%s", got)
		}
	}
}

// A window clears what it covers.
func TestWindow(t *testing.T) {
	c := grid(12, 5)
	for y := range 5 {
		c.Full().Text(0, y, strings.Repeat("走", 6), style.Dim)
	}
	in := c.Full().Window("T", 5, 1, &style.Unicode)
	in.Text(0, 0, "hello, all", style.Text)
	want := "走走走走走走\n走┌─ T ─┐ 走\n走│hello│ 走\n走└─────┘ 走\n走走走走走走"
	if got := strings.Join(rows(t, c), "\n"); got != want {
		t.Errorf("\n%s", got)
	}
}
