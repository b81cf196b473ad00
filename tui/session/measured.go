package session

import (
	"context"
	"sort"

	"actmax/model/train"
	"actmax/tui/session/tree"
)

// Measure has the units measured on the training segments; the screen does without until that is done.
func (m *Session) Measure() {
	if m.Open.Measurer == nil || m.Data.Dataset == nil {
		return
	}
	measure, on, d := m.Open.Measurer, m.Open, m.Data.Dataset
	m.Start(taskMeasure, "measuring the units", nil, func(ctx context.Context, t *Task) func() {
		measured, err := measure(ctx, t.Progress)
		return func() {
			switch {
			case on != m.Open || d != m.Data.Dataset: // others came in between
			case err == nil:
				m.Open.Measured = measured
				m.reorder()
			case m.Ctx.Err() == nil:
				m.Complain(err)
			}
		}
	})
}

// Strongest lists the training segments that activate a unit most; nil where it is not known.
func (m *Session) Strongest(p tree.Place) []train.Strong {
	if m.Open.Measured == nil || p.Unit < 0 || p.Layer >= len(m.Open.Measured.Layers) || p.Unit >= len(m.Open.Measured.Layers[p.Layer].Strongest) {
		return nil
	}
	return m.Open.Measured.Layers[p.Layer].Strongest[p.Unit]
}

// classMeans returns the unit's mean activation over the training segments of each activity; nil where it is not known.
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

// MostActive names the three activities in whose training segments the unit is most active.
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
