package style

import "charm.land/lipgloss/v2"

// Lines that meet in a cell of a frame: Glyphs.Frame is indexed by their sum.
const (
	Up uint8 = 1 << iota
	Right
	Down
	Left
)

// Glyphs are the characters that are not letters. All except the symbols of numbers are one column wide.
type Glyphs struct {
	Border    lipgloss.Border // of windows and tables
	Frame     [16]string      // the border by the lines that meet in a cell
	Curve     Curve
	Bars      []string // a column from empty to full
	Across    []string // a row from empty to full
	Crossed   []string // the same with a vertical mark in it
	Spark     []string // lowest to highest
	Dots      string   // threshold line
	Dashes    string   // second threshold line
	Edge      string   // edge of the best window without shading; vertical threshold line
	Broken    string   // second vertical threshold line
	Up        string   // points at a value above, or shows that there is more
	Down      string   // the same below
	Run       string   // running
	Open      string   // unfolded layer
	Fold      string   // folded layer
	Here      string   // row under the cursor
	Left      string   // points back at the row under the cursor
	Point     string   // separates words
	More      string   // text was cut
	Tick      string   // on an axis
	PlusMinus string   // a sign of numbers, as the next three
	Mean      string   // μ
	Sigma     string   // σ
	Sum       string   // Σ
	Braille   bool     // lines can be drawn with Braille patterns
}

// Curve holds the pieces of a line from column to column. A corner is named by the directions that it joins.
type Curve struct {
	Across, Upright                      string
	DownRight, DownLeft, UpRight, UpLeft string
	Begin, End                           string // next to a gap
}

// joints returns the pieces of a border by the lines that meet in a cell.
func joints(b lipgloss.Border) [16]string {
	return [16]string{
		0:  " ",
		Up: b.Left, Down: b.Left, Up | Down: b.Left,
		Left: b.Top, Right: b.Top, Left | Right: b.Top,
		Down | Right: b.TopLeft, Down | Left: b.TopRight, Up | Right: b.BottomLeft, Up | Left: b.BottomRight,
		Up | Right | Down: b.MiddleLeft, Up | Down | Left: b.MiddleRight,
		Right | Down | Left: b.MiddleTop, Up | Right | Left: b.MiddleBottom,
		Up | Right | Down | Left: b.Middle,
	}
}

// curve returns the pieces of a border as those of a curve.
func curve(b lipgloss.Border, begin, end string) Curve {
	return Curve{
		Across: b.Top, Upright: b.Left,
		DownRight: b.TopLeft, DownLeft: b.TopRight, UpRight: b.BottomLeft, UpLeft: b.BottomRight,
		Begin: begin, End: end,
	}
}

// Unicode are the glyphs for a terminal that supports them.
var Unicode = Glyphs{
	Border: lipgloss.NormalBorder(), Frame: joints(lipgloss.NormalBorder()),
	Curve:  curve(lipgloss.RoundedBorder(), "╶", "╴"),
	Bars:   []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	Across: []string{" ", "╸", "━"}, Crossed: []string{"┊", "┥", "┿"},
	Spark: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	Dots:  "·", Dashes: "╌", Edge: "┊", Broken: "╎", Up: "▲", Down: "▼", Run: "▶",
	Open: "▾", Fold: "▸", Here: "▸", Left: "◂", Point: "·", More: "…", Tick: "┤",
	PlusMinus: "±", Mean: "μ", Sigma: "σ", Sum: "Σ", Braille: true,
}

// ASCII are the glyphs for any other terminal.
var ASCII = Glyphs{
	Border: lipgloss.ASCIIBorder(), Frame: joints(lipgloss.ASCIIBorder()),
	Curve: Curve{
		Across: "-", Upright: "|", DownRight: ".", DownLeft: ".", UpRight: "'", UpLeft: "'", Begin: "-", End: "-",
	},
	Bars:   []string{" ", ".", ".", ".", ":", ":", ":", "#", "#"},
	Across: []string{" ", "-", "="}, Crossed: []string{":", "+", "+"},
	Spark: []string{"_", ".", "-", "~", "=", "+", "*", "#"},
	Dots:  ".", Dashes: "-", Edge: ":", Broken: "!", Up: "^", Down: "v", Run: ">",
	Open: "v", Fold: ">", Here: ">", Left: "<", Point: "-", More: "~", Tick: "|",
	PlusMinus: "+-", Mean: "mean", Sigma: "sd", Sum: "sum",
}
