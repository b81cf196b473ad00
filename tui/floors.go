package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/optimize/score"
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

// floors holds the matched floors of units: how similar real segments that drive a unit as hard as its threshold are to
// other people's. The segments are searched for once for all units, which takes a while; a unit's floor then comes at once.
type floors struct {
	basis  floorBasis // of places, or of the search that is under way
	since  time.Time  // when it was first wanted
	busy   bool
	places [][][]score.Place // [layer][unit]; nil until they are there
	failed bool              // or given up: not tried again before the thresholds are others
	known  map[floorQuestion]score.Floor
	asked  floorQuestion
}

type placesMsg struct {
	floorBasis
	places [][][]score.Place
	err    error
}

type floorMsg struct {
	floorQuestion
	floor score.Floor
	err   error
}

func (m *explorer) floorQuestion(p place) floorQuestion {
	s := m.settings
	return floorQuestion{floorBasis{m.o.Network, m.o.Dataset, s.Sigma, s.Factor}, p, s.SimilarWidth, s.SimilarTop}
}

// of returns a unit's floor where it is known and it has one.
func (f *floors) of(m *explorer, p place) (score.Floor, bool) {
	floor, ok := f.known[m.floorQuestion(p)]
	return floor, ok && canvas.Known(floor.Mean) && m.settings.ThresholdEAP == 0
}

// wanted tells whether a unit's floor is to be worked out: its list is on the screen, its ascent is done, the units are
// measured, so that the machine is free for it, and it has a threshold that is a multiple of its own activations.
func (f *floors) wanted(m *explorer, v *visit) bool {
	if f.failed && f.basis == m.floorQuestion(v.place).floorBasis || v.result == nil || v.playing || m.views.listing != listSimilar || !m.layout.wide && m.lower != focusSimilar ||
		m.o.Dataset == nil || m.settings.ThresholdEAP != 0 || m.percentile(v.place.layer) || m.measured == nil {
		return false
	}
	_, ready := m.similar.index.(*similar.Index)
	_, done := f.known[m.floorQuestion(v.place)]
	return ready && !done
}

// waits tells whether frames are needed for it: to see that the thresholds rest. While something is worked out none are.
func (f *floors) waits(m *explorer, v *visit) bool {
	q := m.floorQuestion(v.place)
	return f.wanted(m, v) && !(f.basis == q.floorBasis && f.busy)
}

// ask has the segments searched for, or the unit's floor worked out from those that were found.
func (f *floors) ask(m *explorer, v *visit) tea.Cmd {
	if !f.wanted(m, v) {
		return nil
	}
	q := m.floorQuestion(v.place)
	switch {
	case f.basis != q.floorBasis:
		m.cancelTask(taskFloor)
		*f = floors{basis: q.floorBasis, since: m.now, known: map[floorQuestion]score.Floor{}}
		return nil
	case f.busy || m.now.Sub(f.since) < floorAfter:
		return nil
	case f.places == nil:
		f.busy = true
		return f.search(m)
	}
	f.busy, f.asked = true, q
	ctx := m.ctx
	index, places := m.similar.index.(*similar.Index), make([][]score.Place, q.network.Units(q.place.layer))
	places[q.place.unit] = f.places[q.place.layer][q.place.unit]
	return safely("comparing real segments with each other", func() tea.Msg {
		found, err := score.Floors(ctx, q.network, q.data, index, q.place.layer, places, score.FloorOptions{Width: q.width, Top: q.top, Jobs: 1})
		if err != nil {
			return floorMsg{floorQuestion: q, err: err}
		}
		return floorMsg{floorQuestion: q, floor: found[q.place.unit]}
	})
}

// search looks for the segments that drive each unit as hard as its threshold, on one core: ascents come first.
func (f *floors) search(m *explorer) tea.Cmd {
	b := f.basis
	const what = "searching real segments at the threshold"
	return m.launch(taskFloor, what, func(ctx context.Context, say Say) tea.Msg {
		layers, thresholds := make([]int, len(b.network.Layers)), make([][]float64, len(b.network.Layers))
		for l := range layers {
			layers[l], thresholds[l] = l, make([]float64, b.network.Units(l))
			if s := b.network.Layers[l].Statistics; s != nil {
				for u := range min(len(thresholds[l]), len(s.Mean)) {
					if s.Count[u] == 0 {
						continue // silent: it has no threshold
					}
					thresholds[l][u] = b.factor * (float64(s.Mean[u]) + b.sigma*float64(s.Std[u]))
				}
			}
		}
		places, err := score.Matched(ctx, b.network, b.data, layers, thresholds, 1,
			func(done, total int) { say(what, done, total) })
		return placesMsg{b, places, err}
	})
}

func (msg placesMsg) take(m *explorer) {
	f := &m.views.floors
	if msg.floorBasis != f.basis {
		return // other thresholds came in between
	}
	f.busy = false
	if f.failed = msg.err != nil; f.failed {
		m.complain(msg.err)
		return
	}
	f.places = msg.places
}

func (msg floorMsg) take(m *explorer) {
	f := &m.views.floors
	if msg.floorBasis != f.basis {
		return
	}
	f.busy = false
	if f.failed = msg.err != nil; f.failed {
		m.complain(msg.err)
		return
	}
	f.known[msg.floorQuestion] = msg.floor
}
