// Package await ends a wait that no context reaches, such as opening a pipe without a writer.
package await

import "context"

// Do runs work and returns its result, or the error of ctx once that is done: work then continues in the background
// until the process ends. A panic in work is raised again by Do.
func Do[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type outcome struct {
		value    T
		err      error
		panicked any
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			o.panicked = recover()
			done <- o
		}()
		o.value, o.err = work()
	}()
	select {
	case o := <-done:
		if o.panicked != nil {
			panic(o.panicked)
		}
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
