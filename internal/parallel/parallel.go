// Package parallel runs numbered pieces of work on a few goroutines.
package parallel

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// most bounds the goroutines of one piece of work, each of which may need memory of its own.
const most = 1024

// Jobs returns how many goroutines to use: jobs, at most 1,024, or one a core where jobs is not positive.
func Jobs(jobs int) int {
	if jobs > 0 {
		return min(jobs, most)
	}
	return runtime.GOMAXPROCS(0)
}

// Each calls work(i) for i in 0..n-1 on at most Jobs(jobs) goroutines, in ascending order of start, and waits for them. It
// stops at the first error and returns the one with the lowest i, whatever the number of jobs: pieces are handed out in
// order, so every lower one has started and is awaited. A panic in work or progress becomes an error. Where ctx is cancelled no
// further piece is started and the error is the context's. progress, where not nil, hears of finished pieces, one call at a time.
func Each(ctx context.Context, n, jobs int, progress func(done, total int), work func(i int) error) error {
	var (
		next   atomic.Int64
		stop   atomic.Bool
		mu     sync.Mutex // holds the three below
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

// All is Each for work that cannot fail and is too short to be interrupted: the error is a panic in work.
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
