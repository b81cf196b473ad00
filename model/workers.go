package model

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// workerPool is a set of goroutines that process numbered tasks. Any worker may take any task, so tasks must not depend
// on each other's results. run allocates nothing.
type workerPool struct {
	extra  int // workers in addition to the caller
	start  chan struct{}
	done   chan struct{}
	closed atomic.Bool
	next   atomic.Int64
	tasks  int64
	do     func(task, worker int)
	failed atomic.Pointer[error]
}

func newWorkerPool(workers int) *workerPool {
	c := &workerPool{extra: workers - 1, start: make(chan struct{}), done: make(chan struct{})}
	for i := range c.extra {
		go func() {
			for range c.start {
				c.work(i + 1)
				c.done <- struct{}{}
			}
		}()
	}
	return c
}

// run calls do(task, worker) once for every task, with worker from 0 to workers-1, and returns when all are done. A
// panic in do stops that worker and becomes the error.
func (c *workerPool) run(tasks int, do func(task, worker int)) error {
	if c.closed.Load() {
		return errors.New("the pass is closed")
	}
	c.next.Store(0)
	c.tasks, c.do = int64(tasks), do
	c.failed.Store(nil)
	helpers := min(c.extra, tasks-1)
	for range helpers {
		c.start <- struct{}{}
	}
	c.work(0)
	for range helpers {
		<-c.done
	}
	c.do = nil
	if err := c.failed.Load(); err != nil {
		return *err
	}
	return nil
}

func (c *workerPool) work(worker int) {
	defer func() {
		if r := recover(); r != nil {
			err := fmt.Errorf("a worker failed: %v\n%s", r, debug.Stack())
			c.failed.Store(&err)
		}
	}()
	for {
		task := c.next.Add(1) - 1
		if task >= c.tasks {
			return
		}
		c.do(int(task), worker)
	}
}

// close ends the goroutines. It may be called more than once, but not during run.
func (c *workerPool) close() {
	if c.closed.CompareAndSwap(false, true) {
		close(c.start)
	}
}
