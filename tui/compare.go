package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/model"
	"actmax/optimize"
	"actmax/tui/canvas"
)

// compareScreen shows two ascents side by side: two methods on one unit, two units, a run and a pin, or a unit and its
// counterpart in another network. Both columns have one value axis and one playhead.
type compareScreen struct {
	columns [2]compareColumn
	active  int // the column that m and / change
	kept    map[compareKey]*visit
	query   string // that found the units of found
	found   []place
	opened  bool // a choice was made before; it is kept until the program ends

	twins bool // the columns show a unit and its counterpart, where several networks are open
	set   bool // what twins was when the columns got their methods
	aside [2]columnMethod
	pair  counterpart // of the leading column's unit

	share         float64 // the playhead, as a share of the sum of the learning rates
	playing, flat bool

	value, map_ canvas.Axis // of both columns
	place       float64     // of the states that the columns took last
	owed        bool        // the right column has not come there yet
	credit      float64     // bytes that may be spent on new states
	counted     int         // the frame in which numbers were taken over
	frames      int         // the columns take new states in turn, as changes in two places of a row would send all between
}

// columnMethod is what a column changes of the present settings.
type columnMethod struct {
	method string // "": the present settings as they are
	preset string // "": the present one
}

// compareColumn is one side: a unit under settings, which are the present ones with a method or a preset of its own.
type compareColumn struct {
	columnMethod
	network  *model.Network
	place    place              // in that network; unit -1 where there is none to show
	pin      *pin               // the column shows it, as it was pinned
	view     *visit             // what is shown; its playhead is the screen's
	shown    *optimize.Snapshot // whose numbers are on the screen
	fresh    bool               // a state was taken since it was drawn
	before   []canvas.Cell      // of its plots, as they were drawn
	texts    [][2]string        // of those numbers: each, and how far it lies from the other column's
	searched bool               // what the result resembles was known then
	err      error
	signal   signalPane
}

// compareKey is what ascents of this screen differ in.
type compareKey struct {
	network  *model.Network
	place    place
	settings optimize.Settings
}

// numbersEvery is how many frames numbers stay while both columns play: faster ones cannot be read.
const numbersEvery = 12

// pairCredit is how many bytes a frame may take on average for new states of both columns while they play; the rest of 500
// is for headings and numbers.
const pairCredit = 260

// mostCompared bounds how many ascents are kept of those that were started for this screen.
const mostCompared = 24

func (c *compareScreen) enter(m *explorer) {
	m.atUnit()
	m.restAt = time.Time{}
	if c.kept == nil {
		c.kept = map[compareKey]*visit{}
	}
	if !c.opened {
		c.opened, c.active = true, 1
		c.columns[0].method = optimize.Baseline
		if optimize.MethodOf(m.settings) == optimize.Baseline { // compared with the proposed method instead
			c.columns[1].method = optimize.Proposed
		}
		c.share, c.playing = 0, true
	}
	for i := range c.columns {
		c.columns[i].place, c.columns[i].pin = m.tree.cursor, nil
	}
	if p := m.pinned(); p != nil {
		c.columns[0].pin, c.columns[0].place = p, p.place
	}
	c.settle(m)
	c.reset()
	c.rested(m)
}

func (c *compareScreen) leave(*explorer) {}

// reset lets axes and numbers be made anew.
func (c *compareScreen) reset() {
	for i := range c.columns {
		c.columns[i].shown, c.columns[i].texts = nil, nil
		c.columns[i].signal.reset()
	}
	c.value.Reset()
	c.map_.Reset()
}

// rested starts what the columns show and has not run yet.
func (c *compareScreen) rested(m *explorer) {
	var first []run
	for i := range c.columns {
		col := &c.columns[i]
		c.fill(m, col)
		if col.view != nil && col.view.running() {
			first = append(first, col.view.run)
		}
	}
	m.source.Prefer(first...)
	m.dirty = true
}

// settings are those of a column at its unit. Absolute thresholds belong to the unit under the cursor alone.
func (col *compareColumn) settings(m *explorer) (optimize.Settings, error) {
	s := m.settings
	if col.place != m.tree.cursor || col.network != m.o.Network {
		s.ThresholdEAP, s.ThresholdMax = m.o.Settings.ThresholdEAP, m.o.Settings.ThresholdMax
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
func (c *compareScreen) fill(m *explorer, col *compareColumn) {
	if col.err = nil; col.place.unit < 0 {
		col.view = nil
		return
	}
	if p := col.pin; p != nil {
		switch {
		case p.err != nil:
			col.view, col.err = nil, p.err
		case col.view == nil || col.view.run != p.run:
			col.view = viewOf(&visit{place: p.place, run: p.run, job: p.job, settings: p.job.SettingsAt(p.job.Settings.Steps), own: p.own})
		}
		return
	}
	s, err := col.settings(m)
	if err != nil {
		col.view, col.err = nil, err
		return
	}
	v := m.visitOf(col.network, col.place)
	if s == m.settings && col.network == m.o.Network && m.outdated(v) { // it is found on the Unit screen too
		v = m.first(col.place)
	}
	if v == nil || v.run == nil || v.err != nil || v.own || v.stale(s) {
		v = c.ascent(m, compareKey{col.network, col.place, s})
	}
	if v.err != nil {
		col.view, col.err = nil, v.err
		return
	}
	if col.view == nil || col.view.run != v.run || len(col.view.job.Edits) != len(v.job.Edits) {
		col.view = viewOf(v)
	}
}

// viewOf returns a visit of the same run with a playhead of its own.
func viewOf(v *visit) *visit {
	return &visit{place: v.place, run: v.run, job: v.job, result: v.result, settings: v.settings, own: v.own, asked: -1, cutAt: -1}
}

// ascent returns the ascent of a unit under settings, which is started where there is none.
func (c *compareScreen) ascent(m *explorer, k compareKey) *visit {
	if v := c.kept[k]; v != nil && v.err == nil {
		v.seen = m.now
		return v
	}
	for len(c.kept) >= mostCompared {
		var oldest compareKey
		var at *visit
		for k, v := range c.kept {
			if at == nil || v.seen.Before(at.seen) {
				oldest, at = k, v
			}
		}
		if at.run != nil {
			at.run.Cancel()
		}
		delete(c.kept, oldest)
	}
	v := &visit{place: k.place, settings: k.settings, asked: -1, cutAt: -1, seen: m.now}
	v.job = optimize.Job{Network: k.network, Layer: k.place.layer, Unit: k.place.unit, Settings: k.settings, Starts: m.startsOf(k.network)}
	v.run, v.err = m.source.Start(v.job)
	c.kept[k] = v
	return v
}

func (c *compareScreen) frame(m *explorer, dt time.Duration) tea.Cmd {
	c.frames++
	c.credit = min(c.credit+pairCredit, 2*pairCredit)
	for i := range c.columns {
		if v := c.columns[i].view; v != nil {
			was := v.running()
			v.poll()
			if v.err != nil {
				c.columns[i].err, c.columns[i].view = v.err, nil
			}
			m.dirty = m.dirty || was != v.running()
		}
	}
	c.play(m, dt)
	var cmds []tea.Cmd
	for i := range c.columns {
		v := c.columns[i].view
		if v == nil {
			continue
		}
		switch {
		case !c.playing || v.shown == nil:
			cmds = append(cmds, m.show(v, 0))
		case i == 0 && c.frames%2 == 0 && c.credit > 0, i == 1 && c.frames%2 == 1 && (c.owed || c.columns[0].view == nil):
			c.owed = i == 0 && c.columns[1].view != nil
			if i == 0 || c.columns[0].view == nil { // the right column follows to the same place in the next frame
				c.place = c.share
			}
			v.share = c.place
			v.play(0, time.Second)
			if s := v.run.Tape().Before(v.at); s != nil && s.Step != v.shown.Step { // recorded states will do while it plays
				v.shown, m.dirty, c.columns[i].fresh = s, true, true
			}
		}
	}
	if !c.playing || !c.owed && c.frames-c.counted >= numbersEvery { // both stand at the same place
		c.counted = c.frames
		for i := range c.columns {
			c.columns[i].count(m, &c.columns[1-i])
		}
	}
	return tea.Batch(cmds...)
}

// play moves the one playhead. It passes neither of the runs.
func (c *compareScreen) play(m *explorer, dt time.Duration) {
	if !c.playing {
		return
	}
	newest, running := 1.0, false
	for i := range c.columns {
		v := c.columns[i].view
		if v == nil {
			continue
		}
		if v.running() {
			running = true
			newest = min(newest, v.run.Schedule().Share(v.last()))
		}
	}
	was := c.share
	if c.flat {
		c.share = newest
	} else {
		c.share = max(c.share, min(c.share+dt.Seconds()*m.speed/m.o.Explorer.Pace, newest))
	}
	if m.dirty = m.dirty || c.share != was; c.share >= 1 && !running {
		c.playing = false
	}
	c.follow()
}

// follow puts the playheads of both columns where the screen's is.
func (c *compareScreen) follow() {
	for i := range c.columns {
		v := c.columns[i].view
		if v == nil || v.run == nil {
			continue
		}
		if v.playing = c.playing; v.playing {
			v.share = c.share
			continue
		}
		at := v.last()
		if c.share < 1 {
			at = min(v.run.Schedule().StepAt(c.share), at)
		}
		v.goTo(at)
		v.share = c.share
	}
}

// first lists what both columns show.
func (c *compareScreen) first(*explorer) []*visit {
	return []*visit{c.columns[0].view, c.columns[1].view}
}

func (c *compareScreen) lively(m *explorer) bool {
	if c.playing {
		return true
	}
	for i := range c.columns {
		if v := c.columns[i].view; v != nil && (v.running() || v.asked >= 0 || v.shown == nil || v.shown.Step != v.at ||
			v.shown != c.columns[i].shown || canvas.Known(m.similarityOf(v)) != c.columns[i].searched) {
			return true
		}
	}
	return false
}

// under says under which settings.
func (col *compareColumn) under(m *explorer) string {
	if col.pin != nil {
		return "pin: " + col.pin.name
	}
	s, err := col.settings(m)
	if err != nil {
		return col.method
	}
	out := optimize.MethodOf(s)
	if col.preset != "" && col.preset != m.settings.Preset {
		out += " " + m.glyphs.Point + " " + col.preset
	}
	return out
}
