package tui

import (
	"fmt"
	"math"

	"actmax/tui/filter"
	"actmax/tui/session/tree"
)

// subject gathers what a filter asks of a unit.
func (m *session) subject(layer, unit int) filter.Unit {
	p := tree.Place{Layer: layer, Unit: unit}
	s := filter.Unit{Layer: m.tree.Layers[layer].Name, Number: unit, Attainment: math.NaN(), Amplitude: math.NaN()}
	s.Similarity = func() float64 { return m.similarity(p) }
	if w := m.other(); w != nil {
		s.Twin = func() float64 { return m.counterpart(m.network, p, w.network).correlation }
	}
	if a := m.activity(p); a >= 0 {
		s.Activity = filter.ActivityWord(m.dataset.Activities[a])
	}
	brief := m.summary(layer, unit)
	s.Status, s.Stale, s.Restarted, s.Running = brief.Word, brief.Stale, brief.Restarted, brief.Running
	if v := m.visits[tree.Place{Layer: layer, Unit: unit}]; v != nil {
		if v.Result != nil {
			s.Attainment, s.Amplitude = v.Result.Attainment, v.Result.MaxAmplitude
		} else if v.Run != nil {
			if n := v.Run.Latest(); n != nil {
				s.Attainment, s.Amplitude = n.Attainment, n.MaxAmplitude
			}
		}
	}
	return s
}

// found goes to the next or previous unit that the filter shows.
func (m *session) found(n int) {
	if m.query == "" {
		m.say("nothing was searched for; / finds units")
		return
	}
	was := m.tree.Cursor
	if !m.tree.Move(n) {
		m.say("no unit further %s", map[bool]string{true: "on", false: "back"}[n > 0])
		return
	}
	m.moved(was)
}

// parse reads a query about the units of the present network and data.
func (m *session) parse(query string) (filter.Query, error) {
	var activities []string
	if m.dataset != nil {
		activities = m.dataset.Activities
	}
	layers := make([]string, len(m.tree.Layers))
	for i, l := range m.tree.Layers {
		layers[i] = l.Name
	}
	return filter.Parse(query, layers, activities)
}

// applyFilter narrows the tree to the units that a query finds; "" shows all.
func (m *session) applyFilter(query string) error {
	was := m.tree.Cursor
	if query == "" {
		m.query = ""
		m.tree.Filter(nil)
		m.moved(was)
		return nil
	}
	f, err := m.parse(query)
	if err != nil {
		return err
	}
	n := m.tree.Filter(func(layer, unit int) bool { return f.Match(m.subject(layer, unit)) })
	if n == 0 {
		m.tree.Filter(nil)
		if m.query != "" {
			_ = m.applyFilter(m.query) // it was valid
		}
		return fmt.Errorf("no unit matches %q", query)
	}
	m.query = query
	m.say("%d found; n and N go through them, esc shows all", n)
	m.moved(was)
	return nil
}

// moved follows the cursor to another unit: what was seen is shown at once, what was not waits until the cursor rests.
func (m *session) moved(was tree.Place) {
	if m.tree.Cursor != was {
		m.absolute()
		m.restAt = m.now.Add(restBefore)
	}
}

// goTo puts the cursor on a unit wherever it stands, and unfolds its layer.
func (m *session) goTo(p tree.Place) bool {
	was := m.tree.Cursor
	m.tree.Layers[p.Layer].Folded = false
	moved := m.tree.Set(p)
	m.moved(was)
	return moved
}

// atUnit makes sure that a unit is under the cursor: on a folded layer the one last seen in it.
func (m *session) atUnit() {
	if p := m.tree.Cursor; p.Unit < 0 {
		l := &m.tree.Layers[p.Layer]
		m.goTo(tree.Place{Layer: p.Layer, Unit: min(l.Last, l.Units-1)})
	}
}
