package scores

import (
	"cmp"
	"math"
	"slices"
	"time"

	"actmax/optimize"
	"actmax/tui/filter"
	"actmax/tui/plot"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/board"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Screen is the table of the paper's figures 3 and 4: how good every method is on every layer that has a time axis, over
// the units that have run under the present settings. It fills in while they run; all of them can be run from here.
type Screen struct {
	Board  board.Board
	Sweep  *board.Sweep // run of all methods; nil: none
	Layers []int        // of the table

	Cursor ScoreCell
	top    int // first line of the table on the screen
	Listed bool
	List   scoreList
	Kept   *state.Scores // of the session before, until the screen is opened

	Cells   map[ScoreCell]board.Figures
	version int               // of the board that they were made from
	made    time.Time         // when they were
	under   optimize.Settings // settings that they are of
	index   session.Finder    // that they were compared with
	sim     plot.LogAxis      // axes of the bars
	att     plot.LogAxis
	grid    scoresGrid
	others  scoresBeside
	Against bool // the detail shows what stands beside, in place of the units
}

// ScoreCell is a row of the table: a layer, and a method by its number in the table.
type ScoreCell struct{ Layer, Method int }

// figuresEvery is how often figures are made anew while results come in: more cannot be read.
const figuresEvery = 500 * time.Millisecond

func (c *Screen) Enter(m *screen.Common) {
	m.Session.RestAt = time.Time{}
	c.prepare(m)
	if l := m.Session.Open.Tree.Cursor.Layer; slices.Contains(c.Layers, l) && c.Kept == nil {
		c.Cursor.Layer = l
	}
	c.Refresh(m, true)
}

// prepare finds the layers of the table.
func (c *Screen) prepare(m *screen.Common) {
	if c.Layers != nil {
		return
	}
	c.Layers = board.Timed(m.Session.Open.Network)
	c.Board.Layers = c.Layers
	if len(c.Layers) > 0 {
		c.Cursor = ScoreCell{c.Layers[0], max(0, slices.Index(m.Session.MethodNames(), optimize.MethodOf(m.Session.Settings)))}
	}
}

// Leave lets everything run on.
func (c *Screen) Leave(*screen.Common) {}

func (c *Screen) Rested(*screen.Common) {}

func (c *Screen) Frame(m *screen.Common, _ time.Duration) {
	c.Refresh(m, false)
	c.Board.CompareNext(m.Session)
	m.Session.Open.Floors.AskLayers(m.Session, c.Layers)
}

// Refresh makes the figures anew where anything that they are made from has changed.
func (c *Screen) Refresh(m *screen.Common, now bool) {
	c.prepare(m)
	m.Session.RememberWeights()
	if k := c.Kept; k != nil {
		c.Kept = nil
		c.restore(m, k)
	}
	other := c.under != session.WithoutAbsolute(m.Session.Settings) || c.index != m.Session.Index.Finder
	if !now && !other && (c.made.Equal(m.Session.Now) || m.Session.Now.Sub(c.made) < figuresEvery) {
		return
	}
	for _, name := range m.Session.MethodNames() { // columns that results can be put into
		c.Board.Column(m.Session, m.Session.MethodSettings(name))
	}
	c.Board.Thin(c.Sweep)
	c.Board.Gather(m.Session)
	c.made = m.Session.Now
	if !now && !other && c.version == c.Board.Version+m.Session.Open.Floors.Version {
		return
	}
	c.version, c.under, c.index = c.Board.Version+m.Session.Open.Floors.Version, session.WithoutAbsolute(m.Session.Settings), m.Session.Index.Finder
	others := c.besides(m)
	c.Cells = map[ScoreCell]board.Figures{}
	c.sim, c.att = plot.LogAxis{}, plot.LogAxis{}
	for _, l := range c.Layers {
		for i, name := range m.Session.MethodNames() {
			f := c.Board.Figures(m.Session, l, name)
			layer := m.Session.Open.Tree.Layers[l].Name
			f.Study, f.StudyOwn = others.row(m, layer, name)
			f.Claim = others.claim(layer, name)
			c.Cells[ScoreCell{l, i}] = f
			if 4*f.Done >= f.Units && f.Done > 0 { // fewer say little of where figures will lie
				c.sim.Fit(float64(f.Row.SSim.Mean))
				c.att.Fit(float64(f.Row.Attainment.Mean))
			}
			if m.Session.FloorsKnown(l) {
				c.sim.Fit(float64(f.Row.Floor))
			}
		}
	}
	c.sim.Fit(0.01, 0.1)
	c.att.Fit(1)
	c.sortList(m)
	m.Session.Changed()
}

func (c *Screen) Lively(m *screen.Common) bool {
	if c.version != c.Board.Version+m.Session.Open.Floors.Version || c.Board.Busy || c.under != session.WithoutAbsolute(m.Session.Settings) || c.index != m.Session.Index.Finder {
		return true
	}
	return c.Board.Unfinished(m.Session) || m.Session.Open.Floors.LayersWait(m.Session, c.Layers)
}

func (c *Screen) First(*screen.Common) []*visit.Visit { return nil }

// Drop forgets every result: they are of data or of a network that is not shown any more. Where one was stays, as far as there is
// such a place.
func (c *Screen) Drop(m *screen.Common) {
	if c.Sweep != nil {
		c.GiveUp()
		m.Session.CancelTask(session.TaskScores)
	}
	*c = Screen{Kept: c.State(m, m.Session.Open)}
}

// scoreList lists the units of the cell under the cursor, the worst first.
type scoreList struct {
	bySim bool // by S_sim, else by attainment
	Query string
	Units []int // shown, in order
	All   int   // with a result
	Pick  int
	top   int
	cell  ScoreCell // that the units are of

	columns, per int // units beside and below each other, as drawn last
}

// sortList lists the units of the cell that the filter shows.
func (c *Screen) sortList(m *screen.Common) {
	l := &c.List
	chosen := -1
	if l.cell == c.Cursor && l.Pick < len(l.Units) {
		chosen = l.Units[l.Pick]
	}
	l.cell, l.All, l.Units = c.Cursor, 0, nil
	if len(c.Layers) == 0 {
		return
	}
	var match filter.Query
	if l.Query != "" {
		match, _ = m.Session.Parse(l.Query) // it was valid when it was taken
	}
	layer := c.Cursor.Layer
	for u, s := range c.Column(m).Layers[layer] {
		if !s.Has() {
			continue
		}
		l.All++
		if match == nil || match.Match(c.subject(m, layer, u, s)) {
			l.Units = append(l.Units, u)
		}
	}
	keys := make(map[int]float64, len(l.Units))
	for _, u := range l.Units {
		keys[u] = c.badness(m, u)
	}
	slices.SortStableFunc(l.Units, func(a, b int) int {
		x, y := keys[a], keys[b]
		if math.IsNaN(x) || math.IsNaN(y) {
			return cmp.Compare(y, x) // what is not known comes last
		}
		return cmp.Compare(y, x)
	})
	l.Pick = max(0, min(l.Pick, len(l.Units)-1))
	if i := slices.Index(l.Units, chosen); i >= 0 && c.Listed {
		l.Pick = i
	} else if !c.Listed {
		l.Pick = 0
	}
}

// Column returns the results of the method under the cursor.
func (c *Screen) Column(m *screen.Common) *board.Column {
	return c.Board.Column(m.Session, m.Session.MethodSettings(m.Session.MethodAt(c.Cursor.Method)))
}

// badness is what units are listed by, the largest first.
func (c *Screen) badness(m *screen.Common, unit int) float64 {
	s := c.Column(m).Layers[c.Cursor.Layer][unit]
	if s.Result.Status == optimize.Silent {
		return session.NaN
	}
	if c.List.bySim {
		return float64(s.Sim.Similar)
	}
	return board.Badness(s.Result.Attainment, m.Session.Open.Percentile(c.Cursor.Layer))
}

// subject is what a filter asks of a unit under the method of the cell.
func (c *Screen) subject(m *screen.Common, layer, unit int, s *board.Scored) filter.Unit {
	r := s.Result
	out := filter.Unit{Layer: m.Session.Open.Tree.Layers[layer].Name, Number: unit, Attainment: r.Attainment, Amplitude: r.MaxAmplitude,
		Restarted: r.Restarts > 0 && r.Status == optimize.OK, Similarity: func() float64 { return float64(s.Sim.Similar) }}
	if r.Status != optimize.OK {
		out.Status = string(r.Status)
	}
	if a := m.Session.Activity(tree.Place{Layer: layer, Unit: unit}); a >= 0 {
		out.Activity = filter.ActivityWord(m.Session.Dataset.Activities[a])
	}
	return out
}
