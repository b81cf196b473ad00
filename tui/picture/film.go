package picture

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"strings"
	"time"
)

// Film is an animated picture of a screen: an SVG that plays in a loop without a script, also if it is embedded as an
// image. Each row stores only its different states, one below the other on a strip that moves behind a slit.
type Film struct {
	palette       *palette
	width, height int // in cells
	rows          []strip
	caption       strip
	length        time.Duration
}

// strip holds the different states of a row and when each is shown.
type strip struct {
	states []string
	known  map[string]int
	cuts   []cut
}

type cut struct {
	at    time.Duration
	state int
}

func (s *strip) add(at time.Duration, state string) {
	n, ok := s.known[state]
	if !ok {
		if s.known == nil {
			s.known = map[string]int{}
		}
		n = len(s.states)
		s.known[state] = n
		s.states = append(s.states, state)
	}
	if k := len(s.cuts); k == 0 || s.cuts[k-1].state != n {
		s.cuts = append(s.cuts, cut{at, n})
	}
}

// NewFilm returns a film of a screen of w columns and h rows, without frames.
func NewFilm(w, h int, c Colours) *Film {
	return &Film{palette: newPalette(c), width: w, height: h, rows: make([]strip, h)}
}

// Add adds a frame: what the screen and the caption below it show from a time on. Frames must be added in order.
func (f *Film) Add(at time.Duration, s Screen, caption string) {
	for y := range f.rows {
		f.rows[y].add(at, f.palette.row(s, y))
	}
	text := ""
	if caption != "" {
		class := f.palette.class("f", ink{colour: f.palette.colours.Text, bold: true})
		text = fmt.Sprintf(`<text x="%d" y="%d" %s>%s</text>`, cellWidth, baseline, class, html.EscapeString(caption))
	}
	f.caption.add(at, text)
	f.length = at
}

// Write writes the film, which repeats after the given length.
func (f *Film) Write(w io.Writer, length time.Duration) error {
	length = max(length, f.length)
	b := bufio.NewWriter(w)
	var style strings.Builder
	fmt.Fprintf(&style, "g[class]{animation-duration:%gs;animation-timing-function:step-end;"+
		"animation-iteration-count:infinite}"+
		"@media(prefers-reduced-motion){g[class]{animation:none!important}}", length.Seconds())
	strips := append(append([]strip(nil), f.rows...), f.caption)
	for y, s := range strips {
		if len(s.cuts) < 2 {
			continue
		}
		fmt.Fprintf(&style, ".r%d{animation-name:r%d}@keyframes r%d{", y, y, y)
		for _, c := range s.cuts {
			percent := 100 * c.at.Seconds() / length.Seconds()
			fmt.Fprintf(&style, "%.4g%%{transform:translateY(%dpx)}", percent, -c.state*cellHeight)
		}
		style.WriteString("}")
	}
	head(b, f.palette, f.width*cellWidth+2*margin, (f.height+2)*cellHeight+2*margin, style.String())
	for y, s := range strips {
		top := margin + y*cellHeight
		if y == f.height { // one blank row above the caption
			top += cellHeight
		}
		fmt.Fprintf(b, `<svg x="%d" y="%d" width="%d" height="%d" overflow="hidden">`,
			margin, top, f.width*cellWidth, cellHeight)
		if len(s.cuts) > 1 {
			fmt.Fprintf(b, `<g class="r%d">`, y)
		}
		for n, state := range s.states {
			switch {
			case state == "":
			case n == 0:
				b.WriteString(state)
			default:
				fmt.Fprintf(b, `<g transform="translate(0 %d)">%s</g>`, n*cellHeight, state)
			}
		}
		if len(s.cuts) > 1 {
			b.WriteString("</g>")
		}
		b.WriteString("</svg>\n")
	}
	fmt.Fprintln(b, "</svg>")
	return b.Flush()
}
