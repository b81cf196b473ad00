package report

import (
	"fmt"
	"math"
)

// Look distinguishes series by colour, and without colour by symbol, dash and hatch.
type Look struct {
	Colour string
	Dash   []float64 // of lines
	Symbol int       // of points, for SVG.Symbol
	Hatch  int       // of bars; 0: none
}

// The colours of Okabe and Ito, which colour-blind readers can distinguish, ordered so that neighbours differ in
// lightness too. The yellow is darker, since it vanishes on paper.
var colours = []string{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#4d4d4d", "#9a8700"}

var dashes = [][]float64{nil, {6, 3}, {2, 2}, {8, 3, 2, 3}, {12, 4}}

// SeriesLook returns the look of series i, i >= 0. Colours repeat after 8, symbols after Symbols.
func SeriesLook(i int) Look {
	return Look{Colour: colours[i%len(colours)], Dash: dashes[i%len(dashes)], Symbol: i % Symbols,
		Hatch: i % len(hatches)}
}

// hatch is a pattern of dark lines over a bar's colour.
type hatch struct {
	turn float64 // degrees
	grid bool    // lines both ways
}

var hatches = []hatch{{}, {turn: 45}, {turn: -45}, {turn: 0}, {turn: 90}, {turn: 45, grid: true}, {turn: 0, grid: true}}

func (h hatch) definition(i int) string {
	d := "M0 0V6"
	if h.grid {
		d += "M0 0H6"
	}
	return fmt.Sprintf("<pattern id=\"hatch%d\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "+
		"patternTransform=\"rotate(%s)\"><path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/></pattern>",
		i, px(h.turn), d, Ink)
}

// Symbols is the number of different symbols: ten shapes, each filled, hollow, and hollow with a dot.
const Symbols = 30

// shapes are outlines within the unit circle, y downwards; nil is the circle.
var shapes = [10][]Point{
	nil,
	{{-0.8, -0.8}, {0.8, -0.8}, {0.8, 0.8}, {-0.8, 0.8}},
	{{0, -1}, {0.95, 0.75}, {-0.95, 0.75}},
	{{0, -1.1}, {0.9, 0}, {0, 1.1}, {-0.9, 0}},
	{{0, 1}, {0.95, -0.75}, {-0.95, -0.75}},
	{{-0.35, -1}, {0.35, -1}, {0.35, -0.35}, {1, -0.35}, {1, 0.35}, {0.35, 0.35}, {0.35, 1}, {-0.35, 1}, {-0.35, 0.35},
		{-1, 0.35}, {-1, -0.35}, {-0.35, -0.35}},
	{{1, 0}, {-0.75, 0.95}, {-0.75, -0.95}},
	star(5, 1.15, 0.48),
	{{-1, 0}, {0.75, -0.95}, {0.75, 0.95}},
	{{-0.9, -0.9}, {0.9, -0.9}, {-0.9, 0.9}, {0.9, 0.9}},
}

// star returns an outline of n points, alternating between two radii.
func star(n int, outer, inner float64) []Point {
	p := make([]Point, 2*n)
	for i := range p {
		r := outer
		if i%2 == 1 {
			r = inner
		}
		y, x := math.Sincos(float64(i)*math.Pi/float64(n) - math.Pi/2)
		p[i] = Point{r * x, r * y}
	}
	return p
}

// Symbol draws symbol i (modulo Symbols) of about the given radius.
func (s *SVG) Symbol(p Point, radius float64, i int, colour string) {
	i %= Symbols
	fill, stroke := colour, Paper
	if i >= len(shapes) {
		fill, stroke = Paper, colour
	}
	style := fmt.Sprintf(" fill=\"%s\" stroke=\"%s\" stroke-width=\"%s\"", fill, stroke, px(max(0.5, radius/4)))
	if outline := shapes[i%len(shapes)]; outline == nil {
		fmt.Fprintf(&s.body, "<circle cx=\"%s\" cy=\"%s\" r=\"%s\"%s/>\n", px(p.X), px(p.Y), px(0.92*radius), style)
	} else {
		s.body.WriteString("<polygon points=\"")
		for k, o := range outline {
			if k > 0 {
				s.body.WriteByte(' ')
			}
			fmt.Fprintf(&s.body, "%s,%s", px(p.X+radius*o.X), px(p.Y+radius*o.Y))
		}
		fmt.Fprintf(&s.body, "\"%s/>\n", style)
	}
	if i >= 2*len(shapes) {
		fmt.Fprintf(&s.body, "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>\n", px(p.X), px(p.Y),
			px(0.3*radius), colour)
	}
}
