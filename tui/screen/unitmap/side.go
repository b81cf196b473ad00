package unitmap

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"actmax/optimize"
	"actmax/optimize/atlas"
	"actmax/tui/canvas"
	"actmax/tui/session/tree"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// drawSide draws signal and feature map of the unit under the cursor, the units nearest to it, and the legend.
func (s *Screen) drawSide(p canvas.Painter, spots []spot) {
	s.sideHeading(canvas.Rect(p.X-1, p.Y-1, p.W+2, 1))
	counts := legend(spots)
	columns := 1
	if p.W >= 44 {
		columns = 2
	}
	rows := 0
	if len(counts) > 0 {
		rows = 1 + min((len(counts)+columns-1)/columns, max(3, p.H/3))
	}
	near := min(6, max(2, p.H/8))
	upper := p.H - rows - near
	y := 0
	if snap := s.snapshot(); snap != nil && upper >= 4 {
		s.drawSignal(p.Part(0, 0, p.W, upper), snap)
	} else {
		p.Words(s.reason(), style.Dim)
	}
	y += upper
	s.drawNear(p.Part(0, y, p.W, near), spots)
	y += near
	if rows > 0 {
		s.drawLegend(p.Part(0, y, p.W, rows), counts, columns, len(spots))
	}
}

// snapshot returns the result of the unit under the cursor, or its newest state while it runs.
func (s *Screen) snapshot() *optimize.Snapshot {
	v := s.common.Session.Open.Visits[s.At]
	switch {
	case v == nil || v.Err != nil:
		return nil
	case v.Result != nil:
		return &v.Result.Snapshot
	}
	return s.snap
}

// reason returns the reason why the unit cannot be drawn.
func (s *Screen) reason() string {
	if v := s.common.Session.Open.Visits[s.At]; v != nil && v.Err != nil {
		return v.Err.Error()
	}
	return "waiting to run"
}

// sideHeading writes the name of the unit and its result.
func (s *Screen) sideHeading(r canvas.Area) {
	m := s.common.Session
	p := s.common.Canvas.At(r)
	parts := []string{m.Open.Tree.Name(s.At)}
	if name := m.ClassName(s.At); name != "" {
		parts[0] += " " + name
	}
	v := m.Open.Visits[s.At]
	if brief := m.Summary(s.At.Layer, s.At.Unit); brief.Word != "" {
		parts = append(parts, brief.Word)
	} else if brief.Attainment != "" {
		parts = append(parts, "attains "+brief.Attainment)
	}
	switch {
	case v == nil:
	case v.Running():
		parts = append(parts, s.common.Glyphs.Run)
	case v.Stale(m.Settings):
		parts = append(parts, "~")
	}
	if text, guessed := s.common.About(s.At, v); text != "" && !guessed {
		parts = append(parts, text)
	}
	var texts []string
	for n := len(parts); n > 0; n-- {
		texts = append(texts, strings.Join(parts[:n], "  "))
	}
	p.Text(2, 0, " "+canvas.FirstThatFits(p.W-6, s.common.Glyphs, texts...)+" ", style.Text.Strong())
}

// drawSignal draws signal and feature map of the unit.
func (s *Screen) drawSignal(p canvas.Painter, snap *optimize.Snapshot) {
	v := *s.common.Session.Open.Visits[s.At]
	v.Shown, v.Playing = snap, false
	sc := s.common.Scene(&v)
	if v.Result != nil && v.Found.Of == v.Result { // the window that was compared
		sc.From, sc.To = v.Found.Window[0], v.Found.Window[1]
	}
	shape := s.common.Shape()
	signal := p.H * 3 / 5
	switch {
	case shape.Single:
		signal = p.H - 3
	case shape.Axes > 1:
		signal = min(widget.WholeRows(p.H*3/5, len(sc.Axes)), max(2, p.H-3))
	}
	s.signal.DrawSignal(p.Part(0, 0, p.W, signal), sc)
	s.signal.DrawMap(p.Part(0, signal, p.W, p.H-signal), sc)
}

// drawNear lists the units nearest on the map to the one under the cursor, with the distance of their signals; on the
// map by shifts, at the shift with the smallest difference.
func (s *Screen) drawNear(p canvas.Painter, spots []spot) {
	g := s.common.Glyphs
	here := slices.IndexFunc(spots, func(q spot) bool { return q.Unit == s.At.Unit })
	if here < 0 {
		p.Text(1, 0, canvas.Clip("not on the map; use j/k", p.W-2, g), style.Dim)
		return
	}
	at := spots[here]
	x0, y0, _ := s.Camera.At(at.X, at.Y)
	together := []string{}
	order := make([]int, 0, len(spots))
	for i, q := range spots {
		if i == here {
			continue
		}
		order = append(order, i)
		if x, y, _ := s.Camera.At(q.X, q.Y); x == x0 && y == y0 {
			together = append(together, fmt.Sprint(q.Unit))
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		d := math.Hypot(spots[a].X-at.X, spots[a].Y-at.Y) - math.Hypot(spots[b].X-at.X, spots[b].Y-at.Y)
		switch {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return 0
	})
	title := "nearest on the map"
	if s.View == ViewShifts {
		title = canvas.FirstThatFits(p.W-2, g, title+" by shifts", "nearest by shifts")
	}
	if len(together) > 0 {
		title = "in one cell with " + strings.Join(together, " ")
	}
	p.Text(1, 0, canvas.Clip(title, p.W-2, g), style.Dim)
	letters := symbolsOf(s.common)
	for y := 1; y < p.H && y <= len(order); y++ {
		q := spots[order[y-1]]
		s.drawRow(p, y, q, letters)
	}
}

// drawRow writes a unit's number, activity and the distance of its signal to that under the cursor.
func (s *Screen) drawRow(p canvas.Painter, y int, q spot, letters []string) {
	m := s.common.Session
	x := p.Text(1, y, fmt.Sprintf("%3d ", q.Unit), style.Text)
	symbol, name := UnknownSymbol, ""
	if q.kind >= 0 {
		symbol, name = letters[q.kind], m.Data.Index.Data.Activities[q.kind]
	}
	x = p.Text(x, y, symbol+" ", kindStyle(q.kind).Strong())
	right := p.W - 1
	a, b := m.Open.Visits[s.At], m.Open.Visits[tree.Place{Layer: s.layer, Unit: q.Unit}]
	if a != nil && a.Result != nil && b != nil && b.Result != nil {
		axes, _ := m.Open.Network.SignalShape(s.layer)
		signal := a.Result.Signal
		apart := atlas.Apart(signal, b.Result.Signal, len(signal)/max(axes, 1), s.View == ViewShifts)
		right = p.TextRight(right, y, fmt.Sprintf("%.3f G", apart), style.Dim)
	}
	p.Text(x, y, canvas.Clip(name, right-x-1, s.common.Glyphs), style.Dim)
}

// drawLegend lists the activities on the map, with their symbols and counts.
func (s *Screen) drawLegend(p canvas.Painter, counts []kindCount, columns, units int) {
	m := s.common.Session
	g := s.common.Glyphs
	title := canvas.FirstThatFits(p.W-2, g,
		fmt.Sprintf("most similar activity of %d units", units), fmt.Sprintf("activities of %d units", units))
	p.Text(1, 0, title, style.Dim)
	letters := symbolsOf(s.common)
	rows := p.H - 1
	wide := p.W / columns
	for i, k := range counts {
		x, y := i/rows*wide, 1+i%rows
		if i >= rows*columns {
			break
		}
		if i == rows*columns-1 && len(counts) > rows*columns {
			left := 0
			for _, k := range counts[i:] {
				left += k.units
			}
			more := fmt.Sprintf("%s %d in %d more", g.More, left, len(counts)-i)
			p.Text(x+1, y, canvas.Clip(more, wide-2, g), style.Dim)
			break
		}
		symbol, name := UnknownSymbol, "not known yet"
		if k.kind >= 0 {
			symbol, name = letters[k.kind], m.Data.Index.Data.Activities[k.kind]
		} else if m.Data.Index.Data == nil || m.Data.Index.Err != nil {
			name = "no data"
		}
		st := kindStyle(k.kind).Strong()
		text := style.Text
		if k.shown == 0 {
			symbol, st, text = strings.ToLower(symbol), st.Weak(), text.Weak()
		}
		p.Text(x+1, y, symbol, st)
		end := p.Part(x, 0, wide, p.H).TextRight(wide-1, y, fmt.Sprint(k.units), text)
		p.Text(x+3, y, canvas.Clip(name, end-4, g), text)
	}
}
