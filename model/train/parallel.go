package train

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// jobsOr returns how many workers to use: jobs, or one a core where jobs is not positive.
func jobsOr(jobs int) int {
	if jobs > 0 {
		return jobs
	}
	return runtime.GOMAXPROCS(0)
}

// spread calls work(i) for i in 0..n-1 on at most jobs goroutines and waits for them. A panic in work ends the rest and
// becomes an error.
func spread(jobs, n int, work func(i int)) error {
	var (
		next  atomic.Int64
		wait  sync.WaitGroup
		once  sync.Once
		first error
	)
	for range min(jobs, n) {
		wait.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					next.Store(int64(n))
					once.Do(func() { first = fmt.Errorf("internal error: %v\n%s", p, debug.Stack()) })
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	wait.Wait()
	return first
}
