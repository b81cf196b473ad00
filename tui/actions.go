package tui

import (
	"fmt"
	"math"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/dialog"
	"actmax/tui/screen"
	"actmax/tui/session/export"
	"actmax/tui/widget"
)

// key sends a key to the open field or dialog, else to the screen.
func (m *explorer) key(msg tea.KeyPressMsg) {
	m.silence()
	if msg.String() == "ctrl+c" { // quits even if a field or dialog is open
		m.quit()
		return
	}
	switch {
	case m.search != nil:
		m.searchKey(msg)
		return
	case m.typing():
		m.open().(screen.Typist).Typed(msg)
		return
	}
	if t, ok := m.over.(dialog.Typist); ok {
		m.answer(t.Typed(msg))
		return
	}
	k, known := m.keyFor(msg)
	switch {
	case !known:
		m.Say("%s does nothing here; press ? for the keys", msg.String())
	case m.over != nil && k.Action != screen.ActQuit && k.Action != screen.ActRedraw && k.Action != screen.ActSuspend:
		m.answer(m.over.Act(k.Action))
	default:
		if s, ok := m.open().(screen.Pointed); ok && s.Arrow(msg.String()) {
			return
		}
		m.perform(k.Action)
	}
}

// answer takes the answer of a dialog: whether it stays open, and what to do next.
func (m *explorer) answer(open bool, then func()) {
	if !open {
		m.over = nil
	}
	if then != nil {
		then() // may open another dialog
	}
}

// typing reports whether the open screen has an open field that takes every key.
func (m *explorer) typing() bool {
	t, ok := m.open().(screen.Typist)
	return ok && t.Typing()
}

// perform carries out the action of a key or of a row of the palette.
func (m *explorer) perform(a screen.Action) {
	if why := screen.Disabled(m.open().Keys(), a); why != "" {
		m.Say("%s", why)
		return
	}
	switch {
	case a >= screen.ActScreen:
		m.turnTo(screen.ID(a - screen.ActScreen))
	case a == screen.ActQuit:
		m.quit()
	case a == screen.ActOver:
		m.switchNetwork()
	case a == screen.ActRedraw:
		m.later = append(m.later, tea.ClearScreen)
	case a == screen.ActSuspend:
		m.later = append(m.later, tea.Suspend)
	default:
		m.act(a)
	}
}

// paste gives pasted text to the open field.
func (m *explorer) paste(text string) {
	msg := tea.PasteMsg{Content: text}
	switch t, ok := m.over.(dialog.Typist); {
	case m.search != nil:
		m.search.press(msg)
	case m.typing():
		m.open().(screen.Typist).Typed(msg)
	case ok:
		m.answer(t.Typed(msg))
	case m.over == nil:
		m.Say("no field is open; press s, then enter to open a setting")
	}
}

// act carries out an action: as the open screen defines it, else as on every screen.
func (m *explorer) act(a screen.Action) {
	s := m.common.Session
	if m.open().Act(a) {
		return
	}
	switch a {
	case screen.ActCounterparts:
		m.showCounterparts()
	case screen.ActNetworks:
		m.pickNetwork()
	case screen.ActMethods:
		m.over = dialog.NewMethods(m.common, s.Settings, m.choose)
	case screen.ActFilter:
		m.openFilter(s.Open.Query)
	case screen.ActNext:
		s.Found(1)
	case screen.ActPrevious:
		s.Found(-1)
	case screen.ActOrder:
		s.NextOrder()
	case screen.ActAxis:
		m.nextAxis()
	case screen.ActHelp:
		m.openHelp()
	case screen.ActPalette:
		m.openPalette()
	case screen.ActExport:
		export.Unit(s)
	case screen.ActPin:
		s.TogglePin()
	case screen.ActCopy:
		m.copy()
	case screen.ActCancel:
		if !s.CancelShown() {
			m.Say("nothing to cancel")
		}
	case screen.ActSlower, screen.ActFaster:
		m.changeSpeed(a)
	case screen.ActZoomIn, screen.ActZoomOut:
		m.Say("z and Z zoom on the Map screen; press 4 to open it")
	}
}

// changeSpeed plays at half or twice the speed.
func (m *explorer) changeSpeed(a screen.Action) {
	n := 1
	if a == screen.ActSlower {
		n = -1
	}
	speed := m.common.Speed * math.Pow(2, float64(n))
	if speed < 1.0/64 || speed > 64 {
		if n > 0 {
			m.Say("maximum speed; press f to follow the newest step")
		} else {
			m.Say("minimum speed; press . to go step by step")
		}
		return
	}
	m.common.Speed = speed
	m.Say("a whole run plays in %.3g s", m.common.PaceSeconds/m.common.Speed)
}

// oneAxis says why the layer under the cursor has no axes to choose, and which layers have.
func (m *explorer) oneAxis() string {
	n := m.common.Session.Open.Network
	names := n.Layers
	for i := range names {
		if !n.PerAxis(i) {
			return fmt.Sprintf("%s has signals of one axis; choose among %d axes from %s on",
				names[m.common.Session.Open.Tree.Cursor.Layer].Name, n.Input.Axes, names[i].Name)
		}
	}
	return "no axes to choose: all signals of this network have one axis"
}

// nextAxis chooses other axes of a signal with several axes.
func (m *explorer) nextAxis() {
	choices := widget.AxisChoices(m.common.Session.AxisNames())
	if len(choices) == 1 {
		m.Say("%s", m.oneAxis())
		return
	}
	m.common.Axis = (m.common.Axis + 1) % len(choices)
	m.Say("axes: %s", choices[m.common.Axis].Name)
}
