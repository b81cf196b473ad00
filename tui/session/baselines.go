package session

import (
	"context"
	"maps"
	"time"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize"
	"actmax/optimize/score"
	"actmax/optimize/study"
	"actmax/tui/number"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// baselineAfter is how long thresholds must stay unchanged before baselines are computed.
const baselineAfter = time.Second

// BaselineBasis is what the search for segments at the threshold depends on.
type BaselineBasis struct {
	Network       *model.Network
	data          *data.Dataset
	sigma, factor float64
}

// BaselineKey identifies a unit's baseline.
type BaselineKey struct {
	BaselineBasis
	place      tree.Place
	width, top int
}

// baselines holds the baselines of a network's units: how similar the real segments that activate a unit as much as its
// threshold are to segments of other people. The search for these segments runs once for all units and takes a while;
// each baseline is then quick.
type baselines struct {
	Basis   BaselineBasis // of places, or of the running search
	since   time.Time     // time of the first request
	Busy    bool
	Places  [][][]score.Place // [layer][unit]; nil until found
	Failed  bool              // or cancelled: not retried until the thresholds change
	Known   map[BaselineKey]score.Floor
	Version int // increases with every baseline found
}

// Adopt switches to a basis. It reports whether baselines can be computed: nothing is running or has failed, and the
// thresholds have not changed for a while.
func (f *baselines) Adopt(m *Session, b BaselineBasis) bool {
	if f.Basis != b {
		m.CancelTask(TaskBaseline)
		*f = baselines{Basis: b, since: m.Now, Known: map[BaselineKey]score.Floor{}}
	}
	return !f.Failed && !f.Busy && m.Now.Sub(f.since) >= baselineAfter
}

// pause cancels the computation; it restarts when the network is back on the screen.
func (f *baselines) pause(m *Session) {
	m.CancelTask(TaskBaseline)
	f.Busy = false
}

// Holder returns the open network, on the screen or in the background, whose baselines have this basis, or nil.
func (m *Session) Holder(b BaselineBasis) *Open {
	if m.Open.Baselines.Basis == b {
		return m.Open
	}
	for _, w := range m.Background {
		if w.Baselines.Basis == b {
			return w
		}
	}
	return nil
}

// Ended records the end of a computation for the network on the screen and shows its error.
func (f *baselines) Ended(m *Session, b BaselineBasis, err error) {
	if f.Basis != b {
		return // thresholds or data changed meanwhile
	}
	f.Busy, f.Failed = false, err != nil
	if f.Failed {
		m.Complain(err)
	}
}

// comparingReal is the progress message while baselines are computed.
const comparingReal = "comparing real segments"

// BaselineKey returns the key of a unit's baseline under the current settings.
func (m *Session) BaselineKey(p tree.Place) BaselineKey {
	s := m.Settings
	basis := BaselineBasis{m.Open.Network, m.Data.Dataset, s.Sigma, s.Factor}
	return BaselineKey{basis, p, s.SimilarWidth, s.SimilarTop}
}

// Of returns a unit's baseline; ok is false if it is unknown or does not exist.
func (f *baselines) Of(m *Session, p tree.Place) (score.Floor, bool) {
	floor, ok := f.Known[m.BaselineKey(p)]
	return floor, ok && number.Known(floor.Mean) && m.Settings.ThresholdEAP == 0
}

// baselineIndex returns the index with which baselines are computed. It is nil if there is none yet or the units are
// still being measured, which comes first.
func (m *Session) baselineIndex() *similar.Index {
	index, ok := m.Data.Index.Finder.(*similar.Index)
	if !ok || m.Data.Dataset == nil || m.Open.Measurer != nil && m.Open.Measured == nil {
		return nil
	}
	return index
}

// Wanted reports whether a unit's baseline can be computed and is not known yet: its ascent is done, and its
// threshold is derived from its own activations.
func (f *baselines) Wanted(m *Session, v *visit.Visit) bool {
	q := m.BaselineKey(v.Place)
	if f.Failed && f.Basis == q.BaselineBasis || v.Result == nil || v.Playing {
		return false
	}
	threshold := m.Settings.ThresholdEAP == 0 && !m.Open.Percentile(v.Place.Layer)
	return threshold && m.baselineIndex() != nil && !f.Has(q)
}

// Waits reports whether frames are needed to see that the thresholds have stopped changing. None are while something
// is computed.
func (f *baselines) Waits(m *Session, v *visit.Visit) bool {
	return f.Wanted(m, v) && !(f.Basis == m.BaselineKey(v.Place).BaselineBasis && f.Busy)
}

// Ask requests the baseline of a unit.
func (f *baselines) Ask(m *Session, v *visit.Visit) {
	if f.Wanted(m, v) {
		f.work(m, m.BaselineKey(v.Place))
	}
}

// work computes baselines of the network on the screen one after the other; all have one basis. If the segments at
// the threshold are not known yet, it only searches for them, and the baselines must be requested again.
func (f *baselines) work(m *Session, todo ...BaselineKey) {
	if len(todo) == 0 || !f.Adopt(m, todo[0].BaselineBasis) {
		return
	}
	f.Busy = true
	if f.Places == nil {
		f.search(m)
		return
	}
	b, index, places := f.Basis, m.baselineIndex(), f.Places
	m.Start(TaskBaseline, comparingReal, m.BaselinesCancelled, func(ctx context.Context, t *Task) func() {
		found := map[BaselineKey]score.Floor{}
		var err error
		for i, q := range todo {
			t.Progress(comparingReal, i, len(todo))
			if err = addBaseline(ctx, found, index, places, q); err != nil {
				break
			}
		}
		// baselines found so far stay even if another fails
		keep := func() { m.AddBaselines(b, found) }
		t.Keep(keep)
		return func() {
			keep()
			m.Open.Baselines.Ended(m, b, err)
		}
	})
}

// search finds the segments that activate each unit as much as its threshold. It uses one core, because ascents come
// first.
func (f *baselines) search(m *Session) {
	b := f.Basis
	const what = "computing baselines"
	m.Start(TaskBaseline, what, m.BaselinesCancelled, func(ctx context.Context, t *Task) func() {
		layers, thresholds := make([]int, len(b.Network.Layers)), make([][]float64, len(b.Network.Layers))
		for l := range layers {
			layers[l], thresholds[l] = l, make([]float64, b.Network.Units(l))
			for u := range thresholds[l] { // 0 if a unit has none
				thresholds[l][u], _ = optimize.Threshold(b.Network.Layers[l].Statistics, u, b.sigma, b.factor)
			}
		}
		places, err := score.Matched(ctx, b.Network, b.data, layers, thresholds, 1,
			func(done, total int) { t.Progress(what, done, total) })
		keep := func() {
			if n := m.Holder(b); n != nil && err == nil {
				n.Baselines.Places = places
			}
		}
		t.Keep(keep)
		return func() {
			keep()
			m.Open.Baselines.Ended(m, b, err)
		}
	})
}

// BaselinesCancelled records that the user cancelled: baselines are not retried for the same thresholds.
func (m *Session) BaselinesCancelled() { m.Open.Baselines.Busy, m.Open.Baselines.Failed = false, true }

// addBaseline computes a unit's baseline.
func addBaseline(
	ctx context.Context, found map[BaselineKey]score.Floor, index *similar.Index, places [][][]score.Place,
	q BaselineKey,
) error {
	l, u := q.place.Layer, q.place.Unit
	one := make([][]score.Place, len(places[l]))
	one[u] = places[l][u]
	o := score.FloorOptions{Seed: study.FloorSeed, Width: q.width, Top: q.top, Jobs: 1}
	floors, err := score.Floors(ctx, q.Network, q.data, index, l, one, o)
	if err == nil {
		found[q] = floors[u]
	}
	return err
}

// AddBaselines takes over baselines that were found, even if others failed or the network is no longer on the screen.
func (m *Session) AddBaselines(b BaselineBasis, found map[BaselineKey]score.Floor) {
	if n := m.Holder(b); n != nil && len(found) > 0 {
		maps.Copy(n.Baselines.Known, found)
		n.Baselines.Version++
	}
}
