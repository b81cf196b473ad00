package model_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"actmax/internal/simd"
	"actmax/model"
	"actmax/model/reference"
)

// run computes one unit per lane on a block, with a fixed gradient of the map.
func run(b *model.Block, lanes int, signal func(lane int) [][]float64, unit func(lane int) int,
	mapGradient func(lane, i int) float64) {
	for lane := range lanes {
		b.SetUnit(lane, unit(lane))
		x := signal(lane)
		for a := range x {
			for s, v := range x[a] {
				b.Signal[(a*len(x[a])+s)*lanes+lane] = float32(v)
			}
		}
	}
	b.Forward()
	for i := range b.MapGradient {
		b.MapGradient[i] = float32(mapGradient(i%lanes, i/lanes))
	}
	b.Backward()
}

func TestBlockAgainstReference(t *testing.T) {
	for seed := range cases(300) {
		againstReference(t, randomNetwork(t, uint64(seed)))
	}
}

// againstReference compares maps and gradients of every layer, in three lanes, with the float64 implementation.
func againstReference(t *testing.T, n *model.Network) {
	t.Helper()
	for layer := range n.Layers {
		axes, time := n.SignalShape(layer)
		const lanes = 3
		random := rand.New(rand.NewPCG(8, uint64(layer)))
		signals := make([][][]float64, lanes)
		for i := range signals {
			signals[i] = randomSignal(random, axes, time)
		}
		unit := func(lane int) int { return (lane * 7) % n.Units(layer) }
		gradient := func(lane, i int) float64 { return float64(float32(math.Sin(float64(1 + i + lane)))) }
		b := model.NewBlock(n, layer, lanes)
		run(b, lanes, func(lane int) [][]float64 { return signals[lane] }, unit, gradient)
		for lane := range lanes {
			r := reference.NewUnit(n, layer, unit(lane))
			if err := r.Forward(signals[lane]); err != nil {
				t.Fatal(err)
			}
			want := r.Layers[layer].Map
			if len(want)*lanes != len(b.Map) {
				t.Fatalf("%s layer %d: the map has %d values, expected %d", n.Name, layer, len(b.Map)/lanes, len(want))
			}
			g := make([]float64, len(want))
			for i, v := range want {
				if got := float64(b.Map[i*lanes+lane]); !(math.Abs(got-v) <= 1e-5*(largest(want)+1)) {
					t.Fatalf("%s layer %d lane %d: map value %d is %v, expected %v", n.Name, layer, lane, i, got, v)
				}
				g[i] = gradient(lane, i)
			}
			dx, err := r.Backward(layer, g)
			if err != nil {
				t.Fatal(err)
			}
			scale := 1e-9
			for a := range dx {
				scale = max(scale, largest(dx[a]))
			}
			for a := range dx {
				for s, v := range dx[a] {
					if got := float64(b.SignalGradient[(a*time+s)*lanes+lane]); !(math.Abs(got-v) <= 2e-5*scale) {
						t.Fatalf("%s layer %d lane %d: gradient %d,%d is %v, expected %v (largest %v)", n.Name, layer, lane, a, s, got, v,
							scale)
					}
				}
			}
		}
	}
}

// A signal gives the same bits alone and next to others.
func TestLanesDoNotMatter(t *testing.T) {
	sfhf, err := model.NewSFHF("flatten", []string{"a", "b", "c"}, 4)
	if err != nil {
		t.Fatal(err)
	}
	lanesDoNotMatter(t, sfhf, 2)
	for seed := range cases(60) {
		n := randomNetwork(t, uint64(seed))
		for layer := range n.Layers {
			lanesDoNotMatter(t, n, layer)
		}
	}
}

func lanesDoNotMatter(t *testing.T, n *model.Network, layer int) {
	t.Helper()
	axes, time := n.SignalShape(layer)
	random := rand.New(rand.NewPCG(2, uint64(layer)))
	signals := make([][][]float64, 16)
	for i := range signals {
		signals[i] = randomSignal(random, axes, time)
	}
	unit := func(lane int) int { return lane % n.Units(layer) }
	gradient := func(lane, i int) float64 { return math.Sin(float64(1 + i + lane)) }
	whole := model.NewBlock(n, layer, 16)
	run(whole, 16, func(lane int) [][]float64 { return signals[lane] }, unit, gradient)
	for _, lanes := range []int{1, 5, 8} {
		b := model.NewBlock(n, layer, lanes)
		for first := 0; first+lanes <= 16; first += lanes {
			run(b, lanes, func(lane int) [][]float64 { return signals[first+lane] },
				func(lane int) int { return unit(first + lane) },
				func(lane, i int) float64 { return gradient(first+lane, i) })
			for _, c := range []struct {
				what      string
				got, want []float32
			}{{"map", b.Map, whole.Map}, {"gradient", b.SignalGradient, whole.SignalGradient}} {
				for i, v := range c.got {
					if want := c.want[i/lanes*16+first+i%lanes]; math.Float32bits(v) != math.Float32bits(want) {
						t.Fatalf("%s %s: %s value %d differs with %d lanes: %v, %v", n.Name, n.Layers[layer].Name, c.what, i, lanes, v,
							want)
					}
				}
			}
		}
	}
}

func TestReLUAtZeroHasNoGradient(t *testing.T) {
	n := &model.Network{Input: model.Input{Axes: 1, Length: 4}, Layers: []model.Layer{
		{Name: "a", Kind: "conv", Filters: 2, Kernel: [2]int{1, 1}, Activation: "relu"},
		{Name: "b", Kind: "conv", Filters: 2, Kernel: [2]int{1, 1}, Activation: "relu"}}}
	if err := n.Initialize(1); err != nil {
		t.Fatal(err)
	}
	for layer := range n.Layers {
		b := model.NewBlock(n, layer, 2)
		run(b, 2, func(int) [][]float64 { return [][]float64{make([]float64, 4)} }, func(lane int) int { return lane },
			func(int, int) float64 { return 1 })
		for i, v := range b.SignalGradient {
			if v != 0 {
				t.Errorf("layer %d: gradient %d is %v", layer, i, v)
			}
		}
	}
}

func TestBlockDoesNotAllocate(t *testing.T) {
	n, err := model.NewSFHF("fusion", []string{"a", "b"}, 4)
	if err != nil {
		t.Fatal(err)
	}
	for layer := range n.Layers {
		b := model.NewBlock(n, layer, 2)
		if k := testing.AllocsPerRun(1, func() { b.Forward(); b.Backward(); b.SetUnit(1, 1) }); k != 0 {
			t.Errorf("layer %d allocates %v times a step", layer, k)
		}
	}
}

func BenchmarkBlock(b *testing.B) {
	n, err := model.NewSFHF("fusion", []string{"a", "b"}, 4)
	if err != nil {
		b.Fatal(err)
	}
	for layer := range n.Layers {
		for _, lanes := range []int{1, 8, 16} {
			b.Run(fmt.Sprintf("%s/%d", n.Layers[layer].Name, lanes), func(b *testing.B) {
				k := model.NewBlock(n, layer, lanes)
				for i := range k.MapGradient {
					k.MapGradient[i] = 1
				}
				for b.Loop() {
					k.Forward()
					k.Backward()
				}
				b.ReportMetric(float64(b.N*lanes)/b.Elapsed().Seconds(), "unit-steps/s")
			})
		}
	}
}

// BenchmarkGeneral is a block of 16 signals through networks that no special case was made for: forward and backward of
// the third layer's units. %peak counts what direct convolution computes, of the wanted unit only in the last layer.
func BenchmarkGeneral(b *testing.B) {
	for _, shape := range []struct {
		name                               string
		channels, kernel, stride, dilation int
	}{{"kernel=7,stride=2,channels=32", 32, 7, 2, 1}, {"kernel=9,dilation=2,channels=48", 48, 9, 1, 2}} {
		b.Run(shape.name, func(b *testing.B) {
			n := &model.Network{Input: model.Input{Axes: 1, Length: 120, RateHz: 30, Unit: "G"}}
			r := rand.New(rand.NewPCG(1, 2))
			in := 1
			for i := range 3 {
				l := model.Layer{Name: fmt.Sprintf("conv%d", i+1), Kind: "conv", Filters: shape.channels,
					Kernel:  [2]int{1, shape.kernel},
					Padding: [2]int{0, (shape.kernel - 1) * shape.dilation / 2}, Stride: [2]int{1, 1},
					Dilation: [2]int{1, shape.dilation}, Activation: "relu",
					Weight: make([]float32, shape.channels*in*shape.kernel), Bias: make([]float32, shape.channels)}
				if i == 1 {
					l.Stride[1] = shape.stride
				}
				for k := range l.Weight {
					l.Weight[k] = float32(r.NormFloat64()) / float32(in*shape.kernel)
				}
				n.Layers, in = append(n.Layers, l), shape.channels
			}
			if err := n.Derive(); err != nil {
				b.Fatal(err)
			}
			const lanes = 16
			k := model.NewBlock(n, 2, lanes)
			for i := range k.Signal {
				k.Signal[i] = float32(r.NormFloat64())
			}
			for i := range k.MapGradient {
				k.MapGradient[i] = 1
			}
			flop := 0.0
			for i, l := range n.Layers {
				filters := l.Filters
				if i == 2 {
					filters = 1
				}
				flop += 2 * 2 * float64(lanes*filters*l.In.Channels*l.Kernel[1]*l.Out.Time)
			}
			peak := 1e9 * simd.Peak()
			b.ReportAllocs()
			for b.Loop() {
				k.Forward()
				k.Backward()
			}
			if peak > 0 {
				b.ReportMetric(100*flop*float64(b.N)/b.Elapsed().Seconds()/peak, "%peak")
			}
		})
	}
}
