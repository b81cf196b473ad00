package optimize

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"sync"
	"testing"

	"actmax/internal/npy"
	"actmax/internal/parallel"
	"actmax/internal/shared"
	"actmax/internal/simd"
	"actmax/model"
)

// referenceCase is one of the ascents of ../shared/reference, computed by PyTorch in float64.
type referenceCase struct {
	Case        int
	Layer       string
	Unit        int
	Method      string
	Optimizer   string
	Eta, Gamma  float64
	PenaltyNorm string `json:"penalty_norm"`
	Weights     struct{ L2, TV, AAP, EAP float64 }
	Clip        bool
	ThEAP       float64 `json:"th_eap"`
	ThMax       float64 `json:"th_max"`
	ThAAP       float64 `json:"th_aap"`
	Trace       []struct {
		Step                           int
		F, L2, TV, AAP, EAP, Objective float64
		MaxActivation                  float64 `json:"max_activation"`
	}
	x [][]float32 // [mark][time]
	d [][]float64 // the same in float64
}

func (c *referenceCase) String() string {
	return fmt.Sprintf("case %d (%s/%d %s %s eta %g %s)", c.Case, c.Layer, c.Unit, c.Method, c.Optimizer, c.Eta,
		c.PenaltyNorm)
}

func (c *referenceCase) job(n *model.Network) Job {
	layer, err := n.Find(c.Layer)
	if err != nil {
		panic(err)
	}
	s := Default()
	s.Optimizer, s.Eta, s.Gamma, s.Norm, s.Clip, s.Restarts = c.Optimizer, c.Eta, c.Gamma, c.PenaltyNorm, c.Clip, 0
	s.L2, s.TV, s.AAP, s.EAP = c.Weights.L2, c.Weights.TV, c.Weights.AAP, c.Weights.EAP
	s.ThresholdEAP, s.ThresholdMax, s.ThresholdAAP = c.ThEAP, c.ThMax, c.ThAAP
	s.Steps = c.Trace[len(c.Trace)-1].Step
	j := Job{Network: n, Layer: layer, Unit: c.Unit, Settings: s, Dense: true}
	for _, m := range c.Trace {
		j.Trace = append(j.Trace, m.Step)
	}
	return j
}

// loadReference reads the network and the cases: every twentieth with -short, every eightieth under the race detector.
func loadReference(t testing.TB) (*model.Network, []*referenceCase) {
	t.Helper()
	n, err := model.Load(shared.Path(t, "reference/sfhf.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(shared.Path(t, "reference/ascent.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Marks []int
		Cases []*referenceCase
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	archive, err := npy.Open(shared.Path(t, "reference/ascent.npz"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	x, err := archive.Read("x")
	if err != nil {
		t.Fatal(err)
	}
	var cases []*referenceCase
	for i, c := range file.Cases {
		if testing.Short() && i%20 != 0 || underRace && i%80 != 0 {
			continue
		}
		const length = 30
		for m := range file.Marks {
			row := x.Float64[(i*len(file.Marks)+m)*length:][:length]
			f := make([]float32, length)
			for k, v := range row {
				f[k] = float32(v)
			}
			c.x, c.d = append(c.x, f), append(c.d, row)
		}
		cases = append(cases, c)
	}
	if !testing.Short() && !underRace && len(cases) != 252 {
		t.Fatalf("%d cases, expected 252", len(cases))
	}
	return n, cases
}

// difference is the largest one of two signals, in G.
func difference(a, b []float64) float64 {
	worst := 0.0
	for i := range a {
		if d := math.Abs(a[i] - b[i]); !(d <= worst) {
			worst = d
		}
	}
	return worst
}

func wide(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

// worstOf keeps the largest difference and where it was.
type worstOf struct {
	value float64
	where string
}

func (w *worstOf) see(v float64, where string) {
	if !(v <= w.value) {
		w.value, w.where = v, where
	}
}

func (w worstOf) String() string { return fmt.Sprintf("%.2g (%s)", w.value, w.where) }

// The float64 implementation follows every reference ascent to 1e-9, from the stored start to step 500.
func TestReferenceFloat64(t *testing.T) {
	if underRace {
		t.Skip("nothing that runs is shared")
	}
	n, cases := loadReference(t)
	var mu sync.Mutex
	var early, end, terms worstOf
	err := parallel.All(len(cases), 2, func(i int) {
		c := cases[i]
		p := newPlain(c.job(n), [][]float64{append([]float64(nil), c.d[0]...)})
		p.network = newChain(n, p.job.Layer, c.Unit)
		for m, mark := range c.Trace {
			for p.step < mark.Step {
				p.advance(t)
			}
			got, _ := p.terms(t)
			mu.Lock()
			d := difference(p.x[0], c.d[m])
			if mark.Step <= 20 {
				early.see(d, c.String())
			} else {
				end.see(d, fmt.Sprint(c, " step ", mark.Step))
			}
			if !(d <= 1e-9) {
				t.Errorf("%v step %d: the signal differs by %g G", c, mark.Step, d)
			}
			for _, pair := range [][2]float64{{got.F, mark.F}, {got.L2, mark.L2}, {got.TV, mark.TV},
				{got.AAP, mark.AAP}, {got.EAP, mark.EAP},
				{got.Objective, mark.Objective}, {p.aMax, mark.MaxActivation}} {
				d := math.Abs(pair[0]-pair[1]) / math.Max(1, math.Abs(pair[1]))
				terms.see(d, c.String())
				if !(d <= 1e-9) {
					t.Errorf("%v step %d: a term is %g, want %g", c, mark.Step, pair[0], pair[1])
				}
			}
			mu.Unlock()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("float64, %d ascents: signal to step 20 %v G, later %v G; terms %v", len(cases), early, end, terms)
}

// The float32 ascents follow the reference within the tolerances of ../shared/reference/README.md.
func TestReferenceFloat32(t *testing.T) {
	n, cases := loadReference(t)
	var mu sync.Mutex
	var early, firstTwo, end, endTV worstOf
	// in batches, as they are computed in a pool
	groups := map[string][]*referenceCase{}
	for _, c := range cases {
		groups[c.Layer] = append(groups[c.Layer], c)
	}
	var work [][]*referenceCase
	for _, g := range groups {
		for len(g) > 0 {
			k := min(len(g), simd.Lanes())
			work = append(work, g[:k])
			g = g[k:]
		}
	}
	err := parallel.All(len(work), 2, func(w int) {
		group := work[w]
		layer := group[0].job(n).Layer
		b := NewBatch(n, layer, simd.Lanes())
		for i, c := range group {
			rest := make([]float32, len(c.x[0]))
			if err := b.Resume(i, c.job(n),
				&State{Signal: c.x[0], M: rest, V: rest, Decay: 1, B1: 1, B2: 1, First: c.x[0]}); err != nil {
				t.Error(err)
				return
			}
		}
		for m, mark := range group[0].Trace {
			for b.StepOf(0) < mark.Step {
				_ = b.Step()
			}
			for i, c := range group {
				s := b.Snapshot(i)
				d := difference(wide(s.Signal), c.d[m])
				tv := c.Optimizer == Adam && c.Weights.TV > 0
				mu.Lock()
				switch {
				case tv && mark.Step <= 1:
					firstTwo.see(d, fmt.Sprint(c, " step ", mark.Step))
					if !(d <= 1e-4) {
						t.Errorf("%v step %d: the signal differs by %g G", c, mark.Step, d)
					}
				case !tv && mark.Step <= 20:
					early.see(d, fmt.Sprint(c, " step ", mark.Step))
					if !(d <= 1e-4) {
						t.Errorf("%v step %d: the signal differs by %g G", c, mark.Step, d)
					}
				}
				if mark.Step == 500 {
					want := c.Trace[m].Objective
					d := math.Abs(s.Terms.Objective - want)
					relative, absolute := 0.02, 0.02
					if tv {
						relative, absolute = 0.05, 0.05
						endTV.see(d/math.Max(1, math.Abs(want)), c.String())
					} else {
						end.see(d/math.Max(1, math.Abs(want)), c.String())
					}
					if !(d <= math.Max(absolute, relative*math.Abs(want))) {
						t.Errorf("%v: objective at step 500 is %g, want %g", c, s.Terms.Objective, want)
					}
				}
				mu.Unlock()
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("float32 (%s), %d ascents: signal to step 20 %v G; Adam with TV to step 1 %v G; objective at step 500, "+
		"relative or of 1: %v, Adam with TV %v",
		simd.Variant(), len(cases), early, firstTwo, end, endTV)
}
