package report

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// Drawing is a finished figure.
type Drawing struct {
	Name string // of its file, without ending
	SVG  []byte
}

// Figure writes a value for a table with a number of decimals, an en dash if it is unknown.
func Figure(v float64, digits int) string {
	if !finite(v) {
		return "–"
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

// squared writes a mean squared error in G², small ones with four decimals.
func squared(v float64) string {
	if v >= 1 {
		return Figure(v, 1)
	}
	return Figure(v, 4)
}

// Sizes of the frame of a figure, pixels.
const (
	margin      = 14
	titleHeight = 34
	lineHeight  = 15
	captionSize = 11
)

// framed draws a figure between its title and its caption, so that it can be read alone. draw draws the content of
// width x height pixels, which begins at (0, titleHeight).
func framed(name, title, caption string, width, height float64, draw func(s *SVG, top float64)) (Drawing, error) {
	lines := wrap(caption, width-2*margin, captionSize)
	s := NewSVG(width, titleHeight+height+float64(len(lines))*lineHeight+margin, title)
	s.Text(Point{margin, 23}, title, Label{Size: 15, Bold: true})
	draw(s, titleHeight)
	for i, line := range lines {
		s.Text(Point{margin, titleHeight + height + float64(i+1)*lineHeight}, line, Label{Size: captionSize})
	}
	var b bytes.Buffer
	_, err := s.WriteTo(&b)
	return Drawing{name, b.Bytes()}, err
}

// wrap breaks a text into lines that fit into a width in pixels, estimated since the font is unknown; its line breaks
// stay.
func wrap(text string, width, size float64) []string {
	var out []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			if line != "" && textWidth(line+" "+word, size) > width {
				out = append(out, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		out = append(out, line)
	}
	return out
}

// textWidth estimates the width of a text in a common sans-serif font.
func textWidth(text string, size float64) float64 { return 0.55 * size * float64(len([]rune(text))) }

// logTicks are 1, 2 and 5 times the powers of ten in a range of decimal logarithms; the powers alone if it is wide.
func logTicks(r Range) []float64 {
	steps := []float64{1, 2, 5}
	if r.To-r.From > 2.5 {
		steps = steps[:1]
	}
	var out []float64
	for e := math.Floor(r.From); e <= math.Ceil(r.To); e++ {
		for _, m := range steps {
			if v := math.Log10(m) + e; v >= r.From-1e-9 && v <= r.To+1e-9 {
				out = append(out, v)
			}
		}
	}
	return out
}

// logAxis draws grid lines, values and name of a y axis of decimal logarithms; Axes draws the rest.
func (s *SVG) logAxis(p Plot, name string) {
	for _, v := range logTicks(p.Y) {
		at := p.At(p.X.From, v)
		s.Polyline([]Point{at, {p.Left + p.Width, at.Y}}, Line{Colour: Faint})
		s.Polyline([]Point{{p.Left - 4, at.Y}, at}, Line{})
		s.Text(Point{p.Left - 7, at.Y + 4}, Number(math.Pow(10, v)), Label{Size: 11, Anchor: "end"})
	}
	s.Text(Point{p.Left - 66, p.Top + p.Height/2}, name, Label{Anchor: "middle", Turned: true})
}
