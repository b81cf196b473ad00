package session

import (
	"context"
	"errors"
	"fmt"

	"actmax/model"
	"actmax/model/train/redundancy"
	"actmax/tui/number"
	"actmax/tui/session/tree"
)

// pairKey names two networks, by their hashes, and the data over which their units are correlated, by its identity.
type pairKey struct{ of, in, data string }

// found are the counterparts of one network's units in another, by layer; err says why they are not known.
type found struct {
	Layers map[string]redundancy.LayerCounterparts
	Err    error
}

var errCounterpartsGivenUp = errors.New("comparing them was given up; : find counterparts takes it up again")

// PairKey is the key of Pairs for two networks over the data that is open.
func (m *Session) PairKey(of, in *model.Network) pairKey {
	return pairKey{of.Hash, in.Hash, m.Data.Identity}
}

// FindCounterparts has the counterparts of the network on the screen in the other one found, once the data is there and the units are
// measured, so that only one pass over the data goes on at a time.
func (m *Session) FindCounterparts() {
	w := m.Other()
	if w == nil || m.Data.Dataset == nil || m.Running(TaskOpen) || m.Running(taskMeasure) || m.Running(TaskCounterparts) {
		return
	}
	if _, ok := m.Counterparts.Pairs[m.PairKey(m.Open.Network, w.Network)]; !ok {
		m.CompareUnits(w.Network, m.Label(w.Network))
	}
}

// CompareUnits has the units of the network on the screen compared with those of another in the background.
func (m *Session) CompareUnits(b *model.Network, name string) {
	lib, a, d, jobs := m.Library, m.Open.Network, m.Data.Dataset, m.workers
	what := "comparing with " + name
	cancelled := func() {
		if w := m.Other(); w != nil && m.Counterparts.Pairs[m.PairKey(m.Open.Network, w.Network)] == nil { // else it was the untrained one
			m.know(m.Open.Network, w.Network, nil, errCounterpartsGivenUp)
		}
	}
	m.Start(TaskCounterparts, what, cancelled, func(ctx context.Context, t *Task) func() {
		say := renamed(t.Progress, what)
		var ofA, ofB []redundancy.LayerCounterparts
		var err error
		if lib != nil {
			ofA, ofB, err = lib.Counterparts(ctx, a, b, d, say)
		} else {
			ofA, ofB, err = redundancy.CounterpartsBoth(ctx, a, b, d, CounterpartOptions(jobs, say))
		}
		return func() {
			if m.Data.Dataset != d {
				return // other data came in between
			}
			if err != nil && m.Ctx.Err() == nil {
				m.Complain(fmt.Errorf("no counterparts: %w", err))
			}
			m.know(a, b, ofA, err)
			m.know(b, a, ofB, err)
			m.NetworksChanged()
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

func (m *Session) know(of, in *model.Network, layers []redundancy.LayerCounterparts, err error) {
	if m.Counterparts.Pairs == nil {
		m.Counterparts.Pairs = map[pairKey]*found{}
	}
	f := &found{Layers: map[string]redundancy.LayerCounterparts{}, Err: err}
	for _, l := range layers {
		f.Layers[l.Layer] = l
	}
	m.Counterparts.Pairs[m.PairKey(of, in)] = f
}

// FindCounterpartsAgain finds counterparts that were given up or failed.
func (m *Session) FindCounterpartsAgain() {
	w := m.Other()
	switch {
	case w == nil:
		m.Say("%s", OneNetwork)
		return
	case m.Data.Dataset == nil:
		m.Say("counterparts are found over the training segments, and no data is open")
		return
	}
	if f := m.Counterparts.Pairs[m.PairKey(m.Open.Network, w.Network)]; f != nil {
		if f.Err == nil {
			m.Say("the counterparts in %s are known", m.Label(w.Network))
			return
		}
		delete(m.Counterparts.Pairs, m.PairKey(m.Open.Network, w.Network))
	}
	m.FindCounterparts()
}

const OneNetwork = "one network is open; : open beside opens another, with which its units are compared"

// Counterpart is what is known of a unit's counterpart in another open network.
type Counterpart struct {
	in          *model.Network
	Place       tree.Place // of the most similar unit there; unit -1 where there is none or it is not known
	Correlation float64    // lag-maximum of the activations; not a number where it is not known
	Lag         int        // it shows the same so many samples later
	Mutual      bool       // the unit is its counterpart's counterpart as well
	Why         string     // why it is not known, or why there is none
}

const NotKnown = "not known"

// Exists tells whether the unit has a counterpart.
func (c Counterpart) Exists() bool { return c.Correlation >= redundancy.LeastCounterpart }

// Counterpart looks a unit of one open network up in another.
func (m *Session) Counterpart(of *model.Network, p tree.Place, in *model.Network) Counterpart {
	out := Counterpart{in: in, Place: tree.Place{Layer: p.Layer, Unit: -1}, Correlation: NaN}
	f := m.Counterparts.Pairs[m.PairKey(of, in)]
	switch {
	case m.Data.Dataset == nil && m.Running(TaskOpen), f == nil && m.Data.Dataset != nil:
		out.Why = NotKnown + " yet"
		return out
	case f == nil:
		out.Why = NotKnown + " without data"
		return out
	case f.Err != nil:
		out.Why = f.Err.Error()
		return out
	}
	name := of.Layers[p.Layer].Name
	l, ok := f.Layers[name]
	layer, err := in.Find(name)
	if !ok || err != nil || p.Unit < 0 || p.Unit >= len(l.Units) {
		out.Why = fmt.Sprintf("%s has no layer %s with such maps", m.Label(in), name)
		return out
	}
	c := l.Units[p.Unit]
	if c.Unit < 0 {
		out.Why = fmt.Sprintf("%s/%d does not vary over the training segments", name, p.Unit)
		return out
	}
	out.Place, out.Correlation, out.Lag = tree.Place{Layer: layer, Unit: c.Unit}, float64(c.Correlation), c.Lag
	if back, ok := m.Counterparts.Pairs[m.PairKey(in, of)]; ok && back.Err == nil {
		units := back.Layers[name].Units
		out.Mutual = c.Unit < len(units) && units[c.Unit].Unit == p.Unit
	}
	if !out.Exists() {
		out.Why = fmt.Sprintf("no unit of %s correlates at %g or more; the nearest is %s/%d, r %s", m.Label(in), redundancy.LeastCounterpart, name, c.Unit, number.Below(out.Correlation))
	}
	return out
}
