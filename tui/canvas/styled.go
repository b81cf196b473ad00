package canvas

import (
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// Styled draws the output of lipgloss and bubbles, lines of text with escape sequences, from the upper left corner of
// the painter. It clips at the edges and keeps the cells that the text does not reach. It ignores escape sequences
// other than styles.
func (p Painter) Styled(text string, t *style.Theme) {
	for y, line := range uv.NewStyledString(text).Lines(ansi.GraphemeWidth) {
		x := 0
		for _, c := range line {
			if x+c.Width > p.W {
				break
			}
			p.put(x, y, ansi.Strip(c.Content), c.Width, t.Adopt(c.Style))
			x += c.Width
		}
	}
}
