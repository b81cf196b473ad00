package tsne

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// each calls do for 0 to n-1 from several goroutines and returns the error of the lowest index, or the context's.
func each(ctx context.Context, n, workers int, do func(i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, workers) {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if errs[i] = ctx.Err(); errs[i] == nil {
					errs[i] = safely(i, do)
				}
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// safely turns a panic into an error: it must not end the program from a goroutine.
func safely(i int, do func(i int) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("internal error in part %d of the map: %v", i, p)
		}
	}()
	return do(i)
}
