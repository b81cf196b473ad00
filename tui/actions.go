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

// key routes a key to what is open: a field, a dialog, else the screen.
func (m *explorer) key(msg tea.KeyPressMsg) {
	m.silence()
	if msg.String() == "ctrl+c" { // quits whatever is open
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
		m.Say("%s does nothing here; ? lists the keys", msg.String())
	case m.over != nil && k.Action != screen.ActQuit && k.Action != screen.ActRedraw && k.Action != screen.ActSuspend:
		m.answer(m.over.Act(k.Action))
	default:
		if s, ok := m.open().(screen.Pointed); ok && s.Arrow(msg.String()) {
			return
		}
		m.perform(k.Action)
	}
}

// answer takes what a dialog answered: whether it stays open, and what was chosen.
func (m *explorer) answer(open bool, then func()) {
	if !open {
		m.over = nil
	}
	if then != nil {
		then() // it may open another
	}
}

// typing reports whether the open screen has a field open that takes every key.
func (m *explorer) typing() bool {
	t, ok := m.open().(screen.Typist)
	return ok && t.Typing()
}

// perform does what a key or a row of the palette asks for.
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
		m.Say("nothing to paste into: s and enter open a setting")
	}
}

// act does what a key asks for, where nothing is open: what the open screen makes of it, else what it does on every screen.
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
			m.Say("nothing is under way that could be given up")
		}
	case screen.ActSlower, screen.ActFaster:
		m.changeSpeed(a)
	case screen.ActZoomIn, screen.ActZoomOut:
		m.Say("z and Z zoom on the Map screen; 4 opens it")
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
		m.Say("it does not play %s", map[bool]string{true: "faster; f shows every newest step", false: "slower; . goes step by step"}[n > 0])
		return
	}
	m.common.Speed = speed
	m.Say("a whole run plays in %.3g s", m.common.PaceSeconds/m.common.Speed)
}

// oneAxis says why there is nothing to choose for the layer under the cursor, and where there is.
func (m *explorer) oneAxis() string {
	n := m.common.Session.Open.Network
	names := n.Layers
	for i := range names {
		if !n.PerAxis(i) {
			return fmt.Sprintf("%s looks at one axis at a time; a chooses among the %d from %s on",
				names[m.common.Session.Open.Tree.Cursor.Layer].Name, n.Input.Axes, names[i].Name)
		}
	}
	return "this network looks at one axis at a time: there is nothing to choose"
}

// nextAxis draws other axes of a several-axis signal.
func (m *explorer) nextAxis() {
	choices := widget.AxisChoices(m.common.Session.AxisNames())
	if len(choices) == 1 {
		m.Say("%s", m.oneAxis())
		return
	}
	m.common.Axis = (m.common.Axis + 1) % len(choices)
	m.Say("drawn: %s", choices[m.common.Axis].Name)
}
