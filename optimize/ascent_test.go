package optimize

import (
	"fmt"
	"math"
	"testing"

	"actmax/internal/simd"
)

// variants of settings that between them use every formula.
var variants = [][]string{
	{"method", "naive", "ascent.optimizer", "gradient", "ascent.eta", "0.5"},
	{"method", "l2+tv", "ascent.optimizer", "gradient", "ascent.eta", "0.5"},
	{"method", "l2+tv+eap+clip", "penalty.tv", "0.1", "penalty.eap", "0.1", "ascent.eta", "0.01"},
	{"method", "l2+tv+aap+eap", "penalty.tv", "0.1", "penalty.eap", "0.1", "penalty.norm", "sum", "threshold.aap_g",
		"0.2", "ascent.eta", "0.05"},
	{"method", "l2+aap", "penalty.p", "3", "ascent.optimizer", "gradient", "ascent.eta", "1", "threshold.aap_g", "0.3"},
	{"method", "l2", "penalty.p", "1", "penalty.norm", "sum", "penalty.l2", "0.01"},
	{"method", "l2", "penalty.p", "4.5", "penalty.norm", "sum", "penalty.l2", "0.05"},
	{"method", "tv+clip", "penalty.tv", "0.1", "threshold.sigma", "0.5", "threshold.factor", "0.5", "ascent.optimizer",
		"gradient", "ascent.eta", "0.3"},
	{"method", "clip+eap", "penalty.eap", "0.1", "threshold.eap", "0.4", "threshold.max", "0.3"},
	{"method", "lowpass", "ascent.lowpass_hz", "3", "ascent.eta", "0.05"},
	{"method", "unit-norm", "ascent.optimizer", "gradient", "ascent.eta", "0.2"},
}

// Every formula, for units of every kind, against the plain float64 implementation: each of thirty steps from noise.
func TestAscentFollowsFloat64(t *testing.T) {
	n := small(t)
	worst := 0.0
	for layer := range n.Layers {
		for v, variant := range variants {
			if underRace && v != layer {
				continue
			}
			s := settings(t, append([]string{"ascent.start", "noise", "ascent.steps", "30", "ascent.restarts", "0"},
				variant...)...)
			j := Job{Network: n, Layer: layer, Unit: heard(n, layer, v+layer), Settings: s}
			a, p := clearStart(t, j)
			for step := range 31 {
				snapshot := a.Snapshot()
				want, _ := p.terms(t)
				for name, pair := range map[string][2]float64{
					"f": {snapshot.Terms.F, want.F}, "l2": {snapshot.Terms.L2, want.L2},
					"tv":  {snapshot.Terms.TV, want.TV},
					"aap": {snapshot.Terms.AAP, want.AAP}, "eap": {snapshot.Terms.EAP, want.EAP},
					"objective": {snapshot.Terms.Objective, want.Objective},
					"largest":   {snapshot.MaxActivation, p.aMax},
				} {
					if d := math.Abs(pair[0]-pair[1]) / math.Max(1, math.Abs(pair[1])); !(d < 2e-4) {
						t.Fatalf("%s %v step %d: %s = %g, want %g", n.Layers[layer].Name, variant, step, name, pair[0],
							pair[1])
					}
				}
				for k, x := range split(snapshot.Signal, snapshot.Axes) {
					for i := range x {
						d := math.Abs(x[i]-p.x[k][i]) / s.Eta
						worst = math.Max(worst, d)
						if !(d < 2e-4) {
							t.Fatalf("%s %v step %d: x[%d][%d] = %g, want %g", n.Layers[layer].Name, variant, step, k,
								i, x[i], p.x[k][i])
						}
					}
				}
				// Each step begins from the same state: where the two part by a rounding, a kink of TV or AAP would
				// make more of it.
				state := a.State()
				p.x, p.m, p.v = split(state.Signal, snapshot.Axes), split(state.M, snapshot.Axes),
					split(state.V, snapshot.Axes)
				a.Step()
				p.advance(t)
			}
		}
	}
	t.Logf("largest difference from float64 in a step: %.2g of its learning rate", worst)
}

// clearStart begins both implementations from noise whose gradient is nowhere near zero but zero. Adam's first step is
// the gradient's sign: where float32 cannot tell it, the two would part.
func clearStart(t *testing.T, j Job) (*Ascent, *plain) {
	t.Helper()
	for j.Settings.Seed = 0; j.Settings.Seed < 100; j.Settings.Seed++ {
		a, err := NewAscent(j)
		if err != nil {
			t.Fatal(err)
		}
		s := a.Snapshot()
		p := newPlain(j, split(s.Signal, s.Axes))
		_, g := p.terms(t)
		least, largest := math.Inf(1), 0.0
		for k := range g {
			for _, v := range g[k] {
				if v != 0 {
					least, largest = math.Min(least, math.Abs(v)), math.Max(largest, math.Abs(v))
				}
			}
		}
		if largest == 0 || least > 1e-3*largest {
			return a, p
		}
	}
	t.Fatal("no start with a clear gradient")
	return nil, nil
}

// The plain implementation's gradient is the derivative of its own objective, if it has one.
func TestPlainGradient(t *testing.T) {
	if underRace {
		t.Skip("one goroutine only")
	}
	n := small(t)
	for layer := range n.Layers {
		s := settings(t, "method", "l2+tv+aap+eap+clip", "penalty.p", "3", "threshold.sigma", "0", "threshold.aap_g",
			"0.3", "ascent.start", "noise")
		j := Job{Network: n, Layer: layer, Unit: 1, Settings: s}
		axes, time := n.SignalShape(layer)
		x := make([]float32, axes*time)
		noise(x, 0.6, 3, 1, 0)
		p := newPlain(j, split(x, axes))
		_, g := p.terms(t)
		for k := range p.x {
			for i := range p.x[k] {
				const h = 1e-6
				at := p.x[k][i]
				p.x[k][i] = at + h
				up, _ := p.terms(t)
				p.x[k][i] = at - h
				down, _ := p.terms(t)
				p.x[k][i] = at
				if d := (up.Objective - down.Objective) / (2 * h); !(math.Abs(d-g[k][i]) <= 1e-6) {
					t.Errorf("%s: dJ/dx[%d][%d] = %g, by differences %g", n.Layers[layer].Name, k, i, g[k][i], d)
				}
			}
		}
	}
}

// Edits restart the decay and keep the moments, also where they change the rule and back.
func TestEditsFollowFloat64(t *testing.T) {
	n := small(t)
	s := settings(t, "ascent.start", "noise", "ascent.steps", "60", "ascent.restarts", "0", "ascent.gamma", "0.9")
	j := Job{Network: n, Layer: 1, Unit: 2, Settings: s, Edits: []Edit{
		edit(t, "10:penalty.tv=0.5"), edit(t, "20:ascent.optimizer=gradient"), edit(t, "20:ascent.eta=0.3"),
		edit(t, "30:ascent.optimizer=adam"),
		edit(t, "30:ascent.eta=0.02"), edit(t, "40:clip.enabled=false"), edit(t, "41:threshold.sigma=1"),
		edit(t, "59:penalty.tv=0")}}
	a, err := NewAscent(j)
	if err != nil {
		t.Fatal(err)
	}
	snapshot := a.Snapshot()
	p := newPlain(j, split(snapshot.Signal, snapshot.Axes))
	schedule := NewSchedule(j)
	sum := 0.0
	for step := range 61 {
		snapshot = a.Snapshot()
		for i, x := range split(snapshot.Signal, 1)[0] {
			if !(math.Abs(x-p.x[0][i]) <= 1e-4) {
				t.Fatalf("step %d: x[%d] = %g, want %g", step, i, x, p.x[0][i])
			}
		}
		eta := p.settings.Eta * math.Pow(0.9, float64(p.t))
		for _, got := range []float64{snapshot.Eta, schedule.Eta(step)} {
			if !(math.Abs(got-eta) <= 1e-12) {
				t.Fatalf("step %d: eta %g, want %g", step, got, eta)
			}
		}
		for _, got := range []float64{snapshot.EtaSum, schedule.Sum(step)} {
			if !(math.Abs(got-sum) <= 1e-12) {
				t.Fatalf("step %d: sum of eta %g, want %g", step, got, sum)
			}
		}
		want, _ := p.terms(t)
		if !(math.Abs(want.Objective-snapshot.Terms.Objective) <= 1e-4) {
			t.Fatalf("step %d: objective %g, want %g", step, snapshot.Terms.Objective, want.Objective)
		}
		sum += eta
		a.Step()
		p.advance(t)
	}
}

// State, Restore: going back and on again gives the same bits.
func TestRestore(t *testing.T) {
	n := small(t)
	j := Job{Network: n, Layer: 2, Unit: 2, Settings: settings(t, "ascent.steps", "100"),
		Edits: []Edit{edit(t, "50:ascent.eta=0.03")}}
	a, err := NewAscent(j)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{0, 20, 50, 51} {
		for a.batch.StepOf(0) < at {
			a.Step()
		}
		s := a.State()
		for range 20 {
			a.Step()
		}
		want := a.Snapshot()
		for range 7 {
			a.Step()
		}
		if err := a.Restore(s); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			a.Step()
		}
		if got := a.Snapshot(); !sameSnapshot(got, want) {
			t.Errorf("from step %d: %+v, want %+v", at, got, want)
		}
		if err := a.Restore(s); err != nil {
			t.Fatal(err)
		}
	}
}

func sameSnapshot(a, b *Snapshot) bool {
	x, y := *a, *b
	x.Signal, x.Map, y.Signal, y.Map = nil, nil, nil, nil
	return fmt.Sprintf("%+v", x) == fmt.Sprintf("%+v", y) && len(a.Signal) == len(b.Signal) &&
		len(a.Map) == len(b.Map) &&
		sameBits(a.Signal, b.Signal) && sameBits(a.Map, b.Map)
}

// A lane's result depends neither on the lane, nor on its neighbours, nor on the width of the block.
func TestLanesAreIndependent(t *testing.T) {
	n := small(t)
	for layer := range n.Layers {
		var want []*Result
		var jobs []Job
		for v, variant := range variants {
			s := settings(t, append([]string{"ascent.start", "noise", "ascent.steps", "50", "ascent.seed",
				fmt.Sprint(v)}, variant...)...)
			j := Job{Network: n, Layer: layer, Unit: v % n.Units(layer), Settings: s, Dense: true}
			a, err := NewAscent(j)
			if err != nil {
				t.Fatal(err)
			}
			jobs, want = append(jobs, j), append(want, a.Run())
		}
		for _, lanes := range []int{1, 3, simd.Lanes(), 16} {
			b := NewBatch(n, layer, lanes)
			for first := 0; first < len(jobs); first += lanes {
				order := 0
				for i := lanes - 1; i >= 0 && first+order < len(jobs); i-- { // the other way round
					if err := b.Load(i, jobs[first+order]); err != nil {
						t.Fatal(err)
					}
					order++
				}
				for range 60 {
					if err := b.Step(); err != nil {
						t.Fatal(err)
					}
				}
				order = 0
				for i := lanes - 1; i >= 0 && first+order < len(jobs); i-- {
					if got := b.Snapshot(i); !sameSnapshot(got, &want[first+order].Snapshot) {
						t.Fatalf("%s: %v in lane %d of %d differs from alone", n.Layers[layer].Name,
							variants[first+order], i, lanes)
					}
					b.Free(i)
					order++
				}
			}
		}
	}
}

// The same in a network of the full size, whose loops run in tiles.
func TestLanesAreIndependentAtFullSize(t *testing.T) {
	n := sfhf(t)
	for layer := range n.Layers {
		var want *Snapshot
		for _, lanes := range []int{1, 5, 8, 16} {
			b := NewBatch(n, layer, lanes)
			for i := range lanes {
				j := Job{Network: n, Layer: layer, Unit: (i + 1) % n.Units(layer),
					Settings: settings(t, "threshold.eap", "0.5", "ascent.start", "noise")}
				if i == lanes/2 {
					j.Unit = n.Units(layer) - 1
				}
				if err := b.Load(i, j); err != nil {
					t.Fatal(err)
				}
			}
			for range 8 {
				if err := b.Step(); err != nil {
					t.Fatal(err)
				}
			}
			got := b.Snapshot(lanes / 2)
			if want == nil {
				want = got
			}
			if got.Displacement == 0 || !sameSnapshot(got, want) {
				t.Errorf("%s: %d lanes give another signal than one", n.Layers[layer].Name, lanes)
			}
		}
	}
}

// A step allocates nothing, whatever the rule, the penalties and what follows an update.
func TestStepDoesNotAllocate(t *testing.T) {
	n := small(t)
	for layer := range n.Layers {
		b := NewBatch(n, layer, len(variants))
		for i, variant := range variants {
			s := settings(t, append([]string{"ascent.steps", "100000"}, variant...)...)
			if err := b.Load(i, Job{Network: n, Layer: layer, Unit: i % n.Units(layer), Settings: s,
				Dense: true}); err != nil {
				t.Fatal(err)
			}
		}
		if allocations := testing.AllocsPerRun(100, func() { _ = b.Step() }); allocations != 0 {
			t.Errorf("%s: %g allocations a step", n.Layers[layer].Name, allocations)
		}
	}
}
