package tui

import "actmax/tui/session/visit"

// playhead is where a layer is played.
type playhead struct {
	share         float64 // of the sum of the learning rates
	playing, flat bool
}

// step is the step of a unit that the playhead stands on.
func (h *playhead) step(v *visit.Visit) int {
	last := v.Last()
	if h.share >= 1 {
		return last
	}
	return min(v.Run.Schedule().StepAt(h.share), last)
}
