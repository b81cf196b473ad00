package tui

import (
	"fmt"
	"math"

	tea "charm.land/bubbletea/v2"

	"actmax/internal/setting"
)

var nan = math.NaN()

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
	case m.knobs.field != nil:
		m.fieldKey(msg)
		return nil
	}
	if t, ok := m.over.(typist); ok {
		return t.typed(m, msg)
	}
	a, known := actions[name]
	switch {
	case !known:
		m.say("%s does nothing here; ? lists the keys", name)
		return nil
	case m.over != nil && a != actQuit && a != actRedraw && a != actSuspend:
		if !m.over.act(m, a) {
			m.over = nil
		}
		return nil
	}
	if s, ok := m.on().(pointed); ok && s.arrow(m, name) {
		return nil
	}
	return m.perform(a)
}

// perform does what a key or a row of the palette asks for.
func (m *explorer) perform(a action) tea.Cmd {
	switch a {
	case actQuit:
		m.quit()
	case actOver:
		return m.goOver()
	case actRedraw:
		return tea.ClearScreen
	case actSuspend:
		return tea.Suspend
	default:
		m.act(a)
	}
	return nil
}

// fieldKey gives a key to the open field; enter takes the value, esc leaves it.
func (m *explorer) fieldKey(msg tea.KeyPressMsg) {
	switch msg.String() {
	case "enter":
		row, text := m.knobs.row(), m.knobs.field.Value()
		if err := m.setKey(row.Key, text); err != nil {
			m.complain(err) // the field stays open, so that the value can be mended
			return
		}
		m.knobs.field = nil
	case "esc":
		m.knobs.field = nil
		m.say("%s stays as it was", m.knobs.row().Label)
	default:
		m.knobs.press(msg)
	}
}

// paste gives pasted text to the open field.
func (m *explorer) paste(text string) {
	switch {
	case m.search != nil:
		m.search.press(tea.PasteMsg{Content: text})
	case m.knobs.field != nil:
		m.knobs.press(tea.PasteMsg{Content: text})
	case m.over != nil:
		if t, ok := m.over.(typist); ok {
			m.later = append(m.later, t.typed(m, tea.PasteMsg{Content: text}))
		}
	default:
		m.say("nothing to paste into: s and enter open a setting")
	}
}

// act does what a key asks for, where nothing is open.
func (m *explorer) act(a action) {
	if m.screenKey(a) {
		return
	}
	switch a {
	case actDown, actUp, actLayerDown, actLayerUp, actLeft, actRight, actTop, actBottom, actHalfDown, actHalfUp:
		m.moveKey(a)
	case actPane:
		m.turn()
	case actOpen:
		m.open()
	case actBack:
		m.escape()
	case actSettings:
		m.focus = focusSettings
	case actUndo:
		m.back()
	case actPreset:
		m.toPreset()
	case actCounterparts:
		m.compareCounterparts()
	case actNetworks:
		m.pickNetwork()
	case actMethods:
		m.over = newMenu(m.settings)
	case actFilter:
		query := m.query
		if m.mend != "" {
			query, m.mend = m.mend, ""
		}
		m.search = newSearch(query)
	case actNext, actPrevious:
		m.found(a)
	case actOrder:
		m.nextOrder()
	case actAxis:
		m.nextAxis()
	case actAspect:
		m.turnAspect()
	case actList:
		m.turnList()
	case actHelp:
		m.over = newHelp(m)
	case actPalette:
		m.openPalette()
	case actExport:
		m.export()
	case actPin:
		m.togglePin()
	case actCopy:
		m.copy()
	case actGiveUp:
		if !m.cancelNewest() {
			m.say("nothing is under way that could be given up")
		}
	case actSlower, actFaster:
		m.plusMinus(a)
	case actZoomIn, actZoomOut:
		m.say("z and Z zoom on the Map screen; 4 opens it")
	case actRestart, actElsewhere:
		if m.tree.cursor.unit < 0 {
			m.say("no unit under the cursor to run")
			return
		}
		if a == actElsewhere {
			m.elsewhere()
			return
		}
		if v := m.restart(m.settings, nil); v.err != nil {
			m.complain(v.err)
		} else {
			m.say("started again from step 0")
		}
	default:
		m.playKey(a)
	}
}

// moveKey moves in the focused pane.
func (m *explorer) moveKey(a action) {
	switch m.focus {
	case focusSettings:
		m.moveSetting(a)
		return
	case focusSimilar:
		m.moveSimilar(a)
		return
	}
	half := max(1, m.layout.tree.H/2)
	was, moved, why := m.tree.cursor, false, ""
	switch a {
	case actDown:
		moved, why = m.tree.move(1), "this is the last row"
	case actUp:
		moved, why = m.tree.move(-1), "this is the first row"
	case actHalfDown:
		moved, why = m.tree.move(half), "this is the last row"
	case actHalfUp:
		moved, why = m.tree.move(-half), "this is the first row"
	case actTop:
		moved, why = m.tree.move(-len(m.tree.rows())), "this is the first row"
	case actBottom:
		moved, why = m.tree.move(len(m.tree.rows())), "this is the last row"
	case actLayerDown:
		moved, why = m.tree.moveLayer(1), "this is the last layer"
	case actLayerUp:
		moved, why = m.tree.moveLayer(-1), "this is the first layer"
	case actLeft:
		moved, why = m.tree.fold(), "the layer is folded already"
	case actRight:
		moved, why = m.tree.unfold(), "the layer is unfolded already"
	}
	if m.tree.match != nil && (a == actLeft || a == actRight) {
		why = "layers do not fold while a filter is on; esc ends it"
	}
	if !moved {
		m.say("%s", why)
		return
	}
	m.moved(was)
}

// moved follows the cursor to another unit: what was seen is shown at once, what was not waits until the cursor rests.
func (m *explorer) moved(was place) {
	if m.tree.cursor == was {
		return
	}
	m.absolute()
	m.signal.reset()
	m.similar.pick = 0
	m.views.reset()
	m.restAt = m.now.Add(restBefore)
}

func (m *explorer) moveSetting(a action) {
	n := 0
	switch a {
	case actLeft, actUp, actLayerUp:
		n = -1
	case actRight, actDown, actLayerDown:
		n = 1
	case actHalfUp:
		n = -5
	case actHalfDown:
		n = 5
	case actTop:
		n = -len(knobRows)
	case actBottom:
		n = len(knobRows)
	}
	if !m.knobs.move(n) {
		m.say("no setting further %s", map[bool]string{true: "on", false: "back"}[n > 0])
	}
}

func (m *explorer) moveSimilar(a action) {
	n := map[action]int{actDown: 1, actUp: -1, actHalfDown: 5, actHalfUp: -5, actTop: -1 << 20, actBottom: 1 << 20}[a]
	switch {
	case n == 0:
		m.say("j and k pick a segment here; tab goes on, esc returns to the units")
	case m.listed() == 0:
		m.say("no segments to pick from yet")
	case !m.moveListed(n):
		m.say("no segment further %s", map[bool]string{true: "on", false: "back"}[n > 0])
	}
}

// turn gives the keys to the next pane; on a small screen the lower pane turns with it.
func (m *explorer) turn() {
	switch m.focus {
	case focusTree:
		m.focus, m.lower = focusSimilar, focusSimilar
	case focusSimilar:
		m.focus, m.lower = focusSettings, focusTree
	default:
		m.focus, m.lower = focusTree, focusTree
	}
}

func (m *explorer) open() {
	switch m.focus {
	case focusSettings:
		m.knobs.open(m.settings)
	case focusSimilar:
		m.say("j and k pick a segment; it is drawn behind the signal")
	default:
		p := m.tree.cursor
		if p.unit < 0 {
			m.tree.unfold()
			m.moved(p)
			return
		}
		m.say("unit %s is open already; tab goes to its panes", m.tree.name(p))
	}
}

func (m *explorer) escape() {
	switch {
	case m.focus != focusTree:
		m.focus = focusTree
	case m.query != "":
		m.applyFilter("")
	default:
		m.say("nothing to go back from; q quits")
	}
}

// plusMinus is a step of the focused setting, else of the speed.
func (m *explorer) plusMinus(a action) {
	n := 1
	if a == actSlower {
		n = -1
	}
	if m.focus == focusSettings {
		r := m.knobs.row()
		text, ok := step(r, &m.settings, n)
		if !ok {
			m.say("%s takes text: enter opens it", r.Label)
			return
		}
		if text == setting.Typed(r.Value(&m.settings)) {
			m.say("%s takes %s", r.Label, r.Allowed())
			return
		}
		if err := m.setKey(r.Key, text); err != nil {
			m.complain(err)
		}
		return
	}
	speed := m.speed * math.Pow(2, float64(n))
	if speed < 1.0/64 || speed > 64 {
		m.say("it does not play %s", map[bool]string{true: "faster; f shows every newest step", false: "slower; . goes step by step"}[n > 0])
		return
	}
	m.speed = speed
	m.say("a whole run plays in %.3g s", m.o.Explorer.Pace/m.speed)
}

// oneAxis says why there is nothing to choose for the layer under the cursor, and where there is.
func (m *explorer) oneAxis() string {
	names := m.o.Network.Layers
	for i := range names {
		if !m.o.Network.PerAxis(i) {
			return fmt.Sprintf("%s looks at one axis at a time; a chooses among the %d from %s on", names[m.tree.cursor.layer].Name, m.o.Network.Input.Axes, names[i].Name)
		}
	}
	return "this network looks at one axis at a time: there is nothing to choose"
}

// nextAxis draws other axes of a several-axis signal.
func (m *explorer) nextAxis() {
	choices := axisChoices(m.axisNames())
	if len(choices) == 1 {
		m.say("%s", m.oneAxis())
		return
	}
	m.axis = (m.axis + 1) % len(choices)
	m.say("drawn: %s", choices[m.axis].name)
}
