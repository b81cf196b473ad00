package score

import (
	"math"
	"testing"

	"actmax/data/similar"
)

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		a, b []float32
		want float64
	}{
		{[]float32{1, 2, 3, 4}, []float32{1, 2, 3, 4}, 0},
		{[]float32{0, 0, 0, 0}, []float32{3, -3, 3, -3}, 3},
		{[]float32{1, 0}, []float32{0, 7}, 5},
		{[]float32{1, 2}, []float32{1}, math.NaN()},
		{nil, nil, math.NaN()},
	} {
		if got := Difference(c.a, c.b); got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%v and %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestMeanMSE(t *testing.T) {
	if got := meanMSE([]similar.Match{{MSE: 0.25}, {MSE: 0.5}, {MSE: 1.5}}); got != 0.75 {
		t.Errorf("%v, want 0.75", got)
	}
	if got := meanMSE(nil); !math.IsNaN(got) {
		t.Errorf("of nothing: %v", got)
	}
}
