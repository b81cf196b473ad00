package optimize

import (
	"fmt"
	"math"
	"sort"
	"sync"
	"unsafe"

	"actmax/model"
)

// MaxFrames is the number of states that a Tape holds at most.
const MaxFrames = 256

// Tape holds at most 256 states of a run with the optimizer's, from which any step computed so far can be recomputed.
// Frames lie a fixed distance apart, measured half by the sum of the learning rates and half by steps, so that neither
// the beginning, where the signal moves, nor the long end is far from a frame. When the tape is full every second frame
// is dropped and the distance doubles.
//
// A Tape is safe for concurrent use. Snapshots that it returns are copies.
type Tape struct {
	mu       sync.Mutex
	job      Job // with the edits made so far
	epoch    int // counts edits: what was computed before one is not recorded after it
	replay   *replay
	frames   []frame
	computed int // last step that FrameAt can give; -1 before the start is known
	settled  int // step that nothing changes from; -1: not

	schedule     Schedule
	shareQuantum float64 // of the sum of the learning rates
	stepQuantum  float64 // of the steps
	next         int     // first step at which a frame is due
}

// frame is a Snapshot and a State with their arrays in one slab: signal, m, v, map.
type frame struct {
	snapshot      Snapshot // without arrays
	decay, b1, b2 float64
	first         []float32
	start         string
	restarts      int
	slab          []float32
}

func newTape(j Job, r *replay) *Tape {
	t := &Tape{job: j, replay: r, computed: -1, settled: -1, schedule: NewSchedule(j)}
	n := float64(MaxFrames/2 - 1)
	t.shareQuantum, t.stepQuantum = t.schedule.Total()/n, math.Max(1, float64(j.Settings.Steps)/n)
	return t
}

// record puts a lane's state on the tape. The caller holds the lock.
func (t *Tape) record(b *Batch, i int) {
	step := b.StepOf(i)
	if n := len(t.frames); n > 0 && t.frames[n-1].snapshot.Step >= step {
		if t.frames[n-1].snapshot.Step == step {
			b.summarize(i, &t.frames[n-1].snapshot) // it may have settled or diverged since
		}
		return
	}
	if len(t.frames) == MaxFrames {
		t.thin()
	}
	l := &b.lanes[i]
	n, m := l.axes*l.time, l.mapAxes*l.mapTime
	f := frame{decay: l.decay, b1: l.b1, b2: l.b2, first: l.first, start: l.start, restarts: l.restarts,
		slab: make([]float32, 3*n+m)}
	b.summarize(i, &f.snapshot)
	copy(f.slab, l.x)
	copy(f.slab[n:], l.m)
	copy(f.slab[2*n:], l.v)
	b.copyMap(i, f.slab[3*n:])
	t.frames = append(t.frames, f)
	t.next = t.after(step)
}

// after returns the first step at which the frame after one at step is due.
func (t *Tape) after(step int) int {
	return t.schedule.next(step, func(sum float64, steps int) bool {
		return sum/t.shareQuantum+float64(steps)/t.stepQuantum >= 1
	})
}

// thin drops every second frame but the first and the last, and doubles the distance between frames.
func (t *Tape) thin() {
	kept := t.frames[:0]
	last := len(t.frames) - 1
	for i, f := range t.frames {
		if i%2 == 0 || i == last {
			kept = append(kept, f)
		}
	}
	clear(t.frames[len(kept):])
	t.frames = kept
	t.shareQuantum, t.stepQuantum = 2*t.shareQuantum, 2*t.stepQuantum
}

// cut drops everything after step and what was computed under other edits, and returns the state to continue from: that
// of the last frame at or before step, nil if there is none. The caller holds the lock.
func (t *Tape) cut(step int, j Job) *State {
	var s *State
	if i := t.find(step); i >= 0 {
		s = t.frames[i].state()
		if t.frames[i].snapshot.Step == step {
			i-- // the edit changes its terms and learning rate
		}
		clear(t.frames[i+1:])
		t.frames = t.frames[:i+1]
	}
	t.job, t.schedule, t.settled = j, NewSchedule(j), -1
	t.epoch++
	t.computed = -1
	t.next = 0
	if s != nil {
		t.computed = s.Step
		t.next = s.Step
	}
	return s
}

// find returns the index of the last frame at or before step, -1 if there is none. The caller holds the lock.
func (t *Tape) find(step int) int {
	return sort.Search(len(t.frames), func(i int) bool { return t.frames[i].snapshot.Step > step }) - 1
}

func (f *frame) state() *State {
	n := f.snapshot.Axes * f.snapshot.Time
	c := append([]float32(nil), f.slab[:3*n]...)
	return &State{Step: f.snapshot.Step, Signal: c[:n:n], M: c[n : 2*n : 2*n], V: c[2*n:],
		Decay: f.decay, B1: f.b1, B2: f.b2, First: f.first, Start: f.start, Restarts: f.restarts}
}

func (f *frame) copy() *Snapshot {
	s := f.snapshot
	n := s.Axes * s.Time
	s.Signal = append([]float32(nil), f.slab[:n]...)
	s.Map = append([]float32(nil), f.slab[3*n:]...)
	return &s
}

// Steps lists the steps that are on the tape, ascending.
func (t *Tape) Steps() []int {
	t.mu.Lock()
	defer t.mu.Unlock()
	steps := make([]int, len(t.frames))
	for i := range t.frames {
		steps[i] = t.frames[i].snapshot.Step
	}
	return steps
}

// Terms lists the terms at the steps on the tape, for a plot over time.
func (t *Tape) Terms() (steps []int, terms []Terms) {
	t.mu.Lock()
	defer t.mu.Unlock()
	steps, terms = make([]int, len(t.frames)), make([]Terms, len(t.frames))
	for i := range t.frames {
		steps[i], terms[i] = t.frames[i].snapshot.Step, t.frames[i].snapshot.Terms
	}
	return steps, terms
}

// Before returns the last state on the tape at or before step, without computing anything; nil if there is none.
func (t *Tape) Before(step int) *Snapshot {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := t.find(step); i >= 0 {
		return t.frames[i].copy()
	}
	return nil
}

// Computed is the last step that FrameAt can give, -1 before the start is known. A run that has settled can be looked
// at at every later step too: FrameAt then gives the state that it settled in.
func (t *Tape) Computed() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.computed
}

// FrameAt returns the exact state at any computed step: read off the tape, or computed again from the frame before.
func (t *Tape) FrameAt(step int) (*Snapshot, error) {
	t.mu.Lock()
	i := t.find(step)
	switch {
	case step < 0 || i < 0 || step > t.computed && t.settled < 0 || step > t.job.Settings.Steps:
		computed := t.computed
		t.mu.Unlock()
		return nil, fmt.Errorf("step %d is not computed yet; the run is at %d", step, computed)
	case t.frames[i].snapshot.Step == step:
		defer t.mu.Unlock()
		return t.frames[i].copy(), nil
	case t.settled >= 0 && step >= t.settled && t.frames[i].snapshot.Step == t.settled:
		defer t.mu.Unlock()
		return atLater(t.frames[i].copy(), step, t.schedule), nil
	}
	s, j := t.frames[i].state(), t.job
	t.mu.Unlock()
	return t.replay.at(j, s, step)
}

// Bytes is the memory that the tape takes.
func (t *Tape) Bytes() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := cap(t.frames) * int(unsafe.Sizeof(frame{}))
	for i := range t.frames {
		n += 4 * cap(t.frames[i].slab)
	}
	return n
}

// Thin drops every second frame but the first and the last, to free memory for other tapes. Only time is lost: steps
// between frames are computed again on demand.
func (t *Tape) Thin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.frames) > 2 {
		t.thin()
		t.frames = append(make([]frame, 0, len(t.frames)), t.frames...) // gives back what the slice had room for
	}
}

// replay computes states between frames again. It keeps one Ascent a layer, so that browsing a run does not build a
// block each time.
type replay struct {
	mu      sync.Mutex
	ascents map[layerKey]*Ascent
}

type layerKey struct {
	network *model.Network
	layer   int
}

// keptReplays bounds how many layers' blocks are kept.
const keptReplays = 16

func (r *replay) at(j Job, s *State, step int) (*Snapshot, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, err := r.ascent(j)
	if err != nil {
		return nil, err
	}
	j.Dense, j.Trace = true, nil
	if err := a.batch.Resume(0, j, s); err != nil {
		return nil, err
	}
	for a.batch.StepOf(0) < step && a.Step() {
	}
	snapshot := a.Snapshot()
	a.batch.Free(0)
	if snapshot.Step != step {
		return nil, fmt.Errorf("step %d cannot be reached: the ascent ends at %d (%s)", step, snapshot.Step,
			snapshot.Status)
	}
	return snapshot, nil
}

// ascent returns the kept ascent of the job's layer. The caller holds the lock.
func (r *replay) ascent(j Job) (*Ascent, error) {
	key := layerKey{j.Network, j.Layer}
	if a := r.ascents[key]; a != nil {
		return a, nil
	}
	if r.ascents == nil || len(r.ascents) >= keptReplays {
		r.ascents = map[layerKey]*Ascent{}
	}
	a := &Ascent{NewBatch(j.Network, j.Layer, loneLanes)}
	r.ascents[key] = a
	return a, nil
}
