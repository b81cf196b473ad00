package optimize

import (
	"math"
	"math/rand/v2"
	"testing"

	"actmax/model"
	"actmax/model/reference"
)

// small returns a small network with every kind of layer, biases, and statistics from noise.
func small(t testing.TB) *model.Network {
	t.Helper()
	n := &model.Network{Name: "small", Input: model.Input{Axes: 6, Length: 30, RateHz: 30, Unit: "G"},
		Classes: []string{"a", "b", "c"},
		Layers: []model.Layer{
			{Name: "conv1", Kind: "conv", Filters: 6, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "conv2", Kind: "conv", Filters: 7, Kernel: [2]int{1, 5}, Padding: [2]int{0, 2}, Activation: "relu"},
			{Name: "fusion", Kind: "conv", Filters: 5, Kernel: [2]int{6, 1}, Activation: "relu"},
			{Name: "dense1", Kind: "dense", Units: 9, Activation: "relu"},
			{Name: "dense2", Kind: "dense", Units: 3},
		}}
	if err := n.Initialize(5); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(6, 0))
	for i := range n.Layers {
		for k := range n.Layers[i].Bias {
			n.Layers[i].Bias[k] = float32(0.05 * random.NormFloat64())
		}
	}
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	statistics(t, n)
	return n
}

// statistics gives a network those of forty noise segments.
func statistics(t testing.TB, n *model.Network) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 0))
	r := reference.New(n)
	values := make([][][]float64, len(n.Layers))
	for range 40 {
		x := make([][]float64, n.Input.Axes)
		for k := range x {
			for range n.Input.Length {
				x[k] = append(x[k], 0.5*random.NormFloat64())
			}
		}
		if err := r.Forward(x); err != nil {
			t.Fatal(err)
		}
		for i := range n.Layers {
			units := n.Units(i)
			if values[i] == nil {
				values[i] = make([][]float64, units)
			}
			m := r.Layers[i].Map
			for k, v := range m {
				if v != 0 || n.Layers[i].Activation == "" {
					u := k / (len(m) / units)
					values[i][u] = append(values[i][u], v)
				}
			}
		}
	}
	for i := range n.Layers {
		units := n.Units(i)
		s := &model.Statistics{Count: make([]int64, units), Mean: make([]float32, units), Std: make([]float32, units),
			Max: make([]float32, units),
			P95: make([]float32, units), Histogram: make([]float32, 64*units), Min: make([]float32, units)}
		for u, vs := range values[i] {
			sum, square, low, high := 0.0, 0.0, math.Inf(1), math.Inf(-1)
			for _, v := range vs {
				sum, square, low, high = sum+v, square+v*v, math.Min(low, v), math.Max(high, v)
			}
			c := float64(len(vs))
			s.Count[u] = int64(len(vs))
			if c == 0 {
				continue
			}
			if n.Layers[i].Activation != "" {
				low = 0
			}
			s.Mean[u], s.Std[u] = float32(sum/c), float32(math.Sqrt(math.Max(0, square/c-sum/c*sum/c)))
			s.Min[u], s.Max[u] = float32(low), float32(high)
			for _, v := range vs {
				s.Histogram[64*u+min(63, int(64*(v-low)/(high-low)))]++
			}
		}
		n.Layers[i].Statistics = s
	}
}

// settings returns the defaults with changes given as key, text pairs.
func settings(t testing.TB, changes ...string) Settings {
	t.Helper()
	s := Default()
	for i := 0; i < len(changes); i += 2 {
		var err error
		if changes[i] == "method" {
			err = ApplyMethod(&s, changes[i+1])
		} else {
			err = s.Set(changes[i], changes[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func edit(t testing.TB, text string) Edit {
	t.Helper()
	e, err := ParseEdit(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// heard returns the first unit from the given one on that is not silent.
func heard(n *model.Network, layer, unit int) int {
	for n.Layers[layer].Statistics.Count[unit%n.Units(layer)] == 0 {
		unit++
	}
	return unit % n.Units(layer)
}
