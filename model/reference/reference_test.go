package reference

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"actmax/model"
)

// networks are small networks of every kind: kernels across axes, strides, dilations, padding, standardization, dense
// layers with and without a convolution before them.
func networks(t *testing.T) []*model.Network {
	t.Helper()
	conv := func(name string, filters int, kernel, padding, stride, dilation [2]int) model.Layer {
		return model.Layer{Name: name, Kind: "conv", Filters: filters, Kernel: kernel, Padding: padding, Stride: stride,
			Dilation: dilation, Activation: "relu"}
	}
	one := [2]int{1, 1}
	dense := func(name string, units int, activation string) model.Layer {
		return model.Layer{Name: name, Kind: "dense", Units: units, Activation: activation}
	}
	all := []*model.Network{
		{Input: model.Input{Axes: 3, Length: 11}, Layers: []model.Layer{
			conv("a", 4, [2]int{1, 5}, [2]int{0, 2}, one, one), conv("b", 3, [2]int{1, 3}, [2]int{0, 1}, one, one),
			dense("c", 5, "relu"), dense("d", 3, "")}},
		{Input: model.Input{Axes: 4, Length: 12, Mean: []float64{0.2}, Std: []float64{0.7}}, Layers: []model.Layer{
			conv("a", 3, [2]int{1, 4}, [2]int{0, 1}, [2]int{1, 2}, one), conv("b", 3, [2]int{4, 1}, [2]int{}, one, one),
			dense("c", 2, "")}},
		{Input: model.Input{Axes: 5, Length: 13, Mean: []float64{0, 0.1, 0.2, 0.3, 0.4}, Std: []float64{1, 2, 0.5, 1, 1}},
			Layers: []model.Layer{
				conv("a", 3, [2]int{3, 3}, [2]int{1, 2}, [2]int{2, 1}, [2]int{1, 2}),
				conv("b", 2, [2]int{2, 3}, [2]int{1, 0}, one, [2]int{2, 1})}},
		{Input: model.Input{Axes: 2, Length: 6}, Layers: []model.Layer{dense("a", 4, "relu"), dense("b", 3, "relu"),
			dense("c", 2, "")}},
	}
	for i, n := range all {
		if err := n.Initialize(uint64(i)); err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(uint64(i), 9))
		for k := range n.Layers {
			for j := range n.Layers[k].Bias {
				n.Layers[k].Bias[j] = float32(0.1 * random.NormFloat64())
			}
		}
	}
	return all
}

// TestGradients compares every derivative with a central difference.
func TestGradients(t *testing.T) {
	for i, n := range networks(t) {
		for layer := range n.Layers {
			axes, length := n.SignalShape(layer)
			t.Run(fmt.Sprintf("%d/%s", i, n.Layers[layer].Name), func(t *testing.T) {
				random := rand.New(rand.NewPCG(uint64(i), uint64(layer)))
				signal := make([][]float64, axes)
				for a := range signal {
					signal[a] = make([]float64, length)
					for s := range signal[a] {
						signal[a][s] = random.NormFloat64()
					}
				}
				r := New(n)
				f := func() float64 { // a random quadratic function of the map
					if err := r.Forward(signal); err != nil {
						t.Fatal(err)
					}
					sum := 0.0
					for k, v := range r.Layers[layer].Map {
						sum += v * (v + math.Sin(float64(k)))
					}
					return sum
				}
				f()
				gradient := make([]float64, len(r.Layers[layer].Map))
				for k, v := range r.Layers[layer].Map {
					gradient[k] = 2*v + math.Sin(float64(k))
				}
				dx, err := r.Backward(layer, gradient)
				if err != nil {
					t.Fatal(err)
				}
				check := func(what string, at *float64, got float64) {
					t.Helper()
					const h = 1e-6
					old := *at
					*at = old + h
					up := f()
					*at = old - h
					down := f()
					*at = old
					if want := (up - down) / (2 * h); !(math.Abs(got-want) <= 1e-6*(1+math.Abs(want))) {
						t.Errorf("%s: %v, differences give %v", what, got, want)
					}
				}
				for a := range signal {
					for s := range signal[a] {
						check(fmt.Sprintf("sample %d %d", a, s), &signal[a][s], dx[a][s])
					}
				}
				for k := range layer + 1 {
					l := &r.Layers[k]
					weights, biases := l.WeightGradient, l.BiasGradient
					for w := 0; w < len(weights); w += 1 + len(weights)/20 {
						check(fmt.Sprintf("layer %d weight %d", k, w), &l.Weight[w], weights[w])
					}
					for b := range biases {
						check(fmt.Sprintf("layer %d bias %d", k, b), &l.Bias[b], biases[b])
					}
				}
			})
		}
	}
}

func TestUnitIsOneRowOfAll(t *testing.T) {
	for i, n := range networks(t) {
		signal := make([][]float64, n.Input.Axes)
		random := rand.New(rand.NewPCG(1, uint64(i)))
		for a := range signal {
			signal[a] = make([]float64, n.Input.Length)
			for s := range signal[a] {
				signal[a][s] = random.NormFloat64()
			}
		}
		all := New(n)
		if err := all.Forward(signal); err != nil {
			t.Fatal(err)
		}
		for layer := range n.Layers {
			for unit := range n.Units(layer) {
				one := NewUnit(n, layer, unit)
				if err := one.Forward(signal); err != nil {
					t.Fatal(err)
				}
				got := one.Layers[layer].Map
				for k, v := range got {
					if v != all.Layers[layer].Map[unit*len(got)+k] {
						t.Fatalf("network %d layer %d unit %d differs", i, layer, unit)
					}
				}
			}
		}
	}
}

func TestReLUAtZeroHasNoGradient(t *testing.T) {
	n := &model.Network{Input: model.Input{Axes: 1, Length: 4},
		Layers: []model.Layer{{Name: "a", Kind: "conv", Filters: 1, Kernel: [2]int{1, 1}, Activation: "relu"}}}
	if err := n.Initialize(1); err != nil {
		t.Fatal(err)
	}
	r := New(n)
	if err := r.Forward([][]float64{{0, 0, 0, 0}}); err != nil {
		t.Fatal(err)
	}
	dx, err := r.Backward(0, []float64{1, 1, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if dx[0][2] != 0 {
		t.Errorf("got %v", dx)
	}
}

func TestSignalsThatDoNotFit(t *testing.T) {
	n := networks(t)[0]
	r := New(n)
	if err := r.Forward(make([][]float64, 4)); err == nil {
		t.Error("a signal of more axes than the input must be refused")
	}
	if err := r.Forward([][]float64{make([]float64, 5)}); err == nil {
		t.Error("a signal of another length must be refused")
	}
	if err := r.Forward([][]float64{make([]float64, 11)}); err != nil {
		t.Fatal(err)
	}
	if r.Layers[1].Map == nil || r.Layers[2].Map != nil {
		t.Error("one axis reaches the shared layers, and no further")
	}
	if _, err := r.Backward(2, []float64{1}); err == nil {
		t.Error("there is no way back from a layer that was not computed")
	}
}
