package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/internal/setting"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// act answers the keys of the Unit screen.
func (m *unitScreen) act(_ *common, a action) bool {
	switch a {
	case actDown, actUp, actLayerDown, actLayerUp, actLeft, actRight, actTop, actBottom, actHalfDown, actHalfUp:
		m.moveKey(a)
	case actPane:
		m.turn()
	case actOpen:
		m.openHere()
	case actBack:
		m.escape()
	case actSettings:
		m.focus = focusSettings
	case actUndo:
		m.Undo()
	case actPreset:
		m.ToPreset()
	case actAspect:
		m.turnAspect()
	case actList:
		m.turnList()
	case actSlower, actFaster:
		if m.focus != focusSettings {
			return false
		}
		m.stepSetting(a)
	case actRestart, actElsewhere:
		m.again(a)
	case actHold, actFlatOut, actStepBack, actStepOn, actTenthBack, actTenthOn, actStart, actEnd:
		m.playKey(a)
	default:
		return false
	}
	return true
}

// again starts the unit under the cursor from step 0, from its start or another.
func (m *unitScreen) again(a action) {
	switch {
	case m.Tree.Cursor.Unit < 0:
		m.Say("no unit under the cursor to run")
	case a == actElsewhere:
		m.OtherStart()
	default:
		if v := m.Restart(m.Settings, nil); v.Err != nil {
			m.Complain(v.Err)
		} else {
			m.Say("started again from step 0")
		}
	}
}

// typing reports whether a field is open that takes every key.
func (m *unitScreen) typing() bool { return m.knobs.Field != nil }

// typed gives a key or pasted text to the open field; enter takes the value, esc leaves it.
func (m *unitScreen) typed(msg tea.Msg) {
	key, _ := msg.(tea.KeyPressMsg)
	switch key.String() {
	case "enter":
		row, text := m.knobs.Row(), m.knobs.Field.Value()
		if err := m.SetKey(row.Key, text); err != nil {
			m.Complain(err) // the field stays open, so that the value can be corrected
			return
		}
		m.knobs.Field = nil
	case "esc":
		m.knobs.Field = nil
		m.Say("%s stays as it was", m.knobs.Row().Label)
	default:
		m.knobs.Press(msg)
	}
}

// moveKey moves in the focused pane.
func (m *unitScreen) moveKey(a action) {
	switch m.focus {
	case focusSettings:
		m.moveSetting(a)
		return
	case focusSimilar:
		m.moveSimilar(a)
		return
	}
	half := max(1, m.layout.tree.H/2)
	was, moved, why := m.Tree.Cursor, false, ""
	switch a {
	case actDown:
		moved, why = m.Tree.Move(1), "this is the last row"
	case actUp:
		moved, why = m.Tree.Move(-1), "this is the first row"
	case actHalfDown:
		moved, why = m.Tree.Move(half), "this is the last row"
	case actHalfUp:
		moved, why = m.Tree.Move(-half), "this is the first row"
	case actTop:
		moved, why = m.Tree.Move(-len(m.Tree.Rows())), "this is the first row"
	case actBottom:
		moved, why = m.Tree.Move(len(m.Tree.Rows())), "this is the last row"
	case actLayerDown:
		moved, why = m.Tree.MoveLayer(1), "this is the last layer"
	case actLayerUp:
		moved, why = m.Tree.MoveLayer(-1), "this is the first layer"
	case actLeft:
		moved, why = m.Tree.Fold(), "the layer is folded already"
	case actRight:
		moved, why = m.Tree.Unfold(), "the layer is unfolded already"
	}
	if m.Tree.Match != nil && (a == actLeft || a == actRight) {
		why = "layers do not fold while a filter is on; esc ends it"
	}
	if !moved {
		m.Say("%s", why)
		return
	}
	m.Moved(was)
}

// followCursor has the panes of a unit begin anew where the cursor stands on another one, or its run began again.
func (m *unitScreen) followCursor() {
	at := cursorAt{m.Open, m.Tree.Cursor, nil}
	if v := m.Current(); v != nil {
		at.run = v.Run
	}
	was := m.at
	if m.at = at; was.place != at.place || was.network != at.network {
		m.similar.pick = 0
		m.aside.reset()
	}
	if was != at {
		m.signal.Reset()
	}
}

// cursorAt is the run under the cursor.
type cursorAt struct {
	network *session.Open
	place   tree.Place
	run     visit.Run
}

func (m *unitScreen) moveSetting(a action) {
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
		n = -len(widget.Rows)
	case actBottom:
		n = len(widget.Rows)
	}
	if !m.knobs.Move(n) {
		m.Say("no setting further %s", map[bool]string{true: "on", false: "back"}[n > 0])
	}
}

func (m *unitScreen) moveSimilar(a action) {
	n := map[action]int{actDown: 1, actUp: -1, actHalfDown: 5, actHalfUp: -5, actTop: -1 << 20, actBottom: 1 << 20}[a]
	switch {
	case n == 0:
		m.Say("j and k pick a segment here; tab goes on, esc returns to the units")
	case m.listed() == 0:
		m.Say("no segments to pick from yet")
	case !m.moveListed(n):
		m.Say("no segment further %s", map[bool]string{true: "on", false: "back"}[n > 0])
	}
}

// turn gives the keys to the next pane; on a small screen the lower pane turns with it.
func (m *unitScreen) turn() {
	switch m.focus {
	case focusTree:
		m.focus, m.lower = focusSimilar, focusSimilar
	case focusSimilar:
		m.focus, m.lower = focusSettings, focusTree
	default:
		m.focus, m.lower = focusTree, focusTree
	}
}

func (m *unitScreen) openHere() {
	switch m.focus {
	case focusSettings:
		m.knobs.Open(m.Settings)
	case focusSimilar:
		m.Say("j and k pick a segment; it is drawn behind the signal")
	default:
		p := m.Tree.Cursor
		if p.Unit < 0 {
			m.Tree.Unfold()
			m.Moved(p)
			return
		}
		m.Say("unit %s is open already; tab goes to its panes", m.Tree.Name(p))
	}
}

func (m *unitScreen) escape() {
	switch {
	case m.focus != focusTree:
		m.focus = focusTree
	case m.Query != "":
		m.ApplyFilter("")
	default:
		m.Say("nothing to go back from; q quits")
	}
}

// stepSetting is a step of the focused setting.
func (m *unitScreen) stepSetting(a action) {
	n := 1
	if a == actSlower {
		n = -1
	}
	r := m.knobs.Row()
	text, ok := widget.Step(r, &m.Settings, n)
	if !ok {
		m.Say("%s takes text: enter opens it", r.Label)
		return
	}
	if text == setting.Typed(r.Value(&m.Settings)) {
		m.Say("%s takes %s", r.Label, r.Allowed())
		return
	}
	if err := m.SetKey(r.Key, text); err != nil {
		m.Complain(err)
	}
}
