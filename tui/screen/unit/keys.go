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

// Act implements screen.Screen.
func (m *Screen) Act(a screen.Action) bool {
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActLayerDown, screen.ActLayerUp, screen.ActLeft, screen.ActRight,
		screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp:
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
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack,
		screen.ActTenthOn, screen.ActStart, screen.ActEnd:
		m.playKey(a)
	default:
		return false
	}
	return true
}

// restart restarts the unit under the cursor from step 0, from the same start or another one.
func (m *Screen) restart(a screen.Action) {
	switch {
	case m.c.Session.Open.Tree.Cursor.Unit < 0:
		m.c.Session.Say("no unit under the cursor")
	case a == screen.ActElsewhere:
		m.c.Session.OtherStart()
	default:
		if v := m.c.Session.Restart(m.c.Session.Settings, nil); v.Err != nil {
			m.c.Session.Complain(v.Err)
		} else {
			m.c.Session.Say("restarted from step 0")
		}
	}
}

// Typing implements screen.Typist.
func (m *Screen) Typing() bool { return m.Form.Field != nil }

// Typed implements screen.Typist: enter applies the value, esc discards it.
func (m *Screen) Typed(msg tea.Msg) {
	key, _ := msg.(tea.KeyPressMsg)
	switch key.String() {
	case "enter":
		row, text := m.Form.Row(), m.Form.Field.Value()
		if err := m.c.Session.SetKey(row.Key, text); err != nil {
			m.c.Session.Complain(err) // the field stays open for a correction
			return
		}
		m.Form.Field = nil
	case "esc":
		m.Form.Field = nil
		m.c.Session.Say("%s unchanged", m.Form.Row().Label)
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
	t := &m.c.Session.Open.Tree
	was, moved, why := t.Cursor, false, ""
	switch a {
	case screen.ActDown:
		moved, why = t.Move(1), "last row"
	case screen.ActUp:
		moved, why = t.Move(-1), "first row"
	case screen.ActHalfDown:
		moved, why = t.Move(half), "last row"
	case screen.ActHalfUp:
		moved, why = t.Move(-half), "first row"
	case screen.ActTop:
		moved, why = t.Move(-len(t.Rows())), "first row"
	case screen.ActBottom:
		moved, why = t.Move(len(t.Rows())), "last row"
	case screen.ActLayerDown:
		moved, why = t.MoveLayer(1), "last layer"
	case screen.ActLayerUp:
		moved, why = t.MoveLayer(-1), "first layer"
	case screen.ActLeft:
		moved, why = t.Fold(), "layer already folded"
	case screen.ActRight:
		moved, why = t.Unfold(), "layer already unfolded"
	}
	if t.Match != nil && (a == screen.ActLeft || a == screen.ActRight) {
		why = "layers do not fold with a filter on; press esc to clear it"
	}
	if !moved {
		m.c.Session.Say("%s", why)
		return
	}
	m.c.Session.Moved(was)
}

// moveSetting moves between settings.
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
		m.c.Session.Say("%s setting", map[bool]string{true: "last", false: "first"}[n > 0])
	}
}

// MoveSimilar moves in the list of real segments.
func (m *Screen) MoveSimilar(a screen.Action) {
	n := map[screen.Action]int{
		screen.ActDown: 1, screen.ActUp: -1, screen.ActHalfDown: 5, screen.ActHalfUp: -5,
		screen.ActTop: -1 << 20, screen.ActBottom: 1 << 20,
	}[a]
	switch {
	case n == 0:
		m.c.Session.Say("j and k pick a segment; tab focuses the next pane, esc the units")
	case m.listed() == 0:
		m.c.Session.Say("no segments listed yet")
	case !m.moveListed(n):
		m.c.Session.Say("%s segment", map[bool]string{true: "last", false: "first"}[n > 0])
	}
}

// nextPane focuses the next pane; on a small screen it also switches the lower pane.
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

// openRow opens the setting or the layer under the cursor.
func (m *Screen) openRow() {
	switch m.Focus {
	case FocusSettings:
		m.Form.Open(m.c.Session.Settings)
	case FocusSimilar:
		m.c.Session.Say("nothing to open; j and k pick the segment drawn behind the signal")
	default:
		t := &m.c.Session.Open.Tree
		p := t.Cursor
		if p.Unit < 0 {
			t.Unfold()
			m.c.Session.Moved(p)
			return
		}
		m.c.Session.Say("unit %s is already open; press tab for its panes", t.Name(p))
	}
}

// escape returns to the tree or clears the filter.
func (m *Screen) escape() {
	switch {
	case m.Focus != FocusTree:
		m.Focus = FocusTree
	case m.c.Session.Open.Query != "":
		m.c.Session.ApplyFilter("")
	default:
		m.c.Session.Say("nothing to close; press q to quit")
	}
}

// stepSetting changes the focused setting by one step.
func (m *Screen) stepSetting(a screen.Action) {
	n := 1
	if a == screen.ActSlower {
		n = -1
	}
	r := m.Form.Row()
	text, ok := widget.Step(r, &m.c.Session.Settings, n)
	if !ok {
		m.c.Session.Say("%s takes text; press enter to edit it", r.Label)
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

// StopTyping implements screen.Typist.
func (m *Screen) StopTyping() { m.Form.Field = nil }

// Line implements screen.Guide: it explains a focused setting.
func (m *Screen) Line() string {
	if m.Focus != FocusSettings {
		return ""
	}
	return m.Form.Explain()
}

// Entry implements screen.Guide: it returns the focused setting or list.
func (m *Screen) Entry() (name string, heading bool) {
	switch m.Focus {
	case FocusSettings:
		return m.Form.Row().Label, false
	case FocusSimilar:
		return listHelp[m.Aside.Listing], true
	}
	return "", false
}

// listHelp is the heading of the help for each list.
var listHelp = [ListCount]string{"Numbers: similar training segments", "Numbers: strongest training segments"}

// OpenSetting implements screen.Setter.
func (m *Screen) OpenSetting(row int) {
	m.Focus, m.Form.Cursor = FocusSettings, row
	m.Form.Open(m.c.Session.Settings)
}
