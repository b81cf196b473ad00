package tui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
)

// style is how one cell looks: an ink, a ground behind it, and how the ink is written. The styles below are inks on no ground.
type style uint32

// An ink is what a piece of text means; the theme gives it a colour. Nothing is told by colour alone.
const (
	inkText      style = iota
	inkDim             // labels, units, what is less important
	inkFrame           // frames and axes
	inkSignal          // the synthesized signal
	inkMap             // the feature map
	inkOver            // the part of the map above the threshold
	inkThreshold       // threshold lines
	inkReal            // real segments from the data
	inkAccent          // what is active: running mark, focused pane, open field
	inkAlert           // dead, failed, diverged, errors
	inkKind            // the first of kinds colours that tell activities apart, beside their symbols
)

const (
	kinds    = 8
	inkCount = inkKind + kinds

	inkBits, groundShift, groundBits       = 0xff, 8, 0xff00
	bold, faint, under               style = 1 << 16, 1 << 17, 1 << 18
)

// ground is a background.
type ground uint8

const (
	groundNone   ground = iota
	groundWindow        // the best window
	groundCursor        // the row or value under the cursor
	groundMap           // a bar of the feature map behind a mark
	groundOver          // a bar above the threshold behind a mark
	groundCount
)

// kindStyle is the ink of the activity numbered i; inks repeat.
func kindStyle(i int) style { return inkKind + style(i%kinds) }

func (s style) ink() style     { return s & inkBits }
func (s style) ground() ground { return ground(s & groundBits >> groundShift) }

func (s style) strong() style     { return s | bold }
func (s style) weak() style       { return s | faint } // stale results
func (s style) underlined() style { return s | under }

// in and on return s with another ink, or another ground.
func (s style) in(ink style) style { return s&^inkBits | ink.ink() }
func (s style) on(g ground) style  { return s&^groundBits | style(g)<<groundShift }

// over returns s drawn over what is there: a background stays unless s brings its own.
func (s style) over(below style) style {
	if s.ground() == groundNone {
		return s.on(below.ground())
	}
	return s
}

type inkName = style

func ink(n style) style { return n }

// theme turns styles into escape sequences for one kind of terminal.
type theme struct {
	dark    bool
	profile colorprofile.Profile
	cache   map[style]string
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

func newTheme(dark bool, profile colorprofile.Profile) *theme {
	return &theme{dark: dark, profile: profile, cache: map[style]string{}}
}

// colours reports whether the terminal shows colours at all, and whether it can shade a background quietly.
func (t *theme) colours() bool { return t.profile >= colorprofile.ANSI }
func (t *theme) shades() bool  { return t.profile >= colorprofile.ANSI256 }

// sgr returns the sequence that sets exactly this style, whatever was set before.
func (t *theme) sgr(s style) string {
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
	if t.dark {
		p, sixteen = palettes[1], sixteenDark
	}
	switch {
	case t.shades():
		if c := p.ink[s.ink()]; s&faint != 0 {
			add(38, 5, p.ink[inkDim])
		} else if c >= 0 {
			add(38, 5, c)
		}
		if c := p.ground[s.ground()]; c >= 0 {
			add(48, 5, c)
		}
	case t.colours():
		c := sixteen[s.ink()]
		if s&faint != 0 {
			c = sixteen[inkDim]
		}
		switch s.ground() {
		case groundCursor:
			if t.dark {
				add(100)
			} else {
				add(47)
			}
		case groundMap:
			add(42)
		case groundOver:
			add(43)
		}
		if c >= 8 {
			add(90 + c - 8)
		} else if c >= 0 {
			add(30 + c)
		}
	default:
		if g := s.ground(); g == groundCursor || g == groundMap || g == groundOver {
			add(7)
		}
		if s&faint != 0 || s.ink() == inkFrame {
			add(2)
		}
		if s.ink() == inkAccent || s.ink() == inkAlert {
			add(1)
		}
	}
	b.WriteByte('m')
	t.cache[s] = b.String()
	return t.cache[s]
}
