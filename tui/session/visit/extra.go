package visit

import (
	"actmax/model"
	"actmax/optimize"
	"actmax/tui/session/tree"
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
type Extra struct{ Visits map[ExtraKey]*Visit }

// Of returns the ascent of k; it starts one with start if there is none.
func (x *Extra) Of(k ExtraKey, starts optimize.Starts, start func(optimize.Job) (Run, error)) *Visit {
	if v := x.Visits[k]; v != nil && v.Err == nil {
		return v
	}
	for len(x.Visits) >= MostExtra {
		x.forgetOldest()
	}
	v := &Visit{Place: k.Place, Settings: k.Settings, Asked: -1, CutAt: -1}
	v.Job = optimize.Job{
		Network: k.Network, Layer: k.Place.Layer, Unit: k.Place.Unit, Settings: k.Settings, Starts: starts,
	}
	v.Run, v.Err = start(v.Job)
	if x.Visits == nil {
		x.Visits = map[ExtraKey]*Visit{}
	}
	x.Visits[k] = v
	return v
}

// forgetOldest cancels the least recently seen ascent.
func (x *Extra) forgetOldest() {
	var oldest ExtraKey
	var at *Visit
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

// Drop cancels the ascents of a closed network.
func (x *Extra) Drop(n *model.Network) {
	for k := range x.Visits {
		if k.Network == n {
			x.remove(k)
		}
	}
}

// Clear cancels all ascents.
func (x *Extra) Clear() {
	for k := range x.Visits {
		x.remove(k)
	}
}
