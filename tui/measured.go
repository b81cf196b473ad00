package tui

import (
	"context"
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
)

// measuredMsg brings what one pass over the training segments tells about every unit.
type measuredMsg struct {
	network  *model.Network
	data     *data.Dataset
	measured *train.Measurement
	err      error
}

// measure has the units measured on the training segments; the screen does without until that is done.
func (m *explorer) measure() tea.Cmd {
	if m.o.Measure == nil || m.o.Dataset == nil {
		return nil
	}
	measure, n, d := m.o.Measure, m.o.Network, m.o.Dataset
	return m.launch(taskMeasure, "measuring the units", func(ctx context.Context, say Say) tea.Msg {
		measured, err := measure(ctx, say)
		return measuredMsg{n, d, measured, err}
	})
}

// measuredUnits takes over what was measured.
func (m *explorer) measuredUnits(msg measuredMsg) {
	if msg.network != m.o.Network || msg.data != m.o.Dataset {
		return // others came in between
	}
	if msg.err != nil {
		if m.ctx.Err() == nil {
			m.complain(msg.err)
		}
		return
	}
	m.measured, m.dirty = msg.measured, true
	m.reorder()
}

// strongest lists the training segments that activate a unit most; nil where it is not known.
func (m *explorer) strongest(p place) []train.Strong {
	if m.measured == nil || p.unit < 0 || p.layer >= len(m.measured.Layers) || p.unit >= len(m.measured.Layers[p.layer].Strongest) {
		return nil
	}
	return m.measured.Layers[p.layer].Strongest[p.unit]
}

// classMeans returns the unit's mean activation over the training segments of each activity; nil where it is not known.
func (m *explorer) classMeans(p place) []float32 {
	if m.measured == nil || p.unit < 0 || p.layer >= len(m.measured.Layers) {
		return nil
	}
	classes := len(m.o.Dataset.Activities)
	means := m.measured.Layers[p.layer].ClassMean
	if (p.unit+1)*classes > len(means) {
		return nil
	}
	return means[p.unit*classes : (p.unit+1)*classes]
}

// headline names the three activities in whose training segments the unit is most active.
func (m *explorer) headline(p place) string {
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
		names = append(names, m.o.Dataset.Activities[i])
	}
	return strings.Join(names, " "+m.glyphs.Point+" ")
}
