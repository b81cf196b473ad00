package style

// Style is the look of a cell: an ink, a ground behind it, and attributes. The constants are inks without a ground.
type Style uint32

// An ink is what a piece of text means; the theme gives it a colour. Colour is never the only distinction.
const (
	Text      Style = iota
	Dim             // labels, units, what is less important
	Frame           // frames and axes
	Signal          // the synthesized signal
	Map             // the feature map
	Over            // the part of the feature map above the threshold
	Threshold       // threshold lines
	Real            // real segments from the data
	Accent          // what is active: running mark, focused pane, open field
	Alert           // dead, failed, diverged, errors
	inkCount
)

// kinds is the number of inks that distinguish activities, in addition to their symbols.
const kinds = 8

// A Style has the ink in its lowest byte and the ground in the next one. The ink of an activity follows the named ones.
const (
	inkBits, groundShift, groundBits       = 0xff, 8, 0xff00
	bold, faint, under               Style = 1 << 16, 1 << 17, 1 << 18

	adopted   Style = 1 << 31 // a look rendered elsewhere: the lowest bits are its number in the theme
	adoptions       = 1 << 16 // maximum number
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
func Kind(i int) Style { return inkCount + Style(i%kinds) }

// Ink returns the ink of s alone: one of the constants or of what Kind returns.
func (s Style) Ink() Style { return s & inkBits }

// Ground returns what lies behind s.
func (s Style) Ground() Ground { return Ground(s & groundBits >> groundShift) }

// Strong returns s in bold.
func (s Style) Strong() Style { return s | bold }

// Weak returns s in the look of outdated results.
func (s Style) Weak() Style { return s | faint }

// Underlined returns s underlined.
func (s Style) Underlined() Style { return s | under }

// In returns s in the ink of another style.
func (s Style) In(ink Style) Style {
	if s&adopted != 0 {
		return s
	}
	return s&^inkBits | ink.Ink()
}

// On returns s on another ground. An adopted style keeps its own.
func (s Style) On(g Ground) Style {
	if s&adopted != 0 {
		return s
	}
	return s&^groundBits | Style(g)<<groundShift
}

// Over returns s drawn over below: the ground below stays unless s has its own.
func (s Style) Over(below Style) Style {
	if s.Ground() == groundNone && below&adopted == 0 {
		return s.On(below.Ground())
	}
	return s
}

// Empty reports whether a blank in this style shows nothing.
func (s Style) Empty() bool { return s&(adopted|groundBits) == 0 }

// BlankAfter reports whether a blank in style s looks the same in style last: it shows nothing of the ink.
func (s Style) BlankAfter(last Style) bool {
	return (s|last)&adopted == 0 && last&under == 0 && s.Ground() == last.Ground()
}
