package unitmap

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/style"
)

func (s *Screen) Draw() {
	s.TurnToLayer()
	if s.View == ViewRepeats {
		s.Repeats.draw(s.common, s)
		return
	}
	c, w, h := s.common.Canvas, s.common.Size.W, s.common.Size.H
	side := min(max(27, w*3/8), 66)
	c.Box(canvas.Rect(0, 0, w-side, h))
	c.Box(canvas.Rect(w-side-1, 0, side+1, h))
	c.Frames(s.common.Glyphs)
	s.Plot = canvas.Rect(1, 1, w-side-2, h-2)
	s.heading(canvas.Rect(0, 0, w-side, h))
	right := canvas.Rect(w-side, 1, side-1, h-2)
	for _, line := range s.notes() {
		s.Plot.H--
		below := c.At(canvas.Rect(s.Plot.X, s.Plot.Y+s.Plot.H, s.Plot.W, 1))
		below.Text(1, 0, canvas.Clip(line, s.Plot.W-2, s.common.Glyphs), style.Dim)
	}
	spots := s.Spots()
	s.drawMap(c.At(s.Plot), spots)
	s.drawSide(c.At(right), spots)
}

// notes returns the lines below the map, from the bottom up: which units are not on it and, if there is room and the
// map is complete, whether units of the same activity lie together.
func (s *Screen) notes() (out []string) {
	if note := s.missing(); note != "" {
		out = append(out, note)
	}
	c := s.Layout()
	if c == nil || !c.Last || s.common.Size.H < screen.WideHeight || !number.Known(float64(c.Signals.Same)) {
		return out
	}
	a := c.Signals
	same := func(words string) string {
		return fmt.Sprintf(words, 100*float64(a.Same), atlas.Neighbours, 100*float64(a.Chance), float64(a.P))
	}
	full := same("%.0f%% of the %d nearest by signal have the same activity (by chance %.0f%%, p %.3f)")
	short := same("%.0f%% of the %d nearest: same activity (by chance %.0f%%, p %.3f)")
	kl := fmt.Sprintf("  KL %.2f", float64(c.KL))
	return append(out, canvas.FirstThatFits(s.Plot.W-2, s.common.Glyphs, full+kl, full, short+kl, short))
}

// heading writes what is shown and its progress.
func (s *Screen) heading(r canvas.Area) {
	m := s.common.Session
	p, g := s.common.Canvas.At(r), s.common.Glyphs
	dot := " " + g.Point + " "
	name, units := m.OfNetwork(m.Open.Tree.Layers[s.layer].Name), m.Open.Tree.Layers[s.layer].Units
	now := TakeCensus(m, s.layer)
	spots := s.Spots()
	count := fmt.Sprintf("%d of %d units", len(spots), units)
	if m.Open.Query != "" {
		count += "  /" + m.Open.Query
	}
	shift, zoom, outside := "", "", 0
	if s.View == ViewShifts {
		shift = dot + "by shifts"
	}
	for _, p := range spots {
		if _, _, ok := s.Camera.At(p.X, p.Y); !ok {
			outside++
		}
	}
	if s.Zoom > 0 {
		zoom = fmt.Sprintf("%szoom %d", dot, s.Zoom)
		if outside > 0 {
			zoom += fmt.Sprintf(", %d outside", outside)
		}
	}
	right := ""
	switch {
	case now.Waiting > 0:
		right = fmt.Sprintf("%d to come", now.Waiting)
	case s.Busy:
		right = "mapping"
	}
	if right != "" {
		right = g.Run + " " + right
	}
	lefts := []string{
		name + dot + count + shift + dot + optimize.MethodOf(m.Settings) + zoom,
		name + dot + count + shift + zoom,
		name + shift + zoom,
		name + dot + count + shift,
		name + shift,
		name,
	}
	for _, left := range lefts {
		if room := p.W - 6 - ansi.StringWidth(left); room < 0 || right != "" && room < ansi.StringWidth(right)+2 {
			continue
		}
		p.Text(2, 0, " "+left+" ", style.Text.Strong())
		break
	}
	if right != "" {
		p.TextRight(p.W-2, 0, " "+right+" ", style.Accent)
	}
}

// drawMap draws the points, one glyph per cell: the letter of the activity, or the number of units in the cell.
func (s *Screen) drawMap(p canvas.Painter, spots []spot) {
	c := s.Layout()
	if c == nil || len(spots) == 0 {
		p.Words("No point yet: "+s.why()+".", style.Dim)
		return
	}
	var follow *atlas.Point
	for i := range c.Points {
		if c.Points[i].Unit == s.At.Unit {
			follow = &c.Points[i]
		}
	}
	s.Camera.Aim(c.Points, s.Zoom, p.W, p.H, follow)
	type pile struct {
		units, shown int
		kind         int // -2: of several activities
		here         bool
	}
	piles := map[[2]int]*pile{}
	for _, q := range spots {
		x, y, ok := s.Camera.At(q.X, q.Y)
		if !ok {
			continue
		}
		at := piles[[2]int{x, y}]
		if at == nil {
			at = &pile{kind: q.kind}
			piles[[2]int{x, y}] = at
		}
		if at.kind != q.kind {
			at.kind = -2
		}
		if at.units++; q.Shown {
			at.shown++
		}
		at.here = at.here || q.Unit == s.At.Unit
	}
	letters := symbolsOf(s.common)
	for cell, at := range piles {
		st, glyph := kindStyle(at.kind), UnknownSymbol
		if at.kind >= 0 {
			glyph = letters[at.kind]
		}
		if at.kind == -2 {
			st = style.Text
		}
		switch {
		case at.units > 9:
			glyph = "+"
		case at.units > 1:
			glyph = fmt.Sprint(at.units)
		case at.shown == 0:
			glyph = strings.ToLower(glyph)
		}
		if at.shown == 0 {
			st = st.Weak()
		} else {
			st = st.Strong()
		}
		p.Put(cell[0], cell[1], glyph, st)
	}
	s.drawOutlines(p, spots)
	for cell, at := range piles {
		if !at.here {
			continue
		}
		p.Ground(cell[0], cell[1], 1, style.OnCursor)
		// markers on both sides, unless they would hide a unit
		for _, side := range []struct {
			dx    int
			glyph string
		}{{-1, s.common.Glyphs.Here}, {1, s.common.Glyphs.Left}} {
			if x := cell[0] + side.dx; piles[[2]int{x, cell[1]}] == nil {
				p.Put(x, cell[1], side.glyph, style.Accent.Strong())
			}
		}
	}
}

// symbolsOf returns the letters of the activities of the data on the screen.
func symbolsOf(m *screen.Common) []string {
	if m.Session.Data.Index.Data == nil {
		return nil
	}
	return Symbols(m.Session.Data.Index.Data.Activities)
}
