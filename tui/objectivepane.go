package tui

import (
	"fmt"
	"math"
	"time"

	"actmax/internal/setting"
	"actmax/optimize"
	"actmax/tui/canvas"
)

// objectivePane shows f, the weighted share of each penalty, now and over time, and what they add up to.
type objectivePane struct {
	run    run
	edits  int
	ended  bool
	steps  []int
	when   []float64            // how far each step is through the schedule, 0 to 1
	shares [termCount][]float64 // of each term at each of the steps

	snap *optimize.Snapshot // whose numbers are on the screen
	at   time.Time          // since when
}

// readable is how long numbers stay while a run plays: faster ones cannot be read, and cost bytes on a slow connection.
const readable = 100 * time.Millisecond

// The terms of the objective in their order: f, the penalties, what they add up to.
const (
	termCount = len(optimize.Penalties) + 2
	termSum   = termCount - 1
)

var termNames = append(append([]string{"f"}, optimize.Penalties[:]...), "sum")

// isPenalty tells whether a term is one.
func isPenalty(term int) bool { return term > 0 && term < termSum }

// inOrder lists terms in the order of termNames.
func inOrder(t optimize.Terms) [termCount]float64 {
	out := [termCount]float64{0: t.F, termSum: t.Objective}
	for i, r := range t.Penalties() {
		out[1+i] = *r
	}
	return out
}

// sparkMost is the width of a term's history where there is room.
const sparkMost = 20

// visible is the smallest change of a share that its figure shows.
const visible = 0.0005

// follow takes the history from the run's tape.
func (o *objectivePane) follow(v *visit) {
	if v.run == nil {
		if o.run != nil {
			*o = objectivePane{}
		}
		return
	}
	done := v.result != nil
	if o.run == v.run && o.edits == len(v.job.Edits) && o.ended && done {
		return
	}
	steps, terms := v.run.Tape().Terms()
	o.run, o.edits, o.ended, o.steps = v.run, len(v.job.Edits), done, steps
	for i := range o.shares {
		o.shares[i] = o.shares[i][:0]
	}
	schedule := v.run.Schedule()
	o.when = o.when[:0]
	for _, step := range steps {
		o.when = append(o.when, schedule.Share(step))
	}
	edits := v.job.Edits
	s, next := v.job.Settings, 0
	for i, step := range steps {
		for next < len(edits) && edits[next].Step <= step {
			s = v.job.SettingsAt(step)
			next++
		}
		for k, share := range inOrder(terms[i].Shares(s)) {
			o.shares[k] = append(o.shares[k], share)
		}
	}
}

// until returns how much of the history lies at or before a step.
func (o *objectivePane) until(step int) int {
	n := 0
	for n < len(o.steps) && o.steps[n] <= step {
		n++
	}
	return n
}

// sparkline draws the first n values of a term's history over w columns that stand for the whole schedule: what is drawn
// stays where it is while the run goes on.
func (o *objectivePane) sparkline(p canvas.Painter, x, y, w, term, n int, g *canvas.Glyphs) {
	sign := 1.0
	if isPenalty(term) {
		sign = -1 // a penalty rises as it costs more
	}
	lo, hi := span(o.shares[term], sign)
	if w < 1 || n == 0 || lo == 0 && hi == 0 {
		return
	}
	if hi-lo < visible { // what the figures beside it cannot show is flat
		hi = lo + 1
	}
	columns := make([]float64, w)
	counts := make([]int, w)
	for i, v := range o.shares[term][:n] {
		if canvas.Known(v) {
			c := min(int(o.when[i]*float64(w)), w-1)
			columns[c] += sign * v
			counts[c]++
		}
	}
	for c := range w {
		if counts[c] > 0 {
			p.Put(x+c, y, g.Spark[canvas.Level(columns[c]/float64(counts[c]), lo, hi, len(g.Spark))], sparkInk(term))
		}
	}
}

func (o *objectivePane) draw(p canvas.Painter, v *visit, now time.Time, total float64, percentile bool, g *canvas.Glyphs) {
	fresh := o.run != v.run || o.snap == nil || !v.playing || now.Sub(o.at) >= readable
	o.follow(v)
	if fresh {
		o.snap, o.at = v.shown, now
	}
	snap := o.snap
	s := v.job.SettingsAt(snap.Step)
	share, raw, weights := inOrder(snap.Terms.Shares(s)), inOrder(snap.Terms), s.Weights()
	n := o.until(snap.Step)
	const tail = 20 // "w 0.1  R 0.310"
	sparkWidth := p.W - 16 - tail
	at := min(p.W-tail+1, 15+sparkMost+2)
	for i, name := range termNames {
		if i >= p.H {
			return
		}
		st := canvas.Text
		if isPenalty(i) && *weights[i-1] == 0 {
			st = canvas.Dim
		}
		if i == termSum {
			st = st.Strong()
		}
		p.Text(1, i, name, st)
		p.TextRight(13, i, signed(share[i]), st)
		o.sparkline(p, 15, i, min(sparkWidth, sparkMost), i, n, g)
		switch {
		case isPenalty(i):
			x := p.Text(at, i, "w "+setting.Typed(*weights[i-1]), canvas.Dim)
			if canvas.Known(raw[i]) {
				p.Text(max(x+1, at+7), i, "R "+short(raw[i]), canvas.Dim)
			}
		case i == termSum && canvas.Known(snap.Attainment) && p.H <= termCount: // else it stands below
			p.Text(at, i, "attains "+attainment(snap.Attainment, percentile), canvas.Text)
		}
	}
	o.drawMore(p, snap, total, percentile, g)
}

// drawMore uses the rows that larger screens have below the terms.
func (o *objectivePane) drawMore(p canvas.Painter, snap *optimize.Snapshot, total float64, percentile bool, g *canvas.Glyphs) {
	att := "attainment " + attainment(snap.Attainment, percentile)
	switch {
	case !canvas.Known(snap.Attainment):
		att = "no threshold, so no attainment"
	case percentile:
		att += " of its values in training lie below"
	default:
		att += fmt.Sprintf(" = max %s / th_eap %s", short(snap.MaxActivation), short(snap.Threshold))
	}
	rows := []string{
		att,
		fmt.Sprintf("%s eta %s of %s %s moved %s G", g.Sum, short(snap.EtaSum), short(total), g.Point, short(snap.Displacement)),
	}
	for i, r := range rows {
		if y := termCount + i; y < p.H {
			p.Text(1, y, canvas.Clip(r, p.W-2, g), canvas.Dim)
		}
	}
}

func sparkInk(i int) canvas.Style {
	if !isPenalty(i) {
		return canvas.Map
	}
	return canvas.Dim
}

// span returns the least and the greatest of the values times sign.
func span(values []float64, sign float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if canvas.Known(v) {
			lo, hi = min(lo, sign*v), max(hi, sign*v)
		}
	}
	return lo, hi
}

// signed writes a share of the objective in at most 9 columns, always with its sign.
func signed(v float64) string {
	if !canvas.Known(v) {
		return "-"
	}
	switch a := math.Abs(v); {
	case a == 0:
		return "0"
	case a < 1000:
		return fmt.Sprintf("%+.3f", v)
	default:
		return fmt.Sprintf("%+.3g", v)
	}
}

// short writes a number in few columns.
func short(v float64) string {
	switch a := math.Abs(v); {
	case !canvas.Known(v):
		return "-"
	case a == 0:
		return "0"
	case a < 0.001 || a >= 10000:
		return fmt.Sprintf("%.1e", v)
	case a < 10:
		return fmt.Sprintf("%.3f", v)
	default:
		return fmt.Sprintf("%.1f", v)
	}
}
