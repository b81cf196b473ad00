// Package picture draws the screen of a terminal as an SVG image, still or animated. Text stays text, so that the
// image is small, sharp at every size and searchable; lines and blocks are drawn as shapes, so that they join in
// every font.
package picture

import (
	"bufio"
	"fmt"
	"io"

	uv "github.com/charmbracelet/ultraviolet"
)

// Screen is the source of a picture, such as the Emulator of x/vt.
type Screen interface {
	Width() int
	Height() int
	CellAt(x, y int) *uv.Cell
}

// Colours are the terminal's default text and background, and the edge of the picture.
type Colours struct{ Text, Background, Edge string }

var (
	Dark  = Colours{Text: "#d0d0d0", Background: "#1c1c1c", Edge: "#3a3a3a"}
	Light = Colours{Text: "#303030", Background: "#fdfdfb", Edge: "#d0d0d0"}
)

// Sizes in SVG units: a cell, the margin around the screen, the baseline within a cell. Letters of the usual
// fixed-width fonts are 0.6 of the font size wide, so that they fill a cell.
const (
	cellWidth, cellHeight = 8, 16
	margin                = 12
	baseline              = 12
	fontSize              = 13.3
)

// SVG writes a picture of the screen.
func SVG(w io.Writer, s Screen, c Colours) error {
	b := bufio.NewWriter(w)
	p := newPalette(c)
	rows := make([]string, s.Height())
	for y := range rows {
		rows[y] = p.row(s, y)
	}
	head(b, p, s.Width()*cellWidth+2*margin, s.Height()*cellHeight+2*margin, "")
	for y, row := range rows {
		if row != "" {
			fmt.Fprintf(b, `<g transform="translate(%d %d)">%s</g>`+"\n", margin, margin+y*cellHeight, row)
		}
	}
	fmt.Fprintln(b, "</svg>")
	return b.Flush()
}

// head writes the beginning of a picture, up to the rows.
func head(w io.Writer, p *palette, width, height int, style string) {
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" `+
		`font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="%g">`+"\n",
		width, height, width, height, fontSize)
	fmt.Fprintf(w, "<style>%s%s</style>\n", p.style(), style)
	fmt.Fprintf(w, `<rect x=".5" y=".5" width="%d" height="%d" rx="6" fill="%s" stroke="%s"/>`+"\n",
		width-1, height-1, p.colours.Background, p.colours.Edge)
}
