package session

import (
	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// ExtraKey names an ascent that was started for a comparison: a unit of an open network under settings of its own.
type ExtraKey struct {
	Network  *model.Network
	Place    tree.Place
	Settings optimize.Settings
}

// MostExtra bounds how many ascents are kept of those that were started for a comparison.
const MostExtra = 24

// Extra holds the ascents that were started for comparisons, beside those of the units that were visited.
type Extra struct{ Visits map[ExtraKey]*visit.Visit }

// ExtraAscent returns the ascent of a unit under settings, which is started where there is none.
func (m *Session) ExtraAscent(k ExtraKey) *visit.Visit {
	x := &m.Extra
	if v := x.Visits[k]; v != nil && v.Err == nil {
		v.Seen = m.Now
		return v
	}
	for len(x.Visits) >= MostExtra {
		x.forgetOldest()
	}
	v := &visit.Visit{Place: k.Place, Settings: k.Settings, Asked: -1, CutAt: -1, Seen: m.Now}
	v.Job = optimize.Job{Network: k.Network, Layer: k.Place.Layer, Unit: k.Place.Unit, Settings: k.Settings, Starts: m.OpenOf(k.Network).Starts}
	v.Run, v.Err = m.Source.Start(v.Job)
	if x.Visits == nil {
		x.Visits = map[ExtraKey]*visit.Visit{}
	}
	x.Visits[k] = v
	return v
}

// forgetOldest cancels the ascent that was not looked at for longest.
func (x *Extra) forgetOldest() {
	var oldest ExtraKey
	var at *visit.Visit
	for k, v := range x.Visits {
		if at == nil || v.Seen.Before(at.Seen) {
			oldest, at = k, v
		}
	}
	x.remove(oldest)
}

func (x *Extra) remove(k ExtraKey) {
	if v := x.Visits[k]; v.Run != nil {
		v.Run.Cancel()
	}
	delete(x.Visits, k)
}

// drop cancels the ascents of a network that is closed.
func (x *Extra) drop(n *model.Network) {
	for k := range x.Visits {
		if k.Network == n {
			x.remove(k)
		}
	}
}

// clear cancels all.
func (x *Extra) clear() {
	for k := range x.Visits {
		x.remove(k)
	}
}
