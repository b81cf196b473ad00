package tui

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
	"actmax/tui/canvas"
)

// floorAfter is how long thresholds rest before the training segments are searched for those that reach them.
const floorAfter = time.Second

// floorBasis is what the search for segments at the threshold depends on.
type floorBasis struct {
	network       *model.Network
	data          *data.Dataset
	sigma, factor float64
}

// floorQuestion is a unit's floor.
type floorQuestion struct {
	floorBasis
	place      place
	width, top int
}

// floors holds the matched floors of a network's units: how similar real segments that drive a unit as hard as its threshold are
// to other people's. The segments are searched for once for all units, which takes a while; a unit's floor then comes at once.
type floors struct {
	basis   floorBasis // of places, or of the search that is under way
	since   time.Time  // when it was first wanted
	busy    bool
	places  [][][]score.Place // [layer][unit]; nil until they are there
	failed  bool              // or given up: not tried again before the thresholds are others
	known   map[floorQuestion]score.Floor
	version int // goes up with every floor that is found
}

// adopt turns to what floors depend on now. It tells whether they can be worked out: nothing is under way or has failed, and the
// thresholds have rested.
func (f *floors) adopt(m *session, b floorBasis) bool {
	if f.basis != b {
		m.cancelTask(taskFloor)
		*f = floors{basis: b, since: m.now, known: map[floorQuestion]score.Floor{}}
	}
	return !f.failed && !f.busy && m.now.Sub(f.since) >= floorAfter
}

// pause has what is being worked out asked for again, when the network is back on the screen.
func (f *floors) pause(m *session) {
	m.cancelTask(taskFloor)
	f.busy = false
}

// holder is the open network whose floors depend on this, on the screen or beside it; nil where none is any more.
func (m *session) holder(b floorBasis) *openNetwork {
	if m.floors.basis == b {
		return m.openNetwork
	}
	for _, w := range m.beside {
		if w.floors.basis == b {
			return w
		}
	}
	return nil
}

// ended notes that what was worked out for the network on the screen has come to its end, and says so where it failed.
func (f *floors) ended(m *session, b floorBasis, err error) {
	if f.basis != b {
		return // thresholds or data became others in between
	}
	f.busy, f.failed = false, err != nil
	if f.failed {
		m.complain(err)
	}
}

// comparingReal is what the screen says while floors are worked out.
const comparingReal = "comparing real segments with each other"

func (m *session) floorQuestion(p place) floorQuestion {
	s := m.settings
	return floorQuestion{floorBasis{m.network, m.dataset, s.Sigma, s.Factor}, p, s.SimilarWidth, s.SimilarTop}
}

// of returns a unit's floor where it is known and it has one.
func (f *floors) of(m *session, p place) (score.Floor, bool) {
	floor, ok := f.known[m.floorQuestion(p)]
	return floor, ok && canvas.Known(floor.Mean) && m.settings.ThresholdEAP == 0
}

// floorIndex is the index that floors are worked out with; nil where they cannot be yet: there is none, or the units are still
// measured, which comes first.
func (m *session) floorIndex() *similar.Index {
	index, ok := m.index.finder.(*similar.Index)
	if !ok || m.dataset == nil || m.measurer != nil && m.measured == nil {
		return nil
	}
	return index
}

// wanted reports whether a unit's floor can be worked out and is not known yet: its ascent is done, and it has a threshold that is a
// multiple of its own activations.
func (f *floors) wanted(m *session, v *visit) bool {
	q := m.floorQuestion(v.place)
	return !(f.failed && f.basis == q.floorBasis) && v.result != nil && !v.playing &&
		m.settings.ThresholdEAP == 0 && !m.percentile(v.place.layer) && m.floorIndex() != nil && !f.has(q)
}

// waits reports whether frames are needed for it: to see that the thresholds rest. While something is worked out none are.
func (f *floors) waits(m *session, v *visit) bool {
	return f.wanted(m, v) && !(f.basis == m.floorQuestion(v.place).floorBasis && f.busy)
}

// ask has the floor of a unit worked out.
func (f *floors) ask(m *session, v *visit) {
	if f.wanted(m, v) {
		f.work(m, m.floorQuestion(v.place))
	}
}

// work has floors of the network on the screen worked out one after the other, all of one basis. Before the first of them the
// segments that they are drawn from are searched for; then they are to be asked for again.
func (f *floors) work(m *session, todo ...floorQuestion) {
	if len(todo) == 0 || !f.adopt(m, todo[0].floorBasis) {
		return
	}
	f.busy = true
	if f.places == nil {
		f.search(m)
		return
	}
	b, index, places := f.basis, m.floorIndex(), f.places
	m.start(taskFloor, comparingReal, m.floorsGivenUp, func(ctx context.Context, t *task) func() {
		found := map[floorQuestion]score.Floor{}
		var err error
		for i, q := range todo {
			t.say(comparingReal, i, len(todo))
			if err = addFloor(ctx, found, index, places, q); err != nil {
				break
			}
		}
		// what was found is of use whatever became of the others
		keep := func() { m.keepFloors(b, found) }
		t.keeps(keep)
		return func() {
			keep()
			m.floors.ended(m, b, err)
		}
	})
}

// search looks for the segments that drive each unit as hard as its threshold, on one core: ascents come first.
func (f *floors) search(m *session) {
	b := f.basis
	const what = "searching real segments at the threshold"
	m.start(taskFloor, what, m.floorsGivenUp, func(ctx context.Context, t *task) func() {
		layers, thresholds := make([]int, len(b.network.Layers)), make([][]float64, len(b.network.Layers))
		for l := range layers {
			layers[l], thresholds[l] = l, make([]float64, b.network.Units(l))
			for u := range thresholds[l] { // 0 where a unit has none
				thresholds[l][u], _ = optimize.Threshold(b.network.Layers[l].Statistics, u, b.sigma, b.factor)
			}
		}
		places, err := score.Matched(ctx, b.network, b.data, layers, thresholds, 1,
			func(done, total int) { t.say(what, done, total) })
		keep := func() {
			if n := m.holder(b); n != nil && err == nil {
				n.floors.places = places
			}
		}
		t.keeps(keep)
		return func() {
			keep()
			m.floors.ended(m, b, err)
		}
	})
}

// floorsGivenUp is what follows where the user cancels: floors are not tried again for the same thresholds.
func (m *session) floorsGivenUp() { m.floors.busy, m.floors.failed = false, true }

// addFloor works a unit's floor out.
func addFloor(ctx context.Context, found map[floorQuestion]score.Floor, index *similar.Index, places [][][]score.Place, q floorQuestion) error {
	l, u := q.place.layer, q.place.unit
	one := make([][]score.Place, len(places[l]))
	one[u] = places[l][u]
	floors, err := score.Floors(ctx, q.network, q.data, index, l, one, score.FloorOptions{Seed: study.FloorSeed, Width: q.width, Top: q.top, Jobs: 1})
	if err == nil {
		found[q] = floors[u]
	}
	return err
}

// keepFloors takes over the floors that were found, whatever became of the others: one that failed, or a network that went off the
// screen, loses none of those before.
func (m *session) keepFloors(b floorBasis, found map[floorQuestion]score.Floor) {
	if n := m.holder(b); n != nil && len(found) > 0 {
		maps.Copy(n.floors.known, found)
		n.floors.version++
	}
}
