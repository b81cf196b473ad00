package tui

import (
	"context"
	"sort"

	"actmax/model/train"
)

// measure has the units measured on the training segments; the screen does without until that is done.
func (m *session) measure() {
	if m.measurer == nil || m.dataset == nil {
		return
	}
	measure, on, d := m.measurer, m.openNetwork, m.dataset
	m.start(taskMeasure, "measuring the units", nil, func(ctx context.Context, t *task) func() {
		measured, err := measure(ctx, t.say)
		return func() {
			switch {
			case on != m.openNetwork || d != m.dataset: // others came in between
			case err == nil:
				m.measured = measured
				m.reorder()
			case m.ctx.Err() == nil:
				m.complain(err)
			}
		}
	})
}

// strongest lists the training segments that activate a unit most; nil where it is not known.
func (m *session) strongest(p place) []train.Strong {
	if m.measured == nil || p.unit < 0 || p.layer >= len(m.measured.Layers) || p.unit >= len(m.measured.Layers[p.layer].Strongest) {
		return nil
	}
	return m.measured.Layers[p.layer].Strongest[p.unit]
}

// classMeans returns the unit's mean activation over the training segments of each activity; nil where it is not known.
func (m *session) classMeans(p place) []float32 {
	if m.measured == nil || p.unit < 0 || p.layer >= len(m.measured.Layers) {
		return nil
	}
	classes := len(m.dataset.Activities)
	means := m.measured.Layers[p.layer].ClassMean
	if (p.unit+1)*classes > len(means) {
		return nil
	}
	return means[p.unit*classes : (p.unit+1)*classes]
}

// mostActive names the three activities in whose training segments the unit is most active.
func (m *session) mostActive(p place) []string {
	means := m.classMeans(p)
	order := make([]int, 0, len(means))
	for i := range means {
		if means[i] > 0 || m.percentile(p.layer) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return means[order[a]] > means[order[b]] })
	names := make([]string, 0, 3)
	for _, i := range order[:min(3, len(order))] {
		names = append(names, m.dataset.Activities[i])
	}
	return names
}
