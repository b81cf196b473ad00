package tui

import (
	"fmt"
	"math"

	"actmax/tui/filter"
)

// subject gathers what a filter asks of a unit.
func (m *session) subject(layer, unit int) filter.Unit {
	p := place{layer, unit}
	s := filter.Unit{Layer: m.tree.layers[layer].name, Number: unit, Attainment: math.NaN(), Amplitude: math.NaN()}
	s.Similarity = func() float64 { return m.similarity(p) }
	if w := m.other(); w != nil {
		s.Twin = func() float64 { return m.counterpart(m.network, p, w.network).correlation }
	}
	if a := m.activity(p); a >= 0 {
		s.Activity = filter.ActivityWord(m.dataset.Activities[a])
	}
	brief := m.summary(layer, unit)
	s.Status, s.Stale, s.Restarted, s.Running = brief.word, brief.stale, brief.restarted, brief.running
	if v := m.visits[place{layer, unit}]; v != nil {
		if v.result != nil {
			s.Attainment, s.Amplitude = v.result.Attainment, v.result.MaxAmplitude
		} else if v.run != nil {
			if n := v.run.Latest(); n != nil {
				s.Attainment, s.Amplitude = n.Attainment, n.MaxAmplitude
			}
		}
	}
	return s
}

// found goes to the next or previous unit that the filter shows.
func (m *session) found(a action) {
	if m.query == "" {
		m.say("nothing was searched for; / finds units")
		return
	}
	n := 1
	if a == actPrevious {
		n = -1
	}
	was := m.tree.cursor
	if !m.tree.move(n) {
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
	layers := make([]string, len(m.tree.layers))
	for i, l := range m.tree.layers {
		layers[i] = l.name
	}
	return filter.Parse(query, layers, activities)
}

// applyFilter narrows the tree to the units that a query finds; "" shows all.
func (m *session) applyFilter(query string) error {
	was := m.tree.cursor
	if query == "" {
		m.query = ""
		m.tree.filter(nil)
		m.moved(was)
		return nil
	}
	f, err := m.parse(query)
	if err != nil {
		return err
	}
	n := m.tree.filter(func(layer, unit int) bool { return f.Match(m.subject(layer, unit)) })
	if n == 0 {
		m.tree.filter(nil)
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
func (m *session) moved(was place) {
	if m.tree.cursor != was {
		m.absolute()
		m.restAt = m.now.Add(restBefore)
	}
}

// goTo puts the cursor on a unit wherever it stands, and unfolds its layer.
func (m *session) goTo(p place) bool {
	was := m.tree.cursor
	m.tree.layers[p.layer].folded = false
	moved := m.tree.set(p)
	m.moved(was)
	return moved
}

// atUnit makes sure that a unit is under the cursor: on a folded layer the one last seen in it.
func (m *session) atUnit() {
	if p := m.tree.cursor; p.unit < 0 {
		l := &m.tree.layers[p.layer]
		m.goTo(place{p.layer, min(l.last, l.units-1)})
	}
}
