// Package parallel runs numbered tasks on a few goroutines.
package parallel

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// maxJobs bounds the number of goroutines of one call, since each may need its own memory.
const maxJobs = 1024

// Jobs returns the number of goroutines to use: jobs, at most 1,024; or one per core if jobs is not positive.
func Jobs(jobs int) int {
	if jobs > 0 {
		return min(jobs, maxJobs)
	}
	return runtime.GOMAXPROCS(0)
}

// Each calls work(i) for i in 0..n-1 on at most Jobs(jobs) goroutines, in ascending order of start, and waits for them.
// It stops at the first error and returns the one with the lowest i, whatever the number of jobs: tasks start in order,
// so every lower one has started, and Each waits for it. A panic in work or progress becomes an error. After ctx is
// cancelled no further task starts, and the error is the context's. If progress is not nil, it is called after each
// finished task, never concurrently.
func Each(ctx context.Context, n, jobs int, progress func(done, total int), work func(i int) error) error {
	var (
		next   atomic.Int64
		stop   atomic.Bool
		mu     sync.Mutex // guards done, failed and first
		done   int
		failed int
		first  error
		wait   sync.WaitGroup
	)
	finish := func(i int, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			done++
		}
		if err == nil && progress != nil {
			err = guard(func(int) error { progress(done, n); return nil }, i)
		}
		if err != nil {
			if first == nil || i < failed {
				failed, first = i, err
			}
			stop.Store(true)
		}
	}
	for range min(Jobs(jobs), n) {
		wait.Go(func() {
			for !stop.Load() && ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				finish(i, guard(work, i))
			}
		})
	}
	wait.Wait()
	if first != nil {
		return first
	}
	return ctx.Err()
}

// All is Each for work that cannot fail and is too short to be cancelled. Its error is a panic in work.
func All(n, jobs int, work func(i int)) error {
	return Each(context.Background(), n, jobs, nil, func(i int) error {
		work(i)
		return nil
	})
}

func guard(work func(int) error, i int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error: %v\n%s", p, debug.Stack())
		}
	}()
	return work(i)
}
