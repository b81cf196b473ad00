package visit

import (
	"context"

	"actmax/optimize"
)

// Run is what the explorer needs of an ascent in the pool.
type Run interface {
	Job() optimize.Job
	Latest() *optimize.Snapshot
	Computed() int
	Done() <-chan struct{}
	Apply(edits ...optimize.Edit) error
	Cancel()
	Hold()
	Go()
	Err() error
	Result() (*optimize.Result, bool)
	Tape() Tape
	Schedule() optimize.Schedule
}

// Tape is what the explorer needs of the recorded states of a run.
type Tape interface {
	Before(step int) *optimize.Snapshot
	FrameAt(step int) (*optimize.Snapshot, error)
	Terms() ([]int, []optimize.Terms)
	Bytes() int
	Thin()
}

// Source starts ascents.
type Source interface {
	Start(optimize.Job) (Run, error)
	Prefer(...Run)
	Close()
}

// Pool is the Source that the program uses: optimize.Pool.
type Pool struct{ *optimize.Pool }

type pooledRun struct{ *optimize.Run }

func (r pooledRun) Tape() Tape { return r.Run.Tape() }

func (p Pool) Start(j optimize.Job) (Run, error) {
	r, err := p.Pool.Start(j)
	if err != nil {
		return nil, err
	}
	return pooledRun{r}, nil
}

func (p Pool) Prefer(runs ...Run) {
	first := make([]*optimize.Run, 0, len(runs))
	for _, r := range runs {
		if r, ok := r.(pooledRun); ok {
			first = append(first, r.Run)
		}
	}
	p.Pool.Prefer(first...)
}

// Ended reports whether a run has finished, failed or been cancelled.
func Ended(r Run) bool {
	select {
	case <-r.Done():
		return true
	default:
		return false
	}
}

// Cancelled reports whether a run ended because it was cancelled, which is not an error for the user.
func Cancelled(err error) bool { return err == context.Canceled }
