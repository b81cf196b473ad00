package train

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"actmax/data"
	"actmax/model/train/internal/fixture"
)

func TestMacroF1(t *testing.T) {
	for name, c := range map[string]struct {
		confusion [][]int
		macro     float64
		byClass   []float64
	}{
		"all right":          {[][]int{{3, 0}, {0, 4}}, 1, []float64{1, 1}},
		"some wrong":         {[][]int{{1, 1}, {0, 2}}, (2.0/3 + 0.8) / 2, []float64{2.0 / 3, 0.8}},
		"class absent":       {[][]int{{2, 0, 0}, {0, 2, 0}, {0, 0, 0}}, 1, []float64{1, 1, 0}},
		"never predicted":    {[][]int{{2, 0}, {2, 0}}, (2.0 / 3) / 2, []float64{2.0 / 3, 0}},
		"predicted, absent":  {[][]int{{1, 1}, {0, 0}}, (2.0 / 3) / 2, []float64{2.0 / 3, 0}},
		"nothing to look at": {[][]int{{0, 0}, {0, 0}}, 0, []float64{0, 0}},
	} {
		macro, byClass := MacroF1(c.confusion)
		if math.Abs(macro-c.macro) > 1e-15 {
			t.Errorf("%s: macro-F1 %v, expected %v", name, macro, c.macro)
		}
		for i := range byClass {
			if math.Abs(byClass[i]-c.byClass[i]) > 1e-15 {
				t.Errorf("%s: F1 of class %d is %v, expected %v", name, i, byClass[i], c.byClass[i])
			}
		}
	}
}

// TestEvaluate sets the last layer's biases so that every segment is taken for "walk".
func TestEvaluate(t *testing.T) {
	d := fixture.Tiny(9)
	n := fixture.Small(t, d, 1)
	last := &n.Layers[len(n.Layers)-1]
	clear(last.Weight)
	copy(last.Bias, []float32{0, 1, 1})
	if err := n.Derive(); err != nil {
		t.Fatal(err)
	}
	e, err := Evaluate(context.Background(), n, d, data.Test, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range e.Confusion {
		if !slices.Equal(row, []int{0, 9, 0}) {
			t.Errorf("confusion of class %d: %v, expected all 9 at class 1", i, row)
		}
	}
	if e.Segments != 27 || math.Abs(e.Accuracy-1.0/3) > 1e-15 || math.Abs(e.MacroF1-0.5/3) > 1e-15 {
		t.Errorf("%d segments, accuracy %v, macro-F1 %v", e.Segments, e.Accuracy, e.MacroF1)
	}
}

func TestEvaluateRefuses(t *testing.T) {
	d := fixture.Tiny(3)
	n := fixture.Small(t, d, 1)
	for name, c := range map[string]struct {
		change func(*data.Dataset)
		want   string
	}{
		"axes": {func(d *data.Dataset) { d.Axes = d.Axes[:3] },
			"6 axes x 30 samples, tiny has 3 axes x 30 samples"},
		"length": {func(d *data.Dataset) { d.Length = 20 }, "x 20 samples"},
		"classes": {func(d *data.Dataset) { d.Activities = append(slices.Clone(d.Activities), "swim") },
			"3 classes, tiny has 4 activities"},
		"names": {func(d *data.Dataset) { d.Activities = []string{"rest", "run", "walk"} },
			`class 1 is "walk" in network small and "run" in tiny`},
		"no segment": {func(d *data.Dataset) { d.Splits = map[int]data.Split{1: data.Train} },
			"no segments for test (subjects: [1 2 3 4 5])"},
	} {
		changed := *d
		c.change(&changed)
		_, err := Evaluate(context.Background(), n, &changed, data.Test, 1)
		var wrong *MismatchError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, expected one that says %q", name, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Evaluate(ctx, n, d, data.Test, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
