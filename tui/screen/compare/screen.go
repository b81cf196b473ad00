package compare

import (
	"time"

	"actmax/model"
	"actmax/optimize"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/plot"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// Screen shows two ascents side by side: two methods on one unit, two units, a run and a pin, or a unit and its
// counterpart in another network. Both columns share a value axis and a playhead.
type Screen struct {
	common     *screen.Common
	open       bool // the screen is shown
	background int  // number of background networks at the last Follow

	Columns [2]Column
	active  int    // the column that m and / change
	query   string // the filter that found the units
	found   []tree.Place
	opened  bool // the columns have their first methods

	Counterparts bool // compare a unit with its counterpart in another network
	methodsOf    bool // value of Counterparts for which the columns have their methods
	otherMethods [2]columnMethod
	counterpart  session.Counterpart // of the leading column's unit

	Share         float64 // the playhead, as a share of the sum of the learning rates
	Playing, flat bool

	value, activation plot.Axis // of both columns
	place             float64   // playhead at the newest states of the columns
	rightDue          bool      // the right column has not shown that state yet
	credit            float64   // bytes of output that may be spent on new states
	counted           int       // the frame in which the numbers were last updated
	frames            int       // columns take turns: a row with changes in both also sends the cells between
}

// New returns the screen.
func New(c *screen.Common) *Screen { return &Screen{common: c} }

// columnMethod is how a column differs from the current settings.
type columnMethod struct {
	method string // "": that of the current settings
	preset string // "": that of the current settings
}

// Column is one side: a unit under the current settings with the column's method or preset.
type Column struct {
	columnMethod
	Network  *model.Network
	Place    tree.Place         // in that network; unit -1 if there is none to show
	pin      *session.Pin       // shown instead of a run; nil: none
	View     *visit.Visit       // the run, at the screen's playhead
	shown    *optimize.Snapshot // the state whose numbers are shown
	fresh    bool               // a new state came since the last drawing
	before   []canvas.Cell      // of the plots at the last drawing
	Texts    [][2]string        // the numbers and their differences from the other column's
	searched bool               // the similar segments were known then
	Err      error
	Signal   widget.SignalPane
}

// numbersEvery is how many frames numbers stay while both columns play, so that they can be read.
const numbersEvery = 12

// stateCredit is how many bytes of output a frame may take on average for new states of both columns; the rest of the
// 500 bytes of a frame is for headings and numbers.
const stateCredit = 260

// Enter implements screen.Screen.
func (c *Screen) Enter() {
	c.open = true
	c.common.Session.AtUnit()
	c.common.Session.RestAt = time.Time{}
	if !c.opened {
		c.opened, c.active = true, 1
		c.Columns[0].method = optimize.Baseline
		if optimize.MethodOf(c.common.Session.Settings) == optimize.Baseline { // do not compare it with itself
			c.Columns[1].method = optimize.Proposed
		}
		c.Share, c.Playing = 0, true
	}
	for i := range c.Columns {
		c.Columns[i].Place, c.Columns[i].pin = c.common.Session.Open.Tree.Cursor, nil
	}
	if p := c.common.Session.Pinned(); p != nil {
		c.Columns[0].pin, c.Columns[0].Place = p, p.Place
	}
	c.setNetworks()
	c.reset()
	c.Rested()
}

// Leave implements screen.Screen.
func (c *Screen) Leave() { c.open = false }

// reset clears axes and numbers.
func (c *Screen) reset() {
	for i := range c.Columns {
		c.Columns[i].shown, c.Columns[i].Texts = nil, nil
		c.Columns[i].Signal.Reset()
	}
	c.value.Reset()
	c.activation.Reset()
}

// Rested implements screen.Screen: it starts the runs of the columns.
func (c *Screen) Rested() {
	var first []visit.Run
	for i := range c.Columns {
		col := &c.Columns[i]
		c.fill(col)
		if col.View != nil && col.View.Running() {
			first = append(first, col.View.Run)
		}
	}
	c.common.Session.Source.Prefer(first...)
	c.common.Session.Changed()
}

// settings returns the settings of a column. Absolute thresholds apply only to the unit under the cursor.
func (col *Column) settings(m *screen.Common) (optimize.Settings, error) {
	s := m.Session.Settings
	if col.Place != m.Session.Open.Tree.Cursor || col.Network != m.Session.Open.Network {
		s.ThresholdEAP, s.ThresholdMax = m.Session.Initial.ThresholdEAP, m.Session.Initial.ThresholdMax
	}
	if col.preset != "" {
		if err := s.ApplyPreset(col.preset); err != nil {
			return s, err
		}
	}
	if col.method != "" {
		if err := optimize.ApplyMethod(&s, col.method); err != nil {
			return s, err
		}
	}
	return s, nil
}

// fill sets the run that a column shows: that of the pin, that of the Unit screen if it has the same settings, one
// compared before, or a new one.
func (c *Screen) fill(col *Column) {
	if col.Err = nil; col.Place.Unit < 0 {
		col.View = nil
		return
	}
	if p := col.pin; p != nil {
		switch {
		case p.Err != nil:
			col.View, col.Err = nil, p.Err
		case col.View == nil || col.View.Run != p.Run:
			settings := p.Job.SettingsAt(p.Job.Settings.Steps)
			col.View = viewOf(&visit.Visit{Place: p.Place, Run: p.Run, Job: p.Job, Settings: settings, Own: p.Own})
		}
		return
	}
	s, err := col.settings(c.common)
	if err != nil {
		col.View, col.Err = nil, err
		return
	}
	ses := c.common.Session
	v := ses.OpenOf(col.Network).Visits[col.Place]
	if s == ses.Settings && col.Network == ses.Open.Network && ses.Outdated(v) { // the Unit screen shows this run too
		v = ses.FirstRun(col.Place)
	}
	if v == nil || v.Run == nil || v.Err != nil || v.Own || v.Stale(s) {
		v = ses.ExtraAscent(visit.ExtraKey{Network: col.Network, Place: col.Place, Settings: s})
	}
	if v.Err != nil {
		col.View, col.Err = nil, v.Err
		return
	}
	if col.View == nil || col.View.Run != v.Run || len(col.View.Job.Edits) != len(v.Job.Edits) {
		col.View = viewOf(v)
	}
}

// viewOf returns a visit of the same run with its own playhead.
func viewOf(v *visit.Visit) *visit.Visit {
	return &visit.Visit{
		Place: v.Place, Run: v.Run, Job: v.Job, Result: v.Result, Settings: v.Settings, Own: v.Own,
		Asked: -1, CutAt: -1,
	}
}

// Frame implements screen.Screen.
func (c *Screen) Frame(dt time.Duration) {
	c.frames++
	c.credit = min(c.credit+stateCredit, 2*stateCredit)
	for i := range c.Columns {
		if v := c.Columns[i].View; v != nil {
			was := v.Running()
			v.Poll()
			if v.Err != nil {
				c.Columns[i].Err, c.Columns[i].View = v.Err, nil
			}
			if was != v.Running() {
				c.common.Session.Changed()
			}
		}
	}
	c.play(dt)
	for i := range c.Columns {
		v := c.Columns[i].View
		if v == nil {
			continue
		}
		alone := c.Columns[0].View == nil
		leftTurn := i == 0 && c.frames%2 == 0 && c.credit > 0
		rightTurn := i == 1 && c.frames%2 == 1 && (c.rightDue || alone)
		switch {
		case !c.Playing || v.Shown == nil:
			c.common.Session.Advance(v, 0, c.common.Pace())
		case leftTurn, rightTurn:
			c.rightDue = i == 0 && c.Columns[1].View != nil
			if i == 0 || alone { // the right column follows in the next frame
				c.place = c.Share
			}
			v.Share = c.place
			v.Play(0, time.Second)
			// Recorded states suffice during playback.
			if s := v.Run.Tape().Before(v.At); s != nil && s.Step != v.Shown.Step {
				v.Shown, c.Columns[i].fresh = s, true
				c.common.Session.Changed()
			}
		}
	}
	if !c.Playing || !c.rightDue && c.frames-c.counted >= numbersEvery { // both show the same place
		c.counted = c.frames
		for i := range c.Columns {
			c.Columns[i].updateNumbers(c.common, &c.Columns[1-i])
		}
	}
}

// play moves the playhead, at most to the newest step of both runs.
func (c *Screen) play(dt time.Duration) {
	if !c.Playing {
		return
	}
	newest, running := 1.0, false
	for i := range c.Columns {
		v := c.Columns[i].View
		if v == nil {
			continue
		}
		if v.Running() {
			running = true
			newest = min(newest, v.Run.Schedule().Share(v.Last()))
		}
	}
	was := c.Share
	if c.flat {
		c.Share = newest
	} else {
		c.Share = max(c.Share, min(c.Share+dt.Seconds()*c.common.Speed/c.common.PaceSeconds, newest))
	}
	if c.Share != was {
		c.common.Session.Changed()
	}
	if c.Share >= 1 && !running {
		c.Playing = false
	}
	c.FollowPlayhead()
}

// FollowPlayhead moves the playheads of both columns to the screen's.
func (c *Screen) FollowPlayhead() {
	for i := range c.Columns {
		v := c.Columns[i].View
		if v == nil || v.Run == nil {
			continue
		}
		if v.Playing = c.Playing; v.Playing {
			v.Share = c.Share
			continue
		}
		at := v.Last()
		if c.Share < 1 {
			at = min(v.Run.Schedule().StepAt(c.Share), at)
		}
		v.GoTo(at)
		v.Share = c.Share
	}
}

// First implements screen.Screen: it returns the visits of both columns.
func (c *Screen) First() []*visit.Visit {
	return []*visit.Visit{c.Columns[0].View, c.Columns[1].View}
}

// Lively implements screen.Screen.
func (c *Screen) Lively() bool {
	if c.Playing {
		return true
	}
	for i := range c.Columns {
		if v := c.Columns[i].View; v != nil && (v.Running() || v.Asked >= 0 || v.Shown == nil || v.Shown.Step != v.At ||
			v.Shown != c.Columns[i].shown || number.Known(c.common.Session.SimilarityOf(v)) != c.Columns[i].searched) {
			return true
		}
	}
	return false
}

// settingsName names the pin, or the method and preset, of a column.
func (col *Column) settingsName(m *screen.Common) string {
	if col.pin != nil {
		return "pin: " + col.pin.Name
	}
	s, err := col.settings(m)
	if err != nil {
		return col.method
	}
	out := optimize.MethodOf(s)
	if col.preset != "" && col.preset != m.Session.Settings.Preset {
		out += " " + m.Glyphs.Point + " " + col.preset
	}
	return out
}

// Save implements screen.Screen; the screen has nothing to save.
func (c *Screen) Save(*state.Session) {}

// Restore implements screen.Screen.
func (c *Screen) Restore(*state.Session) {}

// Follow implements screen.Follower: a network opened in the background is compared at once.
func (c *Screen) Follow() {
	n := len(c.common.Session.Background)
	changed := n != c.background
	if n > c.background {
		c.Counterparts = true
	} else if n == 0 {
		c.Counterparts = false
	}
	switch c.background = n; {
	case c.open && changed:
		c.Enter()
	case c.open:
		c.FollowLeader()
	}
}

// ShowCounterparts implements screen.Comparer.
func (c *Screen) ShowCounterparts() { c.Counterparts = true }
