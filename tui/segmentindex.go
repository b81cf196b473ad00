package tui

import (
	"context"

	"actmax/data"
	"actmax/data/similar"
	"actmax/optimize"
	"actmax/optimize/score"

	"actmax/model"
)

// indexing is what the screen says while the index is made.
const indexing = "indexing the training segments"

// finder searches the training segments: similar.Index.
type finder interface {
	Nearest(q similar.Query, top int) ([]similar.Match, error)
}

// segmentIndex finds the training segments of the data that is open.
type segmentIndex struct {
	data   *data.Dataset // nil: none is open
	finder finder        // nil until it is made
	making bool
	err    error // why there is none
}

// prepareIndex makes the index of the training segments.
func (m *session) prepareIndex() {
	x := m.index
	if x.data == nil || x.making {
		return
	}
	x.making, x.err = true, nil
	d, width := x.data, m.settings.SimilarWidth
	cancelled := func() { x.making, x.err = false, errIndexGivenUp }
	m.start(taskIndex, indexing, cancelled, func(ctx context.Context, t *task) func() {
		index, err := similar.New(ctx, d, d.Subset(data.Train), similar.Options{Width: width,
			Progress: func(done, total int) { t.say(indexing, done, total) }})
		return func() {
			if x.making, x.err = false, err; err == nil {
				x.finder = index
			}
		}
	})
}

// bestWindow returns the samples [from, to) that carry the activation: where the feature map is largest, or for a unit
// without a time axis where the samples matter most to it.
func bestWindow(n *model.Network, p place, snap *optimize.Snapshot, width int) (from, to int) {
	activity, ok := score.PerSample(n, p.layer, snap.Map)
	if !ok {
		b := model.NewBlock(n, p.layer, 1)
		b.SetUnit(0, p.unit)
		copy(b.Signal, snap.Signal)
		b.Forward()
		for i := range b.MapGradient {
			b.MapGradient[i] = 1
		}
		b.Backward()
		activity = score.Influence(snap.Signal, b.SignalGradient, snap.Axes, snap.Time)
	}
	return score.Window(activity, width)
}

// mapOf computes the unit's feature map for a real segment.
func mapOf(n *model.Network, p place, d *data.Dataset, k similar.Match) []float32 {
	b := model.NewBlock(n, p.layer, 1)
	b.SetUnit(0, p.unit)
	axes, time := n.SignalShape(p.layer)
	for i := range axes {
		a := i
		if k.Axis >= 0 {
			a = k.Axis
		}
		copy(b.Signal[i*time:(i+1)*time], d.Window(k.Segment, a))
	}
	b.Forward()
	return append([]float32(nil), b.Map...)
}
