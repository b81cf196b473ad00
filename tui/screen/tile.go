package screen

import (
	"fmt"
	"math"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
)

// Grid is the arrangement of tiles on the screen.
type Grid struct {
	Inside  canvas.Area
	Columns int
	Rows    int   // rows of tiles that fit on the screen
	W, Plot int   // columns of a tile, and rows of its plot
	Total   int   // rows of all tiles
	Axes    []int // drawn in each tile
}

// H returns the height of a tile in rows.
func (g Grid) H() int { return g.Plot + 2 }

const (
	TileWidth = 17 // smallest width of a tile
	TilePlot  = 2  // smallest height of the plot of a one-axis signal
	LinePlot  = 4  // height from which the plot is a line instead of bars
)

// Tile is the picture of one unit. It changes only in Take and Measure.
type Tile struct {
	run     visit.Run
	epoch   int
	asked   int // step of the playhead at the last Take
	Snap    *optimize.Snapshot
	value   plot.Axis
	shape   [3]int    // width and height of the plot, first axis
	levels  []int     // height of each column in eighths of a row, axis after axis
	line    []float64 // the curve, if the plot is high enough for one
	number  string
	figure  string // attainment, or the status
	alert   bool   // the status is a failure
	mark    string
	step    string // shown until the run is at its end
	About   string // similarity and activity
	Guessed bool   // About is the activity in which the unit is most active, not the most similar one
	Stale   bool
}

// Take updates the tile and returns about how many bytes of output the change takes; 0 if nothing changed.
func (t *Tile) Take(m *Common, h *Playhead, p tree.Place, v *visit.Visit, g Grid) int {
	was := *t
	t.figure, t.mark, t.step, t.alert, t.Stale = "", "", "", false, false
	t.number = fmt.Sprintf("%0*d", max(2, len(fmt.Sprint(m.Session.Open.Tree.Layers[p.Layer].Units-1))), p.Unit)
	end := false
	switch {
	case v == nil || v.Run == nil:
		t.run, t.Snap, t.levels = nil, nil, nil
	default:
		if t.run != v.Run || t.epoch != v.Epoch {
			t.run, t.epoch, t.asked, t.Snap = v.Run, v.Epoch, -1, nil
			t.value.Reset()
		}
		at := h.Step(v)
		if at != t.asked || t.Snap == nil || t.Snap.Step != at {
			t.asked = at
			t.recall(v, at)
		}
		end = v.Result != nil && at >= v.Last()
	}
	if s := m.Session.Summary(p.Layer, p.Unit); t.Snap == nil {
		t.figure, t.alert = s.Word, s.Word != "" && s.Word != string(optimize.Silent)
	}
	if t.Snap != nil {
		t.figure = number.Attainment(t.Snap.Attainment, m.Session.Open.Percentile(p.Layer))
		status := t.Snap.Status
		if status == optimize.OK && v.Result != nil {
			status = v.Result.Status
		}
		if status != optimize.OK && end || t.Snap.Status != optimize.OK {
			t.figure, t.alert = string(status), status != optimize.Silent
		}
		if !end {
			t.step = fmt.Sprint(t.Snap.Step)
		}
	}
	if v != nil {
		t.Stale = v.Stale(m.Session.Settings)
		switch {
		case v.Running():
			t.mark = m.Glyphs.Run
		case t.Stale:
			t.mark = "~"
		case v.Result != nil && v.Result.Restarts > 0 && v.Result.Status == optimize.OK:
			t.mark = "r"
		}
	}
	t.About, t.Guessed = m.About(p, v)
	t.Measure(g)
	return t.cost(&was)
}

// recall takes the newest recorded state at or before a step.
func (t *Tile) recall(v *visit.Visit, at int) {
	s := v.Run.Tape().Before(at)
	if n := v.Run.Latest(); n != nil && n.Step <= at && (s == nil || n.Step > s.Step) {
		s = n
	}
	if s != nil {
		t.Snap = s
	}
}

// About returns the mean MSE of the most similar real segments and the activity of the nearest one. Until that is known
// it returns the activity in which the unit is most active, and guessed is true.
func (m *Common) About(p tree.Place, v *visit.Visit) (text string, guessed bool) {
	if mean := m.Session.Similarity(p); number.Known(mean) && v.Found.Activity >= 0 {
		return number.MSE(mean) + " " + m.Session.Data.Index.Data.Activities[v.Found.Activity], false
	}
	if i := m.Session.Activity(p); i >= 0 {
		return m.Session.Data.Dataset.Activities[i], true
	}
	return "", false
}

// Measure converts the signal to heights of the plot; a column shows the mean of its samples.
func (t *Tile) Measure(g Grid) {
	w := g.W - 2
	shape := [3]int{w, g.Plot, g.Axes[0]}
	if t.Snap == nil || !number.Finite(t.Snap.Signal) || w < 1 {
		t.levels = nil
		return
	}
	lo, hi, ok := plot.Bounds(t.Snap.Signal)
	if !ok {
		t.levels = nil
		return
	}
	t.value.Fit(lo, hi)
	t.shape, t.line = shape, nil
	if len(g.Axes) == 1 && g.Plot >= LinePlot {
		t.line = plot.Stretch(t.Snap.Axis(g.Axes[0]), w, 0)
	}
	levels := make([]int, 0, w*len(g.Axes))
	rows := max(1, g.Plot/len(g.Axes)) * 8
	for _, a := range g.Axes {
		if a >= t.Snap.Axes {
			continue
		}
		x := t.Snap.Axis(a)
		for i := range w {
			from, to := i*len(x)/w, (i+1)*len(x)/w
			sum, n := 0.0, 0
			for _, v := range x[from:min(max(to, from+1), len(x))] {
				sum, n = sum+float64(v), n+1
			}
			f := (sum/float64(max(1, n)) - t.value.Lo) / (t.value.Hi - t.value.Lo)
			levels = append(levels, 1+min(max(int(math.Floor(f*float64(rows))), 0), rows-1))
		}
	}
	t.levels = levels
}

// Bytes of output: moving to a row and setting its colour, and a glyph.
const (
	bytesRow  = 18
	bytesCell = 4
)

// cost estimates the bytes of output that the change from the tile as it was takes.
func (t *Tile) cost(was *Tile) int {
	bytes := 0
	sameHead := t.number == was.number && t.figure == was.figure && t.mark == was.mark && t.step == was.step
	if !sameHead || t.Stale != was.Stale {
		bytes += bytesRow + 8
	}
	if t.About != was.About || t.Guessed != was.Guessed {
		bytes += bytesRow + len(t.About)
	}
	if t.shape != was.shape || len(t.levels) != len(was.levels) || t.Stale != was.Stale {
		return bytes + (bytesRow+bytesCell*t.shape[0])*t.shape[1]
	}
	w := t.shape[0]
	if w == 0 || len(t.levels) == 0 { // nothing is drawn: no state yet, or no room
		return bytes
	}
	strips := max(1, len(t.levels)/w)
	per := max(1, t.shape[1]/strips)
	for i := range strips {
		for row := range per {
			changed := 0
			for x := range w {
				a, b := t.levels[i*w+x]-8*row, was.levels[i*w+x]-8*row
				if t.line != nil { // the line moved to another row
					a, b = (a+7)/8, (b+7)/8
					if a != b && (a == 1 || b == 1) {
						changed++
					}
				} else if min(max(a, 0), 8) != min(max(b, 0), 8) {
					changed++
				}
			}
			if changed > 0 {
				bytes += bytesRow + bytesCell*changed
			}
		}
	}
	return bytes
}

// Draw draws the tile into its rectangle; here marks the one under the cursor.
func (t *Tile) Draw(p canvas.Painter, g *style.Glyphs, here bool) {
	weak := func(s style.Style) style.Style {
		if t.Stale {
			return s.Weak()
		}
		return s
	}
	x := p.Text(1, 0, t.number, weak(style.Text.Strong()))
	st := style.Text
	if t.alert {
		st = style.Alert
	}
	from := x + 1
	x = max(p.Text(from, 0, canvas.Clip(t.figure, p.W-x-3, g), weak(st)), from+4)
	if t.mark != "" {
		st := style.Dim
		if t.mark == g.Run {
			st = style.Accent
		}
		x = p.Text(x+1, 0, t.mark, st)
	}
	if t.step != "" { // next to the figure, which changes with it, so that both are sent at once
		p.Text(max(x+1, from+7), 0, t.step, weak(style.Dim))
	}
	w, area := t.shape[0], t.shape[1]
	if t.line != nil {
		plot.Curve(p.Part(1, 1, w, area), t.line, t.value.Lo, t.value.Hi, g, weak(style.Signal))
	} else if w > 0 && len(t.levels) > 0 {
		strips := len(t.levels) / w
		per := max(1, area/max(1, strips))
		for i := range strips {
			for x := range w {
				for row := range per {
					if n := min(t.levels[i*w+x]-8*row, 8); n > 0 {
						p.Put(1+x, 1+i*per+per-1-row, g.Bars[n], weak(style.Signal))
					}
				}
			}
		}
	}
	about, st := canvas.ShortenAbout(t.About, p.W-2, g), style.Real
	if t.Guessed {
		about, st = "("+canvas.ShortenAbout(t.About, p.W-4, g)+")", style.Dim
	}
	if t.About != "" {
		p.Text(1, p.H-1, canvas.Clip(about, p.W-2, g), weak(st))
	}
	if here {
		p.Ground(0, 0, p.W-1, style.OnCursor)
		p.Put(0, 0, g.Here, style.Accent.Strong())
	}
}
