package session

import (
	"context"
	"sort"

	"actmax/model/train"
	"actmax/tui/session/tree"
)

// Measure measures the units on the training segments in the background.
func (m *Session) Measure() {
	if m.Open.Measurer == nil || m.Data.Dataset == nil {
		return
	}
	measure, on, d := m.Open.Measurer, m.Open, m.Data.Dataset
	m.Start(taskMeasure, "measuring the units", nil, func(ctx context.Context, t *Task) func() {
		measured, err := measure(ctx, t.Progress)
		return func() {
			switch {
			case on != m.Open || d != m.Data.Dataset: // others were opened meanwhile
			case err == nil:
				m.Open.Measured = measured
				m.reorder()
			case m.Ctx.Err() == nil:
				m.Complain(err)
			}
		}
	})
}

// Strongest returns the training segments that activate a unit most, or nil if they are unknown.
func (m *Session) Strongest(p tree.Place) []train.Strong {
	measured := m.Open.Measured
	if measured == nil || p.Unit < 0 || p.Layer >= len(measured.Layers) {
		return nil
	}
	if strongest := measured.Layers[p.Layer].Strongest; p.Unit < len(strongest) {
		return strongest[p.Unit]
	}
	return nil
}

// classMeans returns the unit's mean activation over the training segments of each activity, or nil if unknown.
func (m *Session) classMeans(p tree.Place) []float32 {
	if m.Open.Measured == nil || p.Unit < 0 || p.Layer >= len(m.Open.Measured.Layers) {
		return nil
	}
	classes := len(m.Data.Dataset.Activities)
	means := m.Open.Measured.Layers[p.Layer].ClassMean
	if (p.Unit+1)*classes > len(means) {
		return nil
	}
	return means[p.Unit*classes : (p.Unit+1)*classes]
}

// MostActive returns the names of the up to three activities in which the unit is most active.
func (m *Session) MostActive(p tree.Place) []string {
	means := m.classMeans(p)
	order := make([]int, 0, len(means))
	for i := range means {
		if means[i] > 0 || m.Open.Percentile(p.Layer) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return means[order[a]] > means[order[b]] })
	names := make([]string, 0, 3)
	for _, i := range order[:min(3, len(order))] {
		names = append(names, m.Data.Dataset.Activities[i])
	}
	return names
}
