package session

import (
	"fmt"
	"slices"

	"actmax/optimize"
	"actmax/tui/session/state"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// MostPins is the maximum number of pins, because each keeps a run.
const MostPins = 9

// Pin is a result saved to compare others with. It has its own run, so that edits and restarts on the screen do not
// change it.
type Pin struct {
	Place tree.Place
	Name  string // of method and step, for lists
	Job   optimize.Job
	Own   bool // started from another signal on purpose
	Step  int  // step of the pinned state
	Run   visit.Run
	Err   error              // why it has no run
	Snap  *optimize.Snapshot // at Step; nil while a pin of the previous session is recomputed
}

// Pinned returns the newest pin, or nil.
func (m *Session) Pinned() *Pin {
	if len(m.Open.Pins) == 0 {
		return nil
	}
	return m.Open.Pins[len(m.Open.Pins)-1]
}

// TogglePin pins the state on the screen, or removes its pin.
func (m *Session) TogglePin() {
	v := m.Current()
	switch {
	case m.Open.Tree.Cursor.Unit < 0:
		m.Say("no unit selected; move the cursor to a unit to pin it")
		return
	case v == nil || v.Run == nil || v.Shown == nil:
		m.Say("nothing to pin yet")
		return
	}
	on := ""
	if v.Playing { // so that pressing p again refers to the same state
		v.Hold()
		on = "; space continues"
	}
	step := v.Shown.Step
	for i, p := range m.Open.Pins {
		if p.Place == v.Place && p.Step == step && SameJob(p.Job, v.Job) {
			m.Open.Pins = slices.Delete(m.Open.Pins, i, i+1)
			p.Cancel()
			m.Say("pin removed: %s %s", m.Open.Tree.Name(p.Place), p.Name)
			m.refresh(v.Place, v)
			return
		}
	}
	if len(m.Open.Pins) == MostPins {
		m.Say("limit of %d pins reached; press p on a pin to remove it", MostPins)
		return
	}
	p := &Pin{Place: v.Place, Job: v.Job, Own: v.Own, Step: step, Snap: v.Shown, Name: pinName(v.Job, step)}
	if err := m.startPin(p); err != nil {
		m.Complain(err)
		return
	}
	m.Open.Pins = append(m.Open.Pins, p)
	m.refresh(v.Place, v)
	m.Say("pinned: %s %s; p removes it%s", m.Open.Tree.Name(p.Place), p.Name, on)
}

func pinName(j optimize.Job, step int) string {
	return fmt.Sprintf("%s, step %d", optimize.MethodOf(j.SettingsAt(step)), step)
}

// SameJob reports whether two ascents give the same bits.
func SameJob(a, b optimize.Job) bool {
	return a.Network == b.Network && a.Layer == b.Layer && a.Unit == b.Unit &&
		a.Settings == b.Settings && slices.Equal(a.Edits, b.Edits)
}

func (m *Session) startPin(p *Pin) error {
	p.Run, p.Err = m.Source.Start(p.Job)
	return p.Err
}

// repin restores a pin of the previous session; its state is recomputed.
func (m *Session) repin(at tree.Place, name string, r state.Recipe) {
	j := optimize.Job{
		Network: m.Open.Network, Layer: at.Layer, Unit: at.Unit, Settings: r.Settings, Edits: r.Edits,
		Starts: m.Open.Starts,
	}
	p := &Pin{Place: at, Name: name, Job: j, Own: r.Own, Step: r.At}
	if p.Name == "" {
		p.Name = pinName(j, r.At)
	}
	if err := m.startPin(p); err != nil {
		m.Complain(fmt.Errorf("the pin of %s: %w", m.Open.Tree.Name(at), err))
		return
	}
	m.Open.Pins = append(m.Open.Pins, p)
}

// PinsWait reports whether a pin is still being recomputed.
func (m *Session) PinsWait() bool {
	return slices.ContainsFunc(m.Open.Pins, func(p *Pin) bool { return p.Snap == nil && p.Err == nil && p.Run != nil })
}

// PollPins takes the states of pins whose runs have reached them.
func (m *Session) PollPins() {
	for _, p := range m.Open.Pins {
		if p.Snap != nil || p.Run == nil || p.Err != nil {
			continue
		}
		if _, done := p.Run.Result(); !done && p.Run.Computed() < p.Step {
			if visit.Ended(p.Run) {
				p.Err = p.Run.Err()
			}
			continue
		}
		if p.Snap, p.Err = p.Run.Tape().FrameAt(p.Step); p.Err != nil {
			m.Complain(fmt.Errorf("the pin of %s: %w", m.Open.Tree.Name(p.Place), p.Err))
		}
		m.Changed()
	}
}

// Cancel cancels the pin's run.
func (p *Pin) Cancel() {
	if p.Run != nil {
		p.Run.Cancel()
	}
}

// isPinned reports whether a unit has a pin.
func (m *Session) isPinned(at tree.Place) bool {
	return slices.ContainsFunc(m.Open.Pins, func(p *Pin) bool { return p.Place == at })
}
