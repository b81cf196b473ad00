package screen

import "actmax/tui/session/visit"

// Playhead is where a layer is played.
type Playhead struct {
	Share         float64 // of the sum of the learning rates
	Playing, Flat bool
}

// Step is the step of a unit that the playhead stands on.
func (h *Playhead) Step(v *visit.Visit) int {
	last := v.Last()
	if h.Share >= 1 {
		return last
	}
	return min(v.Run.Schedule().StepAt(h.Share), last)
}
