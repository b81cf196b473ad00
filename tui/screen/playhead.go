package screen

import "actmax/tui/session/visit"

// Playhead is the playback position of a layer.
type Playhead struct {
	Share         float64 // of the sum of the learning rates, 0 to 1
	Playing, Flat bool
}

// Step returns the step of a unit at the playhead, at most the last computed one.
func (h *Playhead) Step(v *visit.Visit) int {
	last := v.Last()
	if h.Share >= 1 {
		return last
	}
	return min(v.Run.Schedule().StepAt(h.Share), last)
}
