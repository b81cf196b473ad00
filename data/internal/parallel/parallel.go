// Package parallel runs numbered pieces of work on a few goroutines.
package parallel

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Each calls work(i) for i in 0..n-1 on at most jobs goroutines, in ascending order of start. It stops at the first
// error and returns the one with the lowest i, whatever the number of jobs: pieces are handed out in order, so every
// lower one has started and is awaited. A panic in work becomes an error. progress, where not nil, hears of finished
// pieces, one call at a time.
func Each(ctx context.Context, n, jobs int, progress func(done, total int), work func(i int) error) error {
	var (
		mu     sync.Mutex
		next   int
		done   int
		failed = -1
		first  error
		wait   sync.WaitGroup
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if failed >= 0 || next >= n || ctx.Err() != nil {
			return 0, false
		}
		next++
		return next - 1, true
	}
	finish := func(i int, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			if failed < 0 || i < failed {
				failed, first = i, err
			}
			return
		}
		done++
		if progress != nil {
			progress(done, n)
		}
	}
	for range min(max(jobs, 1), n) {
		wait.Go(func() {
			for {
				i, ok := take()
				if !ok {
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

func guard(work func(int) error, i int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error: %v\n%s", p, debug.Stack())
		}
	}()
	return work(i)
}
