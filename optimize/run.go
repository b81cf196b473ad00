package optimize

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
)

// Run is the handle to one ascent in a Pool. Every method is safe for concurrent use and returns at once; the ascent
// never waits for a reader.
type Run struct {
	pool    *Pool
	tape    *Tape
	latest  atomic.Pointer[Snapshot]
	changed chan struct{} // capacity 1

	// Guarded by pool.mu.
	order  int    // of arrival in the pool
	rank   int    // place among the preferred, from 1; 0: not preferred
	slot   *slot  // the lane it is computed in; nil: none
	state  *State // what to continue from when it has no slot; nil: the start
	at     int    // step of state, -1 before it has begun
	until  int    // it holds at this step
	from   int    // steps before this one are on the way back to an edit and not published
	trace  []Snapshot
	done   chan struct{}
	ended  bool
	err    error
	result *Result
}

const never = math.MaxInt

// Job returns the job with the edits made so far.
func (r *Run) Job() Job {
	r.tape.mu.Lock()
	defer r.tape.mu.Unlock()
	return r.tape.job
}

// Schedule is the course of the learning rate under the edits made so far.
func (r *Run) Schedule() Schedule {
	r.tape.mu.Lock()
	defer r.tape.mu.Unlock()
	return r.tape.schedule
}

// Tape gives the states computed so far.
func (r *Run) Tape() *Tape { return r.tape }

// Computed is the last step that Tape can give, -1 before the start is known: published now and then, not each step. It
// stops at the step at which the run settled.
func (r *Run) Computed() int { return r.tape.Computed() }

// Latest returns the newest published state, nil before the first. States are published thirty times a second or more,
// when the run holds, and at its end.
func (r *Run) Latest() *Snapshot { return r.latest.Load() }

// Changed receives after a new state was published; states published before it was read are skipped.
func (r *Run) Changed() <-chan struct{} { return r.changed }

// notify says that Latest has changed, without waiting.
func (r *Run) notify() {
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// Done is closed when the run has finished, failed or was cancelled. An Edit gives a finished run a new one.
func (r *Run) Done() <-chan struct{} {
	r.pool.mu.Lock()
	defer r.pool.mu.Unlock()
	return r.done
}

// Err is why the run ended without a result: context.Canceled, or a fault. Nil while it continues and when it has
// finished.
func (r *Run) Err() error {
	r.pool.mu.Lock()
	defer r.pool.mu.Unlock()
	return r.err
}

// Result returns the result once there is one.
func (r *Run) Result() (*Result, bool) {
	r.pool.mu.Lock()
	defer r.pool.mu.Unlock()
	return r.result, r.result != nil
}

// Hold stops the run after the step it is in. A run that has not begun finds its start first.
func (r *Run) Hold() { r.control(func() { r.until = 0 }) }

// Go resumes the run.
func (r *Run) Go() { r.control(func() { r.until = never }) }

// StepN resumes the run for n steps and then holds it. Calls add up.
func (r *Run) StepN(n int) {
	r.control(func() {
		at := max(0, r.at)
		if r.slot != nil {
			at = int(r.slot.at.Load())
		}
		if r.until != never {
			at = max(at, r.until)
		}
		r.until = at + max(0, n)
	})
}

// Held reports whether the run is paused by Hold or StepN.
func (r *Run) Held() bool {
	r.pool.mu.Lock()
	defer r.pool.mu.Unlock()
	return !r.ended && r.slot == nil && r.at >= 0 && r.at >= r.until
}

// Cancel ends the run; Err is then context.Canceled. A finished run keeps its result.
func (r *Run) Cancel() {
	r.control(func() { r.abandon(context.Canceled) })
}

// abandon ends the run without a result, unless it has ended. The caller holds the pool's lock.
func (r *Run) abandon(reason error) {
	if r.ended {
		return
	}
	r.tape.mu.Lock()
	r.tape.epoch++
	r.tape.mu.Unlock()
	r.end(nil, reason)
}

// end closes the run. The caller holds the pool's lock.
func (r *Run) end(result *Result, err error) {
	r.ended, r.result, r.err = true, result, err
	r.state = nil
	r.pool.remove(r)
	close(r.done)
}

// control changes the run under the pool's lock and has the workers look.
func (r *Run) control(change func()) {
	r.pool.mu.Lock()
	defer r.pool.mu.Unlock()
	change()
	r.pool.wake()
}

// Edit goes back to step, changes a setting there, and continues from that state: Apply with one edit. Text is parsed
// as the setting's kind.
func (r *Run) Edit(step int, key string, value any) error {
	if text, ok := value.(string); ok {
		e, err := NewEdit(step, key, text)
		if err != nil {
			return err
		}
		return r.Apply(e)
	}
	return r.Apply(Edit{step, key, value})
}

// Apply goes back to a step, makes the edits, all of which are at that step, and continues from there, also if the run
// had finished. The tape and the edits after the step are dropped. A run that holds, holds again at the step. The
// result is bit for bit that of a job that had the edits from the beginning. If it returns an error nothing was
// changed: no edit or edits at several steps, an unknown key, a value out of range, a setting that decides the start, a
// step not computed yet or at the end, a run that was cancelled.
func (r *Run) Apply(edits ...Edit) error {
	if len(edits) == 0 {
		return errors.New("no edit to make")
	}
	step, key := edits[0].Step, edits[0].Key
	made := make([]Edit, 0, len(edits))
	for _, e := range edits {
		if e.Step != step {
			return fmt.Errorf("edits at steps %d and %d cannot be made at once; expected one step", step, e.Step)
		}
		e, err := checkEdit(e)
		if err != nil {
			return err
		}
		made = replaced(made, e)
	}

	p := r.pool
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return errClosed
	}
	if r.err != nil {
		return fmt.Errorf("the run cannot be edited, it ended: %w", r.err)
	}
	r.tape.mu.Lock()
	defer r.tape.mu.Unlock()
	j := r.tape.job
	switch {
	case step >= j.Settings.Steps:
		return fmt.Errorf("step %d is the end: no update follows it that could see %s; go back first, or restart "+
			"with more ascent.steps", step, key)
	case step > 0 && step > r.tape.computed && r.tape.settled < 0:
		return fmt.Errorf("step %d is not computed yet; the run is at %d", step, r.tape.computed)
	}
	var all []Edit
	for _, old := range j.Edits {
		if old.Step <= step {
			all = append(all, old)
		}
	}
	for _, e := range made {
		all = replaced(all, e)
	}
	j.Edits = all
	j, err := j.check()
	if err != nil {
		return err
	}

	r.state = r.tape.cut(step, j)
	r.at, r.from = -1, step
	if r.state != nil {
		r.at = r.state.Step
	}
	keep := 0
	for keep < len(r.trace) && r.trace[keep].Step < r.at {
		keep++
	}
	r.trace = r.trace[:keep:keep]
	if r.until != never {
		r.until = step
	}
	var before *Snapshot
	if i := r.tape.find(step); i >= 0 {
		before = r.tape.frames[i].copy()
	}
	r.latest.Store(before)
	r.notify()
	if r.ended {
		r.ended, r.result, r.done = false, nil, make(chan struct{})
		p.runs = append(p.runs, r)
	}
	p.wake()
	return nil
}

// replaced returns the edits with e at their end, in place of one of the same step and key.
func replaced(edits []Edit, e Edit) []Edit {
	edits = slices.DeleteFunc(edits, func(old Edit) bool { return old.Step == e.Step && old.Key == e.Key })
	return append(edits, e)
}

var errClosed = errors.New("the pool is closed")
