package model_test

import (
	"math"
	"strings"
	"testing"

	"actmax/internal/npy"
	"actmax/internal/shared"
	"actmax/model"
	"actmax/model/reference"
)

func TestLoadReference(t *testing.T) {
	n, err := model.Load(shared.Path(t, "reference/sfhf.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	if n.Name != "sfhf" || len(n.Layers) != 5 || len(n.Classes) != 12 || n.Classes[11] != "class11" || len(n.Hash) != 64 {
		t.Errorf("name %s, %d layers, classes %v, hash %q", n.Name, len(n.Layers), n.Classes, n.Hash)
	}
	if got := n.Layers[3].In; got != (model.Shape{Channels: 64, Axes: 6, Time: 30}) {
		t.Errorf("dense1 takes %v", got)
	}
	if n.Layers[0].Statistics != nil || n.Training != nil {
		t.Error("the reference file has neither statistics nor training")
	}
}

// TestForwardReference compares all three implementations with maps and scores that PyTorch computed in float64: the
// float64 one to 1e-12 of each map's largest value, Pass and Block to 1e-4 of it, as reference/README.md asks.
func TestForwardReference(t *testing.T) {
	n, err := model.Load(shared.Path(t, "reference/sfhf.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := npy.Open(shared.Path(t, "reference/forward.npz"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	read := func(name string) *npy.Array {
		x, err := a.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	x := read("x")
	values := func(a *npy.Array) []float64 {
		if a.Float64 != nil {
			return a.Float64
		}
		var out []float64
		for _, v := range a.Float32 {
			out = append(out, float64(v))
		}
		return out
	}
	segments := make([][][]float64, cases(x.Shape[0]))
	for i := range segments {
		for axis := range 6 {
			segments[i] = append(segments[i], values(x)[(i*6+axis)*30:][:30])
		}
	}
	p := newPass(t, n, len(segments), 2)
	fill(t, p, segments)
	if err := p.Forward(len(segments), nil); err != nil {
		t.Fatal(err)
	}
	r := reference.New(n)
	worst := map[string]float64{}
	note := func(what string, got, want, scale, tolerance float64) {
		difference := math.Abs(got-want) / scale
		worst[what] = max(worst[what], difference)
		if !(difference <= tolerance) {
			t.Fatalf("%s: %v, expected %v (largest %v)", what, got, want, scale)
		}
	}
	for layer, name := range map[int]string{0: "conv1", 1: "conv2", 2: "conv3", 4: "y"} {
		all := values(read(name))
		axes, time := n.MapShape(layer)
		if name != "y" {
			axes = 6
		}
		size := axes * time
		v := p.Maps(layer)
		block := model.NewBlock(n, layer, 6) // lanes are axes where the filters are shared
		for i, x := range segments {
			if err := r.Forward(x); err != nil {
				t.Fatal(err)
			}
			for unit := range n.Units(layer) {
				if testing.Short() && unit%20 > 0 {
					continue
				}
				want := all[(i*n.Units(layer)+unit)*size:][:size]
				scale := largest(want)
				if name == "y" { // a score is a map of one value, which may be a small difference of large ones
					scale = largest(all[i*n.Units(layer):][:n.Units(layer)])
				}
				if scale == 0 {
					scale = 1
				}
				run(block, 6, func(lane int) [][]float64 {
					if name == "y" {
						return x
					}
					return x[lane : lane+1]
				}, func(int) int { return unit }, func(int, int) float64 { return 0 })
				for k, w := range want {
					note(name+" float64", r.Layers[layer].Map[unit*size+k], w, scale, 1e-12)
					note(name+" pass", float64(v.At(i, unit, k/time, k%time)), w, scale, 1e-4)
					note(name+" block", float64(block.Map[k%time*6+k/time]), w, scale, 1e-4)
				}
			}
		}
	}
	float32s := 0.0
	for what, d := range worst {
		if !strings.HasSuffix(what, "float64") {
			float32s = max(float32s, d)
		}
	}
	t.Logf("largest difference of float32 relative to a map's largest value: %.2g; of each kind %v", float32s, worst)
}
