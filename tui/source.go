package tui

import (
	"context"

	"actmax/optimize"
)

// run is what the screen needs of an ascent in the pool.
type run interface {
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
	Tape() tape
	Schedule() optimize.Schedule
}

// tape is what the screen needs of the states that a run has recorded.
type tape interface {
	Before(step int) *optimize.Snapshot
	FrameAt(step int) (*optimize.Snapshot, error)
	Terms() ([]int, []optimize.Terms)
	Bytes() int
	Thin()
}

// source starts ascents.
type source interface {
	Start(optimize.Job) (run, error)
	Prefer(...run)
	Close()
}

// pool is the source that the program uses: optimize.Pool.
type pool struct{ *optimize.Pool }

type pooledRun struct{ *optimize.Run }

func (r pooledRun) Tape() tape { return r.Run.Tape() }

func (p pool) Start(j optimize.Job) (run, error) {
	r, err := p.Pool.Start(j)
	if err != nil {
		return nil, err
	}
	return pooledRun{r}, nil
}

func (p pool) Prefer(runs ...run) {
	first := make([]*optimize.Run, 0, len(runs))
	for _, r := range runs {
		if r, ok := r.(pooledRun); ok {
			first = append(first, r.Run)
		}
	}
	p.Pool.Prefer(first...)
}

// ended tells whether a run has finished, failed or was cancelled.
func ended(r run) bool {
	select {
	case <-r.Done():
		return true
	default:
		return false
	}
}

// cancelled tells whether a run ended because it was given up, which is nobody's mistake.
func cancelled(err error) bool { return err == context.Canceled }
