package tui

import (
	"fmt"
	"math"

	tea "charm.land/bubbletea/v2"

	"actmax/tui/screen"
	"actmax/tui/widget"
)

// key routes a key to what is open: a field, a window, else the focused pane.
func (m *explorer) key(msg tea.KeyPressMsg) tea.Cmd {
	name := msg.String()
	m.message = ""
	if name == "ctrl+c" { // quits whatever is open
		m.quit()
		return nil
	}
	switch {
	case m.search != nil:
		m.searchKey(msg)
		return nil
	case m.unit.Typing():
		m.unit.Typed(msg)
		return nil
	}
	if t, ok := m.over.(typist); ok {
		return t.typed(m, msg)
	}
	a, known := actions[name]
	switch {
	case !known:
		m.Say("%s does nothing here; ? lists the keys", name)
		return nil
	case m.over != nil && a != screen.ActQuit && a != screen.ActRedraw && a != screen.ActSuspend:
		if !m.over.act(m, a) {
			m.over = nil
		}
		return nil
	}
	if s, ok := m.on().(screen.Pointed); ok && s.Arrow(name) {
		return nil
	}
	return m.perform(a)
}

// perform does what a key or a row of the palette asks for.
func (m *explorer) perform(a screen.Action) tea.Cmd {
	switch a {
	case screen.ActQuit:
		m.quit()
	case screen.ActOver:
		m.goOver()
	case screen.ActRedraw:
		return tea.ClearScreen
	case screen.ActSuspend:
		return tea.Suspend
	default:
		m.act(a)
	}
	return nil
}

// paste gives pasted text to the open field.
func (m *explorer) paste(text string) {
	switch {
	case m.search != nil:
		m.search.press(tea.PasteMsg{Content: text})
	case m.unit.Typing():
		m.unit.Typed(tea.PasteMsg{Content: text})
	case m.over != nil:
		if t, ok := m.over.(typist); ok {
			m.later = append(m.later, t.typed(m, tea.PasteMsg{Content: text}))
		}
	default:
		m.Say("nothing to paste into: s and enter open a setting")
	}
}

// act does what a key asks for, where nothing is open: what the open screen makes of it, else what it does on every screen.
func (m *explorer) act(a screen.Action) {
	if m.screenKey(a) {
		return
	}
	switch a {
	case screen.ActCounterparts:
		m.compareCounterparts()
	case screen.ActNetworks:
		m.pickNetwork()
	case screen.ActMethods:
		m.over = newMenu(m.common.Session.Settings)
	case screen.ActFilter:
		m.openFilter(m.common.Session.Open.Query)
	case screen.ActNext:
		m.common.Session.Found(1)
	case screen.ActPrevious:
		m.common.Session.Found(-1)
	case screen.ActOrder:
		m.common.Session.NextOrder()
	case screen.ActAxis:
		m.nextAxis()
	case screen.ActHelp:
		m.over = newHelp(m)
	case screen.ActPalette:
		m.openPalette()
	case screen.ActExport:
		m.common.Session.Export()
	case screen.ActPin:
		m.common.Session.TogglePin()
	case screen.ActCopy:
		m.copy()
	case screen.ActGiveUp:
		if !m.common.Session.CancelShown() {
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
