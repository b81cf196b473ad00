package tui

// goOver puts the other network on the screen, at the counterpart of the unit under the cursor; where it has none, at the
// unit of the same number.
func (m *explorer) goOver() {
	w := m.other()
	if w == nil {
		m.say("%s", oneNetwork)
		return
	}
	if !m.maySwap() {
		return
	}
	was, p := m.network, m.tree.cursor
	from := m.tree.name(p)
	c := m.counterpart(was, p, w.network)
	m.swapTo(w)
	here := m.label(m.network)
	if c.is() {
		m.arrive(c.place)
		m.say("%s: %s, the counterpart of %s in %s, r %.2f lag %d", here, m.tree.name(c.place), from, m.label(was), c.correlation, c.lag)
		return
	}
	to, same := m.sameNumber(was.Layers[p.layer].Name, p)
	m.arrive(to)
	switch {
	case p.unit < 0:
		m.say("%s: layer %s", here, m.tree.name(to))
	case !same:
		m.say("%s: it has no %s", here, from)
	default:
		m.say("%s: %s, the same number only: %s", here, m.tree.name(to), c.why)
	}
	return
}

// lookIn chooses the network in which counterparts are looked for.
func (m *explorer) lookIn(w *openNetwork) {
	if w != m.other() {
		m.cancelTask(taskCounterparts)
		m.against = w.network.Hash
		m.pair.pairUp(m.common)
	}
	m.say("counterparts are looked for in %s; b goes over to it", m.label(w.network))
}

// compareCounterparts opens the Compare screen with the unit under the cursor and its counterpart.
func (m *explorer) compareCounterparts() {
	if m.other() == nil {
		m.say("%s", oneNetwork)
		return
	}
	m.pair.twins = true
	m.turnToScreen(screenCompare)
}

// maySwap reports whether another network can be put on the screen now, and says why not.
func (m *explorer) maySwap() bool {
	if m.busyWith(taskOpen) || m.busyWith(taskRecompute) {
		m.say("what is under way belongs to %s: wait for it, or give it up with x", m.label(m.network))
		return false
	}
	return true
}
