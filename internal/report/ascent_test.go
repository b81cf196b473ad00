package report

import (
	"bytes"
	"testing"

	"actmax/model/zoo"
	"actmax/optimize"
)

// The figure of an ascent names its layer, unit and axes, and contains only finite numbers.
func TestAscent(t *testing.T) {
	n, err := zoo.Load("demo")
	if err != nil {
		t.Fatal(err)
	}
	for layer := range n.Layers {
		s := optimize.Default()
		s.Steps = 3
		a, err := optimize.NewAscent(optimize.Job{Network: n, Layer: layer, Settings: s})
		if err != nil {
			t.Fatal(err)
		}
		svg, err := Ascent(a.Run())
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"<svg", "signal [G]", "activation", n.Layers[layer].Name + " unit 0", "</svg>"} {
			if !bytes.Contains(svg, []byte(want)) {
				t.Errorf("layer %d: no %q", layer, want)
			}
		}
		if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
			t.Errorf("layer %d: not a number in it", layer)
		}
	}
}
