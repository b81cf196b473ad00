// Package picture draws the screen of a terminal as an SVG image: text stays text, so that it is sharp at every size,
// small, and can be searched.
package picture

import (
	"bufio"
	"fmt"
	"html"
	"image/color"
	"io"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
)

// Screen is what a picture is made of: x/vt's Emulator, or anything else that has cells.
type Screen interface {
	Width() int
	Height() int
	CellAt(x, y int) *uv.Cell
}

// Colours of the terminal's own text and background.
type Colours struct{ Text, Background, Edge string }

var (
	Dark  = Colours{Text: "#d0d0d0", Background: "#1c1c1c", Edge: "#3a3a3a"}
	Light = Colours{Text: "#303030", Background: "#fdfdfb", Edge: "#d0d0d0"}
)

// Sizes in SVG units: a cell, the margin around the screen, the baseline within a cell.
const (
	cellWidth, cellHeight = 8.43, 16.3 // of DejaVu Sans Mono, so that lines and blocks of neighbouring rows meet
	margin                = 12.0
	baseline              = 13.0
	fontSize              = 14
)

// SVG writes a picture of the screen.
func SVG(w io.Writer, s Screen, c Colours) error {
	b := bufio.NewWriter(w)
	width, height := float64(s.Width())*cellWidth+2*margin, float64(s.Height())*cellHeight+2*margin
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" font-family="ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="%d">`+"\n", width, height, width, height, fontSize)
	fmt.Fprintf(b, `<rect x="0.5" y="0.5" width="%.0f" height="%.0f" rx="6" fill="%s" stroke="%s"/>`+"\n", width-1, height-1, c.Background, c.Edge)
	for y := range s.Height() {
		runs := row(s, y, c)
		for _, r := range runs {
			if r.ground != "" {
				fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n", margin+float64(r.x)*cellWidth, margin+float64(y)*cellHeight, float64(r.w)*cellWidth, cellHeight, r.ground)
			}
		}
		for _, r := range runs {
			if r.dots != 0 {
				r.drawDots(b, y)
				continue
			}
			text := strings.TrimRight(r.text, " ")
			if text == "" {
				continue
			}
			lead := len(text) - len(strings.TrimLeft(text, " "))
			text = text[lead:]
			n := r.w - lead - (len(r.text) - len(strings.TrimRight(r.text, " ")))
			fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="%s"%s textLength="%.1f" lengthAdjust="spacingAndGlyphs" xml:space="preserve">%s</text>`+"\n",
				margin+float64(r.x+lead)*cellWidth, margin+float64(y)*cellHeight+baseline, r.ink, r.attributes, float64(n)*cellWidth, html.EscapeString(text))
		}
	}
	fmt.Fprintln(b, "</svg>")
	return b.Flush()
}

// stretch is a piece of a row in one style.
type stretch struct {
	x, w        int
	text        string
	ink, ground string
	attributes  string
	dots        rune // a Braille pattern, one cell; 0: text
}

// dotsFrom is the empty Braille pattern; the bits of the others say which dots they have.
const dotsFrom, dotsTo = 0x2800, 0x28ff

// drawDots draws a Braille pattern as dots: few fonts have them, and others' are of another width.
func (r *stretch) drawDots(b io.Writer, y int) {
	for i, at := range [8][2]int{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}} {
		if (r.dots-dotsFrom)>>i&1 == 1 {
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="0.9" fill="%s"%s/>`+"\n", margin+(float64(r.x)+(float64(at[0])+0.5)/2)*cellWidth,
				margin+(float64(y)+(float64(at[1])+0.5)/4)*cellHeight, r.ink, r.attributes)
		}
	}
}

// row cuts a row of the screen where the style changes.
func row(s Screen, y int, c Colours) []stretch {
	var out []stretch
	for x := 0; x < s.Width(); {
		cell := s.CellAt(x, y)
		text, width := " ", 1
		var style uv.Style
		if cell != nil {
			style = cell.Style
			if cell.Content != "" {
				text, width = cell.Content, max(1, cell.Width)
			}
		}
		next := look(style, c)
		next.x, next.w, next.text = x, width, text
		if d, _ := utf8.DecodeRuneInString(text); d > dotsFrom && d <= dotsTo {
			next.dots = d
		}
		if n := len(out) - 1; n >= 0 && next.dots == 0 && out[n].dots == 0 && out[n].ink == next.ink && out[n].ground == next.ground && out[n].attributes == next.attributes {
			out[n].text += text
			out[n].w += width
		} else {
			out = append(out, next)
		}
		x += width
	}
	return out
}

// look turns a cell's style into SVG attributes.
func look(s uv.Style, c Colours) stretch {
	out := stretch{ink: hex(s.Fg, c.Text), ground: hex(s.Bg, "")}
	if s.Attrs&uv.AttrReverse != 0 {
		ground := out.ground
		if ground == "" {
			ground = c.Background
		}
		out.ink, out.ground = ground, out.ink
	}
	if s.Attrs&uv.AttrBold != 0 {
		out.attributes += ` font-weight="bold"`
	}
	if s.Attrs&uv.AttrFaint != 0 {
		out.attributes += ` opacity="0.6"`
	}
	if s.Underline != 0 {
		out.attributes += ` text-decoration="underline"`
	}
	return out
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
