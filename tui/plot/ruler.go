package plot

import (
	"actmax/tui/canvas"
	"actmax/tui/style"
)

// RulerFrom returns the first column of a text centred at x, or as near to it as possible.
func RulerFrom(p canvas.Painter, x int, text string) int {
	return min(max(x-len(text)/2, 0), p.W-len(text))
}

// Ruler draws values under a plot, each below its column: the last one, and as many of the others as fit.
func Ruler(p canvas.Painter, y int, at []int, texts []string) {
	free, last := 0, len(texts)-1
	from := func(i int) int { return RulerFrom(p, at[i], texts[i]) }
	for i, s := range texts {
		x := from(i)
		if x < free || i < last && x+len(s) >= from(last) {
			continue
		}
		p.Text(x, y, s, style.Dim)
		free = x + len(s) + 1
	}
}
