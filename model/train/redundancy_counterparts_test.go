package train

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"
)

func TestCounterparts(t *testing.T) {
	d := tiny(9)
	a, b := doubled(t, d), small(t, d, 8)
	const lag = 4
	got, err := Counterparts(context.Background(), a, b, d, RedundancyOptions{Lag: lag, Jobs: 2})
	if err != nil || len(got) != len(a.Layers) {
		t.Fatalf("%d layers, %v", len(got), err)
	}
	one, err := Counterparts(context.Background(), a, b, d, RedundancyOptions{Lag: lag, Jobs: 1})
	if err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("one worker gets other counterparts (%v)", err)
	}
	inA, inB := mapsOf(t, a, d), mapsOf(t, b, d)
	for i := range a.Layers {
		times := a.Layers[i].Out.Time
		for u, c := range got[i].Units {
			best := math.Inf(-1)
			for v := range inB[i] {
				for k := -got[i].Lag; k <= got[i].Lag; k++ {
					if r, _, _, ok := naive(inA[i][u], inB[i][v], times, k); ok {
						best = max(best, r)
					}
				}
			}
			if math.IsInf(best, -1) {
				if c.Unit != -1 {
					t.Errorf("%s/%d has no counterpart, found %d", got[i].Layer, u, c.Unit)
				}
				continue
			}
			if c.Unit < 0 {
				t.Errorf("%s/%d: no counterpart, expected one with %g", got[i].Layer, u, best)
				continue
			}
			r, _, _, _ := naive(inA[i][u], inB[i][c.Unit], times, c.Lag)
			if math.Abs(r-best) > 2e-5 || math.Abs(float64(c.Correlation)-best) > 2e-5 {
				t.Errorf("%s/%d: counterpart %d at lag %d with %g (really %g), the best has %g", got[i].Layer, u, c.Unit, c.Lag, c.Correlation, r, best)
			}
		}
	}
	if got[1].Units[1].Unit != -1 {
		t.Errorf("the silent unit has a counterpart")
	}
}

// TestCounterpartsOfAPermutation finds every unit again in a network whose units stand in another order.
func TestCounterpartsOfAPermutation(t *testing.T) {
	d := tiny(5)
	a, b := small(t, d, 5), small(t, d, 5)
	order := []int{3, 0, 4, 1, 2} // unit i of b is unit order[i] of a
	for i, from := range order {
		copy(b.Layers[0].Weight[i*5:(i+1)*5], a.Layers[0].Weight[from*5:])
		b.Layers[0].Bias[i] = a.Layers[0].Bias[from]
	}
	if err := b.Derive(); err != nil {
		t.Fatal(err)
	}
	got, err := Counterparts(context.Background(), a, b, d, RedundancyOptions{Lag: 3, Layers: []string{"conv1"}})
	if err != nil || len(got) != 1 {
		t.Fatalf("%d layers, %v", len(got), err)
	}
	for u, c := range got[0].Units {
		if order[c.Unit] != u || c.Lag != 0 || c.Correlation < 0.999999 {
			t.Errorf("unit %d: %+v, expected unit %d", u, c, slices.Index(order, u))
		}
	}
	b.Layers[0].Name = "other"
	var wrong *MismatchError
	if _, err := Counterparts(context.Background(), a, b, d, RedundancyOptions{Layers: []string{"conv1"}}); !errors.As(err, &wrong) {
		t.Errorf("a layer that only one network has: %v", err)
	}
	if got, err := Counterparts(context.Background(), a, b, d, RedundancyOptions{}); err != nil || len(got) != len(a.Layers)-1 {
		t.Errorf("common layers: %d, %v", len(got), err)
	}
}
