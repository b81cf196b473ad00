package parallel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

func TestEachDoesEverythingOnce(t *testing.T) {
	for _, jobs := range []int{0, 1, 3, 100} {
		var hits [50]atomic.Int32
		last := 0
		err := Each(context.Background(), len(hits), jobs, func(done, total int) {
			if done != last+1 || total != len(hits) {
				t.Errorf("progress %d of %d after %d", done, total, last)
			}
			last = done
		}, func(i int) error { hits[i].Add(1); return nil })
		if err != nil || last != len(hits) {
			t.Fatalf("jobs %d: %v, progress ended at %d", jobs, err, last)
		}
		for i := range hits {
			if hits[i].Load() != 1 {
				t.Errorf("jobs %d: piece %d done %d times", jobs, i, hits[i].Load())
			}
		}
	}
}

func TestEachReturnsTheFirstErrorInOrder(t *testing.T) {
	for range 50 {
		err := Each(context.Background(), 100, 4, nil, func(i int) error {
			if i >= 7 {
				return fmt.Errorf("piece %d", i)
			}
			return nil
		})
		if err == nil || err.Error() != "piece 7" {
			t.Fatalf("got %v, want piece 7", err)
		}
	}
}

func TestAll(t *testing.T) {
	var sum atomic.Int64
	if err := All(100, 3, func(i int) { sum.Add(int64(i)) }); err != nil || sum.Load() != 4950 {
		t.Errorf("sum %d, %v", sum.Load(), err)
	}
	if err := All(3, 2, func(int) { panic("broken") }); err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("got %v", err)
	}
}

func TestEachTurnsPanicsIntoErrors(t *testing.T) {
	err := Each(context.Background(), 3, 2, nil, func(i int) error {
		if i == 1 {
			panic("broken")
		}
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "broken") {
		t.Fatalf("got %v", err)
	}
	err = Each(context.Background(), 3, 2, func(done, _ int) {
		if done == 2 {
			panic("nobody listens")
		}
	}, func(int) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "nobody listens") {
		t.Fatalf("a panic in progress: %v", err)
	}
}

// A request for a million workers is limited, since each worker takes memory.
func TestJobs(t *testing.T) {
	for asked, want := range map[int]int{1: 1, 64: 64, 1_000_000: maxJobs} {
		if got := Jobs(asked); got != want {
			t.Errorf("Jobs(%d) = %d, want %d", asked, got, want)
		}
	}
	if Jobs(0) < 1 || Jobs(-3) != Jobs(0) {
		t.Errorf("Jobs(0) = %d, Jobs(-3) = %d", Jobs(0), Jobs(-3))
	}
}

func TestEachStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var ran atomic.Int32
	err := Each(ctx, 1000, 2, nil, func(i int) error {
		if ran.Add(1) == 5 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || ran.Load() > 10 {
		t.Fatalf("err %v after %d pieces", err, ran.Load())
	}
}
