package picture

import "fmt"

// Lines and blocks are drawn as shapes, because the glyphs of many fonts do not fill the cell, so that lines would
// have gaps.

// reach says to which edges of a cell a line glyph leads from the middle, and whether its corner is round.
type reach struct {
	up, right, down, left, round bool
}

var lines = map[rune]reach{
	'─': {right: true, left: true}, '│': {up: true, down: true},
	'┌': {right: true, down: true}, '┐': {down: true, left: true},
	'└': {up: true, right: true}, '┘': {up: true, left: true},
	'├': {up: true, right: true, down: true}, '┤': {up: true, down: true, left: true},
	'┬': {right: true, down: true, left: true}, '┴': {up: true, right: true, left: true},
	'┼': {up: true, right: true, down: true, left: true},
	'╴': {left: true}, '╵': {up: true}, '╶': {right: true}, '╷': {down: true},
	'╭': {right: true, down: true, round: true}, '╮': {down: true, left: true, round: true},
	'╰': {up: true, right: true, round: true}, '╯': {up: true, left: true, round: true},
}

// dashes are dashed lines, relative to the corner of the cell.
var dashes = map[rune]string{
	'╌': "m1 8h2m2 0h2", '┄': "m0 8h2m1 0h2m1 0h2",
	'┊': "m4 1v2m0 2v2m0 2v2m0 2v2", '╎': "m4 2v4m0 4v4", '┆': "m4 1v3m0 3v3m0 3v3",
}

// marks are small filled shapes, relative to the corner of the cell.
var marks = map[rune]string{
	'▶': "m1 3l6 5-6 5z", '▸': "m2 5l4 3-4 3z", '▾': "m1.5 6h5l-2.5 4z",
	'▲': "m1 12h6l-3-8z", '▼': "m1 4h6l-3 8z",
}

// stroke returns the parts of a line glyph in the cell at x of a row: its horizontal part, and a path for the rest.
func stroke(r rune, x int) (level block, d string, ok bool) {
	if d, ok := dashes[r]; ok {
		return block{}, fmt.Sprintf("M%d 0%s", x*cellWidth, d), true
	}
	l, ok := lines[r]
	if !ok {
		return block{}, "", false
	}
	x0, mx, x1 := x*cellWidth, x*cellWidth+cellWidth/2, (x+1)*cellWidth
	const my = cellHeight / 2
	if l.round {
		from, to := x0, 0
		if l.right {
			from = x1
		}
		if l.down {
			to = cellHeight
		}
		return block{}, fmt.Sprintf("M%d %dQ%d %d %d %d", from, my, mx, my, mx, to), true
	}
	switch {
	case l.up && l.down:
		d = fmt.Sprintf("M%d 0v%d", mx, cellHeight)
	case l.up:
		d = fmt.Sprintf("M%d 0v%d", mx, my)
	case l.down:
		d = fmt.Sprintf("M%d %dv%d", mx, my, my)
	}
	switch {
	case l.left && l.right:
		level = block{x0, my, cellWidth, 0}
	case l.left:
		level = block{x0, my, cellWidth / 2, 0}
	case l.right:
		level = block{mx, my, cellWidth / 2, 0}
	}
	return level, d, true
}

// block is a filled part of a cell, in SVG units from its corner.
type block struct{ x, y, w, h int }

// blocks returns the filled parts of a block or braille glyph.
func blocks(r rune) []block {
	switch {
	case r >= '▁' && r <= '█':
		h := int(r-'▁'+1) * cellHeight / 8
		return []block{{0, cellHeight - h, cellWidth, h}}
	case r >= '▉' && r <= '▏':
		return []block{{0, 0, int('▏'-r+1) * cellWidth / 8, cellHeight}}
	case r == '▀':
		return []block{{0, 0, cellWidth, cellHeight / 2}}
	case r == '▐':
		return []block{{cellWidth / 2, 0, cellWidth / 2, cellHeight}}
	case r > '\u2800' && r <= '\u28ff':
		// Bits 0 to 2 are the upper three dots on the left, 3 to 5 those on the right, 6 and 7 the lowest two.
		var out []block
		for bit := range 8 {
			if r&(1<<bit) == 0 {
				continue
			}
			x, y := bit/3, bit%3
			if bit >= 6 {
				x, y = bit-6, 3
			}
			out = append(out, block{1 + x*cellWidth/2, 1 + y*cellHeight/4, 2, 2})
		}
		return out
	}
	return nil
}
