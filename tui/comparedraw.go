package tui

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
)

// compareNumbers are the rows under the plots, the most telling first: as many as there is room for.
var compareNumbers = []struct {
	name string
	of   func(m *explorer, v *visit, s *optimize.Snapshot) float64
}{
	{"attainment", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Attainment }},
	{"max a", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.MaxActivation }},
	{"MSE", func(m *explorer, v *visit, s *optimize.Snapshot) float64 { // of the most similar segments, at the end
		if v.result == nil || s.Step < v.last() {
			return nan
		}
		return m.similarityOf(v)
	}},
	{"f", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Terms.F }},
	{"R l2", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Terms.L2 }},
	{"R tv", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Terms.TV }},
	{"R eap", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Terms.EAP }},
	{"max |x| G", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.MaxAmplitude }},
	{"moved G", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Displacement }},
	{"R aap", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Terms.AAP }},
	{"sum", func(_ *explorer, _ *visit, s *optimize.Snapshot) float64 { return s.Terms.Objective }},
}

const nameWidth, numberWidth = 11, 9

func (c *compareScreen) draw(m *explorer) {
	w, h := m.layout.w, m.layout.h
	half := (w - 1) / 2
	numbers := min(len(compareNumbers)+1, max(5, (h-4)/3)) // and the line of the difference
	plots := h - 3 - numbers
	signal := max(4, plots*8/13)
	if s := m.shape(); s.single && plots >= 16 { // one value needs few rows
		signal = whole(plots-4, s.axes)
	}
	cv := &m.canvas
	cv.Box(canvas.Rect(0, 0, half+1, h))
	cv.Box(canvas.Rect(half, 0, w-half, h))
	cv.Frames(m.glyphs)
	c.share1(m)
	for i := range c.columns {
		col := &c.columns[i]
		r := canvas.Rect(1+i*half, 1, half-1, h-2) // of one width, so that equal signals look equal
		c.heading(m, i, r)
		if col.err != nil {
			cv.At(r).Words(col.err.Error(), canvas.Alert)
			continue
		}
		if why := c.missing(m, i); why != "" {
			cv.At(r).Words(why, canvas.Dim)
			continue
		}
		v := col.view
		if v == nil || v.shown == nil {
			continue
		}
		sc := c.scene(m, v)
		col.signal.drawSignal(cv.At(canvas.Rect(r.X, r.Y, r.W, signal)), sc)
		col.signal.drawMap(cv.At(canvas.Rect(r.X, r.Y+signal, r.W, plots-signal)), sc)
		if c.playing {
			if cost := col.drawn(cv.At(canvas.Rect(r.X, r.Y, r.W, plots))); col.fresh {
				c.credit -= cost
			}
		}
		col.fresh = false
		col.drawNumbers(m, cv.At(canvas.Rect(r.X, r.Y+plots+1, r.W, numbers)))
	}
	p := cv.Full()
	for x := 1; x < w-1; x++ {
		if x != half {
			p.Put(x, 1+plots, m.glyphs.Frame[canvas.Left|canvas.Right], canvas.Frame)
		}
	}
	c.drawDistance(m, p, 1+plots)
}

// drawn keeps what was drawn of a column's plots and returns about how many bytes it takes on the wire compared with what
// was drawn before: the renderer sends a row from its first change to its last.
func (col *compareColumn) drawn(p canvas.Painter) float64 {
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

// share1 makes the value axes of both columns one: what either needs. Activations of different layers have no common scale:
// there each column keeps its own.
func (c *compareScreen) share1(m *explorer) {
	maps := c.columns[0].place.layer == c.columns[1].place.layer
	lo, hi := math.Inf(1), math.Inf(-1)
	mlo, mhi := 0.0, math.Inf(-1)
	for i := range c.columns {
		v := c.columns[i].view
		if v == nil || v.shown == nil || !canvas.Finite(v.shown.Signal) {
			continue
		}
		if a, b, ok := canvas.Bounds(v.shown.Signal); ok && v.shown.Axes == 1 { // several axes are drawn in strips of their own height
			lo, hi = min(lo, a), max(hi, b)
		}
		if a, b, ok := canvas.Bounds(v.shown.Map); ok {
			mlo, mhi = min(mlo, a), max(mhi, b)
		}
		for _, t := range []float64{v.shown.Threshold, p95(v.job.Network, v.place)} {
			if canvas.Known(t) {
				mlo, mhi = min(mlo, t), max(mhi, t*1.05)
			}
		}
	}
	if mhi <= mlo {
		mhi = mlo + 1
	}
	c.value.Fit(lo, hi)
	c.map_.Fit(mlo, mhi)
	for i := range c.columns {
		s := &c.columns[i].signal
		s.value = c.value
		s.value.Settle() // a column alone does not shrink it
		if maps {
			s.map_ = c.map_
			s.map_.Settle()
		}
	}
}

// scene gathers what the plots of a column show.
func (c *compareScreen) scene(m *explorer, v *visit) *scene {
	sc := m.scene(v)
	sc.picked, sc.stale = nil, false
	if !sc.alert && (v.result == nil || v.result.Restarts == 0) {
		sc.note = "" // other settings are what is compared here
	}
	axes, _ := v.job.Network.SignalShape(v.place.layer)
	if cursor, _ := m.o.Network.SignalShape(m.tree.cursor.layer); axes != cursor {
		sc.names, sc.axes = make([]string, axes), make([]int, axes)
		for i := range sc.names {
			sc.names[i], sc.axes[i] = fmt.Sprintf("axis_%d", i), i
			if m.o.Dataset != nil && len(m.o.Dataset.Axes) == axes {
				sc.names[i] = m.o.Dataset.Axes[i]
			}
		}
	}
	return sc
}

// p95 is the 95th percentile of a unit's training activations, not a number where it is not known.
func p95(n *model.Network, p place) float64 {
	if s := n.Layers[p.layer].Statistics; s != nil && p.unit < len(s.P95) {
		return float64(s.P95[p.unit])
	}
	return nan
}

// heading names a column: unit, settings, step.
func (c *compareScreen) heading(m *explorer, i int, r canvas.Area) {
	col, g := &c.columns[i], m.glyphs
	p := m.canvas.Full()
	st := canvas.Text.Strong()
	mark := " "
	if c.active == i {
		st, mark = canvas.Accent.Strong(), " "+g.Here+" "
	}
	dot := " " + g.Point + " "
	right := ""
	if v := col.view; v != nil && v.shown != nil {
		right = fmt.Sprintf(" %d/%d%s%s ", v.shown.Step, v.job.Settings.Steps, dot, c.status(m, v))
		if e := v.edited(); e >= 0 {
			right = fmt.Sprintf(" edited at %d%s%s", e, dot, right[1:])
		}
	}
	left := mark + col.unitName(m) + dot + col.under(m) + " "
	if c.twins && ansi.StringWidth(left)+ansi.StringWidth(right)+3 > r.W { // the units differ, the method does not
		left = mark + col.unitName(m) + " "
	}
	if ansi.StringWidth(left)+ansi.StringWidth(right)+3 > r.W && col.view != nil && col.view.shown != nil {
		right = fmt.Sprintf(" %d ", col.view.shown.Step)
	}
	x := p.Text(r.X+1, r.Y-1, canvas.Clip(left, r.W-2-ansi.StringWidth(right), g), st)
	if from := r.X + r.W - 1 - ansi.StringWidth(right); from > x {
		p.Text(from, r.Y-1, right, canvas.Text)
	}
}

// status is the word at the end of a heading.
func (c *compareScreen) status(m *explorer, v *visit) string {
	switch {
	case c.playing && c.flat:
		return m.glyphs.Run + " flat out"
	case c.playing && m.speed != 1:
		return fmt.Sprintf("%s %gx", m.glyphs.Run, m.speed)
	case c.playing:
		return m.glyphs.Run
	case v.result != nil && v.at >= v.last():
		return "end"
	}
	return "held"
}

// count takes over the state whose numbers are shown, and how far they lie from the other column's.
func (col *compareColumn) count(m *explorer, other *compareColumn) {
	v, w := col.view, other.view
	if v == nil || v.shown == nil {
		return
	}
	col.shown, col.searched = v.shown, canvas.Known(m.similarityOf(v))
	texts := make([][2]string, len(compareNumbers))
	for i, n := range compareNumbers {
		a := n.of(m, v, v.shown)
		comparable := n.name != "attainment" || w == nil || m.percentile(v.place.layer) == m.percentile(w.place.layer) // a share is no ratio
		if texts[i][0] = short(a); n.name == "MSE" && canvas.Known(a) {
			texts[i][0] = mse(a)
		}
		if w != nil && w.shown != nil && comparable {
			if d := a - n.of(m, w, w.shown); canvas.Known(d) {
				texts[i][1] = difference(d)
			}
		}
	}
	if !slices.Equal(texts, col.texts) {
		col.texts, m.dirty = texts, true
	}
}

// drawNumbers writes a column's numbers.
func (col *compareColumn) drawNumbers(m *explorer, p canvas.Painter) {
	if col.shown == nil {
		return
	}
	settings := col.view.job.SettingsAt(col.shown.Step)
	for y, n := range compareNumbers[:min(p.H, len(col.texts))] {
		p.Text(1, y, n.name, canvas.Dim)
		p.TextRight(nameWidth+numberWidth, y, col.texts[y][0], canvas.Text)
		x := nameWidth + 2*numberWidth + 2
		p.TextRight(x, y, col.texts[y][1], canvas.Dim)
		if w, ok := weightOf(n.name, settings); ok {
			if text := "w " + setting.Typed(w); x+1+ansi.StringWidth(text) < p.W {
				p.Text(x+1, y, text, canvas.Dim)
			}
		}
	}
}

// weightOf is the weight of the penalty that a row shows.
func weightOf(name string, s optimize.Settings) (float64, bool) {
	word, ok := strings.CutPrefix(name, "R ")
	i := slices.Index(optimize.Penalties[:], word)
	if !ok || i < 0 {
		return 0, false
	}
	return *s.Weights()[i], true
}

// difference writes how far a number lies from another, always with its sign.
func difference(d float64) string {
	if math.Abs(d) < 0.0005 {
		return "="
	}
	if d > 0 {
		return "+" + short(d)
	}
	return short(d)
}

// drawDistance writes on the line above the numbers how far the two signals lie apart.
func (c *compareScreen) drawDistance(m *explorer, p canvas.Painter, y int) {
	if c.twins {
		for _, text := range c.likeness(m) {
			if n := ansi.StringWidth(text); n > 0 && n <= m.layout.w-6 {
				p.Text(max(2, (m.layout.w-n-2)/2), y, " "+text+" ", canvas.Text)
				return
			}
		}
		return
	}
	a, b := c.columns[0].shown, c.columns[1].shown
	if a == nil || b == nil || len(a.Signal) != len(b.Signal) || !canvas.Finite(a.Signal) || !canvas.Finite(b.Signal) {
		return
	}
	apart := score.Difference(a.Signal, b.Signal)
	text := fmt.Sprintf(" signals %s G apart (root mean square) %s numbers with the difference from the other column ", short(apart), m.glyphs.Point)
	if ansi.StringWidth(text) > m.layout.w-4 {
		text = fmt.Sprintf(" signals %s G apart (root mean square) ", short(apart))
	}
	p.Text(max(2, (m.layout.w-ansi.StringWidth(text))/2), y, text, canvas.Text)
}
