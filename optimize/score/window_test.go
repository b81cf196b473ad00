package score

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"actmax/model"
	"actmax/model/reference"
)

// The window of a unit with a time axis follows its map; that of one without follows |x df/dx|, here by float64.
func TestWindow(t *testing.T) {
	const width = 10
	n := network(t, 5, 2, 1)
	random := rand.New(rand.NewPCG(3, 3))
	begins := map[int]bool{} // of units without a time axis
	for layer := range n.Layers {
		axes, time := n.SignalShape(layer)
		for unit := range n.Units(layer) {
			x := make([]float32, axes*time)
			for i := range x {
				x[i] = float32(random.NormFloat64())
			}
			b := model.NewBlock(n, layer, 1)
			b.SetUnit(0, unit)
			copy(b.Signal, x)
			b.Forward()
			activity, ok := PerSample(n, layer, b.Map)
			if dense := n.Layers[layer].Kind == "dense"; ok == dense {
				t.Fatalf("%s has a time axis: %v", n.Layers[layer].Name, ok)
			}
			if !ok {
				activity = plainSensitivity(t, n, layer, unit, x)
			}
			wantFrom, wantTo := largest(activity, width)
			from, to, err := Window(n, layer, unit, x, b.Map, width)
			if err != nil || from != wantFrom || to != wantTo {
				t.Errorf("%s unit %d: [%d, %d), %v; want [%d, %d)", n.Layers[layer].Name, unit, from, to, err, wantFrom,
					wantTo)
			}
			from, to, byMap := MapWindow(n, layer, b.Map, width)
			if byMap != ok || ok && (from != wantFrom || to != wantTo) {
				t.Errorf("%s unit %d by its map: [%d, %d), %v", n.Layers[layer].Name, unit, from, to, byMap)
			}
			if !ok {
				begins[wantFrom] = true
			}
		}
	}
	if len(begins) < 2 {
		t.Errorf("windows of units without a time axis begin at %v: the test tells nothing apart", begins)
	}
	if _, _, err := Window(n, 0, 0, make([]float32, 7), make([]float32, 20), width); err == nil ||
		!strings.Contains(err.Error(), "1 x 20") {
		t.Errorf("a signal of the wrong size: %v", err)
	}
	if _, _, err := Window(n, 0, 0, make([]float32, 20), make([]float32, 7), width); err == nil ||
		!strings.Contains(err.Error(), "has 7") {
		t.Errorf("a map of the wrong size: %v", err)
	}
}

// plainSensitivity is |x df/dx| of a unit of all axes, summed over them, by the float64 network.
func plainSensitivity(t *testing.T, n *model.Network, layer, unit int, x []float32) []float64 {
	t.Helper()
	r := reference.NewUnit(n, layer, unit)
	signal := make([][]float64, n.Input.Axes)
	for axis := range signal {
		for _, v := range x[axis*n.Input.Length : (axis+1)*n.Input.Length] {
			signal[axis] = append(signal[axis], float64(v))
		}
	}
	if err := r.Forward(signal); err != nil {
		t.Fatal(err)
	}
	gradient, err := r.Backward(layer, []float64{1})
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float64, n.Input.Length)
	for axis := range signal {
		for i := range out {
			out[i] += math.Abs(signal[axis][i] * gradient[axis][i])
		}
	}
	return out
}
