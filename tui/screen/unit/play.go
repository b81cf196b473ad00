package unit

import (
	"actmax/tui/screen"
	"actmax/tui/session/visit"
)

// playKey moves the playhead.
func (m *Screen) playKey(a screen.Action) {
	v := m.c.Session.Current()
	switch {
	case m.c.Session.Open.Tree.Cursor.Unit < 0:
		m.c.Session.Say("no unit under the cursor")
		return
	case v == nil || v.Run == nil:
		m.c.Session.Say("no run here yet")
		return
	}
	was := v.At
	switch a {
	case screen.ActHold:
		m.hold(v)
		return
	case screen.ActFlatOut:
		v.Flat, v.Playing = !v.Flat || !v.Playing, true
		return
	case screen.ActStepBack:
		v.Hold()
		was = v.At
		v.GoTo(v.At - 1)
	case screen.ActStepOn:
		v.Hold()
		was = v.At
		v.GoTo(v.At + 1)
	case screen.ActTenthBack:
		v.Hold()
		v.GoToShare(-0.1)
	case screen.ActTenthOn:
		v.Hold()
		v.GoToShare(0.1)
	case screen.ActStart:
		v.GoTo(0)
	case screen.ActEnd:
		v.GoTo(v.Last())
	}
	if v.At == was && v.At == v.Last() && was > 0 {
		if v.Result != nil {
			m.c.Session.Say("step %d is the last", v.At)
		} else {
			m.c.Session.Say("step %d is the newest so far", v.At)
		}
	} else if v.At == was && was == 0 {
		m.c.Session.Say("step 0 is the first")
	}
}

// hold holds or continues; at the end it plays again.
func (m *Screen) hold(v *visit.Visit) {
	switch {
	case v.Playing:
		v.Hold()
	case v.Result != nil && v.At >= v.Last():
		v.GoTo(0)
		v.Playing = true
	default:
		v.Playing = true
	}
}
