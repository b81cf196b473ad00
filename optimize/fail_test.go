package optimize

import (
	"errors"
	"strings"
	"testing"
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
		"panic":  {func(int, int, int, int) ([]float32, string, error) { panic("no such thing") }, "internal error in an ascent: no such thing"},
		"error":  {func(int, int, int, int) ([]float32, string, error) { return nil, "", errors.New("disk gone") }, "disk gone"},
		"length": {func(int, int, int, int) ([]float32, string, error) { return make([]float32, 7), "1", nil }, "has 7 samples, the signal 30"},
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
	r, err := p.Start(Job{Network: dead, Layer: 0, Unit: 0, Settings: settings(t, "ascent.restarts", "1", "threshold.eap", "1"), Starts: starts(
		func(int, int, int, int) ([]float32, string, error) { panic("on the way") })})
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	if r.Err() == nil || !strings.Contains(r.Err().Error(), "on the way") {
		t.Errorf("panic in a step: %v", r.Err())
	}
	r, err = p.Start(Job{Network: dead, Layer: 0, Unit: 0, Settings: settings(t, "ascent.restarts", "1", "threshold.eap", "1"), Starts: starts(
		func(int, int, int, int) ([]float32, string, error) { return nil, "", errors.New("gone on the way") })})
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	if r.Err() == nil || !strings.Contains(r.Err().Error(), "gone on the way") {
		t.Errorf("error in a step: %v", r.Err())
	}
}
