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
// counterpart in another network. Both columns have one value axis and one playhead.
type Screen struct {
	common     *screen.Common
	open       bool // it is on the screen
	background int  // networks beside, when last looked

	Columns [2]Column
	active  int    // the column that m and / change
	query   string // that found the units of found
	found   []tree.Place
	opened  bool // a choice was made before; it is kept until the program ends

	Counterparts bool // the columns show a unit and its counterpart, where several networks are open
	methodsOf    bool // what twins was when the columns got their methods
	otherMethods [2]columnMethod
	counterpart  session.Counterpart // of the leading column's unit

	Share         float64 // the playhead, as a share of the sum of the learning rates
	Playing, flat bool

	value, activation plot.Axis // of both columns
	place             float64   // of the states that the columns took last
	rightDue          bool      // the right column has not come there yet
	credit            float64   // bytes that may be spent on new states
	counted           int       // the frame in which numbers were taken over
	frames            int       // the columns take new states in turn, as changes in two places of a row would send all between
}

// New returns the screen.
func New(c *screen.Common) *Screen { return &Screen{common: c} }

// columnMethod is what a column changes of the present settings.
type columnMethod struct {
	method string // "": the present settings as they are
	preset string // "": the present one
}

// Column is one side: a unit under settings, which are the present ones with a method or a preset of its own.
type Column struct {
	columnMethod
	Network  *model.Network
	Place    tree.Place         // in that network; unit -1 where there is none to show
	pin      *session.Pin       // the column shows it, as it was pinned
	View     *visit.Visit       // what is shown; its playhead is the screen's
	shown    *optimize.Snapshot // whose numbers are on the screen
	fresh    bool               // a state was taken since it was drawn
	before   []canvas.Cell      // of its plots, as they were drawn
	Texts    [][2]string        // of those numbers: each, and how far it lies from the other column's
	searched bool               // what the result resembles was known then
	Err      error
	Signal   widget.SignalPane
}

// numbersEvery is how many frames numbers stay while both columns play: faster ones cannot be read.
const numbersEvery = 12

// stateCredit is how many bytes a frame may take on average for new states of both columns while they play; the rest of 500
// is for headings and numbers.
const stateCredit = 260

func (c *Screen) Enter() {
	c.open = true
	c.common.Session.AtUnit()
	c.common.Session.RestAt = time.Time{}
	if !c.opened {
		c.opened, c.active = true, 1
		c.Columns[0].method = optimize.Baseline
		if optimize.MethodOf(c.common.Session.Settings) == optimize.Baseline { // it is compared with the proposed method
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

func (c *Screen) Leave() { c.open = false }

// reset lets axes and numbers be made anew.
func (c *Screen) reset() {
	for i := range c.Columns {
		c.Columns[i].shown, c.Columns[i].Texts = nil, nil
		c.Columns[i].Signal.Reset()
	}
	c.value.Reset()
	c.activation.Reset()
}

// Rested starts what the columns show and has not run yet.
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

// settings are those of a column at its unit. Absolute thresholds belong to the unit under the cursor alone.
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

// fill finds the run that a column shows: the pin's, the one of the Unit screen where it has the same settings, one that was
// compared before, else a new one.
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
			col.View = viewOf(&visit.Visit{Place: p.Place, Run: p.Run, Job: p.Job, Settings: p.Job.SettingsAt(p.Job.Settings.Steps), Own: p.Own})
		}
		return
	}
	s, err := col.settings(c.common)
	if err != nil {
		col.View, col.Err = nil, err
		return
	}
	v := c.common.Session.OpenOf(col.Network).Visits[col.Place]
	if s == c.common.Session.Settings && col.Network == c.common.Session.Open.Network && c.common.Session.Outdated(v) { // it is found on the Unit screen too
		v = c.common.Session.FirstRun(col.Place)
	}
	if v == nil || v.Run == nil || v.Err != nil || v.Own || v.Stale(s) {
		v = c.common.Session.ExtraAscent(session.ExtraKey{Network: col.Network, Place: col.Place, Settings: s})
	}
	if v.Err != nil {
		col.View, col.Err = nil, v.Err
		return
	}
	if col.View == nil || col.View.Run != v.Run || len(col.View.Job.Edits) != len(v.Job.Edits) {
		col.View = viewOf(v)
	}
}

// viewOf returns a visit of the same run with a playhead of its own.
func viewOf(v *visit.Visit) *visit.Visit {
	return &visit.Visit{Place: v.Place, Run: v.Run, Job: v.Job, Result: v.Result, Settings: v.Settings, Own: v.Own, Asked: -1, CutAt: -1}
}

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
		switch {
		case !c.Playing || v.Shown == nil:
			c.common.Session.Advance(v, 0, c.common.Pace())
		case i == 0 && c.frames%2 == 0 && c.credit > 0, i == 1 && c.frames%2 == 1 && (c.rightDue || c.Columns[0].View == nil):
			c.rightDue = i == 0 && c.Columns[1].View != nil
			if i == 0 || c.Columns[0].View == nil { // the right column follows to the same place in the next frame
				c.place = c.Share
			}
			v.Share = c.place
			v.Play(0, time.Second)
			if s := v.Run.Tape().Before(v.At); s != nil && s.Step != v.Shown.Step { // recorded states will do while it plays
				v.Shown, c.Columns[i].fresh = s, true
				c.common.Session.Changed()
			}
		}
	}
	if !c.Playing || !c.rightDue && c.frames-c.counted >= numbersEvery { // both stand at the same place
		c.counted = c.frames
		for i := range c.Columns {
			c.Columns[i].updateNumbers(c.common, &c.Columns[1-i])
		}
	}
}

// play moves the one playhead. It passes neither of the runs.
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

// FollowPlayhead puts the playheads of both columns where the screen's is.
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

// First lists what both columns show.
func (c *Screen) First() []*visit.Visit {
	return []*visit.Visit{c.Columns[0].View, c.Columns[1].View}
}

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

// settingsName says under which settings.
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

// Save implements screen.Screen: nothing of it is kept.
func (c *Screen) Save(*state.Session) {}

// Restore implements screen.Screen.
func (c *Screen) Restore(*state.Session) {}

// Follow implements screen.Follower: networks that join are compared at first.
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

// ShowCounterparts implements screen.Pairer.
func (c *Screen) ShowCounterparts() { c.Counterparts = true }
