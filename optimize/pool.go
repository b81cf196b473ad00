package optimize

// Pool computes many ascents on a fixed number of workers.
type Pool struct{}

// NewPool starts workers (0: one a core).
func NewPool(workers int) *Pool { panic("not yet") }

// Start queues a job. Its error is one of the job: an unknown unit, a value out of range, a missing threshold.
func (p *Pool) Start(j Job) (*Run, error) { panic("not yet") }

// Prefer puts runs first, in this order; those preferred before fall back into the queue.
func (p *Pool) Prefer(runs ...*Run) { panic("not yet") }

// Close cancels what is unfinished and waits for the workers.
func (p *Pool) Close() { panic("not yet") }
