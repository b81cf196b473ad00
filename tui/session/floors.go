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

// floorAfter is how long thresholds rest before the training segments are searched for those that reach them.
const floorAfter = time.Second

// FloorBasis is what the search for segments at the threshold depends on.
type FloorBasis struct {
	Network       *model.Network
	data          *data.Dataset
	sigma, factor float64
}

// FloorQuestion is a unit's floor.
type FloorQuestion struct {
	FloorBasis
	place      tree.Place
	width, top int
}

// floors holds the matched floors of a network's units: how similar real segments that drive a unit as hard as its threshold are
// to other people's. The segments are searched for once for all units, which takes a while; a unit's floor then comes at once.
type floors struct {
	Basis   FloorBasis // of places, or of the search that is under way
	since   time.Time  // when it was first wanted
	Busy    bool
	Places  [][][]score.Place // [layer][unit]; nil until they are there
	Failed  bool              // or given up: not tried again before the thresholds are others
	Known   map[FloorQuestion]score.Floor
	Version int // goes up with every floor that is found
}

// Adopt turns to what floors depend on now. It tells whether they can be worked out: nothing is under way or has failed, and the
// thresholds have rested.
func (f *floors) Adopt(m *Session, b FloorBasis) bool {
	if f.Basis != b {
		m.CancelTask(TaskFloor)
		*f = floors{Basis: b, since: m.Now, Known: map[FloorQuestion]score.Floor{}}
	}
	return !f.Failed && !f.Busy && m.Now.Sub(f.since) >= floorAfter
}

// pause has what is being worked out asked for again, when the network is back on the screen.
func (f *floors) pause(m *Session) {
	m.CancelTask(TaskFloor)
	f.Busy = false
}

// Holder is the open network whose floors depend on this, on the screen or beside it; nil where none is any more.
func (m *Session) Holder(b FloorBasis) *Open {
	if m.Open.Floors.Basis == b {
		return m.Open
	}
	for _, w := range m.Background {
		if w.Floors.Basis == b {
			return w
		}
	}
	return nil
}

// Ended notes that what was worked out for the network on the screen has come to its end, and says so where it failed.
func (f *floors) Ended(m *Session, b FloorBasis, err error) {
	if f.Basis != b {
		return // thresholds or data became others in between
	}
	f.Busy, f.Failed = false, err != nil
	if f.Failed {
		m.Complain(err)
	}
}

// comparingReal is what the screen says while floors are worked out.
const comparingReal = "comparing real segments with each other"

func (m *Session) FloorQuestion(p tree.Place) FloorQuestion {
	s := m.Settings
	return FloorQuestion{FloorBasis{m.Open.Network, m.Data.Dataset, s.Sigma, s.Factor}, p, s.SimilarWidth, s.SimilarTop}
}

// Of returns a unit's floor where it is known and it has one.
func (f *floors) Of(m *Session, p tree.Place) (score.Floor, bool) {
	floor, ok := f.Known[m.FloorQuestion(p)]
	return floor, ok && number.Known(floor.Mean) && m.Settings.ThresholdEAP == 0
}

// floorIndex is the index that floors are worked out with; nil where they cannot be yet: there is none, or the units are still
// measured, which comes first.
func (m *Session) floorIndex() *similar.Index {
	index, ok := m.Data.Index.Finder.(*similar.Index)
	if !ok || m.Data.Dataset == nil || m.Open.Measurer != nil && m.Open.Measured == nil {
		return nil
	}
	return index
}

// Wanted reports whether a unit's floor can be worked out and is not known yet: its ascent is done, and it has a threshold that is a
// multiple of its own activations.
func (f *floors) Wanted(m *Session, v *visit.Visit) bool {
	q := m.FloorQuestion(v.Place)
	return !(f.Failed && f.Basis == q.FloorBasis) && v.Result != nil && !v.Playing &&
		m.Settings.ThresholdEAP == 0 && !m.Open.Percentile(v.Place.Layer) && m.floorIndex() != nil && !f.Has(q)
}

// Waits reports whether frames are needed for it: to see that the thresholds rest. While something is worked out none are.
func (f *floors) Waits(m *Session, v *visit.Visit) bool {
	return f.Wanted(m, v) && !(f.Basis == m.FloorQuestion(v.Place).FloorBasis && f.Busy)
}

// Ask has the floor of a unit worked out.
func (f *floors) Ask(m *Session, v *visit.Visit) {
	if f.Wanted(m, v) {
		f.work(m, m.FloorQuestion(v.Place))
	}
}

// work has floors of the network on the screen worked out one after the other, all of one basis. Before the first of them the
// segments that they are drawn from are searched for; then they are to be asked for again.
func (f *floors) work(m *Session, todo ...FloorQuestion) {
	if len(todo) == 0 || !f.Adopt(m, todo[0].FloorBasis) {
		return
	}
	f.Busy = true
	if f.Places == nil {
		f.search(m)
		return
	}
	b, index, places := f.Basis, m.floorIndex(), f.Places
	m.Start(TaskFloor, comparingReal, m.FloorsGivenUp, func(ctx context.Context, t *Task) func() {
		found := map[FloorQuestion]score.Floor{}
		var err error
		for i, q := range todo {
			t.Progress(comparingReal, i, len(todo))
			if err = addFloor(ctx, found, index, places, q); err != nil {
				break
			}
		}
		// what was found is of use whatever became of the others
		keep := func() { m.KeepFloors(b, found) }
		t.Keep(keep)
		return func() {
			keep()
			m.Open.Floors.Ended(m, b, err)
		}
	})
}

// search looks for the segments that drive each unit as hard as its threshold, on one core: ascents come first.
func (f *floors) search(m *Session) {
	b := f.Basis
	const what = "searching real segments at the threshold"
	m.Start(TaskFloor, what, m.FloorsGivenUp, func(ctx context.Context, t *Task) func() {
		layers, thresholds := make([]int, len(b.Network.Layers)), make([][]float64, len(b.Network.Layers))
		for l := range layers {
			layers[l], thresholds[l] = l, make([]float64, b.Network.Units(l))
			for u := range thresholds[l] { // 0 where a unit has none
				thresholds[l][u], _ = optimize.Threshold(b.Network.Layers[l].Statistics, u, b.sigma, b.factor)
			}
		}
		places, err := score.Matched(ctx, b.Network, b.data, layers, thresholds, 1,
			func(done, total int) { t.Progress(what, done, total) })
		keep := func() {
			if n := m.Holder(b); n != nil && err == nil {
				n.Floors.Places = places
			}
		}
		t.Keep(keep)
		return func() {
			keep()
			m.Open.Floors.Ended(m, b, err)
		}
	})
}

// FloorsGivenUp is what follows where the user cancels: floors are not tried again for the same thresholds.
func (m *Session) FloorsGivenUp() { m.Open.Floors.Busy, m.Open.Floors.Failed = false, true }

// addFloor works a unit's floor out.
func addFloor(ctx context.Context, found map[FloorQuestion]score.Floor, index *similar.Index, places [][][]score.Place, q FloorQuestion) error {
	l, u := q.place.Layer, q.place.Unit
	one := make([][]score.Place, len(places[l]))
	one[u] = places[l][u]
	floors, err := score.Floors(ctx, q.Network, q.data, index, l, one, score.FloorOptions{Seed: study.FloorSeed, Width: q.width, Top: q.top, Jobs: 1})
	if err == nil {
		found[q] = floors[u]
	}
	return err
}

// KeepFloors takes over the floors that were found, whatever became of the others: one that failed, or a network that went off the
// screen, loses none of those before.
func (m *Session) KeepFloors(b FloorBasis, found map[FloorQuestion]score.Floor) {
	if n := m.Holder(b); n != nil && len(found) > 0 {
		maps.Copy(n.Floors.Known, found)
		n.Floors.Version++
	}
}
