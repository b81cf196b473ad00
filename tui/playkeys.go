package tui

// playKey moves the playhead.
func (m *unitScreen) playKey(a action) {
	v := m.current()
	switch {
	case m.tree.cursor.unit < 0:
		m.say("no unit under the cursor")
		return
	case v == nil || v.run == nil:
		m.say("nothing has run here yet")
		return
	}
	was := v.at
	switch a {
	case actHold:
		m.hold(v)
		return
	case actFlatOut:
		v.flat, v.playing = !v.flat || !v.playing, true
		return
	case actStepBack:
		v.hold()
		was = v.at
		v.goTo(v.at - 1)
	case actStepOn:
		v.hold()
		was = v.at
		v.goTo(v.at + 1)
	case actTenthBack:
		v.hold()
		v.goToShare(-0.1)
	case actTenthOn:
		v.hold()
		v.goToShare(0.1)
	case actStart:
		v.goTo(0)
	case actEnd:
		v.goTo(v.last())
	}
	if v.at == was && v.at == v.last() && was > 0 {
		if v.result != nil {
			m.say("step %d is the last one", v.at)
		} else {
			m.say("step %d is the newest one so far", v.at)
		}
	} else if v.at == was && was == 0 {
		m.say("this is step 0")
	}
}

// hold stops or goes on; at the end it plays again.
func (m *unitScreen) hold(v *visit) {
	switch {
	case v.playing:
		v.hold()
	case v.result != nil && v.at >= v.last():
		v.goTo(0)
		v.playing = true
	default:
		v.playing = true
	}
}
