package optimize

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"actmax/model"
)

// jobsOf returns a job a unit of every layer, with settings that differ, some with edits, restarts and traces.
func jobsOf(t testing.TB, n *model.Network, steps int) []Job {
	var jobs []Job
	for layer := range n.Layers {
		for unit := range n.Units(layer) {
			k := len(jobs)
			s := settings(t, append([]string{"ascent.steps", fmt.Sprint(steps)}, variants[k%len(variants)]...)...)
			if k%3 == 0 {
				s.Start = Noise
			}
			j := Job{Network: n, Layer: layer, Unit: unit, Settings: s, Trace: []int{0, 7, steps}}
			if k%4 == 0 {
				j.Edits = []Edit{edit(t, "10:ascent.eta=0.02"), edit(t, "31:penalty.l2=0.4")}
			}
			jobs = append(jobs, j)
		}
	}
	return jobs
}

func alone(t testing.TB, j Job) *Result {
	t.Helper()
	a, err := NewAscent(j)
	if err != nil {
		t.Fatal(err)
	}
	return a.Run()
}

func await(t testing.TB, r *Run) *Result {
	t.Helper()
	select {
	case <-r.Done():
	case <-time.After(time.Minute):
		t.Fatal("the run does not end")
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	result, ok := r.Result()
	if !ok {
		t.Fatal("done without a result")
	}
	return result
}

func sameResult(a, b *Result) bool {
	if !sameSnapshot(&a.Snapshot, &b.Snapshot) || len(a.Trace) != len(b.Trace) || a.Settled != b.Settled ||
		a.Start != b.Start || a.Restarts != b.Restarts || a.Steps != b.Steps {
		return false
	}
	for i := range a.Trace {
		if !sameSnapshot(&a.Trace[i], &b.Trace[i]) {
			return false
		}
	}
	return true
}

// Results are the same bits whatever the workers, the order of the jobs, and what happens to the runs on the way.
func TestPoolGivesWhatAscentsGive(t *testing.T) {
	n := small(t)
	jobs := jobsOf(t, n, 80)
	var want []*Result
	for _, j := range jobs {
		want = append(want, alone(t, j))
	}
	for _, workers := range []int{1, 2, 5} {
		random := rand.New(rand.NewPCG(uint64(workers), 0))
		p := NewPool(workers)
		runs := make([]*Run, len(jobs))
		for _, k := range random.Perm(len(jobs)) {
			r, err := p.Start(jobs[k])
			if err != nil {
				t.Fatal(err)
			}
			runs[k] = r
			switch random.IntN(5) {
			case 0:
				p.Prefer(r)
			case 1:
				r.Hold()
			case 2:
				p.Prefer(runs[random.IntN(k+1)], r)
			}
			if runs[random.IntN(len(jobs))] != nil && random.IntN(3) == 0 {
				time.Sleep(time.Millisecond)
			}
		}
		for _, r := range runs {
			r.Go()
		}
		for k, r := range runs {
			if got := await(t, r); !sameResult(got, want[k]) {
				t.Errorf("%d workers: %s unit %d differs from alone", workers, n.Layers[jobs[k].Layer].Name,
					jobs[k].Unit)
			}
		}
		p.Close()
	}
}

// Runs go by preference, then by distance from the first preferred one, then by arrival.
func TestPreferredFirst(t *testing.T) {
	n := small(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(1)
		defer p.Close()
		var order []string
		var mu sync.Mutex
		var runs []*Run
		start := func(layer, unit int) {
			r, err := p.StartHeld(Job{Network: n, Layer: layer, Unit: unit,
				Settings: settings(t, "ascent.steps", "20")})
			if err != nil {
				t.Fatal(err)
			}
			runs = append(runs, r)
		}
		for layer := range 2 {
			for unit := range 3 {
				start(layer, unit)
			}
		}
		synctest.Wait()
		p.Prefer(runs[4], nil, runs[4], runs[1])
		p.mu.Lock() // all of them go at once
		for i, r := range runs {
			r.until = never
			done := r.done
			go func() {
				<-done
				mu.Lock()
				order = append(order, fmt.Sprint(i))
				mu.Unlock()
			}()
		}
		p.wake()
		waiting := (&worker{pool: p}).waiting()
		p.mu.Unlock()
		var got []string
		for _, r := range waiting {
			got = append(got, fmt.Sprintf("%d/%d", r.Job().Layer, r.Job().Unit))
		}
		// 0/1 is preferred as well; then the neighbours of 1/1, then by arrival
		if want := "1/1 0/1 1/0 1/2 0/0 0/2"; strings.Join(got, " ") != want {
			t.Errorf("order of urgency %v, want %s", got, want)
		}
		synctest.Wait()
		p.Prefer(runs[0])
		p.Prefer()
		if len(order) != len(runs) {
			t.Errorf("only %v ended", order)
		}
	})
}

func TestRunControls(t *testing.T) {
	n := small(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(2)
		defer p.Close()
		r, err := p.StartHeld(Job{Network: n, Layer: 1, Unit: 2, Settings: settings(t, "ascent.steps", "40")})
		if err != nil {
			t.Fatal(err)
		}
		at := func(step int) {
			t.Helper()
			synctest.Wait()
			if s := r.Latest(); s == nil || s.Step != step || r.Computed() != step || !r.Held() {
				t.Fatalf("latest %+v, computed %d, held %v; want step %d, held", s, r.Computed(), r.Held(), step)
			}
			select {
			case <-r.Changed():
			default:
				t.Fatal("nothing was announced")
			}
		}
		at(0)
		r.StepN(5)
		at(5)
		r.StepN(2)
		r.StepN(3)
		at(10)
		r.StepN(1)
		at(11)
		r.StepN(0)
		synctest.Wait()
		if s := r.Latest(); s.Step != 11 {
			t.Fatalf("no step makes step %d", s.Step)
		}
		r.Go()
		synctest.Wait()
		result := await(t, r)
		if result.Step != 40 || r.Held() || !sameResult(result, alone(t, r.Job())) {
			t.Fatalf("result %+v", result)
		}
		if s := r.Latest(); !sameSnapshot(s, &result.Snapshot) {
			t.Fatal("the newest state is not the result's")
		}
		r.Hold()
		r.StepN(3)
		r.Cancel()
		if _, ok := r.Result(); !ok || r.Err() != nil {
			t.Fatal("a finished run lost its result")
		}
	})
}

func TestHoldWhileRunning(t *testing.T) {
	n := small(t)
	p := NewPool(1)
	defer p.Close()
	j := Job{Network: n, Layer: 1, Unit: 2, Settings: settings(t, "ascent.steps", "1000000", "ascent.gamma", "1"),
		Dense: true}
	r, err := p.Start(j)
	if err != nil {
		t.Fatal(err)
	}
	<-r.Changed()
	r.Hold()
	for !r.Held() {
		time.Sleep(time.Millisecond)
	}
	s := r.Latest()
	time.Sleep(5 * time.Millisecond)
	if r.Latest() != s || r.Computed() != s.Step {
		t.Fatal("it continues while held")
	}
	again, err := r.Tape().FrameAt(s.Step)
	if err != nil || !sameSnapshot(again, s) {
		t.Fatalf("the tape has another state: %v", err)
	}
	// Another job has the worker to itself meanwhile.
	other, err := p.Start(Job{Network: n, Layer: 0, Unit: 0, Settings: settings(t, "ascent.steps", "30")})
	if err != nil {
		t.Fatal(err)
	}
	await(t, other)
	r.Cancel()
	<-r.Done()
	if !errors.Is(r.Err(), context.Canceled) {
		t.Fatal(r.Err())
	}
	if err := r.Edit(0, "penalty.tv", 0.3); err == nil || !strings.Contains(err.Error(), "cannot be edited") {
		t.Fatalf("editing a cancelled run: %v", err)
	}
}

func TestClose(t *testing.T) {
	n := small(t)
	p := NewPool(2)
	var runs []*Run
	for _, j := range jobsOf(t, n, 100000) {
		j.Dense = true
		r, err := p.Start(j)
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	p.Close()
	for _, r := range runs {
		<-r.Done()
		if !errors.Is(r.Err(), context.Canceled) {
			t.Fatalf("after Close: %v", r.Err())
		}
	}
	if _, err := p.Start(runs[0].Job()); err == nil {
		t.Fatal("a closed pool took a job")
	}
	if err := runs[0].Edit(0, "penalty.tv", 0.1); err == nil {
		t.Fatal("a closed pool took an edit")
	}
}

// A preferred run leaves its block for one of its own; the others continue after it.
func TestPreferWhileRunning(t *testing.T) {
	n := small(t)
	p := NewPool(1)
	defer p.Close()
	var runs []*Run
	for unit := range n.Units(1) {
		r, err := p.Start(Job{Network: n, Layer: 1, Unit: unit,
			Settings: settings(t, "ascent.steps", "3000", "ascent.gamma", "1"), Dense: true})
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	last := runs[len(runs)-1]
	<-runs[0].Changed()
	p.Prefer(last)
	await(t, last)
	p.Prefer(runs[2])
	for _, r := range runs {
		if !sameResult(await(t, r), alone(t, r.Job())) {
			t.Errorf("unit %d differs from alone", r.Job().Unit)
		}
	}
}

// A run never waits for its readers: none reads Changed here, and many read everything else.
func TestReadersDoNotBlock(t *testing.T) {
	n := small(t)
	p := NewPool(2)
	defer p.Close()
	r, err := p.Start(Job{Network: n, Layer: 1, Unit: 2,
		Settings: settings(t, "ascent.steps", "4000", "ascent.gamma", "0.9995"), Dense: true})
	if err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			last := -1
			for {
				select {
				case <-stop:
					return
				default:
				}
				if s := r.Latest(); s != nil {
					if s.Step < last {
						t.Error("the newest state went back")
						return
					}
					last = s.Step
				}
				steps, terms := r.Tape().Terms()
				if len(steps) != len(terms) || len(steps) > MaxFrames {
					t.Error("terms without steps, or too many frames")
				}
				if c := r.Computed(); c >= 0 {
					if s, err := r.Tape().FrameAt(c / 2); err != nil || s.Step != c/2 {
						t.Error(err)
					}
				}
				r.Held()
				r.Job()
				r.Schedule()
				r.Tape().Bytes()
				time.Sleep(time.Millisecond)
			}
		})
	}
	await(t, r)
	close(stop)
	wg.Wait()
}
