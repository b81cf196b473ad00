package optimize

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Any step of a run, also between frames and after edits, is exactly what an ascent has there.
func TestFrameAt(t *testing.T) {
	n := small(t)
	p := NewPool(1)
	defer p.Close()
	for _, j := range []Job{
		{Network: n, Layer: 1, Unit: 2, Settings: settings(t, "ascent.steps", "900")},
		{Network: n, Layer: 2, Unit: heard(n, 2, 0),
			Settings: settings(t, "ascent.steps", "700", "ascent.optimizer", "gradient", "ascent.eta", "0.5"),
			Dense:    true,
			Edits:    []Edit{edit(t, "33:penalty.tv=0.3"), edit(t, "500:ascent.eta=0.7")}},
	} {
		r, err := p.Start(j)
		if err != nil {
			t.Fatal(err)
		}
		result := await(t, r)
		steps := r.Tape().Steps()
		if len(steps) < 100 || len(steps) > MaxFrames || steps[0] != 0 {
			t.Fatalf("%d frames, from %v", len(steps), steps[0])
		}
		if b := r.Tape().Bytes(); b < len(steps)*4*4*30 || b > 4<<20 {
			t.Errorf("the tape takes %d bytes", b)
		}
		a, err := NewAscent(j)
		if err != nil {
			t.Fatal(err)
		}
		last := j.Settings.Steps
		if result.Settled >= 0 {
			last = result.Settled
		}
		for step := 0; ; step++ {
			want := a.Snapshot()
			if step%13 == 0 || step == last {
				got, err := r.Tape().FrameAt(step)
				if err != nil {
					t.Fatal(err)
				}
				got.Settled = want.Settled // an ascent that continues does not know yet
				if !sameSnapshot(got, want) {
					t.Fatalf("step %d: %+v, want %+v", step, got, want)
				}
				if before := r.Tape().Before(step); before.Step > step {
					t.Fatalf("the frame before %d is %d", step, before.Step)
				}
			}
			if !a.Step() && step >= last {
				break
			}
		}
		for _, beyond := range []int{-1, j.Settings.Steps + 1} {
			if _, err := r.Tape().FrameAt(beyond); err == nil {
				t.Errorf("step %d was given", beyond)
			}
		}
	}
}

// What next finds by walking is what the sums say, over edits too.
func TestNextStep(t *testing.T) {
	n := small(t)
	s := NewSchedule(Job{Network: n, Settings: settings(t, "ascent.steps", "900", "ascent.eta", "0.1", "ascent.gamma",
		"0.99"),
		Edits: []Edit{edit(t, "33:ascent.eta=0.2"), edit(t, "500:ascent.gamma=1")}})
	for _, step := range []int{0, 1, 32, 33, 34, 450, 499, 500, 890, 899, 900} {
		for _, most := range []float64{1e-6, 0.35, 2.1, 1e9} {
			got := s.next(step, func(sum float64, steps int) bool { return sum >= most })
			want := step + 1
			for want < s.Steps() && s.Sum(want)-s.Sum(step) < most*(1-1e-9) {
				want++
			}
			if got != want {
				t.Errorf("from step %d, %g further: step %d, want %d", step, most, got, want)
			}
		}
	}
	if got := s.next(10, func(_ float64, steps int) bool { return steps >= 40 }); got != 50 {
		t.Errorf("40 steps after step 10 is step %d", got)
	}
}

// Frames lie close together where the learning rate is large, and nowhere further apart than 1/127 of the steps.
func TestFramesAreSpread(t *testing.T) {
	n := small(t)
	p := NewPool(1)
	defer p.Close()
	r, err := p.Start(Job{Network: n, Layer: 0, Unit: 1, Settings: settings(t, "ascent.steps", "5000"), Dense: true})
	if err != nil {
		t.Fatal(err)
	}
	await(t, r)
	steps := r.Tape().Steps()
	schedule := r.Schedule()
	for i := 1; i < len(steps); i++ {
		share, gap := schedule.Share(steps[i]-1)-schedule.Share(steps[i-1]), steps[i]-steps[i-1]
		if gap > 41 || share > 1.0/127 {
			t.Errorf("frames at %d and %d: %d steps, %.3f of the learning rates apart", steps[i-1], steps[i], gap,
				share)
		}
	}
	if last := steps[len(steps)-1]; last != 5000 {
		t.Errorf("the last frame is at %d", last)
	}
}

// A tape that is full drops every second frame, and every step can still be had.
func TestThinning(t *testing.T) {
	n := small(t)
	p := NewPool(1)
	defer p.Close()
	r, err := p.Start(Job{Network: n, Layer: 0, Unit: 1,
		Settings: settings(t, "ascent.steps", "600", "ascent.gamma", "0.9"), Dense: true})
	if err != nil {
		t.Fatal(err)
	}
	await(t, r)
	for _, at := range []int{50, 100, 150, 200} { // each makes the schedule longer than the tape was made for
		if err := r.Edit(at, "ascent.gamma", 0.999); err != nil {
			t.Fatal(err)
		}
		await(t, r)
		if k := len(r.Tape().Steps()); k > MaxFrames || k < MaxFrames/4 {
			t.Fatalf("%d frames", k)
		}
	}
	before := r.Tape().Bytes()
	for range 20 {
		r.Tape().Thin()
	}
	steps := r.Tape().Steps()
	if len(steps) != 2 || steps[0] != 0 || steps[1] != 600 || r.Tape().Bytes() >= before {
		t.Fatalf("thinned to %v, %d bytes of %d", steps, r.Tape().Bytes(), before)
	}
	a, err := NewAscent(r.Job())
	if err != nil {
		t.Fatal(err)
	}
	for range 457 {
		a.Step()
	}
	got, err := r.Tape().FrameAt(457)
	if err != nil || !sameSnapshot(got, a.Snapshot()) {
		t.Fatalf("step 457 from a thin tape: %v", err)
	}
}

// An edit made to a run, wherever it stands, gives bit for bit what a job with that edit gives.
func TestEditIsReplayed(t *testing.T) {
	n := small(t)
	for layer := range n.Layers {
		unit := heard(n, layer, 2)
		j := Job{Network: n, Layer: layer, Unit: unit,
			Settings: settings(t, "ascent.steps", "400", "ascent.start", "noise"), Trace: []int{0, 90, 123, 250, 400}}
		for _, untaped := range []bool{false, true} {
			j.Untaped = untaped
			p := NewPool(2)
			r, err := p.Start(j)
			if err != nil {
				t.Fatal(err)
			}
			await(t, r)
			for _, e := range []Edit{
				edit(t, "123:penalty.tv=0.3"), edit(t, "123:ascent.eta=0.05"), edit(t, "390:ascent.optimizer=gradient"),
				edit(t, "390:ascent.optimizer=adam"), edit(t, "200:clip.enabled=false"),
				edit(t, "0:threshold.sigma=1.5"),
			} {
				if err := r.Edit(e.Step, e.Key, e.Value); err != nil {
					t.Fatal(err)
				}
				got := await(t, r)
				if want := alone(t, r.Job()); !sameResult(got, want) {
					t.Fatalf("%s after %v: differs from a job with %v", n.Layers[layer].Name, e, r.Job().Edits)
				}
			}
			if got := r.Job().Edits; len(got) != 1 || got[0].Key != "threshold.sigma" {
				t.Errorf("edits that were cut remain: %v", got)
			}
			p.Close()
		}
	}
}

// Several edits made at once are those of a job that had them, in their order, the last of a key in force.
func TestApply(t *testing.T) {
	n := small(t)
	p := NewPool(1)
	defer p.Close()
	r, err := p.Start(Job{Network: n, Layer: 1, Unit: heard(n, 1, 2),
		Settings: settings(t, "ascent.steps", "300", "ascent.start", "noise")})
	if err != nil {
		t.Fatal(err)
	}
	await(t, r)
	several := []Edit{edit(t, "40:penalty.tv=0.3"), edit(t, "40:ascent.eta=0.05"), edit(t, "40:penalty.tv=0.2")}
	if err := r.Apply(several...); err != nil {
		t.Fatal(err)
	}
	if got := r.Job().Edits; len(got) != 2 || got[0] != several[1] || got[1] != several[2] {
		t.Fatalf("edits %v", got)
	}
	if got := await(t, r); !sameResult(got, alone(t, r.Job())) {
		t.Error("differs from a job with both edits")
	}
	before := r.Job().Edits
	for _, c := range []struct {
		edits []Edit
		want  string
	}{
		{nil, "no edit"},
		{[]Edit{edit(t, "40:penalty.l2=0.3"), edit(t, "41:penalty.tv=0.3")}, "steps 40 and 41"},
		{[]Edit{edit(t, "40:penalty.l2=0.3"), {40, "penalty.tv", -1.0}}, "out of range"},
	} {
		if err := r.Apply(c.edits...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.edits, err, c.want)
		}
	}
	if got := r.Job().Edits; len(got) != len(before) || got[0] != before[0] {
		t.Errorf("a refused edit changed the run: %v", got)
	}
}

// Edits while the run is being computed, one after the other, from the screen's side.
func TestEditWhileRunning(t *testing.T) {
	n := small(t)
	p := NewPool(2)
	defer p.Close()
	var runs []*Run
	for unit := range n.Units(1) {
		r, err := p.Start(Job{Network: n, Layer: 1, Unit: unit,
			Settings: settings(t, "ascent.steps", "2000", "ascent.start", "noise"), Dense: true})
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	for k := range 30 {
		r := runs[k%len(runs)]
		for r.Computed() < 1 {
			time.Sleep(100 * time.Microsecond)
		}
		at := r.Computed() / 2
		if at >= 2000 {
			at = 1999
		}
		if err := r.Edit(at, "penalty.tv", float64(k)/20); err != nil {
			t.Fatal(err)
		}
		if s := r.Latest(); s != nil && s.Step > at && r.Computed() < s.Step {
			t.Fatalf("after an edit at %d the newest state is of step %d", at, s.Step)
		}
	}
	for _, r := range runs {
		if !sameResult(await(t, r), alone(t, r.Job())) {
			t.Errorf("unit %d with edits %v differs from a job with them", r.Job().Unit, r.Job().Edits)
		}
	}
}

// A held run that is edited holds again at the step of the edit, which then shows the new setting.
func TestEditHeld(t *testing.T) {
	n := small(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(1)
		defer p.Close()
		r, err := p.StartHeld(Job{Network: n, Layer: 1, Unit: 2, Settings: settings(t, "ascent.steps", "3000")})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		r.StepN(200)
		synctest.Wait()
		if err := r.Edit(137, "ascent.eta", "0.04"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		s := r.Latest()
		if s.Step != 137 || s.Eta != 0.04 || !r.Held() || r.Computed() != 137 {
			t.Fatalf("step %d, eta %g, held %v, computed %d", s.Step, s.Eta, r.Held(), r.Computed())
		}
		frame, err := r.Tape().FrameAt(137)
		if err != nil || !sameSnapshot(frame, s) {
			t.Fatalf("the tape shows another state: %v", err)
		}
		if _, err := r.Tape().FrameAt(138); err == nil {
			t.Fatal("a step that was cut can still be had")
		}
		r.Go()
		synctest.Wait()
		if !sameResult(await(t, r), alone(t, r.Job())) {
			t.Fatal("differs from a job with the edit")
		}
	})
}

func TestEditRefuses(t *testing.T) {
	n := small(t)
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(1)
		defer p.Close()
		r, err := p.StartHeld(Job{Network: n, Layer: 1, Unit: 2, Settings: settings(t, "ascent.steps", "300")})
		if err != nil {
			t.Fatal(err)
		}
		r.StepN(20)
		synctest.Wait()
		for _, c := range []struct {
			step  int
			key   string
			value any
			want  string
		}{
			{5, "penalty.tvv", 1.0, "nearest known one is penalty.tv"},
			{5, "penalty.tv", -1.0, "out of range"},
			{5, "penalty.tv", "much", "is not a number"},
			{5, "penalty.tv", true, "is not a number"},
			{5, "ascent.seed", 3, "cannot change during an ascent"},
			{5, "ascent.steps", 3, "cannot change during an ascent"},
			{5, "similar.top", 3, "cannot change during an ascent"},
			{21, "penalty.tv", 0.2, "not computed yet"},
			{300, "penalty.tv", 0.2, "is the end"},
			{-1, "penalty.tv", 0.2, "expected a step from 0"},
		} {
			if err := r.Edit(c.step, c.key, c.value); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%d:%s=%v: %v, want %q", c.step, c.key, c.value, err, c.want)
			}
		}
		if s := r.Latest(); s.Step != 20 || len(r.Job().Edits) != 0 {
			t.Errorf("a refused edit changed the run: step %d, %v", s.Step, r.Job().Edits)
		}
	})
}

// Sums, shares and steps of the schedule belong together, with and without edits.
func TestSchedule(t *testing.T) {
	n := small(t)
	for _, edits := range [][]Edit{nil, {edit(t, "0:ascent.eta=0.5")},
		{edit(t, "100:ascent.eta=0.1"), edit(t, "100:ascent.gamma=1"), edit(t, "250:penalty.tv=0")}} {
		j := Job{Network: n, Settings: settings(t, "ascent.steps", "300"), Edits: edits}
		s := NewSchedule(j)
		sum, at := 0.0, 0
		for step := range 300 {
			in := j.SettingsAt(step)
			for _, e := range edits {
				if e.Step <= step {
					at = e.Step
				}
			}
			if eta := in.Eta * math.Pow(in.Gamma, float64(step-at)); math.Abs(eta-s.Eta(step)) > 1e-12 {
				t.Fatalf("%v: eta of step %d is %g, want %g", edits, step, s.Eta(step), eta)
			}
			if math.Abs(sum-s.Sum(step)) > 1e-10 {
				t.Fatalf("%v: sum before step %d is %g, want %g", edits, step, s.Sum(step), sum)
			}
			if k := s.StepAt(s.Share(step)); k != step && math.Abs(s.Share(k)-s.Share(step)) > 1e-12 {
				t.Fatalf("%v: share of step %d leads to step %d", edits, step, k)
			}
			sum += s.Eta(step)
			at = 0
		}
		if math.Abs(s.Total()-sum) > 1e-10 || s.StepAt(1) != 300 || s.StepAt(0) != 0 || s.Share(300) != 1 ||
			s.Steps() != 300 {
			t.Errorf("%v: total %g, want %g", edits, s.Total(), sum)
		}
	}
	// The paper's printed learning rate cannot move a signal.
	printed := settings(t, "preset", "printed")
	if sum := NewSchedule(Job{Network: n, Settings: printed}).Total(); math.Abs(sum-0.02) > 1e-4 {
		t.Errorf("the printed learning rates sum to %g, want 0.02", sum)
	}
}

func TestParseEdit(t *testing.T) {
	e, err := ParseEdit(" 312:penalty.tv=0.3")
	if err != nil || e != (Edit{312, "penalty.tv", 0.3}) {
		t.Errorf("%v, %v", e, err)
	}
	if e, err := ParseEdit("0:clip.enabled=off"); err != nil || e.Value != false {
		t.Errorf("%v, %v", e, err)
	}
	for text, want := range map[string]string{
		"": "has no colon", "penalty.tv=0.3": "has no colon", "x:penalty.tv=0.3": "does not begin with a step",
		"-1:penalty.tv=0.3": "does not begin with a step",
		"3:penalty.tv":      "has no equals sign", "3:penalty.t=1": "penalty.tv", "3:penalty.tv=x": "is not a number",
		"3:preset=paper": "cannot change",
	} {
		if _, err := ParseEdit(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func FuzzParseEdit(f *testing.F) {
	for _, text := range []string{"312:penalty.tv=0.3", "0:ascent.optimizer=adam", "1:clip.enabled=true", ":=",
		"9:threshold.eap=1e300"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseEdit(text)
		if err != nil {
			return
		}
		again, err := ParseEdit(fmt.Sprintf("%d:%s=%v", e.Step, e.Key, e.Value))
		if err != nil || again != e {
			t.Errorf("%q: %v reads back as %v, %v", text, e, again, errors.Unwrap(err))
		}
	})
}
