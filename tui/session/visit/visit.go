// Package visit plays the runs of units: which state of a run is shown, and when.
package visit

import (
	"time"

	"actmax/data/similar"
	"actmax/optimize"
	"actmax/tui/number"
	"actmax/tui/session/tree"
)

// Visit is a unit that the user visited, or that was computed together with one: its run, and the state in which the
// user left it.
type Visit struct {
	Place    tree.Place
	Run      Run                // nil if it could not start
	Job      optimize.Job       // as started, with the edits made since
	Result   *optimize.Result   // nil until done; stays when the tape is thinned
	Err      error              // why there is no run
	Settings optimize.Settings  // in force at the end of the run
	Own      bool               // its start differs on purpose (R)
	Before   *optimize.Snapshot // end of the run before R, to compare with

	Seen    time.Time // last on the screen; zero: never
	Tiled   bool      // shown only on the Layer screen, whose playhead it follows
	Playing bool
	Flat    bool    // follows the newest step
	At      int     // step to show
	Share   float64 // the playhead, as a share of the sum of the learning rates
	Shown   *optimize.Snapshot
	Asked   int             // step that is being recomputed for display; -1: none
	CutAt   int             // step of an edit made after Shown was taken, which is outdated; -1: none
	Queue   []optimize.Edit // edits that wait until the run has returned to their step
	Epoch   int             // number of edits; states computed before an edit are not shown after it

	Found Similarity // of the result to the training segments

	Brief Summary // for the tree
	Stamp time.Time
}

// maxRecomputed is the maximum number of steps that are recomputed for a frame while a run of a one-axis signal
// plays. At the beginning, while the signal changes fast, frames of the tape are closer together than that, so that
// every step is shown. Later, and for signals of several axes, recomputing costs too much for what it shows.
const maxRecomputed = 4

// Last returns the last step worth showing: the one at which the run settled, else the newest one computed.
func (v *Visit) Last() int {
	if v.Result != nil && v.Result.Settled >= 0 {
		return v.Result.Settled
	}
	if v.Run == nil {
		return v.At
	}
	return max(0, v.Run.Computed())
}

// Running reports whether steps are still being computed.
func (v *Visit) Running() bool { return v.Run != nil && v.Result == nil && v.Err == nil }

// Poll takes over the progress of the run.
func (v *Visit) Poll() {
	if v.Run == nil || v.Result != nil || v.Err != nil || !Ended(v.Run) {
		return
	}
	if r, ok := v.Run.Result(); ok {
		v.Result = r
		return
	}
	if err := v.Run.Err(); err != nil && !Cancelled(err) {
		v.Err = err
	}
}

// Stale reports whether the result was computed with settings other than s. It ignores absolute thresholds, which
// apply to one unit only, the start if it differs on purpose, and what only the list of similar segments uses.
func (v *Visit) Stale(s optimize.Settings) bool {
	s.ThresholdEAP, s.ThresholdMax = v.Settings.ThresholdEAP, v.Settings.ThresholdMax
	return Basis(v.Settings, v.Own) != Basis(s, v.Own)
}

// Basis returns the settings that two results must share to be comparable.
func Basis(s optimize.Settings, own bool) optimize.Settings {
	s = s.Basis()
	if own {
		s.Start, s.Seed = "", 0
	}
	return s
}

// Play moves the playhead by the time dt, where a whole run takes pace. Equal times cover equal shares of the sum of
// the learning rates, not of the steps, and the playhead never passes the newest step.
func (v *Visit) Play(dt, pace time.Duration) {
	if v.Run == nil || !v.Playing {
		return
	}
	schedule, last := v.Run.Schedule(), v.Last()
	if last < v.CutAt {
		return // returning to an edit
	}
	if v.Flat {
		v.At, v.Share = last, schedule.Share(last)
	} else {
		v.Share += dt.Seconds() / pace.Seconds()
		if newest := schedule.Share(last); v.Share >= newest {
			v.Share, v.At = newest, last
		} else {
			v.At = min(schedule.StepAt(v.Share), last)
		}
	}
	if v.Result != nil && v.At >= last {
		v.At, v.Playing = last, false
	}
}

// Hold stops the playhead at the state on the screen.
func (v *Visit) Hold() {
	if v.Playing && v.Shown != nil {
		v.GoTo(v.Shown.Step)
	}
	v.Playing = false
}

// GoTo moves the playhead to a step, or to the nearest one that is computed.
func (v *Visit) GoTo(step int) {
	if v.Run == nil {
		return
	}
	v.At = min(max(step, 0), v.Last())
	v.Share = v.Run.Schedule().Share(v.At)
	v.Playing, v.Flat = false, false
}

// Moving reports whether what is shown will change by itself.
func (v *Visit) Moving() bool {
	if v.Run == nil {
		return false
	}
	return v.Playing || v.Asked >= 0 || v.CutAt >= 0 || len(v.Queue) > 0 || v.Shown == nil || v.Shown.Step != v.At
}

// GoToShare moves the playhead by a share of the sum of the learning rates, and by at least one step.
func (v *Visit) GoToShare(by float64) {
	if v.Run == nil {
		return
	}
	schedule := v.Run.Schedule()
	to := schedule.StepAt(min(max(schedule.Share(v.At)+by, 0), 1))
	if by > 0 {
		to = max(to, v.At+1)
	} else {
		to = min(to, v.At-1)
	}
	v.GoTo(to)
}

// Look shows the newest recorded state at or before the playhead. exact is false if that is not the state at the
// playhead, which must then be recomputed; meanwhile the shown state stays if possible.
func (v *Visit) Look() (changed, exact bool) {
	if v.Run == nil || v.At < 0 {
		return false, true
	}
	if v.Shown != nil && v.Shown.Step == v.At && v.CutAt < 0 {
		return false, true
	}
	s := v.Run.Tape().Before(v.At)
	if s == nil {
		return false, true
	}
	if s.Step < v.At {
		if s.Step < v.CutAt { // the state at an edit is needed with the new value
			return false, false
		}
		near := v.Shown != nil && v.CutAt < 0 && v.Shown.Step <= v.At
		if v.Playing && (v.At-s.Step > maxRecomputed || s.Axes > 1) {
			if near && v.Shown.Step >= s.Step {
				return false, true
			}
			v.Shown, v.CutAt = s, -1
			return true, true // while it plays, a frame of the tape is good enough
		}
		if near && (v.Shown.Step >= s.Step || v.Playing && v.Asked < 0) {
			return false, false // what is shown is as near, or the exact state comes soon
		}
	}
	v.Shown, v.CutAt = s, -1
	return true, s.Step == v.At
}

// Take shows a recomputed state if the playhead still needs it.
func (v *Visit) Take(s *optimize.Snapshot) bool {
	wanted := s.Step == v.At || v.Playing && s.Step < v.At && (v.Shown == nil || s.Step > v.Shown.Step)
	if !wanted || s.Step < v.CutAt {
		return false
	}
	v.Shown, v.CutAt = s, -1
	return true
}

// Summarize returns what the tree shows, from the newest computed state.
func (v *Visit) Summarize(s optimize.Settings, classes bool) Summary {
	out := Summary{Running: v.Running(), Stale: v.Stale(s)}
	var snap *optimize.Snapshot
	switch {
	case v.Err != nil:
		out.Word = "error"
		return out
	case v.Result != nil:
		snap = &v.Result.Snapshot
		out.Restarted = v.Result.Restarts > 0 && v.Result.Status == optimize.OK
	case v.Run != nil:
		snap = v.Run.Latest()
	}
	if snap == nil {
		return out
	}
	if v.Result != nil && snap.Status != optimize.OK {
		out.Word = string(snap.Status)
	}
	out.Signal = snap.Signal
	out.Attainment = number.Attainment(snap.Attainment, classes)
	return out
}

// Edited returns the step of the last edit, or -1.
func (v *Visit) Edited() int {
	if len(v.Job.Edits) == 0 {
		return -1
	}
	return v.Job.Edits[len(v.Job.Edits)-1].Step
}

// Similarity is how similar a result is to the training segments.
type Similarity struct {
	Of       *optimize.Result // nil: not computed
	Mean     float64          // MSE of the nearest training segments, in G^2
	Activity int              // of the nearest one; -1: none
	Near     similar.Match    // the nearest one, if any
	Window   [2]int           // of the signal that is compared, in samples
}
