package tui

import (
	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// extraKey names an ascent that was started for a comparison: a unit of an open network under settings of its own.
type extraKey struct {
	network  *model.Network
	place    tree.Place
	settings optimize.Settings
}

// mostExtra bounds how many ascents are kept of those that were started for a comparison.
const mostExtra = 24

// extra holds the ascents that were started for comparisons, beside those of the units that were visited.
type extra struct{ visits map[extraKey]*visit.Visit }

// extraAscent returns the ascent of a unit under settings, which is started where there is none.
func (m *session) extraAscent(k extraKey) *visit.Visit {
	x := &m.extra
	if v := x.visits[k]; v != nil && v.Err == nil {
		v.Seen = m.now
		return v
	}
	for len(x.visits) >= mostExtra {
		x.forgetOldest()
	}
	v := &visit.Visit{Place: k.place, Settings: k.settings, Asked: -1, CutAt: -1, Seen: m.now}
	v.Job = optimize.Job{Network: k.network, Layer: k.place.Layer, Unit: k.place.Unit, Settings: k.settings, Starts: m.openOf(k.network).starts}
	v.Run, v.Err = m.source.Start(v.Job)
	if x.visits == nil {
		x.visits = map[extraKey]*visit.Visit{}
	}
	x.visits[k] = v
	return v
}

// forgetOldest cancels the ascent that was not looked at for longest.
func (x *extra) forgetOldest() {
	var oldest extraKey
	var at *visit.Visit
	for k, v := range x.visits {
		if at == nil || v.Seen.Before(at.Seen) {
			oldest, at = k, v
		}
	}
	x.remove(oldest)
}

func (x *extra) remove(k extraKey) {
	if v := x.visits[k]; v.Run != nil {
		v.Run.Cancel()
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
