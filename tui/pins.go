package tui

import (
	"fmt"
	"slices"

	"actmax/optimize"
	"actmax/tui/state"
)

// mostPins bounds how many pins there can be: each keeps a run.
const mostPins = 9

// pin is a result that was set aside to compare others with. It has a run of its own: what is edited or run again on the
// screen leaves it as it was.
type pin struct {
	place place
	name  string // of method and step, for lists
	job   optimize.Job
	own   bool // started elsewhere on purpose
	step  int  // the state that was pinned
	run   run
	err   error              // why it has no run
	snap  *optimize.Snapshot // at step; nil until a pin of the session before is computed again
}

// pinned is the newest pin, nil where there is none.
func (m *session) pinned() *pin {
	if len(m.pins) == 0 {
		return nil
	}
	return m.pins[len(m.pins)-1]
}

// togglePin pins the state on the screen, or takes its pin away.
func (m *session) togglePin() {
	v := m.current()
	switch {
	case m.tree.cursor.unit < 0:
		m.say("no unit under the cursor to pin")
		return
	case v == nil || v.run == nil || v.shown == nil:
		m.say("nothing has run here yet to pin")
		return
	}
	on := ""
	if v.playing { // so that p again means the same state
		v.hold()
		on = "; space goes on"
	}
	step := v.shown.Step
	for i, p := range m.pins {
		if p.place == v.place && p.step == step && sameJob(p.job, v.job) {
			m.pins = slices.Delete(m.pins, i, i+1)
			p.giveUp()
			m.say("pin taken away: %s %s", m.tree.name(p.place), p.name)
			m.refresh(v.place, v)
			return
		}
	}
	if len(m.pins) == mostPins {
		m.say("there are %d pins, and that is all there can be: p on one of them takes it away", mostPins)
		return
	}
	p := &pin{place: v.place, job: v.job, own: v.own, step: step, snap: v.shown, name: pinName(v.job, step)}
	if err := m.startPin(p); err != nil {
		m.complain(err)
		return
	}
	m.pins = append(m.pins, p)
	m.refresh(v.place, v)
	m.say("pinned: %s %s; p takes it away%s", m.tree.name(p.place), p.name, on)
}

func pinName(j optimize.Job, step int) string {
	return fmt.Sprintf("%s, step %d", optimize.MethodOf(j.SettingsAt(step)), step)
}

// sameJob tells whether two ascents give the same bits.
func sameJob(a, b optimize.Job) bool {
	return a.Network == b.Network && a.Layer == b.Layer && a.Unit == b.Unit && a.Settings == b.Settings && slices.Equal(a.Edits, b.Edits)
}

func (m *session) startPin(p *pin) error {
	p.run, p.err = m.source.Start(p.job)
	return p.err
}

// repin takes up a pin of the session before; its state is computed again.
func (m *session) repin(at place, name string, r state.Recipe) {
	j := optimize.Job{Network: m.network, Layer: at.layer, Unit: at.unit, Settings: r.Settings, Edits: r.Edits, Starts: m.starts}
	p := &pin{place: at, name: name, job: j, own: r.Own, step: r.At}
	if p.name == "" {
		p.name = pinName(j, r.At)
	}
	if err := m.startPin(p); err != nil {
		m.complain(fmt.Errorf("the pin of %s: %w", m.tree.name(at), err))
		return
	}
	m.pins = append(m.pins, p)
}

// pinsWait tells whether a pin is still being computed again.
func (m *session) pinsWait() bool {
	return slices.ContainsFunc(m.pins, func(p *pin) bool { return p.snap == nil && p.err == nil && p.run != nil })
}

// pollPins takes the states of pins whose runs have come to them.
func (m *session) pollPins() {
	for _, p := range m.pins {
		if p.snap != nil || p.run == nil || p.err != nil {
			continue
		}
		if _, done := p.run.Result(); !done && p.run.Computed() < p.step {
			if ended(p.run) {
				p.err = p.run.Err()
			}
			continue
		}
		if p.snap, p.err = p.run.Tape().FrameAt(p.step); p.err != nil {
			m.complain(fmt.Errorf("the pin of %s: %w", m.tree.name(p.place), p.err))
		}
		m.changed()
	}
}

func (p *pin) giveUp() {
	if p.run != nil {
		p.run.Cancel()
	}
}

// isPinned tells whether a unit has a pin.
func (m *session) isPinned(at place) bool {
	return slices.ContainsFunc(m.pins, func(p *pin) bool { return p.place == at })
}
