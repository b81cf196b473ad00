package session

import (
	"context"

	"actmax/data"
	"actmax/data/similar"
	"actmax/optimize/score"
	"actmax/tui/session/tree"

	"actmax/model"
)

// indexing is the progress message while the index is computed.
const indexing = "indexing the training segments"

// SegmentIndex finds training segments of the open data.
type SegmentIndex struct {
	Data   *data.Dataset // nil: none is open
	Finder score.Index   // nil until it is made
	Making bool
	Err    error // why there is none
}

// PrepareIndex computes the index of the training segments in the background.
func (m *Session) PrepareIndex() {
	x := m.Data.Index
	if x.Data == nil || x.Making {
		return
	}
	x.Making, x.Err = true, nil
	d, width := x.Data, m.Settings.SimilarWidth
	cancelled := func() { x.Making, x.Err = false, ErrIndexCancelled }
	m.Start(TaskIndex, indexing, cancelled, func(ctx context.Context, t *Task) func() {
		index, err := similar.New(ctx, d, d.Subset(data.Train), similar.Options{Width: width,
			Progress: func(done, total int) { t.Progress(indexing, done, total) }})
		return func() {
			if x.Making, x.Err = false, err; err == nil {
				x.Finder = index
			}
		}
	})
}

// MapOf returns the unit's feature map for a real segment.
func MapOf(n *model.Network, p tree.Place, d *data.Dataset, k similar.Match) []float32 {
	b := model.NewBlock(n, p.Layer, 1)
	b.SetUnit(0, p.Unit)
	axes, time := n.SignalShape(p.Layer)
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
