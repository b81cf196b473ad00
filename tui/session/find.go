package session

import (
	"fmt"
	"math"

	"actmax/tui/filter"
	"actmax/tui/session/tree"
)

// Subject returns what a filter needs to know of a unit.
func (m *Session) Subject(layer, unit int) filter.Unit {
	p := tree.Place{Layer: layer, Unit: unit}
	s := filter.Unit{Layer: m.Open.Tree.Layers[layer].Name, Number: unit, Attainment: math.NaN(), Amplitude: math.NaN()}
	s.Similarity = func() float64 { return m.Similarity(p) }
	if w := m.Other(); w != nil {
		s.Counterpart = func() float64 { return m.Counterpart(m.Open.Network, p, w.Network).Correlation }
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

// Found moves the cursor to the next or previous unit that the filter shows.
func (m *Session) Found(n int) {
	if m.Open.Query == "" {
		m.Say("no search yet; press / to find units")
		return
	}
	was := m.Open.Tree.Cursor
	if !m.Open.Tree.Move(n) {
		m.Say("%s match", map[bool]string{true: "last", false: "first"}[n > 0])
		return
	}
	m.Moved(was)
}

// Parse parses a query about the units of the current network and data.
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

// ApplyFilter restricts the tree to the units that match a query; "" shows all.
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
			_ = m.ApplyFilter(m.Open.Query) // it was valid before
		}
		return fmt.Errorf("no unit matches %q", query)
	}
	m.Open.Query = query
	m.Say("%d found; n and N step through them, esc shows all", n)
	m.Moved(was)
	return nil
}

// Moved follows the cursor to another unit. A visited unit is shown at once; an unvisited one waits until the cursor
// rests.
func (m *Session) Moved(was tree.Place) {
	if m.Open.Tree.Cursor != was {
		m.TakeThresholds()
		m.RestAt = m.Now.Add(RestBefore)
	}
}

// GoTo moves the cursor to a unit and unfolds its layer.
func (m *Session) GoTo(p tree.Place) bool {
	was := m.Open.Tree.Cursor
	m.Open.Tree.Layers[p.Layer].Folded = false
	moved := m.Open.Tree.Set(p)
	m.Moved(was)
	return moved
}

// AtUnit makes sure that a unit is under the cursor: on a folded layer, its last seen unit.
func (m *Session) AtUnit() {
	if p := m.Open.Tree.Cursor; p.Unit < 0 {
		l := &m.Open.Tree.Layers[p.Layer]
		m.GoTo(tree.Place{Layer: p.Layer, Unit: min(l.Last, l.Units-1)})
	}
}
