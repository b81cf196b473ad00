package score

import (
	"slices"
	"testing"

	"actmax/model"
)

func TestHistogram(t *testing.T) {
	s := &model.Statistics{Count: []int64{3, 0}, Min: []float32{-1, 0}, Max: []float32{2, 0},
		Histogram: []float32{1, 0, 2, 0, 0, 0}}
	counts, low, high, ok := Histogram(s, 0)
	if !ok || low != -1 || high != 2 || !slices.Equal(counts, []float32{1, 0, 2}) {
		t.Errorf("%v from %v to %v, %v", counts, low, high, ok)
	}
	for _, unit := range []int{-1, 1, 2} {
		if _, _, _, ok := Histogram(s, unit); ok {
			t.Errorf("unit %d has a histogram", unit)
		}
	}
	if _, _, _, ok := Histogram(nil, 0); ok {
		t.Error("a histogram of nothing")
	}
}
