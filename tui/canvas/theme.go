package canvas

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// Style is how one cell looks: an ink, a ground behind it, and how the ink is written. The styles below are inks on no ground.
type Style uint32

// An ink is what a piece of text means; the theme gives it a colour. Nothing is told by colour alone.
const (
	Text      Style = iota
	Dim             // labels, units, what is less important
	Frame           // frames and axes
	Signal          // the synthesized signal
	Map             // the feature map
	Over            // the part of the map above the threshold
	Threshold       // threshold lines
	Real            // real segments from the data
	Accent          // what is active: running mark, focused pane, open field
	Alert           // dead, failed, diverged, errors
	firstKind       // the first of the inks that tell activities apart, beside their symbols
)

const (
	kinds    = 8
	inkCount = firstKind + kinds

	inkBits, groundShift, groundBits       = 0xff, 8, 0xff00
	bold, faint, under               Style = 1 << 16, 1 << 17, 1 << 18
)

// Ground is a background.
type Ground uint8

const (
	groundNone Ground = iota
	OnWindow          // the best window
	OnCursor          // the row or value under the cursor
	OnMap             // a bar of the feature map behind a mark
	OnOver            // a bar above the threshold behind a mark
	groundCount
)

// Kind is the ink of the activity numbered i, from 0; inks repeat.
func Kind(i int) Style { return firstKind + Style(i%kinds) }

func (s Style) ink() Style     { return s & inkBits }
func (s Style) ground() Ground { return Ground(s & groundBits >> groundShift) }

// Strong returns s in bold.
func (s Style) Strong() Style { return s | bold }

// Weak returns s as stale results are written.
func (s Style) Weak() Style { return s | faint }

// Underlined returns s with a line below.
func (s Style) Underlined() Style { return s | under }

// In returns s in the ink of another style.
func (s Style) In(ink Style) Style { return s&^inkBits | ink.ink() }

// On returns s on another ground.
func (s Style) On(g Ground) Style { return s&^groundBits | Style(g)<<groundShift }

// over returns s drawn over what is there: a background stays unless s brings its own.
func (s Style) over(below Style) Style {
	if s.ground() == groundNone {
		return s.On(below.ground())
	}
	return s
}

// Theme turns styles into escape sequences for one kind of terminal.
type Theme struct {
	Dark    bool
	Profile colorprofile.Profile
	cache   map[Style]string
}

// The palettes are indices into the terminal's 256 colours: as exact as RGB on every terminal that has them, and a
// third of the bytes. -1 is the terminal's own colour.
var palettes = [2]struct {
	ink    [inkCount]int
	ground [groundCount]int
}{
	{ // light
		ink:    [inkCount]int{-1, 242, 250, 25, 71, 130, 130, 96, 25, 160, 25, 172, 29, 168, 166, 38, 239, 100},
		ground: [groundCount]int{-1, 255, 252, 71, 130},
	},
	{ // dark
		ink:    [inkCount]int{-1, 246, 239, 80, 108, 179, 179, 140, 80, 203, 69, 214, 42, 175, 173, 117, 250, 185},
		ground: [groundCount]int{-1, 235, 238, 108, 179},
	},
}

// The sixteen colours of older terminals, the same for both backgrounds as far as they can be read on both.
var (
	sixteenDark  = [inkCount]int{-1, 7, 8, 14, 2, 3, 3, 5, 14, 9, 12, 11, 10, 13, 9, 14, 7, 3}
	sixteenLight = [inkCount]int{-1, 8, 7, 4, 2, 3, 3, 5, 4, 1, 4, 3, 2, 5, 1, 6, 8, 3}
)

// NewTheme returns the theme for a dark or a light background and for what colours a terminal can show.
func NewTheme(dark bool, profile colorprofile.Profile) *Theme {
	return &Theme{Dark: dark, Profile: profile, cache: map[Style]string{}}
}

// colours tells whether the terminal shows colours at all.
func (t *Theme) colours() bool { return t.Profile >= colorprofile.ANSI }

// Shades tells whether it can shade a background quietly.
func (t *Theme) Shades() bool { return t.Profile >= colorprofile.ANSI256 }

// SGR returns the sequence that sets exactly this style, whatever was set before.
func (t *Theme) SGR(s Style) string {
	if out, ok := t.cache[s]; ok {
		return out
	}
	var b strings.Builder
	b.WriteString("\x1b[0")
	add := func(codes ...int) {
		for _, c := range codes {
			b.WriteByte(';')
			b.WriteString(strconv.Itoa(c))
		}
	}
	if s&bold != 0 {
		add(1)
	}
	if s&under != 0 {
		add(4)
	}
	p := palettes[0]
	sixteen := sixteenLight
	if t.Dark {
		p, sixteen = palettes[1], sixteenDark
	}
	switch {
	case t.Shades():
		if c := p.ink[s.ink()]; s&faint != 0 {
			add(38, 5, p.ink[Dim])
		} else if c >= 0 {
			add(38, 5, c)
		}
		if c := p.ground[s.ground()]; c >= 0 {
			add(48, 5, c)
		}
	case t.colours():
		c := sixteen[s.ink()]
		if s&faint != 0 {
			c = sixteen[Dim]
		}
		switch s.ground() {
		case OnCursor:
			if t.Dark {
				add(100)
			} else {
				add(47)
			}
		case OnMap:
			add(42)
		case OnOver:
			add(43)
		}
		if c >= 8 {
			add(90 + c - 8)
		} else if c >= 0 {
			add(30 + c)
		}
	default:
		if g := s.ground(); g == OnCursor || g == OnMap || g == OnOver {
			add(7)
		}
		if s&faint != 0 || s.ink() == Frame {
			add(2)
		}
		if s.ink() == Accent || s.ink() == Alert {
			add(1)
		}
	}
	b.WriteByte('m')
	t.cache[s] = b.String()
	return t.cache[s]
}
