package tui

import (
	"slices"

	"actmax/tui/screen"
	"actmax/tui/screen/compare"
	"actmax/tui/screen/layer"
	"actmax/tui/screen/scores"
	"actmax/tui/screen/unit"
	"actmax/tui/screen/unitmap"
	"actmax/tui/session"
	"actmax/tui/session/tree"
)

// NetworksChanged implements host: the screens turn to what is open now.
func (m *explorer) NetworksChanged() {
	became := m.shown != m.common.Session.Open && m.shown != nil && !slices.Contains(m.common.Session.Background, m.shown)
	if m.shown != m.common.Session.Open {
		m.turnToNetwork()
	}
	if m.shownIndex != m.common.Session.Index {
		m.turnToData()
	}
	for n, v := range m.each {
		if n != m.common.Session.Open && !slices.Contains(m.common.Session.Background, n) { // closed
			v.scores.GiveUp()
			delete(m.each, n)
		}
	}
	changed := m.joined != len(m.common.Session.Background)
	if n := len(m.common.Session.Background); n > m.joined {
		m.pair.Twins = true
	} else if n == 0 {
		m.pair.Twins = false
	}
	m.joined = len(m.common.Session.Background)
	switch {
	case became:
		m.on().Enter()
	case m.common.Screen == screen.Compare && changed:
		m.pair.Enter()
	case m.common.Screen == screen.Compare:
		m.pair.PairUp()
	}
	m.dirty = true
}

// turnToNetwork shows the screens of the network on the screen. What is worked out for those of the one before is asked for again
// when it is back.
func (m *explorer) turnToNetwork() {
	v, was, before := m.each[m.common.Session.Open], m.own, m.shown
	if v == nil {
		v = &views{layer.New(m.common), unitmap.New(m.common), scores.New(m.common)}
		m.each[m.common.Session.Open] = v
	}
	m.shown, m.own = m.common.Session.Open, v
	if before == nil {
		return
	}
	m.common.Session.CancelTask(session.TaskMap)
	m.common.Session.CancelTask(session.TaskRepeats)
	was.chart.Busy, was.chart.Repeats.Busy, was.scores.Board.Busy = false, false, false
	was.scores.Wait()
	if slices.Contains(m.common.Session.Background, before) {
		m.own.scores.GoOn()
	} else { // it is not open any more: screens begin as they were left
		m.own.chart = was.chart.Renewed()
		m.own.scores.Kept = was.scores.State(before)
		m.pair, m.common.Axis = compare.New(m.common), 0
		m.pair.Twins = len(m.common.Session.Background) > 0
	}
	m.over, m.search, m.unit.Focus, m.unit.Lower = nil, nil, unit.FocusTree, unit.FocusTree
}

// turnToData drops what the screens show of other data.
func (m *explorer) turnToData() {
	if m.shownIndex != nil {
		m.unit.Similar = unit.SimilarPane{}
		m.unit.Aside.Forget()
		for n, v := range m.each {
			if n == m.common.Session.Open {
				v.scores.Drop()
			} else {
				v.scores.GiveUp()
				v.scores = scores.New(m.common)
			}
		}
	}
	m.shownIndex = m.common.Session.Index
}

// swapTo puts a network beside on the screen.
func (m *explorer) swapTo(w *session.Open) {
	m.on().Leave()
	m.common.Session.Swap(w)
}

// arrive goes to a place of the network that has just come onto the screen.
func (m *explorer) arrive(p tree.Place) {
	m.common.Session.Open.Tree.Layers[p.Layer].Folded = p.Unit < 0
	m.common.Session.StandOn(p)
	m.common.Session.RefreshAll()
	m.common.Session.TakeThresholds()
	m.common.Session.RestAt = m.common.Session.Now.Add(session.RestBefore)
	m.on().Enter()
	m.dirty = true
}
