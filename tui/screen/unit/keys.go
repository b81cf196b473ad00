package unit

import (
	tea "charm.land/bubbletea/v2"

	"actmax/internal/setting"
	"actmax/tui/screen"
	"actmax/tui/widget"
)

// Keys implements screen.Screen.
func (m *Screen) Keys() []screen.Key {
	return []screen.Key{
		screen.Bind(screen.ActDown, "j/k unit", ""),
		screen.Bind(screen.ActPane, "tab pane", ""),
		screen.Bind(screen.ActScreen+screen.Action(screen.Layer), "2 layer", ""),
		screen.Bind(screen.ActScreen+screen.Action(screen.Compare), "3 compare", ""),
		screen.Bind(screen.ActScreen+screen.Action(screen.Map), "4 map", ""),
		screen.Bind(screen.ActScreen+screen.Action(screen.Scores), "5 scores", ""),
		screen.Bind(screen.ActHold, "space hold", ""),
		screen.Bind(screen.ActFlatOut, "f flat out", ""),
		screen.Bind(screen.ActSettings, "s settings", ""),
		screen.Bind(screen.ActMethods, "m method", ""),
		screen.Bind(screen.ActAspect, "v view", ""),
		screen.Bind(screen.ActList, "t list", ""),
		screen.Bind(screen.ActFilter, "/ find", ""),
		screen.Bind(screen.ActPalette, ": commands", ""),
		screen.Bind(screen.ActHelp, "? help", ""),
		screen.Bind(screen.ActQuit, "q quit", ""),
	}
}

// Act answers the keys of the Unit screen.
func (m *Screen) Act(a screen.Action) bool {
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActLayerDown, screen.ActLayerUp, screen.ActLeft, screen.ActRight, screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp:
		m.moveKey(a)
	case screen.ActPane:
		m.nextPane()
	case screen.ActOpen:
		m.openRow()
	case screen.ActBack:
		m.escape()
	case screen.ActSettings:
		m.Focus = FocusSettings
	case screen.ActUndo:
		m.c.Session.Undo()
	case screen.ActPreset:
		m.c.Session.ToPreset()
	case screen.ActAspect:
		m.turnAspect()
	case screen.ActList:
		m.TurnList()
	case screen.ActSlower, screen.ActFaster:
		if m.Focus != FocusSettings {
			return false
		}
		m.stepSetting(a)
	case screen.ActRestart, screen.ActElsewhere:
		m.restart(a)
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn, screen.ActStart, screen.ActEnd:
		m.playKey(a)
	default:
		return false
	}
	return true
}

// restart starts the unit under the cursor from step 0, from its start or another.
func (m *Screen) restart(a screen.Action) {
	switch {
	case m.c.Session.Open.Tree.Cursor.Unit < 0:
		m.c.Session.Say("no unit under the cursor to run")
	case a == screen.ActElsewhere:
		m.c.Session.OtherStart()
	default:
		if v := m.c.Session.Restart(m.c.Session.Settings, nil); v.Err != nil {
			m.c.Session.Complain(v.Err)
		} else {
			m.c.Session.Say("started again from step 0")
		}
	}
}

// Typing reports whether a field is open that takes every key.
func (m *Screen) Typing() bool { return m.Form.Field != nil }

// Typed gives a key or pasted text to the open field; enter takes the value, esc leaves it.
func (m *Screen) Typed(msg tea.Msg) {
	key, _ := msg.(tea.KeyPressMsg)
	switch key.String() {
	case "enter":
		row, text := m.Form.Row(), m.Form.Field.Value()
		if err := m.c.Session.SetKey(row.Key, text); err != nil {
			m.c.Session.Complain(err) // the field stays open, so that the value can be corrected
			return
		}
		m.Form.Field = nil
	case "esc":
		m.Form.Field = nil
		m.c.Session.Say("%s stays as it was", m.Form.Row().Label)
	default:
		m.Form.Press(msg)
	}
}

// moveKey moves in the focused pane.
func (m *Screen) moveKey(a screen.Action) {
	switch m.Focus {
	case FocusSettings:
		m.moveSetting(a)
		return
	case FocusSimilar:
		m.MoveSimilar(a)
		return
	}
	half := max(1, m.Layout.Tree.H/2)
	was, moved, why := m.c.Session.Open.Tree.Cursor, false, ""
	switch a {
	case screen.ActDown:
		moved, why = m.c.Session.Open.Tree.Move(1), "this is the last row"
	case screen.ActUp:
		moved, why = m.c.Session.Open.Tree.Move(-1), "this is the first row"
	case screen.ActHalfDown:
		moved, why = m.c.Session.Open.Tree.Move(half), "this is the last row"
	case screen.ActHalfUp:
		moved, why = m.c.Session.Open.Tree.Move(-half), "this is the first row"
	case screen.ActTop:
		moved, why = m.c.Session.Open.Tree.Move(-len(m.c.Session.Open.Tree.Rows())), "this is the first row"
	case screen.ActBottom:
		moved, why = m.c.Session.Open.Tree.Move(len(m.c.Session.Open.Tree.Rows())), "this is the last row"
	case screen.ActLayerDown:
		moved, why = m.c.Session.Open.Tree.MoveLayer(1), "this is the last layer"
	case screen.ActLayerUp:
		moved, why = m.c.Session.Open.Tree.MoveLayer(-1), "this is the first layer"
	case screen.ActLeft:
		moved, why = m.c.Session.Open.Tree.Fold(), "the layer is folded already"
	case screen.ActRight:
		moved, why = m.c.Session.Open.Tree.Unfold(), "the layer is unfolded already"
	}
	if m.c.Session.Open.Tree.Match != nil && (a == screen.ActLeft || a == screen.ActRight) {
		why = "layers do not fold while a filter is on; esc ends it"
	}
	if !moved {
		m.c.Session.Say("%s", why)
		return
	}
	m.c.Session.Moved(was)
}

func (m *Screen) moveSetting(a screen.Action) {
	n := 0
	switch a {
	case screen.ActLeft, screen.ActUp, screen.ActLayerUp:
		n = -1
	case screen.ActRight, screen.ActDown, screen.ActLayerDown:
		n = 1
	case screen.ActHalfUp:
		n = -5
	case screen.ActHalfDown:
		n = 5
	case screen.ActTop:
		n = -len(widget.Rows)
	case screen.ActBottom:
		n = len(widget.Rows)
	}
	if !m.Form.Move(n) {
		m.c.Session.Say("no setting further %s", map[bool]string{true: "on", false: "back"}[n > 0])
	}
}

func (m *Screen) MoveSimilar(a screen.Action) {
	n := map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1, screen.ActHalfDown: 5, screen.ActHalfUp: -5, screen.ActTop: -1 << 20, screen.ActBottom: 1 << 20}[a]
	switch {
	case n == 0:
		m.c.Session.Say("j and k pick a segment here; tab goes on, esc returns to the units")
	case m.listed() == 0:
		m.c.Session.Say("no segments to pick from yet")
	case !m.moveListed(n):
		m.c.Session.Say("no segment further %s", map[bool]string{true: "on", false: "back"}[n > 0])
	}
}

// nextPane gives the keys to the next pane; on a small screen the lower pane turns with it.
func (m *Screen) nextPane() {
	switch m.Focus {
	case FocusTree:
		m.Focus, m.Lower = FocusSimilar, FocusSimilar
	case FocusSimilar:
		m.Focus, m.Lower = FocusSettings, FocusTree
	default:
		m.Focus, m.Lower = FocusTree, FocusTree
	}
}

func (m *Screen) openRow() {
	switch m.Focus {
	case FocusSettings:
		m.Form.Open(m.c.Session.Settings)
	case FocusSimilar:
		m.c.Session.Say("j and k pick a segment; it is drawn behind the signal")
	default:
		p := m.c.Session.Open.Tree.Cursor
		if p.Unit < 0 {
			m.c.Session.Open.Tree.Unfold()
			m.c.Session.Moved(p)
			return
		}
		m.c.Session.Say("unit %s is open already; tab goes to its panes", m.c.Session.Open.Tree.Name(p))
	}
}

func (m *Screen) escape() {
	switch {
	case m.Focus != FocusTree:
		m.Focus = FocusTree
	case m.c.Session.Open.Query != "":
		m.c.Session.ApplyFilter("")
	default:
		m.c.Session.Say("nothing to go back from; q quits")
	}
}

// stepSetting is a step of the focused setting.
func (m *Screen) stepSetting(a screen.Action) {
	n := 1
	if a == screen.ActSlower {
		n = -1
	}
	r := m.Form.Row()
	text, ok := widget.Step(r, &m.c.Session.Settings, n)
	if !ok {
		m.c.Session.Say("%s takes text: enter opens it", r.Label)
		return
	}
	if text == setting.Typed(r.Value(&m.c.Session.Settings)) {
		m.c.Session.Say("%s takes %s", r.Label, r.Allowed())
		return
	}
	if err := m.c.Session.SetKey(r.Key, text); err != nil {
		m.c.Session.Complain(err)
	}
}

// StopTyping closes the open field.
func (m *Screen) StopTyping() { m.Form.Field = nil }

// Line implements screen.Guide: a focused setting is explained.
func (m *Screen) Line() string {
	if m.Focus != FocusSettings {
		return ""
	}
	return m.Form.Explain()
}

// Entry implements screen.Guide: the setting or the list that has the focus.
func (m *Screen) Entry() (name string, heading bool) {
	switch m.Focus {
	case FocusSettings:
		return m.Form.Row().Label, false
	case FocusSimilar:
		return listHelp[m.Aside.Listing], true
	}
	return "", false
}

// listHelp is the part of the help that explains a list.
var listHelp = [ListCount]string{"Numbers: similar training segments", "Numbers: strongest training segments"}

// OpenSetting implements screen.Setter.
func (m *Screen) OpenSetting(row int) {
	m.Focus, m.Form.Cursor = FocusSettings, row
	m.Form.Open(m.c.Session.Settings)
}
