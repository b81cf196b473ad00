package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"actmax/model"
)

// fiveTapNetwork draws a stack of layers of five taps, sometimes with another kernel among them: any number of
// channels, any padding, with and without ReLU, with one axis or several that a later layer joins.
func fiveTapNetwork(t testing.TB, seed uint64, channels int) *model.Network {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 99))
	n := &model.Network{Name: fmt.Sprintf("five%d", seed), Input: model.Input{Axes: 1 + r.IntN(3), Length: 14 + r.IntN(40),
		RateHz: 30, Unit: "G"}}
	length := n.Input.Length
	for i := range 2 + r.IntN(4) {
		l := model.Layer{Name: fmt.Sprintf("conv%d", i), Kind: "conv", Filters: 1 + r.IntN(channels), Kernel: [2]int{1, 5},
			Activation: []string{"relu", "relu", ""}[r.IntN(3)]}
		l.Padding[1] = r.IntN(6)
		if r.IntN(5) == 0 {
			l.Kernel[1] = 3
		}
		if length += 2*l.Padding[1] - l.Kernel[1] + 1; length < 2 {
			break
		}
		n.Layers = append(n.Layers, l)
	}
	if r.IntN(2) == 0 {
		n.Layers = append(n.Layers, model.Layer{Name: "join", Kind: "conv", Filters: 5, Kernel: [2]int{n.Input.Axes, 1},
			Activation: "relu"},
			model.Layer{Name: "after", Kind: "conv", Filters: 6, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2},
				Activation: "relu"})
	}
	if err := n.Initialize(seed); err != nil {
		t.Fatal(err)
	}
	for i := range n.Layers {
		for k := range n.Layers[i].Bias {
			n.Layers[i].Bias[k] = float32(0.2 * r.NormFloat64())
		}
	}
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	return n
}

// Stacks of five taps computed by each of their kernels agree with the reference, and lanes do not matter in any.
func TestFiveTaps(t *testing.T) {
	for name, choose := range map[string]func(testing.TB){"by shape": func(testing.TB) {}, "Toom-Cook": model.ToomOnly,
		"direct": model.DirectOnly} {
		t.Run(name, func(t *testing.T) {
			choose(t)
			for seed := range cases(60) {
				againstReference(t, fiveTapNetwork(t, uint64(seed), 9))
			}
			for seed := range cases(20) {
				n := fiveTapNetwork(t, uint64(seed), 9)
				for layer := range n.Layers {
					lanesDoNotMatter(t, n, layer)
				}
			}
			againstReference(t, fiveTapNetwork(t, 1000, 40))
		})
	}
}

// The kernels differ from one another in rounding only, and they do differ: this test sees to it that each is really
// taken.
func TestKernelsDifferInRounding(t *testing.T) {
	n, err := model.NewSFHF("flatten", []string{"a", "b", "c"}, 4)
	if err != nil {
		t.Fatal(err)
	}
	const layer, lanes = 2, 16
	random := rand.New(rand.NewPCG(5, 6))
	_, time := n.SignalShape(layer)
	x := randomSignal(random, 1, time*lanes)[0]
	compute := func() *model.Block {
		b := model.NewBlock(n, layer, lanes)
		run(b, lanes, func(lane int) [][]float64 { return [][]float64{x[lane*time : (lane+1)*time]} },
			func(lane int) int { return lane }, func(lane, i int) float64 { return math.Sin(float64(i + lane)) })
		return b
	}
	toom := compute()
	model.DirectOnly(t)
	direct := compute()
	for _, c := range []struct {
		what      string
		got, want []float32
	}{{"maps", toom.Map, direct.Map}, {"gradients", toom.SignalGradient, direct.SignalGradient}} {
		worst, scale := 0.0, 0.0
		for i, v := range c.want {
			worst, scale = max(worst, math.Abs(float64(c.got[i]-v))), max(scale, math.Abs(float64(v)))
		}
		t.Logf("%s: Toom-Cook and direct filters differ by at most %.2g of the largest", c.what, worst/scale)
		if worst == 0 || worst > 1e-5*scale {
			t.Errorf("%s: differ by %g, largest %g", c.what, worst, scale)
		}
	}
}
