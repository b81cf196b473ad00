package tui

import (
	"math"
	"time"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/score"
	"actmax/optimize/study"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// board holds what every unit came to under every method, of the network on the screen. A column holds the results of one
// method under one set of settings, so that results of different settings never meet in a figure.
type board struct {
	layers  []int                              // of the network that can be scored
	columns map[optimize.Settings]*scoreColumn // by the basis of the settings
	busy    bool                               // results are being compared with real segments
	high    float64                            // mean e of the training axis-segments of highOf
	highOf  *data.Dataset
	failed  comparison // could not be made, for this reason; not tried again until asked for
	why     error
	version int // goes up with every result and comparison
}

// scoreColumn are the units of every layer under one method.
type scoreColumn struct {
	layers [][]*scored // [layer][unit]; nil: no result yet
	used   time.Time
}

// scored is one unit's result and how it compares with real segments.
type scored struct {
	result *optimize.Result
	err    error // why there is none
	sim    study.UnitScore
	basis  comparison // of sim; empty: not compared yet
}

// comparison is what a unit's score depends on beside its signal.
type comparison struct {
	index      *similar.Index
	top, width int
}

const (
	// mostColumns bounds the memory of results: one of 192 units takes about 300 kB.
	mostColumns = 32
	// comparedAtOnce is how many results are compared with real segments before the screen hears of it.
	comparedAtOnce = 16
)

// column returns the column of settings, which is made where there is none.
func (b *board) column(m *session.Session, s optimize.Settings) *scoreColumn {
	key := visit.Basis(s, false)
	c := b.columns[key]
	if c == nil {
		if b.columns == nil {
			b.columns = map[optimize.Settings]*scoreColumn{}
		}
		c = &scoreColumn{layers: make([][]*scored, len(m.Network.Layers))}
		for l := range c.layers {
			c.layers[l] = make([]*scored, m.Network.Units(l))
		}
		b.columns[key] = c
	}
	c.used = m.Now
	return c
}

// thin forgets the columns that were not looked at for longest; the sweep's stay.
func (b *board) thin(s *sweep) {
	for len(b.columns) > mostColumns {
		var oldest optimize.Settings
		var at *scoreColumn
		for k, c := range b.columns {
			if (at == nil || c.used.Before(at.used)) && !s.fills(c) {
				oldest, at = k, c
			}
		}
		if at == nil {
			return
		}
		delete(b.columns, oldest)
	}
}

// gather takes over what was computed elsewhere under the settings of a column: on the Unit, Layer and Compare screens. Edited
// runs and those that were started elsewhere on purpose are no results of the settings alone.
func (b *board) gather(m *session.Session) {
	take := func(v *visit.Visit) {
		if v == nil || v.Result == nil || v.Own || len(v.Job.Edits) > 0 {
			return
		}
		c := b.columns[visit.Basis(v.Job.Settings, false)]
		if c == nil || c.layers[v.Place.Layer][v.Place.Unit].has() {
			return
		}
		b.put(c, v.Place, newScored(v.Result, nil))
	}
	for _, v := range m.Visits {
		take(v)
	}
	for _, v := range m.Extra.Visits {
		take(v)
	}
}

func newScored(r *optimize.Result, err error) *scored {
	unknown := results.Number(session.NaN)
	return &scored{result: r, err: err, sim: study.UnitScore{Similar: unknown, Nearest: unknown, High: unknown, PeakToPeak: unknown}}
}

func (s *scored) has() bool { return s != nil && s.result != nil }

func (b *board) put(c *scoreColumn, p tree.Place, s *scored) {
	c.layers[p.Layer][p.Unit] = s
	b.version++
}

// knows reports whether everything is known of a unit that its scores are made of. Without data there is nothing to compare with.
func (b *board) knows(m *session.Session, s *scored) bool {
	if !s.has() {
		return false
	}
	if m.Dataset == nil && !m.Running(session.TaskOpen) {
		return true
	}
	c, ok := comparisonOf(m)
	return ok && s.basis == c && b.highOf == m.Dataset
}

// compareNext compares some results with real segments, in the background.
func (b *board) compareNext(m *session.Session) {
	c, ok := comparisonOf(m)
	if b.busy || !ok || b.failed == c {
		return
	}
	type task struct {
		*scored
		tree.Place
	}
	var some []task
	for _, name := range m.MethodNames() {
		col := b.columns[visit.Basis(m.MethodSettings(name), false)]
		if col == nil {
			continue
		}
		for _, l := range b.layers {
			for u, s := range col.layers[l] {
				if len(some) < comparedAtOnce && s.has() && s.basis != c {
					some = append(some, task{s, tree.Place{Layer: l, Unit: u}})
				}
			}
		}
	}
	if len(some) == 0 && b.highOf == m.Dataset {
		return
	}
	b.busy = true
	ctx, n, d, high, known := m.Ctx, m.Network, m.Dataset, b.high, b.highOf == m.Dataset
	m.Go("comparing signals with real segments", func() func() {
		var found []*scored
		var scores []study.UnitScore
		var err error
		if !known {
			high, err = score.MeanHigh(ctx, d, d.Subset(data.Train), 1)
		}
		for _, t := range some {
			if err != nil {
				break
			}
			var one study.UnitScore
			if one, err = study.ScoreUnit(c.index, n, d.Rate, t.Layer, t.Unit, &t.result.Snapshot, c.top, c.width); err == nil {
				found, scores = append(found, t.scored), append(scores, one)
			}
		}
		return func() { b.compared(m, c, d, high, found, scores, err) }
	})
}

// compared takes over how results compare with real segments.
func (b *board) compared(m *session.Session, c comparison, d *data.Dataset, high float64, found []*scored, scores []study.UnitScore, err error) {
	b.busy = false
	if err != nil && m.Ctx.Err() == nil {
		m.Complain(err)
	}
	if d != m.Dataset {
		return // other data came in between
	}
	if err != nil {
		b.failed, b.why = c, err
	} else {
		b.high, b.highOf = high, d
	}
	for i, s := range found {
		s.sim, s.basis = scores[i], c
	}
	b.version++
}

// figures are what a method comes to on a layer: over the units that are done.
type figures struct {
	row     study.Row
	summary score.Summary
	done    int // units of which everything is known
	units   int
	err     error // why units have no result

	over  *study.Row        // what the study has of it, over its networks; nil: nothing
	own   *study.NetworkRow // and of the network on the screen
	claim *study.Claim      // what the paper prints of its attainment
}

// figures sums a layer up under a method, units in their order as a study does.
func (b *board) figures(m *session.Session, layer int, method string) figures {
	f := figures{units: m.Network.Units(layer)}
	col := b.columns[visit.Basis(m.MethodSettings(method), false)]
	if col == nil {
		return f
	}
	units := make([]score.Unit, 0, f.units)
	for _, s := range col.layers[layer] {
		if s != nil && s.err != nil {
			f.err = s.err
		}
		if b.knows(m, s) {
			units = append(units, b.unit(m, layer, s))
		}
	}
	f.done = len(units)
	facts := m.LayerFacts(layer)
	f.summary = score.Summarize(units)
	f.row = study.NewRow(m.Head(), m.PresetName(), m.Network.Layers[layer].Name, method, []score.Summary{f.summary}, []study.LayerFacts{facts})
	return f
}

// unit is what a unit's result comes to in a summary.
func (b *board) unit(m *session.Session, layer int, s *scored) score.Unit {
	return s.sim.Unit(s.result.Status, s.result.Restarts, s.result.Attainment, m.Percentile(layer), b.high)
}

// timed lists the layers whose units have a time axis: those of which a signal can be scored by its window.
func timed(n *model.Network) []int {
	var out []int
	for l := range n.Layers {
		if _, time := n.MapShape(l); time > 1 {
			out = append(out, l)
		}
	}
	return out
}

// worse is how far an attainment lies from 1, as a factor either way; without a ratio, from being typical.
func worse(attainment float64, percent bool) float64 {
	if percent {
		return 1 - attainment
	}
	return math.Abs(math.Log(attainment))
}

// comparison is what results are to be compared with now; ok is false while the index is not there.
func comparisonOf(m *session.Session) (c comparison, ok bool) {
	index, ok := m.Index.Finder.(*similar.Index)
	return comparison{index, m.Settings.SimilarTop, m.Settings.SimilarWidth}, ok
}
