// Package report turns results into figures and pages: SVG and HTML that open offline, JSON and Markdown.
package report

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
)

// Point is a place in a picture, in pixels from its upper left corner.
type Point struct{ X, Y float64 }

// Line is the style of a line.
type Line struct {
	Colour string
	Width  float64   // pixels
	Dash   []float64 // lengths of dashes and gaps in pixels; nil: solid
}

// Label is the style of a text. The zero value is 12 pixels high, dark, and starts at its place.
type Label struct {
	Size   float64 // pixels; 0: 12
	Colour string  // empty: Ink
	Anchor string  // start, middle or end; empty: start
	Bold   bool
	Turned bool // upwards
}

// Colours of everything but series.
const (
	Ink   = "#1a1a1a" // text and axes
	Faint = "#d9d9d9" // grid lines
	Paper = "#ffffff"
)

// SVG is a picture under construction. Coordinates are pixels, written with two decimals, so that the same values give
// the same bytes.
type SVG struct {
	Width, Height float64
	body          bytes.Buffer
	title         string
	hatched       map[int]bool
}

// NewSVG starts a picture on white paper; the title is for screen readers.
func NewSVG(width, height float64, title string) *SVG {
	return &SVG{Width: width, Height: height, title: title, hatched: map[int]bool{}}
}

// WriteTo writes the whole picture, as a file of its own or for a page.
func (s *SVG) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" "+
		"role=\"img\" font-family=\"sans-serif\" fill=\"%s\">\n",
		px(s.Width), px(s.Height), px(s.Width), px(s.Height), Ink) // inherited by text
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(s.title))
	for i := range hatches {
		if s.hatched[i] {
			fmt.Fprintf(&b, "<defs>%s</defs>\n", hatches[i].definition(i))
		}
	}
	fmt.Fprintf(&b, "<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", px(s.Width), px(s.Height), Paper)
	b.Write(s.body.Bytes())
	b.WriteString("</svg>\n")
	return b.WriteTo(w)
}

// Text writes a line of text with its baseline at p.
func (s *SVG) Text(p Point, text string, l Label) {
	if l.Size == 0 {
		l.Size = 12
	}
	fmt.Fprintf(&s.body, "<text x=\"%s\" y=\"%s\" font-size=\"%s\"", px(p.X), px(p.Y), px(l.Size))
	if l.Colour != "" && l.Colour != Ink {
		fmt.Fprintf(&s.body, " fill=\"%s\"", l.Colour)
	}
	if l.Anchor != "" {
		fmt.Fprintf(&s.body, " text-anchor=\"%s\"", l.Anchor)
	}
	if l.Bold {
		s.body.WriteString(" font-weight=\"bold\"")
	}
	if l.Turned {
		fmt.Fprintf(&s.body, " transform=\"rotate(-90 %s %s)\"", px(p.X), px(p.Y))
	}
	fmt.Fprintf(&s.body, ">%s</text>\n", html.EscapeString(text))
}

// Polyline joins points. A point that is not finite leaves a gap.
func (s *SVG) Polyline(points []Point, l Line) {
	var d strings.Builder
	pen := "M"
	for _, p := range points {
		if !finite(p.X) || !finite(p.Y) {
			pen = "M"
			continue
		}
		fmt.Fprintf(&d, "%s%s %s", pen, px(p.X), px(p.Y))
		pen = "L"
	}
	if d.Len() > 0 {
		fmt.Fprintf(&s.body, "<path d=\"%s\" fill=\"none\"%s/>\n", d.String(), l.attributes())
	}
}

// Bar fills a rectangle with the look of series i.
func (s *SVG) Bar(x, y, width, height float64, i int) {
	look := SeriesLook(i)
	fill := look.Colour
	if h := look.Hatch; h > 0 {
		s.hatched[h] = true
		fmt.Fprintf(&s.body, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", px(x), px(y),
			px(width), px(height), fill)
		fill = fmt.Sprintf("url(#hatch%d)", h)
	}
	fmt.Fprintf(&s.body, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\" stroke=\"%s\" "+
		"stroke-width=\"0.75\"/>\n",
		px(x), px(y), px(width), px(height), fill, Ink)
}

// Box fills a rectangle with one colour, without a border: a shaded part of a plot.
func (s *SVG) Box(x, y, width, height float64, colour string) {
	fmt.Fprintf(&s.body, "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", px(x), px(y), px(width),
		px(height), colour)
}

// Begin opens a group with a tooltip; End closes it.
func (s *SVG) Begin(tooltip string) {
	fmt.Fprintf(&s.body, "<g><title>%s</title>\n", html.EscapeString(tooltip))
}

// End closes the group that Begin opened.
func (s *SVG) End() { s.body.WriteString("</g>\n") }

func (l Line) attributes() string {
	colour := l.Colour
	if colour == "" {
		colour = Ink
	}
	a := fmt.Sprintf(" stroke=\"%s\"", colour)
	if l.Width != 0 && l.Width != 1 { // 1 is the default of SVG
		a += fmt.Sprintf(" stroke-width=\"%s\"", px(l.Width))
	}
	if len(l.Dash) > 0 {
		parts := make([]string, len(l.Dash))
		for i, v := range l.Dash {
			parts[i] = px(v)
		}
		a += " stroke-dasharray=\"" + strings.Join(parts, " ") + "\""
	}
	return a
}

// px writes a coordinate with at most two decimals and no trailing zeros.
func px(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 || !finite(v) { // -0 as well
		return "0"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
