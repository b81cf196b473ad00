package tui

import (
	"actmax/model"
	"actmax/optimize"
)

// extraKey names an ascent that was started for a comparison: a unit of an open network under settings of its own.
type extraKey struct {
	network  *model.Network
	place    place
	settings optimize.Settings
}

// mostExtra bounds how many ascents are kept of those that were started for a comparison.
const mostExtra = 24

// extra holds the ascents that were started for comparisons, beside those of the units that were visited.
type extra struct{ visits map[extraKey]*visit }

// extraAscent returns the ascent of a unit under settings, which is started where there is none.
func (m *session) extraAscent(k extraKey) *visit {
	x := &m.extra
	if v := x.visits[k]; v != nil && v.err == nil {
		v.seen = m.now
		return v
	}
	for len(x.visits) >= mostExtra {
		x.forgetOldest()
	}
	v := &visit{place: k.place, settings: k.settings, asked: -1, cutAt: -1, seen: m.now}
	v.job = optimize.Job{Network: k.network, Layer: k.place.layer, Unit: k.place.unit, Settings: k.settings, Starts: m.openOf(k.network).starts}
	v.run, v.err = m.source.Start(v.job)
	if x.visits == nil {
		x.visits = map[extraKey]*visit{}
	}
	x.visits[k] = v
	return v
}

// forgetOldest cancels the ascent that was not looked at for longest.
func (x *extra) forgetOldest() {
	var oldest extraKey
	var at *visit
	for k, v := range x.visits {
		if at == nil || v.seen.Before(at.seen) {
			oldest, at = k, v
		}
	}
	x.remove(oldest)
}

func (x *extra) remove(k extraKey) {
	if v := x.visits[k]; v.run != nil {
		v.run.Cancel()
	}
	delete(x.visits, k)
}

// drop cancels the ascents of a network that is closed.
func (x *extra) drop(n *model.Network) {
	for k := range x.visits {
		if k.network == n {
			x.remove(k)
		}
	}
}

// clear cancels all.
func (x *extra) clear() {
	for k := range x.visits {
		x.remove(k)
	}
}
