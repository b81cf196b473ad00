package session

import (
	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
)

// ExtraKey identifies an ascent started for a comparison: a unit of an open network with its own settings.
type ExtraKey struct {
	Network  *model.Network
	Place    tree.Place
	Settings optimize.Settings
}

// MostExtra is the maximum number of ascents kept for comparisons.
const MostExtra = 24

// Extra holds the ascents that were started for comparisons, in addition to those of visited units.
type Extra struct{ Visits map[ExtraKey]*visit.Visit }

// ExtraAscent returns the ascent of a unit with the given settings; it starts one if there is none.
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
	v.Job = optimize.Job{
		Network: k.Network, Layer: k.Place.Layer, Unit: k.Place.Unit, Settings: k.Settings,
		Starts: m.OpenOf(k.Network).Starts,
	}
	v.Run, v.Err = m.Source.Start(v.Job)
	if x.Visits == nil {
		x.Visits = map[ExtraKey]*visit.Visit{}
	}
	x.Visits[k] = v
	return v
}

// forgetOldest cancels the least recently seen ascent.
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

// drop cancels the ascents of a closed network.
func (x *Extra) drop(n *model.Network) {
	for k := range x.Visits {
		if k.Network == n {
			x.remove(k)
		}
	}
}

// clear cancels all ascents.
func (x *Extra) clear() {
	for k := range x.Visits {
		x.remove(k)
	}
}
