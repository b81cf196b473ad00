package tui

import "github.com/guptarohit/asciigraph"

// glyphs are the characters that are not letters; every one is a single column wide.
type glyphs struct {
	frame     [16]string // by the lines that meet: up, right, down, left
	bars      []string   // a column from empty to full
	across    []string   // a row from empty to full
	crossed   []string   // the same with an upright mark in it
	spark     []string   // lowest to highest
	dots      string     // threshold line
	dashes    string     // second threshold line
	edge      string     // edge of the best window where shading is not possible; upright threshold line
	broken    string     // second upright threshold line
	up        string     // points at a value above, or says that there is more
	down      string     // the same below
	run       string     // running
	open      string     // unfolded layer
	fold      string     // folded layer
	here      string     // row under the cursor
	left      string     // points back at it
	point     string     // separates words
	more      string     // text was cut
	plusMinus string
	mean      string // μ
	sigma     string // σ
	sum       string // Σ
	curve     asciigraph.CharSet
	braille   bool // lines may be drawn in Braille patterns
	tick      string
}

var unicodeGlyphs = glyphs{
	frame:  [16]string{" ", "╵", "╶", "└", "╷", "│", "┌", "├", "╴", "┘", "─", "┴", "┐", "┤", "┬", "┼"},
	bars:   []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	across: []string{" ", "╸", "━"}, crossed: []string{"┊", "┥", "┿"},
	spark: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	dots:  "·", dashes: "╌", edge: "┊", broken: "╎", up: "▲", run: "▶", open: "▾", fold: "▸", here: "▸", left: "◂", point: "·", more: "…",
	down: "▼", plusMinus: "±", mean: "μ", sigma: "σ", sum: "Σ", tick: "┤",
	curve: asciigraph.DefaultCharSet, braille: true,
}

var asciiGlyphs = glyphs{
	frame:  [16]string{" ", "|", "-", "+", "|", "|", "+", "+", "-", "+", "-", "+", "+", "+", "+", "+"},
	bars:   []string{" ", ".", ".", ".", ":", ":", ":", "#", "#"},
	across: []string{" ", "-", "="}, crossed: []string{":", "+", "+"},
	spark: []string{"_", ".", "-", "~", "=", "+", "*", "#"},
	dots:  ".", dashes: "-", edge: ":", broken: "!", up: "^", run: ">", open: "v", fold: ">", here: ">", left: "<", point: "-", more: "~",
	down: "v", plusMinus: "+-", mean: "mean", sigma: "sd", sum: "sum", tick: "|",
	curve: asciigraph.CharSet{
		Horizontal: "-", VerticalLine: "|", ArcDownRight: ".", ArcDownLeft: ".", ArcUpRight: "'", ArcUpLeft: "'",
		EndCap: "-", StartCap: "-", UpRight: "'", DownHorizontal: "-",
	},
}
