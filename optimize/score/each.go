package score

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Each calls f(0) to f(n-1) on some workers (0: one a core) and returns the first error it comes upon. Where ctx is cancelled
// it stops between two calls with the context's error.
func Each(ctx context.Context, jobs, n int, f func(i int) error) error {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var (
		next  atomic.Int64
		fault atomic.Pointer[error]
		wait  sync.WaitGroup
	)
	fail := func(err error) { fault.CompareAndSwap(nil, &err) }
	work := func() {
		defer func() {
			if p := recover(); p != nil {
				fail(fmt.Errorf("score: internal error: %v\n%s", p, debug.Stack()))
			}
		}()
		for fault.Load() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			if err := ctx.Err(); err != nil {
				fail(err)
			} else if err := f(i); err != nil {
				fail(err)
			}
		}
	}
	for range min(jobs, n) {
		wait.Go(work)
	}
	wait.Wait()
	if err := fault.Load(); err != nil {
		return *err
	}
	return nil
}
