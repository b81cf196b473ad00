package compare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"actmax/internal/setting"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// numberRows are the rows under the plots, the most informative first; as many as fit are drawn.
var numberRows = []struct {
	name string
	of   func(m *screen.Common, v *visit.Visit, s *optimize.Snapshot) float64
}{
	{"attainment", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Attainment }},
	{"max a", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.MaxActivation }},
	{"MSE", func(m *screen.Common, v *visit.Visit, s *optimize.Snapshot) float64 {
		if v.Result == nil || s.Step < v.Last() {
			return session.NaN
		}
		return m.Session.SimilarityOf(v)
	}},
	{"f", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Terms.F }},
	{"R l2", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Terms.L2 }},
	{"R tv", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Terms.TV }},
	{"R eap", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Terms.EAP }},
	{"max |x| G", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.MaxAmplitude }},
	{"moved G", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Displacement }},
	{"R aap", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Terms.AAP }},
	{"sum", func(_ *screen.Common, _ *visit.Visit, s *optimize.Snapshot) float64 { return s.Terms.Objective }},
}

const nameWidth, numberWidth = 11, 9

// Draw implements screen.Screen.
func (c *Screen) Draw() {
	w, h := c.common.Size.W, c.common.Size.H
	half := (w - 1) / 2
	numbers := min(len(numberRows)+1, max(5, (h-4)/3)) // and the row of the distance
	plots := h - 3 - numbers
	signal := max(4, plots*8/13)
	if s := c.common.Shape(); s.Single && plots >= 16 { // a single activation needs few rows
		signal = widget.WholeRows(plots-4, s.Axes)
	}
	cv := c.common.Canvas
	cv.Box(canvas.Rect(0, 0, half+1, h))
	cv.Box(canvas.Rect(half, 0, w-half, h))
	cv.Frames(c.common.Glyphs)
	c.shareAxes()
	for i := range c.Columns {
		col := &c.Columns[i]
		r := canvas.Rect(1+i*half, 1, half-1, h-2) // both of the same width, so that equal signals look equal
		c.heading(i, r)
		if col.Err != nil {
			cv.At(r).Words(col.Err.Error(), style.Alert)
			continue
		}
		if why := c.missing(i); why != "" {
			cv.At(r).Words(why, style.Dim)
			continue
		}
		v := col.View
		if v == nil || v.Shown == nil {
			continue
		}
		sc := c.scene(v)
		col.Signal.DrawSignal(cv.At(canvas.Rect(r.X, r.Y, r.W, signal)), sc)
		col.Signal.DrawMap(cv.At(canvas.Rect(r.X, r.Y+signal, r.W, plots-signal)), sc)
		if c.Playing {
			if cost := col.drawCost(cv.At(canvas.Rect(r.X, r.Y, r.W, plots))); col.fresh {
				c.credit -= cost
			}
		}
		col.fresh = false
		col.drawNumbers(c.common, cv.At(canvas.Rect(r.X, r.Y+plots+1, r.W, numbers)))
	}
	p := cv.Full()
	for x := 1; x < w-1; x++ {
		if x != half {
			p.Put(x, 1+plots, c.common.Glyphs.Frame[style.Left|style.Right], style.Frame)
		}
	}
	c.drawDistance(p, 1+plots)
}

// drawCost remembers the drawn plots of a column and returns about how many bytes of output their changes take: the
// renderer sends each row from its first change to its last.
func (col *Column) drawCost(p canvas.Painter) float64 {
	cost := 0.0
	same := len(col.before) == p.W*p.H
	if !same {
		col.before = make([]canvas.Cell, p.W*p.H)
	}
	for y := range p.H {
		from, to := -1, -1
		for x := range p.W {
			now := p.Cell(x, y)
			if now == nil {
				continue
			}
			was := &col.before[y*p.W+x]
			if *was != *now {
				if to = x; from < 0 {
					from = x
				}
			}
			*was = *now
		}
		if from >= 0 {
			cost += 24 + 1.5*float64(to-from+1)
		}
	}
	return cost
}

// shareAxes gives both columns the same value axes, wide enough for both. Activations of different layers have no
// common scale, so each column then keeps its own.
func (c *Screen) shareAxes() {
	maps := c.Columns[0].Place.Layer == c.Columns[1].Place.Layer
	lo, hi := math.Inf(1), math.Inf(-1)
	mlo, mhi := 0.0, math.Inf(-1)
	for i := range c.Columns {
		v := c.Columns[i].View
		if v == nil || v.Shown == nil || !number.Finite(v.Shown.Signal) {
			continue
		}
		// Several axes are drawn in rows with their own scale.
		if a, b, ok := plot.Bounds(v.Shown.Signal); ok && v.Shown.Axes == 1 {
			lo, hi = min(lo, a), max(hi, b)
		}
		if a, b, ok := plot.Bounds(v.Shown.Map); ok {
			mlo, mhi = min(mlo, a), max(mhi, b)
		}
		for _, t := range []float64{v.Shown.Threshold, p95(v.Job.Network, v.Place)} {
			if number.Known(t) {
				mlo, mhi = min(mlo, t), max(mhi, t*1.05)
			}
		}
	}
	if mhi <= mlo {
		mhi = mlo + 1
	}
	c.value.Fit(lo, hi)
	c.activation.Fit(mlo, mhi)
	for i := range c.Columns {
		s := &c.Columns[i].Signal
		s.Value = c.value
		s.Value.Settle() // one column alone must not shrink it
		if maps {
			s.MapAxis = c.activation
			s.MapAxis.Settle()
		}
	}
}

// scene returns what the plots of a column show.
func (c *Screen) scene(v *visit.Visit) *widget.Scene {
	sc := c.common.Scene(v)
	sc.Stale = false
	if !sc.Alert && (v.Result == nil || v.Result.Restarts == 0) {
		sc.Note = "" // columns may differ in settings
	}
	axes, _ := v.Job.Network.SignalShape(v.Place.Layer)
	s := c.common.Session
	if cursor, _ := s.Open.Network.SignalShape(s.Open.Tree.Cursor.Layer); axes != cursor {
		sc.Names, sc.Axes = make([]string, axes), make([]int, axes)
		for i := range sc.Names {
			sc.Names[i], sc.Axes[i] = fmt.Sprintf("axis_%d", i), i
			if d := s.Data.Dataset; d != nil && len(d.Axes) == axes {
				sc.Names[i] = d.Axes[i]
			}
		}
	}
	return sc
}

// p95 returns the 95th percentile of a unit's training activations; NaN if unknown.
func p95(n *model.Network, p tree.Place) float64 {
	if s := n.Layers[p.Layer].Statistics; s != nil && p.Unit < len(s.P95) {
		return float64(s.P95[p.Unit])
	}
	return session.NaN
}

// heading draws the unit, settings, step and status of a column.
func (c *Screen) heading(i int, r canvas.Area) {
	col, g := &c.Columns[i], c.common.Glyphs
	p := c.common.Canvas.Full()
	st := style.Text.Strong()
	mark := " "
	if c.active == i {
		st, mark = style.Accent.Strong(), " "+g.Here+" "
	}
	dot := " " + g.Point + " "
	right := ""
	if v := col.View; v != nil && v.Shown != nil {
		right = fmt.Sprintf(" %d/%d%s%s ", v.Shown.Step, v.Job.Settings.Steps, dot, c.status(v))
		if e := v.Edited(); e >= 0 {
			right = fmt.Sprintf(" edited at %d%s%s", e, dot, right[1:])
		}
	}
	left := mark + col.unitName(c.common, c.Counterparts) + dot + col.settingsName(c.common) + " "
	tooWide := func() bool { return ansi.StringWidth(left)+ansi.StringWidth(right)+3 > r.W }
	if c.Counterparts && tooWide() { // both columns have the same method
		left = mark + col.unitName(c.common, c.Counterparts) + " "
	}
	if tooWide() && col.View != nil && col.View.Shown != nil {
		right = fmt.Sprintf(" %d ", col.View.Shown.Step)
	}
	x := p.Text(r.X+1, r.Y-1, canvas.Clip(left, r.W-2-ansi.StringWidth(right), g), st)
	if from := r.X + r.W - 1 - ansi.StringWidth(right); from > x {
		p.Text(from, r.Y-1, right, style.Text)
	}
}

// status returns the state of playback for a heading.
func (c *Screen) status(v *visit.Visit) string {
	switch {
	case c.Playing && c.flat:
		return c.common.Glyphs.Run + " flat out"
	case c.Playing && c.common.Speed != 1:
		return fmt.Sprintf("%s %gx", c.common.Glyphs.Run, c.common.Speed)
	case c.Playing:
		return c.common.Glyphs.Run
	case v.Result != nil && v.At >= v.Last():
		return "end"
	}
	return "held"
}

// updateNumbers takes the numbers of the current state, and their differences from the other column's.
func (col *Column) updateNumbers(m *screen.Common, other *Column) {
	v, w := col.View, other.View
	if v == nil || v.Shown == nil {
		return
	}
	col.shown, col.searched = v.Shown, number.Known(m.Session.SimilarityOf(v))
	texts := make([][2]string, len(numberRows))
	for i, n := range numberRows {
		a := n.of(m, v, v.Shown)
		comparable := true
		if n.name == "attainment" && w != nil { // a percentile and a ratio have no difference
			open := m.Session.Open
			comparable = open.Percentile(v.Place.Layer) == open.Percentile(w.Place.Layer)
		}
		if texts[i][0] = number.Short(a); n.name == "MSE" && number.Known(a) {
			texts[i][0] = number.MSE(a)
		}
		if w != nil && w.Shown != nil && comparable {
			if d := a - n.of(m, w, w.Shown); number.Known(d) {
				texts[i][1] = number.Difference(d)
			}
		}
	}
	if !slices.Equal(texts, col.Texts) {
		col.Texts = texts
		m.Session.Changed()
	}
}

// drawNumbers draws a column's numbers.
func (col *Column) drawNumbers(m *screen.Common, p canvas.Painter) {
	if col.shown == nil {
		return
	}
	settings := col.View.Job.SettingsAt(col.shown.Step)
	for y, n := range numberRows[:min(p.H, len(col.Texts))] {
		p.Text(1, y, n.name, style.Dim)
		p.TextRight(nameWidth+numberWidth, y, col.Texts[y][0], style.Text)
		x := nameWidth + 2*numberWidth + 2
		p.TextRight(x, y, col.Texts[y][1], style.Dim)
		if w, ok := weightOf(n.name, settings); ok {
			if text := "w " + setting.Typed(w); x+1+ansi.StringWidth(text) < p.W {
				p.Text(x+1, y, text, style.Dim)
			}
		}
	}
}

// weightOf returns the weight of the penalty of a row; false if the row is not a penalty.
func weightOf(name string, s optimize.Settings) (float64, bool) {
	word, ok := strings.CutPrefix(name, "R ")
	i := slices.Index(optimize.Penalties[:], word)
	if !ok || i < 0 {
		return 0, false
	}
	return *s.Weights()[i], true
}

// drawDistance draws the distance of the two signals above the numbers.
func (c *Screen) drawDistance(p canvas.Painter, y int) {
	if c.Counterparts {
		for _, text := range c.similarity() {
			if n := ansi.StringWidth(text); n > 0 && n <= c.common.Size.W-6 {
				p.Text(max(2, (c.common.Size.W-n-2)/2), y, " "+text+" ", style.Text)
				return
			}
		}
		return
	}
	a, b := c.Columns[0].shown, c.Columns[1].shown
	if a == nil || b == nil || len(a.Signal) != len(b.Signal) || !number.Finite(a.Signal) || !number.Finite(b.Signal) {
		return
	}
	apart := score.Difference(a.Signal, b.Signal)
	text := fmt.Sprintf(" signals %s G apart (root mean square) %s numbers with difference to the other column ",
		number.Short(apart), c.common.Glyphs.Point)
	if ansi.StringWidth(text) > c.common.Size.W-4 {
		text = fmt.Sprintf(" signals %s G apart (root mean square) ", number.Short(apart))
	}
	p.Text(max(2, (c.common.Size.W-ansi.StringWidth(text))/2), y, text, style.Text)
}
