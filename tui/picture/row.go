package picture

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// ink is the colour and the attributes with which something is drawn.
type ink struct {
	colour             string
	bold, under, faint bool
}

// palette assigns each colour of a picture a short class.
type palette struct {
	colours Colours
	names   map[string]int
	inOrder []string
}

func newPalette(c Colours) *palette { return &palette{colours: c, names: map[string]int{}} }

func (p *palette) of(colour string) int {
	n, ok := p.names[colour]
	if !ok {
		n = len(p.inOrder)
		p.names[colour] = n
		p.inOrder = append(p.inOrder, colour)
	}
	return n
}

// class returns the attribute that sets the ink of an element. Classes of filled shapes and text begin with f, of
// lines with s.
func (p *palette) class(kind string, k ink) string {
	c := fmt.Sprintf("%s%d", kind, p.of(k.colour))
	if k.bold && kind == "f" {
		c += " b"
	}
	if k.under && kind == "f" {
		c += " u"
	}
	if k.faint {
		c += " d"
	}
	return `class="` + c + `"`
}

// style returns the style sheet for the classes in use.
func (p *palette) style() string {
	var b strings.Builder
	b.WriteString("[class^=s]{fill:none;stroke-width:1.3}" +
		".b{font-weight:bold}.u{text-decoration:underline}.d{opacity:.6}")
	for i, c := range p.inOrder {
		fmt.Fprintf(&b, ".f%d{fill:%s}.s%d{stroke:%s}", i, c, i, c)
	}
	return b.String()
}

// figures collects the paths of a row by ink, in order of appearance. Adjacent bars of the same height, and
// horizontal lines, are joined.
type figures struct {
	order []ink
	paths map[ink]*path
}

type path struct {
	bars []block // h = 0: a horizontal line
	more strings.Builder
}

func (f *figures) of(k ink) *path {
	k.bold, k.under = false, false
	if f.paths == nil {
		f.paths = map[ink]*path{}
	}
	if f.paths[k] == nil {
		f.paths[k] = &path{}
		f.order = append(f.order, k)
	}
	return f.paths[k]
}

func (d *path) bar(q block) {
	if n := len(d.bars) - 1; n >= 0 {
		if l := &d.bars[n]; l.x+l.w == q.x && l.y == q.y && l.h == q.h {
			l.w += q.w
			return
		}
	}
	d.bars = append(d.bars, q)
}

func (f *figures) write(b *strings.Builder, p *palette, kind string) {
	for _, k := range f.order {
		d := f.paths[k]
		fmt.Fprintf(b, `<path %s d="`, p.class(kind, k))
		for _, q := range d.bars {
			fmt.Fprintf(b, "M%d %dh%d", q.x, q.y, q.w)
			if q.h > 0 {
				fmt.Fprintf(b, "v%dh-%dz", q.h, q.w)
			}
		}
		fmt.Fprintf(b, `%s"/>`, &d.more)
	}
}

// row returns the SVG of a row of the screen, with its upper left corner at 0, 0.
func (p *palette) row(s Screen, y int) string {
	var ground, strokes, fills figures
	var text strings.Builder
	type cell struct {
		glyph string
		ink   ink
		width int
	}
	cells := make([]cell, s.Width())
	for x := 0; x < s.Width(); {
		c := s.CellAt(x, y)
		glyph, width := " ", 1
		var style uv.Style
		if c != nil {
			style = c.Style
			if c.Content != "" {
				glyph, width = c.Content, max(1, c.Width)
			}
		}
		k, under := p.look(style)
		if under != "" {
			ground.of(ink{colour: under}).bar(block{x * cellWidth, 0, width * cellWidth, cellHeight})
		}
		r, single := []rune(glyph)[0], len([]rune(glyph)) == 1
		if level, d, ok := stroke(r, x); single && ok {
			if level.w > 0 {
				strokes.of(k).bar(level)
			}
			strokes.of(k).more.WriteString(d)
			glyph = " "
		} else if d, ok := marks[r]; single && ok {
			fmt.Fprintf(&fills.of(k).more, "M%d 0%s", x*cellWidth, d)
			glyph = " "
		} else if parts := blocks(r); single && parts != nil {
			for _, q := range parts {
				q.x += x * cellWidth
				fills.of(k).bar(q)
			}
			glyph = " "
		}
		cells[x] = cell{glyph, k, width}
		x += width
	}
	for x := 0; x < len(cells); {
		if cells[x].width == 0 || cells[x].glyph == " " {
			x++
			continue
		}
		// A piece of text ends at a change of ink and at two or more blank columns.
		from, k := x, cells[x].ink
		words, end := "", x
		for x < len(cells) && (cells[x].width == 0 || cells[x].ink == k || cells[x].glyph == " " && !k.under) {
			if cells[x].width == 0 {
				x++
				continue
			}
			last := x+1 >= len(cells) || cells[x+1].glyph == " " || cells[x+1].ink != k
			if cells[x].glyph == " " && last && !k.under {
				break
			}
			words += cells[x].glyph
			x += cells[x].width
			end = x
		}
		if end == from {
			x++
			continue
		}
		length := ""
		if end-from > 1 {
			length = fmt.Sprintf(` textLength="%d"`, (end-from)*cellWidth)
		}
		fmt.Fprintf(&text, `<text x="%d" y="%d" %s%s>%s</text>`,
			from*cellWidth, baseline, p.class("f", k), length, html.EscapeString(words))
	}
	var b strings.Builder
	ground.write(&b, p, "f")
	fills.write(&b, p, "f")
	strokes.write(&b, p, "s")
	b.WriteString(text.String())
	return b.String()
}

// look returns the ink of a cell's style, and its background or "".
func (p *palette) look(s uv.Style) (k ink, ground string) {
	k.colour, ground = hex(s.Fg, p.colours.Text), hex(s.Bg, "")
	if s.Attrs&uv.AttrReverse != 0 {
		if ground == "" {
			ground = p.colours.Background
		}
		k.colour, ground = ground, k.colour
	}
	k.bold, k.faint, k.under = s.Attrs&uv.AttrBold != 0, s.Attrs&uv.AttrFaint != 0, s.Underline != 0
	return k, ground
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
