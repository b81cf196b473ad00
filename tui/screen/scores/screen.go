package scores

import (
	"cmp"
	"slices"
	"time"

	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/tui/filter"
	"actmax/tui/plot"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/board"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// Screen is the table of the paper's figures 3 and 4: scores of every method on every layer with a time axis, over the
// units that have run under the current settings. It fills in while they run and can run all of them.
type Screen struct {
	common *screen.Common
	of     *session.Open         // network of the scores
	data   *session.SegmentIndex // data of the scores
	Board  board.Board
	Sweep  *board.Sweep // run of all methods; nil: none
	Layers []int        // of the table

	Cursor ScoreCell
	top    int // first line of the table on the screen
	Listed bool
	List   scoreList
	Saved  *state.Scores // from the previous session, until the screen is opened

	Cells      map[ScoreCell]board.Figures
	version    int               // of the board behind the cells
	made       time.Time         // time of the cells
	under      optimize.Settings // settings of the cells
	index      score.Index       // of the segments that the cells compare with
	sim        plot.LogAxis      // axes of the bars
	att        plot.LogAxis
	grid       scoresGrid
	references references
	Against    bool // the detail shows the references instead of the units
}

// New returns the screen.
func New(c *screen.Common) *Screen {
	return &Screen{common: c, of: c.Session.Open, data: c.Session.Data.Index}
}

// ScoreCell is a row of the table: a layer and the index of a method.
type ScoreCell struct{ Layer, Method int }

// figuresEvery is how often figures are updated while results come in; nobody can read faster.
const figuresEvery = 500 * time.Millisecond

func (c *Screen) Enter() {
	c.common.Session.RestAt = time.Time{}
	c.prepare()
	if l := c.common.Session.Open.Tree.Cursor.Layer; slices.Contains(c.Layers, l) && c.Saved == nil {
		c.Cursor.Layer = l
	}
	c.Refresh(true)
}

// prepare finds the layers of the table.
func (c *Screen) prepare() {
	m := c.common.Session
	if c.Layers != nil {
		return
	}
	c.Layers = board.Timed(m.Open.Network)
	c.Board.Layers = c.Layers
	if len(c.Layers) > 0 {
		c.Cursor = ScoreCell{c.Layers[0], max(0, slices.Index(m.MethodNames(), optimize.MethodOf(m.Settings)))}
	}
}

// Leave implements screen.Screen: everything continues.
func (c *Screen) Leave() {}

func (c *Screen) Rested() {}

func (c *Screen) Frame(_ time.Duration) {
	c.Refresh(false)
	c.Board.CompareNext(c.common.Session)
	c.common.Session.Open.Baselines.AskLayers(c.common.Session, c.Layers)
}

// Refresh updates the figures if their input has changed.
func (c *Screen) Refresh(now bool) {
	m := c.common.Session
	c.prepare()
	m.RememberWeights()
	if k := c.Saved; k != nil {
		c.Saved = nil
		c.restore(k)
	}
	other := c.under != session.WithoutAbsolute(m.Settings) || c.index != m.Data.Index.Finder
	if !now && !other && (c.made.Equal(m.Now) || m.Now.Sub(c.made) < figuresEvery) {
		return
	}
	for _, name := range m.MethodNames() { // columns for the results
		c.Board.Column(m, m.MethodSettings(name))
	}
	c.Board.Thin(c.Sweep)
	c.Board.Gather(m)
	c.made = m.Now
	if !now && !other && c.version == c.Board.Version+m.Open.Baselines.Version {
		return
	}
	c.version = c.Board.Version + m.Open.Baselines.Version
	c.under, c.index = session.WithoutAbsolute(m.Settings), m.Data.Index.Finder
	others := c.reference()
	c.Cells = map[ScoreCell]board.Figures{}
	c.sim, c.att = plot.LogAxis{}, plot.LogAxis{}
	for _, l := range c.Layers {
		for i, name := range m.MethodNames() {
			f := c.Board.Figures(m, l, name)
			layer := m.Open.Tree.Layers[l].Name
			f.Study, f.StudyOwn = others.row(c.common, layer, name)
			f.Claim = others.claim(layer, name)
			c.Cells[ScoreCell{l, i}] = f
			if 4*f.Done >= f.Units && f.Done > 0 { // fewer units say little about the final figures
				c.sim.Fit(float64(f.Row.SSim.Mean))
				c.att.Fit(float64(f.Row.Attainment.Mean))
			}
			if m.BaselinesKnown(l) {
				c.sim.Fit(float64(f.Row.Floor))
			}
		}
	}
	c.sim.Fit(0.01, 0.1)
	c.att.Fit(1)
	c.sortList()
	m.Changed()
}

func (c *Screen) Lively() bool {
	m := c.common.Session
	if c.version != c.Board.Version+m.Open.Baselines.Version || c.Board.Busy {
		return true
	}
	if c.under != session.WithoutAbsolute(m.Settings) || c.index != m.Data.Index.Finder {
		return true
	}
	return c.Board.Unfinished(m) || m.Open.Baselines.LayersWait(m, c.Layers)
}

func (c *Screen) First() []*visit.Visit { return nil }

// scoreList lists the units of the cell under the cursor, worst first.
type scoreList struct {
	bySim bool // by S_sim, else by attainment
	Query string
	Units []int // shown, in order
	All   int   // with a result
	Pick  int
	top   int
	cell  ScoreCell // that the units are of

	columns, per int // columns and units per column, as last drawn
}

// sortList lists the units of the cell that the filter shows.
func (c *Screen) sortList() {
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
		match, _ = c.common.Session.Parse(l.Query) // it was valid when it was set
	}
	layer := c.Cursor.Layer
	for u, s := range c.Column().Layers[layer] {
		if !s.Has() {
			continue
		}
		l.All++
		if match == nil || match.Match(c.subject(layer, u, s)) {
			l.Units = append(l.Units, u)
		}
	}
	keys := make(map[int]float64, len(l.Units))
	for _, u := range l.Units {
		keys[u] = c.badness(u)
	}
	// NaN (unknown) comes last
	slices.SortStableFunc(l.Units, func(a, b int) int { return cmp.Compare(keys[b], keys[a]) })
	l.Pick = max(0, min(l.Pick, len(l.Units)-1))
	if i := slices.Index(l.Units, chosen); i >= 0 && c.Listed {
		l.Pick = i
	} else if !c.Listed {
		l.Pick = 0
	}
}

// Column returns the results of the method under the cursor.
func (c *Screen) Column() *board.Column {
	m := c.common.Session
	return c.Board.Column(m, m.MethodSettings(m.MethodAt(c.Cursor.Method)))
}

// badness returns the key of the order of units, largest first.
func (c *Screen) badness(unit int) float64 {
	s := c.Column().Layers[c.Cursor.Layer][unit]
	if s.Result.Status == optimize.Silent {
		return session.NaN
	}
	if c.List.bySim {
		return float64(s.Sim.Similar)
	}
	return board.Badness(s.Result.Attainment, c.common.Session.Open.Percentile(c.Cursor.Layer))
}

// subject describes a unit with the method of the cell for a filter.
func (c *Screen) subject(layer, unit int, s *board.Scored) filter.Unit {
	m := c.common.Session
	r := s.Result
	out := filter.Unit{
		Layer:      m.Open.Tree.Layers[layer].Name,
		Number:     unit,
		Attainment: r.Attainment,
		Amplitude:  r.MaxAmplitude,
		Restarted:  r.Restarts > 0 && r.Status == optimize.OK,
		Similarity: func() float64 { return float64(s.Sim.Similar) },
	}
	if r.Status != optimize.OK {
		out.Status = string(r.Status)
	}
	if a := m.Activity(tree.Place{Layer: layer, Unit: unit}); a >= 0 {
		out.Activity = filter.ActivityWord(m.Data.Dataset.Activities[a])
	}
	return out
}
