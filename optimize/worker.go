package optimize

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sort"
	"sync/atomic"
	"time"
)

// publishEvery is how often a running ascent publishes: twice for each frame of a screen at 30 a second.
const publishEvery = time.Second / 60

// yieldEvery is how often a worker yields its processor to other goroutines. When workers occupy all processors, a key
// otherwise waits until the runtime preempts one, which it does after 10 ms, and so does each goroutine on the key's
// way to the screen. Yielding takes a fraction of a microsecond.
const yieldEvery = 200 * time.Microsecond

// keptBatches bounds how many batches a worker keeps for layers that it may return to. A block that sees all axes takes
// 8 MB; making one takes 3 ms.
const keptBatches = 3

// worker computes one batch at a time. Only its goroutine touches the batch.
type worker struct {
	pool    *Pool
	batches map[batchKey]*Batch
	key     batchKey
	batch   *Batch  // of key; nil until opened
	slots   []*slot // by lane; nil: free
	seen    uint64  // attention when the slots were last looked at
}

// slot is a run in a lane.
type slot struct {
	run       *Run
	epoch     int
	from      int
	until     int
	state     *State
	job       Job
	collector collector
	open      bool         // loaded into the lane
	at        atomic.Int64 // step it is at
	next      int          // step at which a frame is due on the tape
	published time.Time
	result    *Result
	failure   error
}

func newWorker(p *Pool) *worker { return &worker{pool: p, batches: map[batchKey]*Batch{}} }

func (w *worker) loop() {
	defer func() {
		if e := recover(); e != nil { // in the queue's own code: its state cannot be trusted any more
			w.pool.shut(fault(e))
		}
	}()
	for w.attend() {
		err := w.compute()
		if err == nil {
			continue
		}
		// What the batch holds is not known any more.
		delete(w.batches, w.key)
		w.batch = nil
		for _, s := range w.slots {
			if s != nil && s.failure == nil && s.result == nil {
				s.failure = err
			}
		}
	}
}

// attend waits for work: it releases the slots whose runs are done, held, edited or outranked, and assigns free ones.
// False when the pool is closed.
func (w *worker) attend() bool {
	p := w.pool
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		w.leave()
		if p.closed {
			return false
		}
		w.fill()
		w.seen = p.attention.Load()
		for _, s := range w.slots {
			if s != nil {
				return true
			}
		}
		p.work.Wait()
	}
}

// leave releases the slots that have nothing to compute. The caller holds the pool's lock.
func (w *worker) leave() {
	for i, s := range w.slots {
		if s == nil {
			continue
		}
		r := s.run
		r.tape.mu.Lock()
		current := r.tape.epoch == s.epoch
		r.tape.mu.Unlock()
		switch {
		case !current: // edited or cancelled: the run's state is set already
			w.release(i)
		case s.failure != nil:
			w.release(i)
			r.end(nil, s.failure)
		case s.result != nil:
			w.release(i)
			r.trace = s.collector.trace
			r.end(s.result, nil)
		case s.open && !w.batch.lanes[i].probing && w.batch.StepOf(i) >= r.until:
			w.keep(i)
		default:
			s.until = r.until
		}
	}
}

// keep releases a slot and stores its state with the run, which continues from there later.
func (w *worker) keep(i int) {
	s := w.slots[i]
	// A start that is still being looked for is found again.
	if s.open && !w.batch.lanes[i].probing {
		s.run.state, s.run.at, s.run.trace = w.batch.State(i), w.batch.StepOf(i), s.collector.trace
	}
	w.release(i)
}

func (w *worker) release(i int) {
	s := w.slots[i]
	s.run.slot = nil
	w.slots[i] = nil
	if w.batch != nil {
		w.batch.Free(i)
	}
}

// fill assigns free lanes to the most urgent runs. The caller holds the pool's lock.
func (w *worker) fill() {
	p := w.pool
	urgent := w.preferred()
	if waiting := w.waiting(); len(waiting) > 0 && (urgent == nil || p.before(waiting[0], urgent)) {
		urgent = waiting[0]
	}
	if urgent == nil {
		return
	}
	w.choose(urgent)
	waiting := w.waiting()
	for i := range w.slots {
		if w.slots[i] != nil {
			continue
		}
		for k, r := range waiting {
			if r != nil && r.slot == nil && w.takes(r) {
				w.assign(i, r)
				waiting[k] = nil
				break
			}
		}
	}
}

// waiting lists the runs that have steps to make and no lane, the most urgent first.
func (w *worker) waiting() []*Run {
	var waiting []*Run
	for _, r := range w.pool.runs {
		if r.waiting() {
			waiting = append(waiting, r)
		}
	}
	sort.Slice(waiting, func(a, b int) bool { return w.pool.before(waiting[a], waiting[b]) })
	return waiting
}

// choose makes room for a run that is more urgent than what is being computed: another batch, or the lane of the least
// urgent neighbour.
func (w *worker) choose(r *Run) {
	taken, least, first := 0, -1, -1
	for i, s := range w.slots {
		if s == nil {
			continue
		}
		taken++
		if least < 0 || w.pool.before(w.slots[least].run, s.run) {
			least = i
		}
		if first < 0 || w.pool.before(s.run, w.slots[first].run) {
			first = i
		}
	}
	want := keyFor(r)
	switch {
	case taken == 0:
	case want != w.key:
		if r.rank == 0 || r.slot == nil && w.pool.before(w.slots[first].run, r) {
			return
		}
		for i, s := range w.slots {
			if s != nil {
				w.keep(i)
			}
		}
	default:
		if r.slot == nil && r.rank > 0 && taken == len(w.slots) && w.pool.before(r, w.slots[least].run) {
			w.keep(least)
		}
		return
	}
	w.key, w.batch = want, w.batches[want]
	w.slots = make([]*slot, want.lanes)
}

// preferred returns the most urgent preferred run among the slots that belongs into another batch, nil if there is
// none.
func (w *worker) preferred() *Run {
	var best *Run
	for _, s := range w.slots {
		if s != nil && s.run.rank > 0 && keyFor(s.run) != w.key && (best == nil || w.pool.before(s.run, best)) {
			best = s.run
		}
	}
	return best
}

// takes reports whether a run can have a lane of the present batch.
func (w *worker) takes(r *Run) bool {
	j := &r.tape.job
	return w.key.layerKey == layerKey{j.Network, j.Layer} && (w.key.lanes > 1 || keyFor(r) == w.key)
}

func (w *worker) assign(i int, r *Run) {
	r.tape.mu.Lock()
	s := &slot{run: r, epoch: r.tape.epoch, from: r.from, until: r.until, state: r.state, job: r.tape.job,
		next: r.tape.next}
	r.tape.mu.Unlock()
	s.collector = collector{job: s.job, trace: r.trace}
	r.slot, w.slots[i] = s, s
}

// compute steps the batch until one of its slots needs attention. An error is a panic in the batch: it
// cannot be attributed to one run and ends all of them.
func (w *worker) compute() (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fault(e)
		}
	}()
	if w.batch == nil {
		if len(w.batches) >= keptBatches {
			clear(w.batches)
		}
		j := w.first().job
		w.batch = NewBatch(j.Network, j.Layer, w.key.lanes)
		w.batches[w.key] = w.batch
	}
	for i, s := range w.slots {
		if s != nil && !s.open {
			s.failure = w.open(i, s)
			s.open = s.failure == nil
		}
	}
	yielded := time.Now()
	for {
		attention := w.pool.attention.Load() != w.seen
		now := time.Now()
		for i, s := range w.slots {
			if s != nil && w.look(i, s, now) {
				attention = true
			}
		}
		if attention {
			return nil
		}
		if now.Sub(yielded) >= yieldEvery {
			yielded = now
			runtime.Gosched()
		}
		_ = w.batch.Step() // errors stay with their lanes
	}
}

func (w *worker) first() *slot {
	for _, s := range w.slots {
		if s != nil {
			return s
		}
	}
	return nil
}

// open loads a run into its lane. A panic there is one of the job's own code, its Starts.
func (w *worker) open(i int, s *slot) (err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fault(e)
		}
	}()
	if s.state != nil {
		return w.batch.Resume(i, s.job, s.state)
	}
	return w.batch.Load(i, s.job)
}

func fault(e any) error {
	return fmt.Errorf("internal error in an ascent: %v\n%s", e, debug.Stack())
}

// look publishes what is due of a lane, and reports whether its slot must be released.
func (w *worker) look(i int, s *slot, now time.Time) bool {
	if s.failure == nil {
		s.failure = w.batch.Failure(i)
	}
	if s.failure != nil {
		return true
	}
	if w.batch.lanes[i].probing {
		return false
	}
	step := w.batch.StepOf(i)
	s.at.Store(int64(step))
	s.collector.arrive(w.batch, i)
	switch {
	case w.batch.Finished(i):
		s.result = s.collector.result(w.batch, i)
		w.publish(i, s, now, true)
		return true
	case step >= s.until:
		w.publish(i, s, now, true)
		return true
	case step >= s.next || step == s.from:
		w.publish(i, s, now, s.published.IsZero())
	case now.Sub(s.published) >= publishEvery:
		w.publish(i, s, now, true)
	}
	return false
}

// publish puts the lane's state on the tape if a frame is due, and into the mailbox if asked. What was computed before
// an edit or a cancel is dropped.
func (w *worker) publish(i int, s *slot, now time.Time, mailbox bool) {
	r := s.run
	step := w.batch.StepOf(i)
	var latest *Snapshot
	if mailbox && step >= s.from {
		latest = w.batch.Snapshot(i)
		s.published = now
	}
	t := r.tape
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.epoch != s.epoch {
		return
	}
	t.computed = max(t.computed, step)
	ended := w.batch.Finished(i)
	if !s.job.Untaped && (step >= s.next || step == s.from || ended || step >= s.until) {
		t.record(w.batch, i)
		s.next = t.next
	}
	if ended {
		t.settled = w.batch.lanes[i].settled
	}
	if latest != nil {
		r.latest.Store(latest)
		r.notify()
	}
}
