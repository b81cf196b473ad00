package optimize

import (
	"errors"
	"math"
	"strings"
	"testing"

	"actmax/internal/simd"
)

// starts that fail, panic or give a sound segment.
type starts func(layer, unit, from, to int) ([]float32, string, error)

func (s starts) Best(layer, unit, from, to int) ([]float32, string, error) {
	return s(layer, unit, from, to)
}

func TestRunsThatFail(t *testing.T) {
	n := small(t)
	p := NewPool(2)
	defer p.Close()
	s := settings(t, "ascent.start", "segment", "ascent.steps", "20")
	for name, c := range map[string]struct {
		starts starts
		want   string
	}{
		"panic": {func(int, int, int, int) ([]float32, string, error) { panic("no such thing") },
			"internal error in an ascent: no such thing"},
		"error": {func(int, int, int, int) ([]float32, string, error) { return nil, "", errors.New("disk gone") },
			"disk gone"},
		"length": {func(int, int, int, int) ([]float32, string, error) { return make([]float32, 7), "1", nil },
			"has 7 samples, the signal 30"},
	} {
		r, err := p.Start(Job{Network: n, Layer: 0, Unit: 1, Settings: s, Starts: c.starts})
		if err != nil {
			t.Fatal(err)
		}
		beside, err := p.Start(Job{Network: n, Layer: 0, Unit: 1, Settings: settings(t, "ascent.steps", "20")})
		if err != nil {
			t.Fatal(err)
		}
		<-r.Done()
		if r.Err() == nil || !strings.Contains(r.Err().Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, r.Err(), c.want)
		}
		await(t, beside)
	}
	if _, err := p.Start(Job{Network: n, Layer: 0, Unit: 99}); err == nil {
		t.Error("a unit that is not there was taken")
	}
	// A restart that panics on the way, within a step.
	dead := deadly(t)
	r, err := p.Start(Job{Network: dead, Layer: 0, Unit: 0,
		Settings: settings(t, "ascent.restarts", "1", "threshold.eap", "1"), Starts: starts(
			func(int, int, int, int) ([]float32, string, error) { panic("on the way") })})
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	if r.Err() == nil || !strings.Contains(r.Err().Error(), "on the way") {
		t.Errorf("panic in a step: %v", r.Err())
	}
	r, err = p.Start(Job{Network: dead, Layer: 0, Unit: 0,
		Settings: settings(t, "ascent.restarts", "1", "threshold.eap", "1"), Starts: starts(
			func(int, int, int, int) ([]float32, string, error) { return nil, "", errors.New("gone on the way") })})
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	if r.Err() == nil || !strings.Contains(r.Err().Error(), "gone on the way") {
		t.Errorf("error in a step: %v", r.Err())
	}
}

// A panic in the queue's own code ends every run with what it was, and the pool with them.
func TestQueueThatFails(t *testing.T) {
	n := small(t)
	p := NewPool(2)
	defer p.Close()
	var runs []*Run
	for i := range 3 * 2 * simd.Lanes() { // more than two workers have lanes for, so that some wait and have an order
		r, err := p.StartHeld(Job{Network: n, Layer: 0, Unit: i % n.Units(0), Settings: settings(t)})
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	p.mu.Lock()
	p.first = []*Run{nil} // no job is at fault: the queue is ordered by a run that does not exist
	for _, r := range runs {
		r.until = never
	}
	p.wake()
	p.mu.Unlock()
	for _, r := range runs {
		<-r.Done()
		if r.Err() == nil || !strings.Contains(r.Err().Error(), "internal error in an ascent") {
			t.Errorf("error %v, want the panic", r.Err())
		}
	}
	if _, err := p.Start(Job{Network: n, Settings: settings(t)}); err == nil {
		t.Error("a pool that failed took a job")
	}
}

// A network that does not say its rate has no spectrum in Hz to filter.
func TestLowpassNeedsARate(t *testing.T) {
	n := small(t)
	n.Input.RateHz = 0
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	j := Job{Network: n, Settings: settings(t, "method", "lowpass")}
	if _, err := NewAscent(j); err == nil || !strings.Contains(err.Error(), "rate_hz") {
		t.Errorf("from the start: %v", err)
	}
	j.Settings = settings(t, "method", "naive")
	if _, err := NewAscent(j); err != nil {
		t.Errorf("without a filter: %v", err)
	}
	j.Edits = []Edit{{Step: 3, Key: "ascent.after", Value: Lowpass}}
	if _, err := NewAscent(j); err == nil || !strings.Contains(err.Error(), "edit at step 3: ascent.after") {
		t.Errorf("by an edit: %v", err)
	}
}

// The gradient of the norm has magnitude 1 however small the signal is, also where 1/|x| is beyond float32.
func TestNormOfTinySignals(t *testing.T) {
	for _, size := range []float32{1, 1e-20, 1e-38, 1e-44} {
		x, g := []float32{size, -size, 0, size}, make([]float32, 4)
		root := L2{P: 2, Norm: Sum}.add(series{x, 1, 4}, g, 0.5)
		if want := math.Sqrt(3) * float64(x[0]); !(math.Abs(root-want) <= 1e-6*want) {
			t.Errorf("%g: norm %g, want %g", size, root, want)
		}
		for i, v := range []float64{-1, 1, 0, -1} {
			if want := 0.5 * v / math.Sqrt(3); !(math.Abs(float64(g[i])-want) <= 1e-6) {
				t.Errorf("%g: gradient %d is %g, want %g", size, i, g[i], want)
			}
		}
	}
}
