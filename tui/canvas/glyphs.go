package canvas

import "github.com/guptarohit/asciigraph"

// Glyphs are the characters that are not letters; every one is a single column wide.
type Glyphs struct {
	Frame     [16]string // by the lines that meet: up, right, down, left
	Bars      []string   // a column from empty to full
	Across    []string   // a row from empty to full
	Crossed   []string   // the same with an upright mark in it
	Spark     []string   // lowest to highest
	Dots      string     // threshold line
	Dashes    string     // second threshold line
	Edge      string     // edge of the best window where shading is not possible; upright threshold line
	Broken    string     // second upright threshold line
	Up        string     // points at a value above, or says that there is more
	Down      string     // the same below
	Run       string     // running
	Open      string     // unfolded layer
	Fold      string     // folded layer
	Here      string     // row under the cursor
	Left      string     // points back at it
	Point     string     // separates words
	More      string     // text was cut
	PlusMinus string
	Mean      string // μ
	Sigma     string // σ
	Sum       string // Σ
	curve     asciigraph.CharSet
	Braille   bool // lines may be drawn in Braille patterns
	Tick      string
}

// Unicode are the glyphs for a terminal that shows them.
var Unicode = Glyphs{
	Frame:  [16]string{" ", "╵", "╶", "└", "╷", "│", "┌", "├", "╴", "┘", "─", "┴", "┐", "┤", "┬", "┼"},
	Bars:   []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	Across: []string{" ", "╸", "━"}, Crossed: []string{"┊", "┥", "┿"},
	Spark: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	Dots:  "·", Dashes: "╌", Edge: "┊", Broken: "╎", Up: "▲", Run: "▶", Open: "▾", Fold: "▸", Here: "▸", Left: "◂", Point: "·", More: "…",
	Down: "▼", PlusMinus: "±", Mean: "μ", Sigma: "σ", Sum: "Σ", Tick: "┤",
	curve: asciigraph.DefaultCharSet, Braille: true,
}

// ASCII are the glyphs for any other.
var ASCII = Glyphs{
	Frame:  [16]string{" ", "|", "-", "+", "|", "|", "+", "+", "-", "+", "-", "+", "+", "+", "+", "+"},
	Bars:   []string{" ", ".", ".", ".", ":", ":", ":", "#", "#"},
	Across: []string{" ", "-", "="}, Crossed: []string{":", "+", "+"},
	Spark: []string{"_", ".", "-", "~", "=", "+", "*", "#"},
	Dots:  ".", Dashes: "-", Edge: ":", Broken: "!", Up: "^", Run: ">", Open: "v", Fold: ">", Here: ">", Left: "<", Point: "-", More: "~",
	Down: "v", PlusMinus: "+-", Mean: "mean", Sigma: "sd", Sum: "sum", Tick: "|",
	curve: asciigraph.CharSet{
		Horizontal: "-", VerticalLine: "|", ArcDownRight: ".", ArcDownLeft: ".", ArcUpRight: "'", ArcUpLeft: "'",
		EndCap: "-", StartCap: "-", UpRight: "'", DownHorizontal: "-",
	},
}
