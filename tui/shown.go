package tui

import "slices"

// networksChanged implements host: the screens turn to what is open now.
func (m *explorer) networksChanged() {
	became := m.shown != m.openNetwork && m.shown != nil && !slices.Contains(m.beside, m.shown)
	if m.shown != m.openNetwork {
		m.turnToNetwork()
	}
	if m.shownIndex != m.index {
		m.turnToData()
	}
	for n, v := range m.each {
		if n != m.openNetwork && !slices.Contains(m.beside, n) { // closed
			v.scores.giveUp()
			delete(m.each, n)
		}
	}
	changed := m.joined != len(m.beside)
	if n := len(m.beside); n > m.joined {
		m.pair.twins = true
	} else if n == 0 {
		m.pair.twins = false
	}
	m.joined = len(m.beside)
	switch {
	case became:
		m.on().enter(m.common)
	case m.screen == screenCompare && changed:
		m.pair.enter(m.common)
	case m.screen == screenCompare:
		m.pair.pairUp(m.common)
	}
	m.dirty = true
}

// turnToNetwork shows the screens of the network on the screen. What is worked out for those of the one before is asked for again
// when it is back.
func (m *explorer) turnToNetwork() {
	v, was, before := m.each[m.openNetwork], m.views, m.shown
	if v == nil {
		v = &views{}
		m.each[m.openNetwork] = v
	}
	m.shown, m.views = m.openNetwork, v
	if before == nil {
		return
	}
	m.cancelTask(taskMap)
	m.cancelTask(taskRepeats)
	was.chart.busy, was.chart.repeats.busy, was.scores.board.busy = false, false, false
	was.scores.wait(m.common)
	if slices.Contains(m.beside, before) {
		m.scores.goOn(m.common)
	} else { // it is not open any more: screens begin as they were left
		m.chart = was.chart.renewed()
		m.scores = scoresScreen{kept: was.scores.state(m.common, before)}
		m.pair, m.axis = compareScreen{twins: len(m.beside) > 0}, 0
	}
	m.over, m.search, m.focus, m.lower = nil, nil, focusTree, focusTree
}

// turnToData drops what the screens show of other data.
func (m *explorer) turnToData() {
	if m.shownIndex != nil {
		m.similar = similarPane{}
		m.aside.forget()
		for n, v := range m.each {
			if n == m.openNetwork {
				v.scores.drop(m.common)
			} else {
				v.scores.giveUp()
				v.scores = scoresScreen{}
			}
		}
	}
	m.shownIndex = m.index
}

// swapTo puts a network beside on the screen.
func (m *explorer) swapTo(w *openNetwork) {
	m.on().leave(m.common)
	m.swap(w)
}

// arrive goes to a place of the network that has just come onto the screen.
func (m *explorer) arrive(p place) {
	m.tree.layers[p.layer].folded = p.unit < 0
	m.standOn(p)
	m.restale()
	m.absolute()
	m.restAt = m.now.Add(restBefore)
	m.on().enter(m.common)
	m.dirty = true
}
