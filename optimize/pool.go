package optimize

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"actmax/internal/parallel"
	"actmax/internal/simd"
)

// Pool computes many ascents on a fixed number of workers, each of which steps a Batch: runs of one layer side by side,
// a lane refilled when its run is done. Results depend neither on the number of workers nor on which runs share a
// batch.
type Pool struct {
	mu      sync.Mutex
	work    *sync.Cond
	runs    []*Run // that have not ended
	first   []*Run // the preferred, most urgent first
	arrived int
	closed  bool
	// attention changes whenever workers must look at what they compute: a run was held, edited, preferred, ...
	attention atomic.Uint64
	workers   sync.WaitGroup
	replay    replay
}

// NewPool starts workers (0: one a core).
func NewPool(workers int) *Pool {
	p := &Pool{}
	p.work = sync.NewCond(&p.mu)
	for range parallel.Jobs(workers) {
		p.workers.Go(newWorker(p).loop)
	}
	return p
}

// Start queues a job. Its error is one of the job: an unknown unit, a value out of range, a missing threshold.
func (p *Pool) Start(j Job) (*Run, error) { return p.start(j, never) }

// StartHeld is Start for a run that finds its start, publishes it, and holds.
func (p *Pool) StartHeld(j Job) (*Run, error) { return p.start(j, 0) }

func (p *Pool) start(j Job, until int) (*Run, error) {
	j, err := j.check()
	if err != nil {
		return nil, err
	}
	r := &Run{pool: p, tape: newTape(j, &p.replay), changed: make(chan struct{}, 1), done: make(chan struct{}), at: -1,
		until: until}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, errClosed
	}
	p.arrived++
	r.order = p.arrived
	p.runs = append(p.runs, r)
	p.wake()
	return r, nil
}

// Prefer puts runs first, in this order, and after them the units nearest to the first one in its layer; those
// preferred before fall back into the queue, which goes by order of arrival.
func (p *Pool) Prefer(runs ...*Run) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.first {
		r.rank = 0
	}
	p.first = nil
	for _, r := range runs {
		if r != nil && r.pool == p && r.rank == 0 {
			p.first = append(p.first, r)
			r.rank = len(p.first)
		}
	}
	p.wake()
}

// Close cancels what has not ended and waits for the workers.
func (p *Pool) Close() {
	p.shut(context.Canceled)
	p.workers.Wait()
}

// shut ends every run that has not ended with err and stops the workers.
func (p *Pool) shut(reason error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, r := range slices.Backward(slices.Clone(p.runs)) { // each leaves the queue
		r.abandon(reason)
	}
	p.wake()
}

// wake has every worker look at the queue. The caller holds the lock.
func (p *Pool) wake() {
	p.attention.Add(1)
	p.work.Broadcast()
}

// remove takes a run out of the queue. The caller holds the lock.
func (p *Pool) remove(r *Run) {
	if i := slices.Index(p.runs, r); i >= 0 {
		p.runs = slices.Delete(p.runs, i, i+1)
	}
}

// before orders runs by urgency: the preferred, then the focus's neighbours by distance, then by arrival.
func (p *Pool) before(a, b *Run) bool {
	if (a.rank > 0) != (b.rank > 0) {
		return a.rank > 0
	}
	if a.rank != b.rank {
		return a.rank < b.rank
	}
	if len(p.first) > 0 {
		if da, db := p.distance(a), p.distance(b); da != db {
			return da < db
		}
	}
	return a.order < b.order
}

// distance of a run's unit from the first preferred one's in the same layer; never for other layers. A tape's job
// changes with the pool's lock held only, so that the tape's is not needed here.
func (p *Pool) distance(r *Run) int {
	f, j := &p.first[0].tape.job, &r.tape.job
	if f.Network != j.Network || f.Layer != j.Layer {
		return never
	}
	return max(f.Unit-j.Unit, j.Unit-f.Unit)
}

// waiting reports whether a run has steps to make and no lane. The caller holds the lock.
func (r *Run) waiting() bool { return r.slot == nil && (r.at < 0 || r.at < r.until) }

// batchKey is what the lanes of a batch have in common.
type batchKey struct {
	layerKey
	lanes int
}

// keyFor chooses the batch for a run: as many lanes as the vector loops are made for, which computes most in a given
// time. A preferred run gets a batch to itself, which is the quickest; its neighbours share others.
func keyFor(r *Run) batchKey {
	j := &r.tape.job
	k := batchKey{layerKey{j.Network, j.Layer}, simd.Lanes()}
	if r.rank > 0 {
		k.lanes = loneLanes
	}
	return k
}
