package board

import (
	"math"
	"slices"
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

// Board holds what every unit came to under every method, of the network on the screen. A column holds the results of one
// method under one set of settings, so that results of different settings never meet in a figure.
type Board struct {
	Layers  []int                         // of the network that can be scored
	Columns map[optimize.Settings]*Column // by the basis of the settings
	Busy    bool                          // results are being compared with real segments
	High    float64                       // mean e of the training axis-segments of highOf
	highOf  *data.Dataset
	Failed  Comparison // could not be made, for this reason; not tried again until asked for
	Why     error
	Version int // goes up with every result and comparison
}

// Column are the units of every layer under one method.
type Column struct {
	Layers [][]*Scored // [layer][unit]; nil: no result yet
	used   time.Time
}

// Scored is one unit's result and how it compares with real segments.
type Scored struct {
	Result *optimize.Result
	err    error // why there is none
	Sim    study.UnitScore
	Basis  Comparison // of sim; empty: not compared yet
}

// Comparison is what a unit's score depends on beside its signal.
type Comparison struct {
	Index      *similar.Index
	top, width int
}

const (
	// MostColumns bounds the memory of results: one of 192 units takes about 300 kB.
	MostColumns = 32
	// comparedAtOnce is how many results are compared with real segments before the screen hears of it.
	comparedAtOnce = 16
)

// Column returns the column of settings, which is made where there is none.
func (b *Board) Column(m *session.Session, s optimize.Settings) *Column {
	key := visit.Basis(s, false)
	c := b.Columns[key]
	if c == nil {
		if b.Columns == nil {
			b.Columns = map[optimize.Settings]*Column{}
		}
		c = &Column{Layers: make([][]*Scored, len(m.Open.Network.Layers))}
		for l := range c.Layers {
			c.Layers[l] = make([]*Scored, m.Open.Network.Units(l))
		}
		b.Columns[key] = c
	}
	c.used = m.Now
	return c
}

// Thin forgets the columns that were not looked at for longest; the sweep's stay.
func (b *Board) Thin(s *Sweep) {
	for len(b.Columns) > MostColumns {
		var oldest optimize.Settings
		var at *Column
		for k, c := range b.Columns {
			if (at == nil || c.used.Before(at.used)) && !s.Fills(c) {
				oldest, at = k, c
			}
		}
		if at == nil {
			return
		}
		delete(b.Columns, oldest)
	}
}

// Gather takes over what was computed elsewhere under the settings of a column: on the Unit, Layer and Compare screens. Edited
// runs and those that were started elsewhere on purpose are no results of the settings alone.
func (b *Board) Gather(m *session.Session) {
	take := func(v *visit.Visit) {
		if v == nil || v.Result == nil || v.Own || len(v.Job.Edits) > 0 {
			return
		}
		c := b.Columns[visit.Basis(v.Job.Settings, false)]
		if c == nil || c.Layers[v.Place.Layer][v.Place.Unit].Has() {
			return
		}
		b.put(c, v.Place, newScored(v.Result, nil))
	}
	for _, v := range m.Open.Visits {
		take(v)
	}
	for _, v := range m.Extra.Visits {
		take(v)
	}
}

func newScored(r *optimize.Result, err error) *Scored {
	unknown := results.Number(session.NaN)
	return &Scored{Result: r, err: err, Sim: study.UnitScore{Similar: unknown, Nearest: unknown, High: unknown, PeakToPeak: unknown}}
}

func (s *Scored) Has() bool { return s != nil && s.Result != nil }

func (b *Board) put(c *Column, p tree.Place, s *Scored) {
	c.Layers[p.Layer][p.Unit] = s
	b.Version++
}

// Knows reports whether everything is known of a unit that its scores are made of. Without data there is nothing to compare with.
func (b *Board) Knows(m *session.Session, s *Scored) bool {
	if !s.Has() {
		return false
	}
	if m.Data.Dataset == nil && !m.Running(session.TaskOpen) {
		return true
	}
	c, ok := ComparisonOf(m)
	return ok && s.Basis == c && b.highOf == m.Data.Dataset
}

// CompareNext compares some results with real segments, in the background.
func (b *Board) CompareNext(m *session.Session) {
	c, ok := ComparisonOf(m)
	if b.Busy || !ok || b.Failed == c {
		return
	}
	type task struct {
		*Scored
		tree.Place
	}
	var some []task
	for _, name := range m.MethodNames() {
		col := b.Columns[visit.Basis(m.MethodSettings(name), false)]
		if col == nil {
			continue
		}
		for _, l := range b.Layers {
			for u, s := range col.Layers[l] {
				if len(some) < comparedAtOnce && s.Has() && s.Basis != c {
					some = append(some, task{s, tree.Place{Layer: l, Unit: u}})
				}
			}
		}
	}
	if len(some) == 0 && b.highOf == m.Data.Dataset {
		return
	}
	b.Busy = true
	ctx, n, d, high, known := m.Ctx, m.Open.Network, m.Data.Dataset, b.High, b.highOf == m.Data.Dataset
	m.Go("comparing signals with real segments", func() func() {
		var found []*Scored
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
			if one, err = study.ScoreUnit(c.Index, n, d.Rate, t.Layer, t.Unit, &t.Result.Snapshot, c.top, c.width); err == nil {
				found, scores = append(found, t.Scored), append(scores, one)
			}
		}
		return func() { b.Compared(m, c, d, high, found, scores, err) }
	})
}

// Compared takes over how results compare with real segments.
func (b *Board) Compared(m *session.Session, c Comparison, d *data.Dataset, high float64, found []*Scored, scores []study.UnitScore, err error) {
	b.Busy = false
	if err != nil && m.Ctx.Err() == nil {
		m.Complain(err)
	}
	if d != m.Data.Dataset {
		return // other data came in between
	}
	if err != nil {
		b.Failed, b.Why = c, err
	} else {
		b.High, b.highOf = high, d
	}
	for i, s := range found {
		s.Sim, s.Basis = scores[i], c
	}
	b.Version++
}

// Figures are what a method comes to on a layer: over the units that are done.
type Figures struct {
	Row     study.Row
	Summary score.Summary
	Done    int // units of which everything is known
	Units   int
	Err     error // why units have no result

	Study    *study.Row        // what the study has of it, over its networks; nil: nothing
	StudyOwn *study.NetworkRow // and of the network on the screen
	Claim    *study.Claim      // what the paper prints of its attainment
}

// Figures sums a layer up under a method, units in their order as a study does.
func (b *Board) Figures(m *session.Session, layer int, method string) Figures {
	f := Figures{Units: m.Open.Network.Units(layer)}
	col := b.Columns[visit.Basis(m.MethodSettings(method), false)]
	if col == nil {
		return f
	}
	units := make([]score.Unit, 0, f.Units)
	for _, s := range col.Layers[layer] {
		if s != nil && s.err != nil {
			f.Err = s.err
		}
		if b.Knows(m, s) {
			units = append(units, b.Unit(m, layer, s))
		}
	}
	f.Done = len(units)
	facts := m.LayerFacts(layer)
	f.Summary = score.Summarize(units)
	f.Row = study.NewRow(m.Head(), m.PresetName(), m.Open.Network.Layers[layer].Name, method, []score.Summary{f.Summary}, []study.LayerFacts{facts})
	return f
}

// Unit is what a unit's result comes to in a summary.
func (b *Board) Unit(m *session.Session, layer int, s *Scored) score.Unit {
	return s.Sim.Unit(s.Result.Status, s.Result.Restarts, s.Result.Attainment, m.Open.Percentile(layer), b.High)
}

// Timed lists the layers whose units have a time axis: those of which a signal can be scored by its window.
func Timed(n *model.Network) []int {
	var out []int
	for l := range n.Layers {
		if _, time := n.MapShape(l); time > 1 {
			out = append(out, l)
		}
	}
	return out
}

// Badness is how far an attainment lies from 1, as a factor either way; without a ratio, from being typical.
func Badness(attainment float64, percent bool) float64 {
	if percent {
		return 1 - attainment
	}
	return math.Abs(math.Log(attainment))
}

// comparison is what results are to be compared with now; ok is false while the index is not there.
func ComparisonOf(m *session.Session) (c Comparison, ok bool) {
	index, ok := m.Data.Index.Finder.(*similar.Index)
	return Comparison{index, m.Settings.SimilarTop, m.Settings.SimilarWidth}, ok
}

// Unfinished tells whether a result waits to be compared with real segments. Where that has failed none does.
func (b *Board) Unfinished(m *session.Session) bool {
	c, ok := ComparisonOf(m)
	if !ok || b.Failed == c {
		return false
	}
	for _, name := range m.MethodNames() {
		if col := b.Columns[visit.Basis(m.MethodSettings(name), false)]; col != nil {
			for _, l := range b.Layers {
				if slices.ContainsFunc(col.Layers[l], func(s *Scored) bool { return s.Has() && s.Basis != c }) {
					return true
				}
			}
		}
	}
	return b.highOf != m.Data.Dataset
}
