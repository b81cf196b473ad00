package session

import (
	"fmt"
	"math"

	"actmax/tui/filter"
	"actmax/tui/session/tree"
)

// Subject gathers what a filter asks of a unit.
func (m *Session) Subject(layer, unit int) filter.Unit {
	p := tree.Place{Layer: layer, Unit: unit}
	s := filter.Unit{Layer: m.Open.Tree.Layers[layer].Name, Number: unit, Attainment: math.NaN(), Amplitude: math.NaN()}
	s.Similarity = func() float64 { return m.Similarity(p) }
	if w := m.Other(); w != nil {
		s.Twin = func() float64 { return m.Counterpart(m.Open.Network, p, w.Network).Correlation }
	}
	if a := m.Activity(p); a >= 0 {
		s.Activity = filter.ActivityWord(m.Data.Dataset.Activities[a])
	}
	brief := m.Summary(layer, unit)
	s.Status, s.Stale, s.Restarted, s.Running = brief.Word, brief.Stale, brief.Restarted, brief.Running
	if v := m.Open.Visits[tree.Place{Layer: layer, Unit: unit}]; v != nil {
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

// Found goes to the next or previous unit that the filter shows.
func (m *Session) Found(n int) {
	if m.Open.Query == "" {
		m.Say("nothing was searched for; / finds units")
		return
	}
	was := m.Open.Tree.Cursor
	if !m.Open.Tree.Move(n) {
		m.Say("no unit further %s", map[bool]string{true: "on", false: "back"}[n > 0])
		return
	}
	m.Moved(was)
}

// Parse reads a query about the units of the present network and data.
func (m *Session) Parse(query string) (filter.Query, error) {
	var activities []string
	if m.Data.Dataset != nil {
		activities = m.Data.Dataset.Activities
	}
	layers := make([]string, len(m.Open.Tree.Layers))
	for i, l := range m.Open.Tree.Layers {
		layers[i] = l.Name
	}
	return filter.Parse(query, layers, activities)
}

// ApplyFilter narrows the tree to the units that a query finds; "" shows all.
func (m *Session) ApplyFilter(query string) error {
	was := m.Open.Tree.Cursor
	if query == "" {
		m.Open.Query = ""
		m.Open.Tree.Filter(nil)
		m.Moved(was)
		return nil
	}
	f, err := m.Parse(query)
	if err != nil {
		return err
	}
	n := m.Open.Tree.Filter(func(layer, unit int) bool { return f.Match(m.Subject(layer, unit)) })
	if n == 0 {
		m.Open.Tree.Filter(nil)
		if m.Open.Query != "" {
			_ = m.ApplyFilter(m.Open.Query) // it was valid
		}
		return fmt.Errorf("no unit matches %q", query)
	}
	m.Open.Query = query
	m.Say("%d found; n and N go through them, esc shows all", n)
	m.Moved(was)
	return nil
}

// Moved follows the cursor to another unit: what was seen is shown at once, what was not waits until the cursor rests.
func (m *Session) Moved(was tree.Place) {
	if m.Open.Tree.Cursor != was {
		m.TakeThresholds()
		m.RestAt = m.Now.Add(RestBefore)
	}
}

// GoTo puts the cursor on a unit wherever it stands, and unfolds its layer.
func (m *Session) GoTo(p tree.Place) bool {
	was := m.Open.Tree.Cursor
	m.Open.Tree.Layers[p.Layer].Folded = false
	moved := m.Open.Tree.Set(p)
	m.Moved(was)
	return moved
}

// AtUnit makes sure that a unit is under the cursor: on a folded layer the one last seen in it.
func (m *Session) AtUnit() {
	if p := m.Open.Tree.Cursor; p.Unit < 0 {
		l := &m.Open.Tree.Layers[p.Layer]
		m.GoTo(tree.Place{Layer: p.Layer, Unit: min(l.Last, l.Units-1)})
	}
}
