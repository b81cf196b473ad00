package tui

import (
	"cmp"
	"math"
	"slices"
	"time"

	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/filter"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// scoresScreen is the table of the paper's figures 3 and 4: how good every method is on every layer that has a time axis, over
// the units that have run under the present settings. It fills in while they run; all of them can be run from here.
type scoresScreen struct {
	board  board
	sweep  *sweep // run of all methods; nil: none
	layers []int  // of the table

	cursor scoreCell
	top    int // first line of the table on the screen
	listed bool
	list   scoreList
	kept   *state.Scores // of the session before, until the screen is opened

	cells   map[scoreCell]figures
	version int               // of the board that they were made from
	made    time.Time         // when they were
	under   optimize.Settings // settings that they are of
	index   session.Finder    // that they were compared with
	sim     canvas.LogAxis    // axes of the bars
	att     canvas.LogAxis
	grid    scoresGrid
	others  scoresBeside
	against bool // the detail shows what stands beside, in place of the units
}

// scoreCell is a row of the table: a layer, and a method by its number in the table.
type scoreCell struct{ layer, method int }

// figuresEvery is how often figures are made anew while results come in: more cannot be read.
const figuresEvery = 500 * time.Millisecond

func (c *scoresScreen) Enter(m *screen.Common) {
	m.RestAt = time.Time{}
	c.prepare(m)
	if l := m.Tree.Cursor.Layer; slices.Contains(c.layers, l) && c.kept == nil {
		c.cursor.layer = l
	}
	c.refresh(m, true)
}

// prepare finds the layers of the table.
func (c *scoresScreen) prepare(m *screen.Common) {
	if c.layers != nil {
		return
	}
	c.layers = timed(m.Network)
	c.board.layers = c.layers
	if len(c.layers) > 0 {
		c.cursor = scoreCell{c.layers[0], max(0, slices.Index(m.MethodNames(), optimize.MethodOf(m.Settings)))}
	}
}

// Leave lets everything run on.
func (c *scoresScreen) Leave(*screen.Common) {}

func (c *scoresScreen) Rested(*screen.Common) {}

func (c *scoresScreen) Frame(m *screen.Common, _ time.Duration) {
	c.refresh(m, false)
	c.board.compareNext(m.Session)
	m.Floors.AskLayers(m.Session, c.layers)
}

// refresh makes the figures anew where anything that they are made from has changed.
func (c *scoresScreen) refresh(m *screen.Common, now bool) {
	c.prepare(m)
	m.RememberWeights()
	if k := c.kept; k != nil {
		c.kept = nil
		c.restore(m, k)
	}
	other := c.under != session.WithoutAbsolute(m.Settings) || c.index != m.Index.Finder
	if !now && !other && (c.made.Equal(m.Now) || m.Now.Sub(c.made) < figuresEvery) {
		return
	}
	for _, name := range m.MethodNames() { // columns that results can be put into
		c.board.column(m.Session, m.MethodSettings(name))
	}
	c.board.thin(c.sweep)
	c.board.gather(m.Session)
	c.made = m.Now
	if !now && !other && c.version == c.board.version+m.Floors.Version {
		return
	}
	c.version, c.under, c.index = c.board.version+m.Floors.Version, session.WithoutAbsolute(m.Settings), m.Index.Finder
	others := c.besides(m)
	c.cells = map[scoreCell]figures{}
	c.sim, c.att = canvas.LogAxis{}, canvas.LogAxis{}
	for _, l := range c.layers {
		for i, name := range m.MethodNames() {
			f := c.board.figures(m.Session, l, name)
			layer := m.Tree.Layers[l].Name
			f.over, f.own = others.row(m, layer, name)
			f.claim = others.claim(layer, name)
			c.cells[scoreCell{l, i}] = f
			if 4*f.done >= f.units && f.done > 0 { // fewer say little of where figures will lie
				c.sim.Fit(float64(f.row.SSim.Mean))
				c.att.Fit(float64(f.row.Attainment.Mean))
			}
			if m.FloorsKnown(l) {
				c.sim.Fit(float64(f.row.Floor))
			}
		}
	}
	c.sim.Fit(0.01, 0.1)
	c.att.Fit(1)
	c.sortList(m)
	m.Changed()
}

func (c *scoresScreen) Lively(m *screen.Common) bool {
	if c.version != c.board.version+m.Floors.Version || c.board.busy || c.under != session.WithoutAbsolute(m.Settings) || c.index != m.Index.Finder {
		return true
	}
	return c.board.unfinished(m) || m.Floors.LayersWait(m.Session, c.layers)
}

func (c *scoresScreen) First(*screen.Common) []*visit.Visit { return nil }

// drop forgets every result: they are of data or of a network that is not shown any more. Where one was stays, as far as there is
// such a place.
func (c *scoresScreen) drop(m *screen.Common) {
	if c.sweep != nil {
		c.giveUp()
		m.CancelTask(session.TaskScores)
	}
	*c = scoresScreen{kept: c.state(m, m.Open)}
}

// scoreList lists the units of the cell under the cursor, the worst first.
type scoreList struct {
	bySim bool // by S_sim, else by attainment
	query string
	units []int // shown, in order
	all   int   // with a result
	pick  int
	top   int
	cell  scoreCell // that the units are of

	columns, per int // units beside and below each other, as drawn last
}

// sortList lists the units of the cell that the filter shows.
func (c *scoresScreen) sortList(m *screen.Common) {
	l := &c.list
	chosen := -1
	if l.cell == c.cursor && l.pick < len(l.units) {
		chosen = l.units[l.pick]
	}
	l.cell, l.all, l.units = c.cursor, 0, nil
	if len(c.layers) == 0 {
		return
	}
	var match filter.Query
	if l.query != "" {
		match, _ = m.Parse(l.query) // it was valid when it was taken
	}
	layer := c.cursor.layer
	for u, s := range c.column(m).layers[layer] {
		if !s.has() {
			continue
		}
		l.all++
		if match == nil || match.Match(c.subject(m, layer, u, s)) {
			l.units = append(l.units, u)
		}
	}
	keys := make(map[int]float64, len(l.units))
	for _, u := range l.units {
		keys[u] = c.badness(m, u)
	}
	slices.SortStableFunc(l.units, func(a, b int) int {
		x, y := keys[a], keys[b]
		if math.IsNaN(x) || math.IsNaN(y) {
			return cmp.Compare(y, x) // what is not known comes last
		}
		return cmp.Compare(y, x)
	})
	l.pick = max(0, min(l.pick, len(l.units)-1))
	if i := slices.Index(l.units, chosen); i >= 0 && c.listed {
		l.pick = i
	} else if !c.listed {
		l.pick = 0
	}
}

// column returns the results of the method under the cursor.
func (c *scoresScreen) column(m *screen.Common) *scoreColumn {
	return c.board.column(m.Session, m.MethodSettings(m.MethodAt(c.cursor.method)))
}

// badness is what units are listed by, the largest first.
func (c *scoresScreen) badness(m *screen.Common, unit int) float64 {
	s := c.column(m).layers[c.cursor.layer][unit]
	if s.result.Status == optimize.Silent {
		return session.NaN
	}
	if c.list.bySim {
		return float64(s.sim.Similar)
	}
	return worse(s.result.Attainment, m.Percentile(c.cursor.layer))
}

// subject is what a filter asks of a unit under the method of the cell.
func (c *scoresScreen) subject(m *screen.Common, layer, unit int, s *scored) filter.Unit {
	r := s.result
	out := filter.Unit{Layer: m.Tree.Layers[layer].Name, Number: unit, Attainment: r.Attainment, Amplitude: r.MaxAmplitude,
		Restarted: r.Restarts > 0 && r.Status == optimize.OK, Similarity: func() float64 { return float64(s.sim.Similar) }}
	if r.Status != optimize.OK {
		out.Status = string(r.Status)
	}
	if a := m.Activity(tree.Place{Layer: layer, Unit: unit}); a >= 0 {
		out.Activity = filter.ActivityWord(m.Dataset.Activities[a])
	}
	return out
}

// unfinished tells whether a result waits to be compared with real segments. Where that has failed none does.
func (b *board) unfinished(m *screen.Common) bool {
	c, ok := comparisonOf(m.Session)
	if !ok || b.failed == c {
		return false
	}
	for _, name := range m.MethodNames() {
		if col := b.columns[visit.Basis(m.MethodSettings(name), false)]; col != nil {
			for _, l := range b.layers {
				if slices.ContainsFunc(col.layers[l], func(s *scored) bool { return s.has() && s.basis != c }) {
					return true
				}
			}
		}
	}
	return b.highOf != m.Dataset
}
