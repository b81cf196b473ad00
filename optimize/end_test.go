package optimize

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"actmax/internal/simd"
	"actmax/model"
)

// Stopping early changes nothing: the dense run ends with the same bits, whatever the rule and what follows an update.
func TestSettledIsExact(t *testing.T) {
	if underRace {
		t.Skip("one goroutine only")
	}
	n := small(t)
	settled := map[string]int{}
	for layer := range n.Layers {
		for v, variant := range variants {
			gamma := "0.97"
			s := settings(t, append([]string{"ascent.start", "noise", "ascent.steps", "1500"}, variant...)...)
			if err := s.Set("ascent.gamma", gamma); err != nil {
				t.Fatal(err)
			}
			j := Job{Network: n, Layer: layer, Unit: (v + layer) % n.Units(layer), Settings: s,
				Trace: []int{0, 1400, 1500}}
			early := alone(t, j)
			j.Dense = true
			dense := alone(t, j)
			if early.Settled >= 0 {
				settled[s.Optimizer]++
				if early.Settled > 1450 || early.Step != 1500 || early.Steps != 1500 || !early.Snapshot.Settled {
					t.Errorf("settled at %d, ends at step %d", early.Settled, early.Step)
				}
			}
			if dense.Settled != -1 {
				t.Error("a dense run settled")
			}
			for _, pair := range [][2]*Snapshot{{&early.Snapshot, &dense.Snapshot}, {&early.Trace[1], &dense.Trace[1]},
				{&early.Trace[2], &dense.Trace[2]}} {
				if !sameBits(pair[0].Signal, pair[1].Signal) || !sameBits(pair[0].Map, pair[1].Map) ||
					pair[0].Step != pair[1].Step ||
					fmt.Sprint(pair[0].Terms) != fmt.Sprint(pair[1].Terms) || pair[0].Status != pair[1].Status ||
					math.Abs(pair[0].Eta-pair[1].Eta) > 1e-12*pair[1].Eta ||
					math.Abs(pair[0].EtaSum-pair[1].EtaSum) > 1e-9 {
					t.Errorf("%s %v: settled at %d, but the dense run differs at step %d", n.Layers[layer].Name,
						variant, early.Settled, pair[0].Step)
				}
			}
		}
	}
	if settled[Adam] < 20 || settled[Gradient] < 10 {
		t.Errorf("too few runs settled to show anything: %v", settled)
	}
	t.Logf("settled: %v", settled)
}

// An edit that is still to come keeps a run from settling before it.
func TestNotSettledBeforeAnEdit(t *testing.T) {
	n := small(t)
	s := settings(t, "ascent.gamma", "0.9", "ascent.steps", "3000", "ascent.start", "noise")
	j := Job{Network: n, Layer: 0, Unit: 1, Settings: s}
	first := alone(t, j)
	if first.Settled < 0 || first.Settled > 1000 {
		t.Fatalf("settled at %d", first.Settled)
	}
	j.Edits = []Edit{edit(t, "1500:penalty.tv=2")}
	second := alone(t, j)
	if second.Settled < 1500 || sameBits(first.Signal, second.Signal) {
		t.Errorf("settled at %d with an edit at 1500", second.Settled)
	}
}

// No gradients, however chosen, make an update of Adam larger than adamReach times the learning rate.
func TestAdamReach(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 0))
	largest := 0.0
	try := func(gradients []float64) {
		s := moments{m: []float32{0}, v: []float32{0}, b1: 1, b2: 1}
		next, m, v := []float32{0}, []float32{0}, []float32{0}
		for _, g := range gradients {
			adamUpdate(next, m, v, []float32{0}, []float32{float32(g)}, []float32{0}, &s, 1, 0, 1)
			s.m[0], s.v[0] = m[0], v[0]
			s.b1, s.b2 = s.b1*beta1, s.b2*beta2
			largest = math.Max(largest, math.Abs(float64(next[0])))
		}
	}
	// Growing as the bound's own extreme case does, (beta1/beta2)^-k, after a long rest.
	var worst []float64
	for range 20000 {
		worst = append(worst, 0)
	}
	for k := range 200 {
		worst = append(worst, 1e-6*math.Pow(beta2/beta1, float64(k)))
	}
	try(worst)
	if largest < 7.2 || largest >= adamReach {
		t.Errorf("the extreme case reaches %g, want just below 7.2703", largest)
	}
	for range 300 {
		var g []float64
		scale, growth := math.Pow(10, 40*random.Float64()-30), math.Pow(2, 0.6*random.NormFloat64())
		for range 100 {
			scale = math.Min(1e18, scale*growth)
			g = append(g, scale*random.NormFloat64())
		}
		try(g)
	}
	if largest >= adamReach {
		t.Errorf("an update reached %g learning rates; the bound says %g", largest, adamReach)
	}
}

func TestStuck(t *testing.T) {
	// The nearer neighbour of 1 is 2^-24 below, its midpoint 2^-25.
	limit := math.Pow(2, -25) / adamReach
	for _, c := range []struct {
		x    []float32
		eta  float64
		want bool
	}{
		{[]float32{1, -1}, limit * 0.999, true}, {[]float32{1, -1}, limit * 1.001, false},
		{[]float32{1.5}, 1.999 * limit, true}, {[]float32{1.5}, 2.001 * limit, false},
		{[]float32{1, 0}, 1e-300, false}, {[]float32{1, 1e-20}, limit / 2, false}, {nil, 1, true},
	} {
		if got := stuck(c.x, c.eta); got != c.want {
			t.Errorf("stuck(%v, %g) = %v", c.x, c.eta, got)
		}
	}
}

// explosive returns a network whose gradient overflows once the signal is large.
func explosive(t testing.TB) *model.Network {
	t.Helper()
	n := &model.Network{Name: "explosive", Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"}}
	for _, name := range []string{"conv1", "conv2", "conv3"} {
		n.Layers = append(n.Layers, model.Layer{Name: name, Kind: "conv", Filters: 1, Kernel: [2]int{1, 1},
			Activation: "relu"})
	}
	if err := n.Initialize(1); err != nil {
		t.Fatal(err)
	}
	for i := range n.Layers {
		n.Layers[i].Weight[0], n.Layers[i].Bias[0] = 1e14, 0
	}
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	return n
}

// A run that overflows keeps its last finite signal, says so, and ends.
func TestDiverged(t *testing.T) {
	n := explosive(t)
	for _, rule := range []string{Gradient, Adam} {
		s := settings(t, "method", "naive", "ascent.eta", "100", "ascent.optimizer", rule, "ascent.steps", "50")
		for layer, want := range map[int]Status{0: Failed, 2: Diverged} {
			j := Job{Network: n, Layer: layer, Unit: 0, Settings: s, Trace: []int{0, 50}}
			r := alone(t, j)
			if rule == Adam && layer == 0 {
				continue // Adam's steps do not grow with the gradient
			}
			if r.Status != want || !simd.Finite(r.Signal) || len(r.Trace) != 2 {
				t.Errorf("%s, layer %d: %s, signal %v", rule, layer, r.Status, r.Signal[:3])
			}
			if want == Diverged && (r.Steps >= 50 || r.Settled >= 0 || r.Step != r.Steps) {
				t.Errorf("%s: diverged after %d steps at step %d, settled at %d", rule, r.Steps, r.Step, r.Settled)
			}
			p := NewPool(1)
			run, err := p.Start(j)
			if err != nil {
				t.Fatal(err)
			}
			if got := await(t, run); !sameResult(got, r) {
				t.Errorf("%s: the pool gives another end", rule)
			}
			if _, err := run.Tape().FrameAt(49); want == Diverged && err == nil {
				t.Errorf("%s: a step after the end was given", rule)
			}
			p.Close()
		}
	}
}

func TestStatuses(t *testing.T) {
	n := small(t)
	silent := *n.Layers[0].Statistics
	silent.Count = append([]int64(nil), silent.Count...)
	silent.Count[2] = 0
	n.Layers[0].Statistics = &silent
	for _, c := range []struct {
		unit    int
		changes []string
		want    Status
	}{
		{1, nil, OK},
		{1, []string{"threshold.fail_g", "0.05"}, Failed},
		{2, nil, Silent},
		{2, []string{"threshold.eap", "0.7"}, Silent}, // clipped by hand, never scored
	} {
		r := alone(t, Job{Network: n, Layer: 0, Unit: c.unit,
			Settings: settings(t, append([]string{"ascent.steps", "100"}, c.changes...)...)})
		if r.Status != c.want {
			t.Errorf("unit %d %v: %s, want %s", c.unit, c.changes, r.Status, c.want)
		}
		scored, known := c.want != Silent, c.want != Silent || len(c.changes) > 0
		if math.IsNaN(r.Threshold) == known || math.IsNaN(r.Attainment) == scored || math.IsNaN(r.Terms.EAP) == known {
			t.Errorf("unit %d %v: threshold %g, attainment %g, eap %g", c.unit, c.changes, r.Threshold, r.Attainment,
				r.Terms.EAP)
		}
	}
	// Percentile for class scores.
	r := alone(t, Job{Network: n, Layer: 4, Unit: 1,
		Settings: settings(t, "ascent.steps", "300", "ascent.eta", "0.05")})
	if !(r.Attainment > 0.5 && r.Attainment <= 1) || r.MapAxes != 1 || r.MapLen != 1 || r.Axes != 6 {
		t.Errorf("class score: attainment %g, map %dx%d", r.Attainment, r.MapAxes, r.MapLen)
	}
}

func TestThresholds(t *testing.T) {
	n := small(t)
	l := &n.Layers[0]
	mean, deviation := float64(l.Statistics.Mean[1]), float64(l.Statistics.Std[1])
	for _, c := range []struct {
		changes  []string
		eap, max float64
	}{
		{nil, mean + 2*deviation, mean + 2*deviation},
		{[]string{"threshold.sigma", "1.5"}, mean + 1.5*deviation, mean + 1.5*deviation},
		{[]string{"threshold.factor", "0.5"}, (mean + 2*deviation) / 2, (mean + 2*deviation) / 2},
		{[]string{"threshold.max", "3"}, mean + 2*deviation, 3},
		{[]string{"threshold.eap", "0.9", "threshold.sigma", "7"}, 0.9, 0.9},
		{[]string{"threshold.eap", "0.9", "threshold.max", "0.4"}, 0.9, 0.4},
	} {
		th, err := thresholdsOf(l, 1, settings(t, c.changes...))
		if err != nil || !th.known || th.silent || math.Abs(th.eap-c.eap) > 1e-12 || math.Abs(th.max-c.max) > 1e-12 {
			t.Errorf("%v: %+v, %v; want %g, %g", c.changes, th, err, c.eap, c.max)
		}
	}
	if th, ok := Threshold(l.Statistics, 1, 1.5, 0.5); !ok || math.Abs(th-(mean+1.5*deviation)/2) > 1e-12 {
		t.Errorf("threshold %g, %v", th, ok)
	}
	for what, st := range map[string]*model.Statistics{"no statistics": nil,
		"no such unit":  {Mean: []float32{1}, Std: []float32{1}},
		"a silent unit": {Count: []int64{5, 0}, Mean: []float32{1, 1}, Std: []float32{1, 1}}} {
		if th, ok := Threshold(st, 1, 2, 1); ok {
			t.Errorf("%s has the threshold %g", what, th)
		}
	}
	if _, ok := Threshold(&model.Statistics{Mean: []float32{1}, Std: []float32{1}}, 0, 2, 1); !ok {
		// of another program, without counts
		t.Error("no threshold where nothing was counted")
	}
	l.Statistics = nil
	for method, fails := range map[string]bool{"naive": false, "l2+tv+aap": false, "lowpass": false, "l2+tv+eap": true,
		"clip": true} {
		j := Job{Network: n, Layer: 0, Unit: 1, Settings: settings(t, "method", method, "ascent.steps", "10")}
		_, err := NewAscent(j)
		if (err != nil) != fails || fails && !strings.Contains(err.Error(), "threshold.eap") {
			t.Errorf("%s without statistics: %v", method, err)
		}
		if !fails {
			if r := alone(t, j); !math.IsNaN(r.Threshold) || !math.IsNaN(r.Terms.EAP) || math.IsNaN(r.Terms.Objective) {
				t.Errorf("%s: threshold %g, eap %g, objective %g", method, r.Threshold, r.Terms.EAP, r.Terms.Objective)
			}
		}
		j.Settings.ThresholdEAP = 0.5
		if _, err := NewAscent(j); err != nil {
			t.Errorf("%s with threshold.eap: %v", method, err)
		}
	}
	// An edit that needs a threshold is refused as well.
	j := Job{Network: n, Layer: 0, Unit: 1, Settings: settings(t, "method", "naive"),
		Edits: []Edit{edit(t, "5:penalty.eap=0.1")}}
	if _, err := NewAscent(j); err == nil || !strings.Contains(err.Error(), "edit at step 5") {
		t.Errorf("an edit without a threshold: %v", err)
	}
}
