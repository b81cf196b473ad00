package scores

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/session"
	"actmax/tui/session/board"
	"actmax/tui/style"
)

func (c *Screen) Draw() {
	c.Refresh(c.Cells == nil)
	w, h := c.common.Size.W, c.common.Size.H
	cv := c.common.Canvas
	if len(c.Layers) == 0 {
		cv.Box(canvas.Rect(0, 0, w, h))
		cv.Frames(c.common.Glyphs)
		in := cv.At(canvas.Rect(1, 1, w-2, h-2))
		in.Words("no scores: no layer of this network has a time axis", style.Dim)
		return
	}
	c.arrange()
	g := c.grid
	cv.Box(canvas.Rect(0, 0, w, h))
	cv.Box(canvas.Rect(g.table.X-1, g.table.Y-1, g.table.W+2, g.table.H+2))
	cv.Box(canvas.Rect(g.detail.X-1, g.detail.Y-1, g.detail.W+2, g.detail.H+2))
	cv.Frames(c.common.Glyphs)
	c.heading()
	p := cv.At(g.table)
	c.drawHead(p)
	for y := range min(g.rows, c.lines()-c.top) {
		switch cell := c.cellAt(c.top + y); cell.Method {
		case -2:
		case -1:
			c.drawLayer(p, y+tableHead, cell.Layer)
		default:
			c.drawCell(p, y+tableHead, cell)
		}
	}
	if used := tableHead + c.lines() + 1; g.wide && g.table.H-used >= leastSpread {
		c.drawSpread(cv.At(g.table.Below(g.table.H - min(g.table.H-used, mostSpread))))
	}
	c.drawDetail(cv.At(g.detail))
}

// heading writes the settings of the figures, and the progress of a run of all methods.
func (c *Screen) heading() {
	m := c.common.Session
	g, w := c.common.Glyphs, c.common.Size.W
	dot := " " + g.Point + " "
	settings := "preset " + m.PresetName()
	if m.PresetName() == "custom" {
		settings = "changed from " + m.Settings.Preset
	}
	name := "Scores"
	if len(m.Background) > 0 {
		name += " of " + m.Label(m.Open.Network)
	}
	long := name + dot + settings + dot + number.Thousands(m.Settings.Steps) + " steps"
	lefts := []string{long + dot + "start " + m.Settings.Start, long, name + dot + settings, name}
	if from := m.ForeignThresholds(); from != "" { // changes the meaning of every figure
		for i := range lefts {
			lefts[i] += dot + "thresholds from " + from
		}
	}
	right := ""
	if s := c.Sweep; s != nil {
		right = s.Line()
		if !s.Held {
			right = g.Run + " " + right
		}
	}
	p := c.common.Canvas.Full()
	for i, left := range lefts {
		if ansi.StringWidth(left)+ansi.StringWidth(right)+9 > w && i < len(lefts)-1 {
			continue
		}
		more := right + dot + "x cancel"
		fits := ansi.StringWidth(left)+ansi.StringWidth(more)+9 <= w
		if right != "" && fits && c.common.TaskLine(w) == "" {
			right = more
		}
		p.Text(2, 0, canvas.Clip(" "+left+" ", max(0, w-ansi.StringWidth(right)-7), g), style.Text.Strong())
		break
	}
	if right != "" {
		p.TextRight(w-2, 0, " "+right+" ", style.Accent)
	}
}

// drawHead writes the heads of the columns and the range of the bars' axes.
func (c *Screen) drawHead(p canvas.Painter) {
	for _, at := range c.grid.columns {
		of, _ := at.of()
		p.TextRight(at.x+at.w, 0, c.common.Spell(of.head), style.Dim)
		axis := (*plot.LogAxis)(nil)
		switch at.scoreColumnKind {
		case colSim:
			axis = &c.sim
		case colAttainment:
			axis = &c.att
		}
		if axis != nil && at.bar > 0 {
			lo, hi := axis.Ends()
			text := lo + "-" + hi
			end := at.x + at.w + 1 + at.bar
			if ansi.StringWidth(text) <= at.bar {
				p.Text(at.x+at.w+1, 1, lo, style.Dim)
				p.TextRight(end, 1, hi, style.Dim)
			} else {
				p.TextRight(end, 1, canvas.Clip(text, at.w+at.bar, c.common.Glyphs), style.Dim)
			}
		}
	}
}

// drawLayer writes the heading of a layer: its number of units and its baseline.
func (c *Screen) drawLayer(p canvas.Painter, y, layer int) {
	m := c.common.Session
	g := c.common.Glyphs
	units := m.Open.Network.Units(layer)
	text := fmt.Sprintf("%s %s %d units", m.Open.Tree.Layers[layer].Name, g.Point, units)
	x := p.Text(1, y, text, style.Accent.Strong())
	facts := m.LayerFacts(layer)
	baseline := ""
	switch {
	case m.Data.Dataset == nil && !m.Running(session.TaskOpen):
		baseline = "no data, so no similarity"
	case !m.BaselinesKnown(layer):
		if m.Open.Baselines.Failed {
			baseline = "baseline cancelled; r retries"
		} else if m.Initial.ThresholdEAP == 0 {
			baseline = "baseline " + g.More
		}
	case number.Known(float64(facts.Floor)):
		baseline = fmt.Sprintf("baseline %s over %d units", number.MSE(float64(facts.Floor)), facts.FloorUnits)
	default:
		baseline = "no unit has a baseline"
	}
	if baseline != "" {
		p.Text(x, y, canvas.Clip(" "+g.Point+" "+baseline, p.W-x, g), style.Dim)
	}
}

// drawCell writes the row of a method.
func (c *Screen) drawCell(p canvas.Painter, y int, cell ScoreCell) {
	g := c.common.Glyphs
	name := c.common.Session.MethodAt(cell.Method)
	st := style.Text
	if name == optimize.MethodOf(c.common.Session.Settings) {
		st = st.Strong()
	}
	p.Text(1, y, canvas.Clip(name, methodWidth-1, g), st)
	f := c.Cells[cell]
	for _, at := range c.grid.columns {
		c.drawFigure(p, y, at, f)
	}
	if cell == c.Cursor {
		if !c.Listed {
			p.Ground(0, y, p.W, style.OnCursor)
		}
		p.Put(0, y, g.Here, style.Accent.Strong())
	}
}

// drawFigure writes one figure and its bar.
func (c *Screen) drawFigure(p canvas.Painter, y int, at scoreColumnAt, f board.Figures) {
	text, st := "", style.Text
	bar := func(axis *plot.LogAxis, v, mark float64, s style.Style) {
		if at.bar > 0 {
			axis.Draw(p, at.x+at.w+1, y, at.bar, v, mark, c.common.Glyphs, s)
		}
	}
	r := f.Row
	count := func(n int, alert bool) {
		if text = fmt.Sprint(n); n == 0 {
			st = style.Dim
		} else if alert {
			st = style.Alert
		}
	}
	switch at.scoreColumnKind {
	case colDone, colSimStudy, colAttainmentStudy, colAttainmentPaper: // known even if nothing has run here
	default:
		if f.Done == 0 {
			return
		}
	}
	switch at.scoreColumnKind {
	case colSim:
		text = number.MeanSquare(r.SSim.Mean)
		baseline := session.NaN
		if number.Known(float64(r.Floor)) {
			baseline = float64(r.Floor)
		}
		bar(&c.sim, float64(r.SSim.Mean), baseline, style.Real)
	case colAttainment:
		text = number.OrDash(number.Attainment(float64(r.Attainment.Mean), false))
		bar(&c.att, float64(r.Attainment.Mean), 1, style.Signal)
	case colSimStudy:
		if f.Study != nil {
			text, st = number.MeanSquare(f.Study.SSim.Mean), style.Dim
		}
	case colAttainmentStudy:
		if f.Study != nil {
			text, st = number.OrDash(number.Attainment(float64(f.Study.Attainment.Mean), false)), style.Dim
		}
	case colAttainmentPaper:
		if f.Claim != nil {
			text, st = number.OrDash(number.Attainment(float64(f.Claim.Value), false)), style.Dim
		}
	case colShare:
		text = number.Share(r.Share.Mean)
	case colSimAttained:
		text = number.MeanSquare(r.SSimAttained)
	case colAttaining:
		count(r.Attaining, false)
	case colSpectral:
		text = number.Fraction(r.Spectral)
	case colFailed:
		count(r.Failed, true)
	case colDead:
		count(r.Dead, true)
	case colRestarted:
		count(r.Restarted, false)
	case colSilent:
		count(r.Silent, false)
	case colDone:
		st = style.Dim
		switch {
		case f.Err != nil:
			text, st = "error", style.Alert
		case f.Done > 0:
			text = fmt.Sprint(f.Done)
		default:
			text = c.common.Glyphs.Point
		}
		if f.Done > 0 && f.Done < f.Units {
			st = style.Accent
		}
	}
	p.TextRight(at.x+at.w, y, text, st)
}
