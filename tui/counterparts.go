package tui

import (
	"context"
	"errors"
	"fmt"

	"actmax/model"
	"actmax/model/train/redundancy"
)

// pairKey names two networks, by their hashes, and the data over which their units are correlated.
type pairKey struct{ of, in, data string }

// found are the counterparts of one network's units in another, by layer; err says why they are not known.
type found struct {
	layers map[string]redundancy.LayerCounterparts
	err    error
}

var errCounterpartsGivenUp = errors.New("comparing them was given up; : find counterparts takes it up again")

func (m *session) pairKey(of, in *model.Network) pairKey {
	hash := ""
	if m.dataset != nil {
		hash = m.dataset.Hash
	}
	return pairKey{of.Hash, in.Hash, hash}
}

// seek has the counterparts of the network on the screen in the other one found, once the data is there and the units are
// measured, so that only one pass over the data goes on at a time.
func (m *session) seek() {
	w := m.other()
	if w == nil || m.dataset == nil || m.busyWith(taskOpen) || m.busyWith(taskMeasure) || m.busyWith(taskCounterparts) {
		return
	}
	if _, ok := m.pairs[m.pairKey(m.network, w.network)]; !ok {
		m.compareUnits(w.network, m.label(w.network))
	}
}

// compareUnits has the units of the network on the screen compared with those of another in the background.
func (m *session) compareUnits(b *model.Network, name string) {
	lib, a, d, jobs := m.library, m.network, m.dataset, m.workers
	what := "comparing with " + name
	cancelled := func() {
		if w := m.other(); w != nil && m.pairs[m.pairKey(m.network, w.network)] == nil { // else it was the untrained one
			m.know(m.network, w.network, nil, errCounterpartsGivenUp)
		}
	}
	m.start(taskCounterparts, what, cancelled, func(ctx context.Context, t *task) func() {
		say := renamed(t.say, what)
		var ofA, ofB []redundancy.LayerCounterparts
		var err error
		if lib != nil {
			ofA, ofB, err = lib.Counterparts(ctx, a, b, d, say)
		} else {
			ofA, ofB, err = redundancy.CounterpartsBoth(ctx, a, b, d, CounterpartOptions(jobs, say))
		}
		return func() {
			if m.dataset != d {
				return // other data came in between
			}
			if err != nil && m.ctx.Err() == nil {
				m.complain(fmt.Errorf("no counterparts: %w", err))
			}
			m.know(a, b, ofA, err)
			m.know(b, a, ofB, err)
			m.networksChanged()
		}
	})
}

// renamed tells of progress under a name of the screen's own.
func renamed(say Say, what string) Say {
	return func(_ string, done, total int) { say(what, done, total) }
}

// CounterpartOptions are those under which counterparts are found for the explorer.
func CounterpartOptions(jobs int, say Say) redundancy.Options {
	return redundancy.Options{Lag: redundancy.DefaultLag, Segments: redundancy.CounterpartSegments, Jobs: jobs,
		Progress: func(done, total int) { say("comparing units", done, total) }}
}

func (m *session) know(of, in *model.Network, layers []redundancy.LayerCounterparts, err error) {
	if m.pairs == nil {
		m.pairs = map[pairKey]*found{}
	}
	f := &found{layers: map[string]redundancy.LayerCounterparts{}, err: err}
	for _, l := range layers {
		f.layers[l.Layer] = l
	}
	m.pairs[m.pairKey(of, in)] = f
}

// seekAgain finds counterparts that were given up or failed.
func (m *session) seekAgain() {
	w := m.other()
	switch {
	case w == nil:
		m.say("%s", oneNetwork)
		return
	case m.dataset == nil:
		m.say("counterparts are found over the training segments, and no data is open")
		return
	}
	if f := m.pairs[m.pairKey(m.network, w.network)]; f != nil {
		if f.err == nil {
			m.say("the counterparts in %s are known", m.label(w.network))
			return
		}
		delete(m.pairs, m.pairKey(m.network, w.network))
	}
	m.seek()
}

const oneNetwork = "one network is open; : open beside opens another, with which its units are compared"

// counterpart is what is known of a unit's counterpart in another open network.
type counterpart struct {
	in          *model.Network
	place       place   // of the most similar unit there; unit -1 where there is none or it is not known
	correlation float64 // lag-maximum of the activations; not a number where it is not known
	lag         int     // it shows the same so many samples later
	mutual      bool    // the unit is its counterpart's counterpart as well
	why         string  // why it is not known, or why there is none
}

const notKnown = "not known"

// is tells whether the unit has a counterpart.
func (c counterpart) is() bool { return c.correlation >= redundancy.LeastCounterpart }

// counterpart looks a unit of one open network up in another.
func (m *session) counterpart(of *model.Network, p place, in *model.Network) counterpart {
	out := counterpart{in: in, place: place{p.layer, -1}, correlation: nan}
	f := m.pairs[m.pairKey(of, in)]
	switch {
	case m.dataset == nil && m.busyWith(taskOpen), f == nil && m.dataset != nil:
		out.why = notKnown + " yet"
		return out
	case f == nil:
		out.why = notKnown + " without data"
		return out
	case f.err != nil:
		out.why = f.err.Error()
		return out
	}
	name := of.Layers[p.layer].Name
	l, ok := f.layers[name]
	layer, err := in.Find(name)
	if !ok || err != nil || p.unit < 0 || p.unit >= len(l.Units) {
		out.why = fmt.Sprintf("%s has no layer %s with such maps", m.label(in), name)
		return out
	}
	c := l.Units[p.unit]
	if c.Unit < 0 {
		out.why = fmt.Sprintf("%s/%d does not vary over the training segments", name, p.unit)
		return out
	}
	out.place, out.correlation, out.lag = place{layer, c.Unit}, float64(c.Correlation), c.Lag
	if back, ok := m.pairs[m.pairKey(in, of)]; ok && back.err == nil {
		units := back.layers[name].Units
		out.mutual = c.Unit < len(units) && units[c.Unit].Unit == p.unit
	}
	if !out.is() {
		out.why = fmt.Sprintf("no unit of %s correlates at %g or more; the nearest is %s/%d, r %s", m.label(in), redundancy.LeastCounterpart, name, c.Unit, below(out.correlation))
	}
	return out
}
