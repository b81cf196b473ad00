package unit

import (
	"fmt"
	"math"
	"time"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/session/visit"
	"actmax/tui/style"
)

// objectivePane shows the terms of the objective, f and the weighted penalties, now and over time, and their sum.
type objectivePane struct {
	run    visit.Run
	edits  int
	ended  bool
	steps  []int
	when   []float64            // the share of the schedule at each step, 0 to 1
	shares [TermCount][]float64 // of each term at each of the steps

	snap *optimize.Snapshot // the state whose numbers are shown
	at   time.Time          // since when it is shown
}

// minShown is how long numbers stay during playback: faster ones cannot be read and cost bytes on a slow connection.
const minShown = 100 * time.Millisecond

// The terms of the objective in order: f, the penalties, the sum.
const (
	TermCount = len(optimize.Penalties) + 2
	TermSum   = TermCount - 1
)

// TermNames are the names of the terms, in order.
var TermNames = append(append([]string{"f"}, optimize.Penalties[:]...), "sum")

// IsPenalty reports whether a term is a penalty.
func IsPenalty(term int) bool { return term > 0 && term < TermSum }

// InOrder returns terms in the order of TermNames.
func InOrder(t optimize.Terms) [TermCount]float64 {
	out := [TermCount]float64{0: t.F, TermSum: t.Objective}
	for i, r := range t.Penalties() {
		out[1+i] = *r
	}
	return out
}

// sparkMost is the largest width of a term's history.
const sparkMost = 20

// visible is the smallest change of a term that its number shows.
const visible = 0.0005

// follow reads the history from the run's tape.
func (o *objectivePane) follow(v *visit.Visit) {
	if v.Run == nil {
		if o.run != nil {
			*o = objectivePane{}
		}
		return
	}
	done := v.Result != nil
	if o.run == v.Run && o.edits == len(v.Job.Edits) && o.ended && done {
		return
	}
	steps, terms := v.Run.Tape().Terms()
	o.run, o.edits, o.ended, o.steps = v.Run, len(v.Job.Edits), done, steps
	for i := range o.shares {
		o.shares[i] = o.shares[i][:0]
	}
	schedule := v.Run.Schedule()
	o.when = o.when[:0]
	for _, step := range steps {
		o.when = append(o.when, schedule.Share(step))
	}
	edits := v.Job.Edits
	s, next := v.Job.Settings, 0
	for i, step := range steps {
		for next < len(edits) && edits[next].Step <= step {
			s = v.Job.SettingsAt(step)
			next++
		}
		for k, share := range InOrder(terms[i].Shares(s)) {
			o.shares[k] = append(o.shares[k], share)
		}
	}
}

// until returns how many recorded steps lie at or before a step.
func (o *objectivePane) until(step int) int {
	n := 0
	for n < len(o.steps) && o.steps[n] <= step {
		n++
	}
	return n
}

// sparkline draws the first n values of a term's history over w columns, which span the whole schedule so that drawn
// columns do not move while the run continues.
func (o *objectivePane) sparkline(p canvas.Painter, x, y, w, term, n int, g *style.Glyphs) {
	sign := 1.0
	if IsPenalty(term) {
		sign = -1 // a penalty rises as it costs more
	}
	lo, hi := span(o.shares[term], sign)
	if w < 1 || n == 0 || lo == 0 && hi == 0 {
		return
	}
	if hi-lo < visible { // changes too small for the numbers are drawn flat
		hi = lo + 1
	}
	columns := make([]float64, w)
	counts := make([]int, w)
	for i, v := range o.shares[term][:n] {
		if number.Known(v) {
			c := min(int(o.when[i]*float64(w)), w-1)
			columns[c] += sign * v
			counts[c]++
		}
	}
	for c := range w {
		if counts[c] > 0 {
			p.Put(x+c, y, g.Spark[plot.Level(columns[c]/float64(counts[c]), lo, hi, len(g.Spark))], sparkInk(term))
		}
	}
}

func (o *objectivePane) draw(
	p canvas.Painter, v *visit.Visit, now time.Time, total float64, percentile bool, g *style.Glyphs,
) {
	fresh := o.run != v.Run || o.snap == nil || !v.Playing || now.Sub(o.at) >= minShown
	o.follow(v)
	if fresh {
		o.snap, o.at = v.Shown, now
	}
	snap := o.snap
	s := v.Job.SettingsAt(snap.Step)
	share, raw, weights := InOrder(snap.Terms.Shares(s)), InOrder(snap.Terms), s.Weights()
	n := o.until(snap.Step)
	const tail = 20 // "w 0.1  R 0.310"
	sparkWidth := p.W - 16 - tail
	at := min(p.W-tail+1, 15+sparkMost+2)
	for i, name := range TermNames {
		if i >= p.H {
			return
		}
		st := style.Text
		if IsPenalty(i) && *weights[i-1] == 0 {
			st = style.Dim
		}
		if i == TermSum {
			st = st.Strong()
		}
		p.Text(1, i, name, st)
		p.TextRight(13, i, number.Signed(share[i]), st)
		o.sparkline(p, 15, i, min(sparkWidth, sparkMost), i, n, g)
		switch {
		case IsPenalty(i):
			x := p.Text(at, i, "w "+setting.Typed(*weights[i-1]), style.Dim)
			if number.Known(raw[i]) {
				p.Text(max(x+1, at+7), i, "R "+number.Short(raw[i]), style.Dim)
			}
		case i == TermSum && number.Known(snap.Attainment) && p.H <= TermCount: // otherwise it is shown below
			p.Text(at, i, "attains "+number.Attainment(snap.Attainment, percentile), style.Text)
		}
	}
	o.drawMore(p, snap, total, percentile, g)
}

// drawMore draws the attainment and the progress below the terms if there is room.
func (o *objectivePane) drawMore(
	p canvas.Painter, snap *optimize.Snapshot, total float64, percentile bool, g *style.Glyphs,
) {
	att := "attainment " + number.Attainment(snap.Attainment, percentile)
	switch {
	case !number.Known(snap.Attainment):
		att = "no threshold, so no attainment"
	case percentile:
		att += " of its training values are below"
	default:
		att += fmt.Sprintf(" = max %s / th_eap %s", number.Short(snap.MaxActivation), number.Short(snap.Threshold))
	}
	rows := []string{
		att,
		fmt.Sprintf("%s eta %s of %s %s moved %s G",
			g.Sum, number.Short(snap.EtaSum), number.Short(total), g.Point, number.Short(snap.Displacement)),
	}
	for i, r := range rows {
		if y := TermCount + i; y < p.H {
			p.Text(1, y, canvas.Clip(r, p.W-2, g), style.Dim)
		}
	}
}

func sparkInk(i int) style.Style {
	if !IsPenalty(i) {
		return style.Map
	}
	return style.Dim
}

// span returns the smallest and the largest of the values times sign.
func span(values []float64, sign float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if number.Known(v) {
			lo, hi = min(lo, sign*v), max(hi, sign*v)
		}
	}
	return lo, hi
}
