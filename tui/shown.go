package tui

import (
	"slices"

	"actmax/tui/screen"
	"actmax/tui/screen/compare"
	"actmax/tui/screen/scores"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// NetworksChanged implements host: the screens turn to what is open now.
func (m *explorer) NetworksChanged() {
	became := m.shown != m.Open && m.shown != nil && !slices.Contains(m.Background, m.shown)
	if m.shown != m.Open {
		m.turnToNetwork()
	}
	if m.shownIndex != m.Index {
		m.turnToData()
	}
	for n, v := range m.each {
		if n != m.Open && !slices.Contains(m.Background, n) { // closed
			v.scores.GiveUp()
			delete(m.each, n)
		}
	}
	changed := m.joined != len(m.Background)
	if n := len(m.Background); n > m.joined {
		m.pair.Twins = true
	} else if n == 0 {
		m.pair.Twins = false
	}
	m.joined = len(m.Background)
	switch {
	case became:
		m.on().Enter(m.Common)
	case m.Screen == screen.Compare && changed:
		m.pair.Enter(m.Common)
	case m.Screen == screen.Compare:
		m.pair.PairUp(m.Common)
	}
	m.dirty = true
}

// turnToNetwork shows the screens of the network on the screen. What is worked out for those of the one before is asked for again
// when it is back.
func (m *explorer) turnToNetwork() {
	v, was, before := m.each[m.Open], m.views, m.shown
	if v == nil {
		v = &views{}
		m.each[m.Open] = v
	}
	m.shown, m.views = m.Open, v
	if before == nil {
		return
	}
	m.CancelTask(session.TaskMap)
	m.CancelTask(session.TaskRepeats)
	was.chart.Busy, was.chart.Repeats.Busy, was.scores.Board.Busy = false, false, false
	was.scores.Wait(m.Common)
	if slices.Contains(m.Background, before) {
		m.scores.GoOn(m.Common)
	} else { // it is not open any more: screens begin as they were left
		m.chart = was.chart.Renewed()
		m.scores = scores.Screen{Kept: was.scores.State(m.Common, before)}
		m.pair, m.Axis = compare.Screen{Twins: len(m.Background) > 0}, 0
	}
	m.over, m.search, m.focus, m.lower = nil, nil, focusTree, focusTree
}

// turnToData drops what the screens show of other data.
func (m *explorer) turnToData() {
	if m.shownIndex != nil {
		m.similar = similarPane{}
		m.aside.forget()
		for n, v := range m.each {
			if n == m.Open {
				v.scores.Drop(m.Common)
			} else {
				v.scores.GiveUp()
				v.scores = scores.Screen{}
			}
		}
	}
	m.shownIndex = m.Index
}

// swapTo puts a network beside on the screen.
func (m *explorer) swapTo(w *session.Open) {
	m.on().Leave(m.Common)
	m.Swap(w)
}

// arrive goes to a place of the network that has just come onto the screen.
func (m *explorer) arrive(p tree.Place) {
	m.Tree.Layers[p.Layer].Folded = p.Unit < 0
	m.StandOn(p)
	m.RefreshAll()
	m.TakeThresholds()
	m.RestAt = m.Now.Add(session.RestBefore)
	m.on().Enter(m.Common)
	m.dirty = true
}
