package redundancy

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"actmax/model"
	"actmax/model/train"
	"actmax/model/train/cache"
	"actmax/model/train/internal/fixture"
)

func TestCounterparts(t *testing.T) {
	d := fixture.Tiny(9)
	a, b := doubled(t, d), fixture.Small(t, d, 8)
	const lag = 4
	got, err := Counterparts(context.Background(), a, b, d, Options{Lag: lag, Jobs: 2})
	if err != nil || len(got) != len(a.Layers) {
		t.Fatalf("%d layers, %v", len(got), err)
	}
	one, err := Counterparts(context.Background(), a, b, d, Options{Lag: lag, Jobs: 1})
	if err != nil || !reflect.DeepEqual(got, one) {
		t.Errorf("one worker gets other counterparts (%v)", err)
	}
	inA, inB := fixture.Maps(t, a, d), fixture.Maps(t, b, d)
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
				t.Errorf("%s/%d: counterpart %d at lag %d with %g (really %g), the best has %g", got[i].Layer, u,
					c.Unit, c.Lag, c.Correlation, r, best)
			}
		}
	}
	if got[1].Units[1].Unit != -1 {
		t.Errorf("the silent unit has a counterpart")
	}
}

// TestCounterpartsOfAPermutation finds every unit again in a network whose units stand in another order.
func TestCounterpartsOfAPermutation(t *testing.T) {
	d := fixture.Tiny(5)
	a, b := fixture.Small(t, d, 5), fixture.Small(t, d, 5)
	order := []int{3, 0, 4, 1, 2} // unit i of b is unit order[i] of a
	for i, from := range order {
		copy(b.Layers[0].Weight[i*5:(i+1)*5], a.Layers[0].Weight[from*5:])
		b.Layers[0].Bias[i] = a.Layers[0].Bias[from]
	}
	if err := b.Derive(); err != nil {
		t.Fatal(err)
	}
	got, err := Counterparts(context.Background(), a, b, d, Options{Lag: 3, Layers: []string{"conv1"}})
	if err != nil || len(got) != 1 {
		t.Fatalf("%d layers, %v", len(got), err)
	}
	for u, c := range got[0].Units {
		if order[c.Unit] != u || c.Lag != 0 || c.Correlation < 0.999999 {
			t.Errorf("unit %d: %+v, expected unit %d", u, c, slices.Index(order, u))
		}
	}
	b.Layers[0].Name = "other"
	var wrong *train.MismatchError
	if _, err := Counterparts(context.Background(), a, b, d, Options{Layers: []string{"conv1"}}); !errors.As(err,
		&wrong) {
		t.Errorf("a layer that only one network has: %v", err)
	}
	if got, err := Counterparts(context.Background(), a, b, d, Options{}); err != nil || len(got) != len(a.Layers)-1 {
		t.Errorf("common layers: %d, %v", len(got), err)
	}
}

// What a finds in b is found by b in a, whichever comes first.
func TestCounterpartsBoth(t *testing.T) {
	d := fixture.Tiny(9)
	a, b := doubled(t, d), fixture.Small(t, d, 8)
	o := Options{Lag: 4, Jobs: 2}
	ofA, ofB, err := CounterpartsBoth(context.Background(), a, b, d, o)
	if err != nil {
		t.Fatal(err)
	}
	again, other, err := CounterpartsBoth(context.Background(), b, a, d, o)
	if err != nil || !reflect.DeepEqual(ofB, again) || !reflect.DeepEqual(ofA, other) {
		t.Errorf("the other way round: %v", err)
	}
	inA, inB := fixture.Maps(t, a, d), fixture.Maps(t, b, d)
	for i := range ofB {
		for v, c := range ofB[i].Units {
			if c.Unit < 0 {
				continue
			}
			best := math.Inf(-1)
			for u := range inA[i] {
				for k := -ofB[i].Lag; k <= ofB[i].Lag; k++ {
					if r, _, _, ok := naive(inB[i][v], inA[i][u], a.Layers[i].Out.Time, k); ok {
						best = max(best, r)
					}
				}
			}
			r, _, _, _ := naive(inB[i][v], inA[i][c.Unit], a.Layers[i].Out.Time, c.Lag)
			if math.Abs(r-best) > 2e-5 || math.Abs(float64(c.Correlation)-best) > 2e-5 {
				t.Errorf("%s/%d: counterpart %d at lag %d with %g (really %g), the best has %g", ofB[i].Layer, v,
					c.Unit, c.Lag, c.Correlation, r, best)
			}
		}
	}
}

// Counterparts are kept under both networks in whatever order, the data and the options; a damaged file is made again.
func TestCounterpartsAreKept(t *testing.T) {
	d := fixture.Tiny(9)
	a, b := doubled(t, d), fixture.Small(t, d, 8)
	dir, passes := t.TempDir(), 0
	find := func(a, b *model.Network, lag int) []LayerCounterparts {
		t.Helper()
		of, err := Counterparts(context.Background(), a, b, d,
			Options{Lag: lag, Cache: &cache.Store{Dir: dir, Warn: func(err error) { t.Error(err) }},
				Progress: func(done, total int) {
					if done == total {
						passes++
					}
				}})
		if err != nil {
			t.Fatal(err)
		}
		return of
	}
	first := find(a, b, 4)
	if again := find(a, b, 4); passes != 1 || !reflect.DeepEqual(first, again) {
		t.Errorf("%d passes, expected 1; the same: %v", passes, reflect.DeepEqual(first, again))
	}
	if back := find(b, a, 4); passes != 1 || len(back) != len(first) {
		t.Errorf("%d passes for the other direction", passes-1)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(files) != 1 {
		t.Fatalf("the cache holds %v", files)
	}
	find(a, b, 3)
	find(a, fixture.Small(t, d, 7), 4)
	if passes != 3 {
		t.Errorf("%d passes for another lag and another network", passes-1)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[0], append(slices.Clone(raw[:len(raw)-1]), raw[len(raw)-1]^1), 0o644); err != nil {
		t.Fatal(err)
	}
	if again := find(a, b, 4); passes != 4 || !reflect.DeepEqual(first, again) {
		t.Errorf("a damaged file was taken for counterparts")
	}
}

// FuzzPairing reads kept counterparts that may be damaged anywhere: what is taken fits the networks.
func FuzzPairing(f *testing.F) {
	d := fixture.Tiny(3)
	a, b := fixture.Small(f, d, 1), fixture.Small(f, d, 2)
	in := make([]int, len(a.Layers))
	for i := range in {
		in[i] = i
	}
	p, err := pairUp(context.Background(), a, b, in, in, d, Options{Lag: 2})
	if err != nil {
		f.Fatal(err)
	}
	add := func() {
		var b bytes.Buffer
		if err := cache.Write(&b, "key", p.tensors()); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	add()
	for side, layers := range p { // whole, but of other networks
		layers[0].Units[0].Unit = 99 + side
	}
	add()
	f.Fuzz(func(t *testing.T, raw []byte) {
		file, err := cache.Read(raw, "key")
		if err != nil {
			return
		}
		p, err := decodePairing(file, a, b, in, in)
		if err != nil {
			return
		}
		for side, layers := range p {
			for i, l := range layers {
				for _, c := range l.Units {
					if c.Unit >= a.Units(i) || c.Unit < -1 || max(c.Lag, -c.Lag) > l.Lag {
						t.Errorf("side %d, %s: %+v", side, l.Layer, c)
					}
				}
			}
		}
	})
}

// An untrained network has the layers of the other and weights of its own, always the same.
func TestUntrained(t *testing.T) {
	d := fixture.Tiny(3)
	n := fixture.Small(t, d, 1)
	before := n.Hash
	u, err := Untrained(n)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Untrained(n)
	if err != nil || again.Hash != u.Hash || u.Hash == n.Hash || n.Hash != before || n.Layers[0].Weight == nil {
		t.Errorf("%v: %s, %s of %s", err, u.Hash, again.Hash, n.Hash)
	}
	if err := Comparable(n, u); err != nil {
		t.Error(err)
	}
	of, back, err := CounterpartsBoth(context.Background(), n, u, d, Options{Lag: 2})
	if err != nil {
		t.Fatal(err)
	}
	c := CountCounterparts(of[0], back[0])
	have, mutual, different := 0, 0, map[int]bool{}
	for i, k := range of[0].Units {
		if k.Unit >= 0 && k.Correlation >= LeastCounterpart {
			have++
			different[k.Unit] = true
			if back[0].Units[k.Unit].Unit == i {
				mutual++
			}
		}
	}
	if c.Have != have || c.Mutual != mutual || c.Different != len(different) || c.Varying == 0 ||
		!(c.Median >= -1 && c.Median <= 1) {
		t.Errorf("%+v, expected %d, %d, %d", c, have, mutual, len(different))
	}
	if c := CountCounterparts(LayerCounterparts{Units: []Counterpart{{Unit: -1}}},
		LayerCounterparts{}); c.Varying != 0 || !math.IsNaN(c.Median) {
		t.Errorf("nothing varies: %+v", c)
	}
}
