package tui

import (
	"fmt"
	"math"
	"time"

	"actmax/data/similar"
	"actmax/optimize"
)

// visit is a unit that was looked at, or computed because it lies beside one: its run, and where the person left it.
type visit struct {
	place    place
	run      run                // nil where it could not start
	job      optimize.Job       // as started, with the edits made since
	result   *optimize.Result   // once there is one; stays when the tape goes
	err      error              // why there is no run
	settings optimize.Settings  // in force at the end of the run
	own      bool               // its start differs from the others' on purpose (R)
	before   *optimize.Snapshot // end of the run before R, to compare with

	seen    time.Time // last on the screen; zero: never
	tiled   bool      // only on the Layer screen so far, whose playhead it follows
	playing bool
	flat    bool    // follows the newest step
	at      int     // the step to show
	share   float64 // the playhead, as a share of the sum of the learning rates
	shown   *optimize.Snapshot
	asked   int             // step that is being computed again for a look; -1: none
	cutAt   int             // step of an edit made since shown was taken, which is to be taken again; -1: none
	queue   []optimize.Edit // made on the screen, waiting until the run has come back to their step
	epoch   int             // counts edits: what was computed before one is not shown after it

	sim    float64          // mean MSE of the nearest training segments of simOf
	kin    int              // activity of the nearest one; -1: none
	near   similar.Match    // the nearest one, where there is one
	window [2]int           // of the signal that is compared, in samples
	simOf  *optimize.Result // result that sim belongs to

	brief summary // as the tree shows it
	stamp time.Time
}

// replayed is how many steps of a one-axis signal are computed again for a frame while a run plays. At the beginning, where
// the signal moves, frames of the tape lie closer together than that, and every step can be shown; later, and for signals
// of several axes, computing steps again would cost more than it shows.
const replayed = 4

// last is the last step worth showing: where the run settled, else the newest that was computed.
func (v *visit) last() int {
	if v.result != nil && v.result.Settled >= 0 {
		return v.result.Settled
	}
	if v.run == nil {
		return v.at
	}
	return max(0, v.run.Computed())
}

// running tells whether steps are still being computed.
func (v *visit) running() bool { return v.run != nil && v.result == nil && v.err == nil }

// poll takes over what the run has become since the last look.
func (v *visit) poll() {
	if v.run == nil || v.result != nil || v.err != nil || !ended(v.run) {
		return
	}
	if r, ok := v.run.Result(); ok {
		v.result = r
		return
	}
	if err := v.run.Err(); err != nil && !cancelled(err) {
		v.err = err
	}
}

// stale tells whether the result was made under other settings than s. Left aside are absolute thresholds, which hold for
// one unit only, where the ascent began if the unit was started elsewhere on purpose, and what only the list of similar
// segments uses.
func (v *visit) stale(s optimize.Settings) bool {
	s.ThresholdEAP, s.ThresholdMax = v.settings.ThresholdEAP, v.settings.ThresholdMax
	return basis(v.settings, v.own) != basis(s, v.own)
}

// basis is what makes a result comparable with others.
func basis(s optimize.Settings, own bool) optimize.Settings {
	s = s.Basis()
	if own {
		s.Start, s.Seed = "", 0
	}
	return s
}

// play moves the playhead by the time dt, where a whole run takes pace. Each moment covers an equal share of the sum of the
// learning rates, not of the steps, and the playhead never passes what was computed.
func (v *visit) play(dt, pace time.Duration) {
	if v.run == nil || !v.playing {
		return
	}
	schedule, last := v.run.Schedule(), v.last()
	if last < v.cutAt {
		return // on the way back to an edit
	}
	if v.flat {
		v.at, v.share = last, schedule.Share(last)
	} else {
		v.share += dt.Seconds() / pace.Seconds()
		if newest := schedule.Share(last); v.share >= newest {
			v.share, v.at = newest, last
		} else {
			v.at = min(schedule.StepAt(v.share), last)
		}
	}
	if v.result != nil && v.at >= last {
		v.at, v.playing = last, false
	}
}

// hold stops the playhead at the state on the screen.
func (v *visit) hold() {
	if v.playing && v.shown != nil {
		v.goTo(v.shown.Step)
	}
	v.playing = false
}

// goTo puts the playhead on a step; what was not computed is not shown.
func (v *visit) goTo(step int) {
	if v.run == nil {
		return
	}
	v.at = min(max(step, 0), v.last())
	v.share = v.run.Schedule().Share(v.at)
	v.playing, v.flat = false, false
}

// moving tells whether what is shown will change by itself.
func (v *visit) moving() bool {
	if v.run == nil {
		return false
	}
	return v.playing || v.asked >= 0 || v.cutAt >= 0 || len(v.queue) > 0 || v.shown == nil || v.shown.Step != v.at
}

// goToShare moves the playhead by a share of the sum of the learning rates, and by a step at least.
func (v *visit) goToShare(by float64) {
	if v.run == nil {
		return
	}
	schedule := v.run.Schedule()
	to := schedule.StepAt(min(max(schedule.Share(v.at)+by, 0), 1))
	if by > 0 {
		to = max(to, v.at+1)
	} else {
		to = min(to, v.at-1)
	}
	v.goTo(to)
}

// look takes the newest recorded state at or before the playhead. exact is false where that is not the state at the
// playhead itself, which is then to be computed again; while that is under way the view holds as long as it may.
func (v *visit) look() (changed, exact bool) {
	if v.run == nil || v.at < 0 {
		return false, true
	}
	if v.shown != nil && v.shown.Step == v.at && v.cutAt < 0 {
		return false, true
	}
	s := v.run.Tape().Before(v.at)
	if s == nil {
		return false, true
	}
	if s.Step < v.at {
		if s.Step < v.cutAt { // the state at an edit is needed under the new value
			return false, false
		}
		near := v.shown != nil && v.cutAt < 0 && v.shown.Step <= v.at
		if v.playing && (v.at-s.Step > replayed || s.Axes > 1) {
			if near && v.shown.Step >= s.Step {
				return false, true
			}
			v.shown, v.cutAt = s, -1
			return true, true // while it plays, a frame of the tape will do
		}
		if near && (v.shown.Step >= s.Step || v.playing && v.asked < 0) {
			return false, false // what is shown is as near, or the exact state is soon there
		}
	}
	v.shown, v.cutAt = s, -1
	return true, s.Step == v.at
}

// take shows a state that was computed again, if the playhead still wants it.
func (v *visit) take(s *optimize.Snapshot) bool {
	wanted := s.Step == v.at || v.playing && s.Step < v.at && (v.shown == nil || s.Step > v.shown.Step)
	if !wanted || s.Step < v.cutAt {
		return false
	}
	v.shown, v.cutAt = s, -1
	return true
}

// summarize makes what the tree shows, from the newest state computed.
func (v *visit) summarize(s optimize.Settings, classes bool) summary {
	out := summary{running: v.running(), stale: v.stale(s)}
	var snap *optimize.Snapshot
	switch {
	case v.err != nil:
		out.word = "error"
		return out
	case v.result != nil:
		snap = &v.result.Snapshot
		out.restarted = v.result.Restarts > 0 && v.result.Status == optimize.OK
	case v.run != nil:
		snap = v.run.Latest()
	}
	if snap == nil {
		return out
	}
	if v.result != nil && snap.Status != optimize.OK {
		out.word = string(snap.Status)
	}
	out.signal = snap.Signal
	out.attainment = attainment(snap.Attainment, classes)
	return out
}

// attainment writes the share of its threshold that a unit attains; for units without ReLU, whose attainment is a
// percentile of their values in training, as one.
func attainment(a float64, percentile bool) string {
	switch {
	case math.IsNaN(a) || math.IsInf(a, 0):
		return ""
	case percentile:
		return fmt.Sprintf("%.0f%%", 100*a)
	case a >= 99.5:
		return fmt.Sprintf("%.0f", min(a, 9999))
	case a >= 9.995:
		return fmt.Sprintf("%.1f", a)
	default:
		return fmt.Sprintf("%.2f", a)
	}
}

// edited returns the step of the first edit, -1 where there is none.
func (v *visit) edited() int {
	if len(v.job.Edits) == 0 {
		return -1
	}
	return v.job.Edits[len(v.job.Edits)-1].Step
}
