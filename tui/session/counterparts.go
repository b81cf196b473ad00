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

// pairKey identifies two networks by their hashes, and the data over which their units are correlated by its
// identity.
type pairKey struct{ of, in, data string }

// foundCounterparts holds the counterparts of one network's units in another by layer, or the error that prevented
// finding them.
type foundCounterparts struct {
	Layers map[string]redundancy.LayerCounterparts
	Err    error
}

var errCounterpartsCancelled = errors.New("comparison cancelled; restart it with :find counterparts")

// PairKey returns the key of Pairs for two networks over the open data.
func (m *Session) PairKey(of, in *model.Network) pairKey {
	return pairKey{of.Hash, in.Hash, m.Data.Identity}
}

// FindCounterparts finds the counterparts of the network on the screen in the other one. It waits until the data is
// read and the units are measured, so that only one pass over the data runs at a time.
func (m *Session) FindCounterparts() {
	w := m.Other()
	if w == nil || m.Data.Dataset == nil {
		return
	}
	if m.Running(TaskOpen) || m.Running(taskMeasure) || m.Running(TaskCounterparts) {
		return
	}
	if _, ok := m.Counterparts.Pairs[m.PairKey(m.Open.Network, w.Network)]; !ok {
		m.CompareUnits(w.Network, m.Label(w.Network))
	}
}

// CompareUnits compares the units of the network on the screen with those of another in the background.
func (m *Session) CompareUnits(b *model.Network, name string) {
	lib, a, d, jobs := m.Library, m.Open.Network, m.Data.Dataset, m.workers
	what := "comparing with " + name
	cancelled := func() {
		w := m.Other()
		// if the pair is known, the comparison was with an untrained network
		if w != nil && m.Counterparts.Pairs[m.PairKey(m.Open.Network, w.Network)] == nil {
			m.setCounterparts(m.Open.Network, w.Network, nil, errCounterpartsCancelled)
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
				return // other data was opened meanwhile
			}
			if err != nil && m.Ctx.Err() == nil {
				m.Complain(fmt.Errorf("cannot find counterparts: %w", err))
			}
			m.setCounterparts(a, b, ofA, err)
			m.setCounterparts(b, a, ofB, err)
			m.NetworksChanged()
		}
	})
}

// renamed reports progress under the screen's own name for the task.
func renamed(say Say, what string) Say {
	return func(_ string, done, total int) { say(what, done, total) }
}

// CounterpartOptions returns the options with which the explorer finds counterparts.
func CounterpartOptions(jobs int, say Say) redundancy.Options {
	return redundancy.Options{Lag: redundancy.DefaultLag, Segments: redundancy.CounterpartSegments, Jobs: jobs,
		Progress: func(done, total int) { say("comparing units", done, total) }}
}

func (m *Session) setCounterparts(of, in *model.Network, layers []redundancy.LayerCounterparts, err error) {
	if m.Counterparts.Pairs == nil {
		m.Counterparts.Pairs = map[pairKey]*foundCounterparts{}
	}
	f := &foundCounterparts{Layers: map[string]redundancy.LayerCounterparts{}, Err: err}
	for _, l := range layers {
		f.Layers[l.Layer] = l
	}
	m.Counterparts.Pairs[m.PairKey(of, in)] = f
}

// FindCounterpartsAgain finds counterparts after the search was cancelled or failed.
func (m *Session) FindCounterpartsAgain() {
	w := m.Other()
	switch {
	case w == nil:
		m.Say("%s", OneNetwork)
		return
	case m.Data.Dataset == nil:
		m.Say("counterparts need training segments; open some with :open data")
		return
	}
	if f := m.Counterparts.Pairs[m.PairKey(m.Open.Network, w.Network)]; f != nil {
		if f.Err == nil {
			m.Say("counterparts in %s are already known", m.Label(w.Network))
			return
		}
		delete(m.Counterparts.Pairs, m.PairKey(m.Open.Network, w.Network))
	}
	m.FindCounterparts()
}

// OneNetwork says that there is no other network to compare with.
const OneNetwork = "only one network is open; open another to compare with (:open)"

// Counterpart is what is known of a unit's counterpart in another open network.
type Counterpart struct {
	in          *model.Network
	Place       tree.Place // of the most similar unit; unit -1 if there is none or it is unknown
	Correlation float64    // lag-maximum of the activations; NaN if unknown
	Lag         int        // samples by which its activation comes later
	Mutual      bool       // the unit is also its counterpart's counterpart
	Why         string     // why it is unknown, or why there is none
}

// NotKnown begins the reasons why a counterpart is unknown.
const NotKnown = "not known"

// Exists reports whether the unit has a counterpart.
func (c Counterpart) Exists() bool { return c.Correlation >= redundancy.LeastCounterpart }

// Counterpart returns what is known of the counterpart of a unit of one open network in another.
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
		out.Why = fmt.Sprintf("%s has no comparable layer %s", m.Label(in), name)
		return out
	}
	c := l.Units[p.Unit]
	if c.Unit < 0 {
		out.Why = fmt.Sprintf("%s/%d is constant over the training segments", name, p.Unit)
		return out
	}
	out.Place, out.Correlation, out.Lag = tree.Place{Layer: layer, Unit: c.Unit}, float64(c.Correlation), c.Lag
	if back, ok := m.Counterparts.Pairs[m.PairKey(in, of)]; ok && back.Err == nil {
		units := back.Layers[name].Units
		out.Mutual = c.Unit < len(units) && units[c.Unit].Unit == p.Unit
	}
	if !out.Exists() {
		out.Why = fmt.Sprintf("no unit of %s reaches r %g; the nearest is %s/%d, r %s",
			m.Label(in), redundancy.LeastCounterpart, name, c.Unit, number.Below(out.Correlation))
	}
	return out
}
