package model

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

func TestWorkersDoesEveryTaskOnce(t *testing.T) {
	for _, workers := range []int{1, 2, 5} {
		c := newWorkerPool(workers)
		for _, tasks := range []int{0, 1, 3, 100} {
			done := make([]atomic.Int32, tasks)
			if err := c.run(tasks, func(task, worker int) {
				if worker < 0 || worker >= workers {
					t.Errorf("worker %d of %d", worker, workers)
				}
				done[task].Add(1)
			}); err != nil {
				t.Fatal(err)
			}
			for i := range done {
				if k := done[i].Load(); k != 1 {
					t.Errorf("%d workers: task %d of %d was done %d times", workers, i, tasks, k)
				}
			}
		}
		c.close()
	}
}

func TestWorkersReportsAPanic(t *testing.T) {
	c := newWorkerPool(3)
	defer c.close()
	err := c.run(10, func(task, _ int) {
		if task == 7 {
			_ = slices.Repeat([]int{1}, -task)
		}
	})
	if err == nil || !strings.Contains(err.Error(), "a worker failed") {
		t.Errorf("got %v", err)
	}
	if err := c.run(10, func(int, int) {}); err != nil {
		t.Errorf("the next run failed: %v", err)
	}
}
