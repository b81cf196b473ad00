// Package board collects the results of all units with all methods, and compares them with real segments.
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

// Board holds the results of all units of the network on the screen with every method. A column holds the results of
// one method with one set of settings, so that a score never mixes results of different settings.
type Board struct {
	Layers  []int                         // of the network, those that can be scored
	Columns map[optimize.Settings]*Column // by the basis of the settings
	Busy    bool                          // comparing results with real segments
	High    float64                       // mean share of energy above 7.5 Hz in the training axis-segments of highOf
	highOf  *data.Dataset
	Failed  Comparison // that failed because of Why; not retried until the user asks
	Why     error
	Version int // increases with every result and comparison
}

// Column holds the units of every layer with one method.
type Column struct {
	Layers [][]*Scored // [layer][unit]; nil: no result yet
	used   time.Time
}

// Scored is one unit's result and how it compares with real segments.
type Scored struct {
	Result *optimize.Result
	err    error // why there is none
	Sim    study.UnitScore
	Basis  Comparison // of Sim; zero: not compared yet
}

// Comparison is what a unit's score depends on besides its signal.
type Comparison struct {
	Index      *similar.Index
	top, width int
}

const (
	// MostColumns limits the memory of results: a column of 192 units takes about 300 kB.
	MostColumns = 32
	// comparedAtOnce is how many results are compared with real segments between updates of the screen.
	comparedAtOnce = 16
)

// Column returns the column of settings and adds it if there is none.
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

// Thin drops the least recently used columns, except those that the sweep fills.
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

// Gather takes over results that the other screens computed with the settings of a column. Edited runs and those with
// another start are left out, because they do not result from the settings alone.
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
	sim := study.UnitScore{Similar: unknown, Nearest: unknown, High: unknown, PeakToPeak: unknown}
	return &Scored{Result: r, err: err, Sim: sim}
}

// Has reports whether there is a result.
func (s *Scored) Has() bool { return s != nil && s.Result != nil }

func (b *Board) put(c *Column, p tree.Place, s *Scored) {
	c.Layers[p.Layer][p.Unit] = s
	b.Version++
}

// Knows reports whether all of a unit's scores are known. Without data there is nothing to compare with.
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

// CompareNext compares some results with real segments in the background.
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
			one, err = study.ScoreUnit(c.Index, n, d.Rate, t.Layer, t.Unit, &t.Result.Snapshot, c.top, c.width)
			if err == nil {
				found, scores = append(found, t.Scored), append(scores, one)
			}
		}
		return func() { b.Compared(m, c, d, high, found, scores, err) }
	})
}

// Compared takes over the outcome of a comparison with real segments.
func (b *Board) Compared(
	m *session.Session, c Comparison, d *data.Dataset, high float64,
	found []*Scored, scores []study.UnitScore, err error,
) {
	b.Busy = false
	if err != nil && m.Ctx.Err() == nil {
		m.Complain(err)
	}
	if d != m.Data.Dataset {
		return // other data was opened meanwhile
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

// Figures are the scores of a method on a layer, over the units that are done.
type Figures struct {
	Row     study.Row
	Summary score.Summary
	Done    int // units with all scores
	Units   int
	Err     error // why units have no result

	Study    *study.Row        // of the study, over its networks; nil: none
	StudyOwn *study.NetworkRow // of the study, for the network on the screen
	Claim    *study.Claim      // attainment published in the paper
}

// Figures returns the scores of a layer with a method, over its units in the order of a study.
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
	name, facts := m.Open.Network.Layers[layer].Name, m.LayerFacts(layer)
	f.Summary = score.Summarize(units)
	f.Row = study.NewRow(m.Head(), m.PresetName(), name, method, []score.Summary{f.Summary}, []study.LayerFacts{facts})
	return f
}

// Unit returns a unit's result in the form that a summary takes.
func (b *Board) Unit(m *session.Session, layer int, s *Scored) score.Unit {
	return s.Sim.Unit(s.Result.Status, s.Result.Restarts, s.Result.Attainment, m.Open.Percentile(layer), b.High)
}

// Timed returns the layers whose units have a time axis, which the scores of a signal require.
func Timed(n *model.Network) []int {
	var out []int
	for l := range n.Layers {
		if _, time := n.MapShape(l); time > 1 {
			out = append(out, l)
		}
	}
	return out
}

// Badness returns how far an attainment is from 1, as a factor in either direction; for a percentile, how far it is
// below 1.
func Badness(attainment float64, percent bool) float64 {
	if percent {
		return 1 - attainment
	}
	return math.Abs(math.Log(attainment))
}

// ComparisonOf returns what results are compared with now; ok is false while there is no index.
func ComparisonOf(m *session.Session) (c Comparison, ok bool) {
	index, ok := m.Data.Index.Finder.(*similar.Index)
	return Comparison{index, m.Settings.SimilarTop, m.Settings.SimilarWidth}, ok
}

// Unfinished reports whether results wait to be compared with real segments. None do after a failed comparison.
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
