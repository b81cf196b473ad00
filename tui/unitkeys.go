package tui

import (
	tea "charm.land/bubbletea/v2"

	"actmax/internal/setting"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/widget"
)

// Act answers the keys of the Unit screen.
func (m *unitScreen) Act(_ *screen.Common, a screen.Action) bool {
	switch a {
	case screen.ActDown, screen.ActUp, screen.ActLayerDown, screen.ActLayerUp, screen.ActLeft, screen.ActRight, screen.ActTop, screen.ActBottom, screen.ActHalfDown, screen.ActHalfUp:
		m.moveKey(a)
	case screen.ActPane:
		m.turn()
	case screen.ActOpen:
		m.openHere()
	case screen.ActBack:
		m.escape()
	case screen.ActSettings:
		m.focus = focusSettings
	case screen.ActUndo:
		m.Undo()
	case screen.ActPreset:
		m.ToPreset()
	case screen.ActAspect:
		m.turnAspect()
	case screen.ActList:
		m.turnList()
	case screen.ActSlower, screen.ActFaster:
		if m.focus != focusSettings {
			return false
		}
		m.stepSetting(a)
	case screen.ActRestart, screen.ActElsewhere:
		m.again(a)
	case screen.ActHold, screen.ActFlatOut, screen.ActStepBack, screen.ActStepOn, screen.ActTenthBack, screen.ActTenthOn, screen.ActStart, screen.ActEnd:
		m.playKey(a)
	default:
		return false
	}
	return true
}

// again starts the unit under the cursor from step 0, from its start or another.
func (m *unitScreen) again(a screen.Action) {
	switch {
	case m.Tree.Cursor.Unit < 0:
		m.Say("no unit under the cursor to run")
	case a == screen.ActElsewhere:
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
func (m *unitScreen) moveKey(a screen.Action) {
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
	case screen.ActDown:
		moved, why = m.Tree.Move(1), "this is the last row"
	case screen.ActUp:
		moved, why = m.Tree.Move(-1), "this is the first row"
	case screen.ActHalfDown:
		moved, why = m.Tree.Move(half), "this is the last row"
	case screen.ActHalfUp:
		moved, why = m.Tree.Move(-half), "this is the first row"
	case screen.ActTop:
		moved, why = m.Tree.Move(-len(m.Tree.Rows())), "this is the first row"
	case screen.ActBottom:
		moved, why = m.Tree.Move(len(m.Tree.Rows())), "this is the last row"
	case screen.ActLayerDown:
		moved, why = m.Tree.MoveLayer(1), "this is the last layer"
	case screen.ActLayerUp:
		moved, why = m.Tree.MoveLayer(-1), "this is the first layer"
	case screen.ActLeft:
		moved, why = m.Tree.Fold(), "the layer is folded already"
	case screen.ActRight:
		moved, why = m.Tree.Unfold(), "the layer is unfolded already"
	}
	if m.Tree.Match != nil && (a == screen.ActLeft || a == screen.ActRight) {
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

func (m *unitScreen) moveSetting(a screen.Action) {
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
	if !m.knobs.Move(n) {
		m.Say("no setting further %s", map[bool]string{true: "on", false: "back"}[n > 0])
	}
}

func (m *unitScreen) moveSimilar(a screen.Action) {
	n := map[screen.Action]int{screen.ActDown: 1, screen.ActUp: -1, screen.ActHalfDown: 5, screen.ActHalfUp: -5, screen.ActTop: -1 << 20, screen.ActBottom: 1 << 20}[a]
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
func (m *unitScreen) stepSetting(a screen.Action) {
	n := 1
	if a == screen.ActSlower {
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
