package train

import (
	"math"
	"testing"

	"actmax/model/train/internal/random"
)

func TestSettingsTable(t *testing.T) {
	if s := Default(); s != (Settings{"flatten", 64, 1e-4, 0.5}) {
		t.Errorf("defaults: %+v", s)
	}
	for _, s := range []Settings{{"round", 64, 1e-4, 0.5}, {"fusion", 0, 1e-4, 0.5}, {"fusion", 64, math.NaN(), 0.5},
		{"fusion", 64, 1e-4, 1}} {
		if s.check() == nil {
			t.Errorf("%+v was accepted", s)
		}
	}
}

func TestCrossEntropy(t *testing.T) {
	scores := []float32{0.3, -1.2, 2.5}
	gradient := make([]float32, 3)
	loss := crossEntropy(scores, 1, 0.5, gradient)
	sum := math.Exp(float64(scores[0])) + math.Exp(float64(scores[1])) + math.Exp(float64(scores[2]))
	if want := -math.Log(math.Exp(float64(scores[1])) / sum); math.Abs(loss-want) > 1e-12 {
		t.Errorf("loss %v, expected %v", loss, want)
	}
	for i := range scores {
		const h = 1.0 / 256
		up, down := append([]float32{}, scores...), append([]float32{}, scores...)
		up[i] += h
		down[i] -= h
		scratch := make([]float32, 3)
		want := 0.5 * (crossEntropy(up, 1, 1, scratch) - crossEntropy(down, 1, 1, scratch)) / (2 * h)
		if math.Abs(float64(gradient[i])-want) > 1e-5 {
			t.Errorf("gradient %d is %v, expected %v", i, gradient[i], want)
		}
	}
	if loss := crossEntropy([]float32{1e30, 0}, 0, 1, gradient[:2]); loss != 0 || gradient[1] != 0 {
		t.Errorf("huge scores: loss %v, gradient %v", loss, gradient[:2])
	}
}

// TestDrop checks the rate of dropout, and that masks of neighbouring batches have nothing to do with each other.
func TestDrop(t *testing.T) {
	const n = 1 << 14
	last := make([]float32, n)
	for batch := range 8 {
		mask := make([]float32, n)
		drop(mask, 0.25, random.Stream(3, random.Dropout, 1, batch))
		kept, both := 0, 0
		for i, v := range mask {
			switch v {
			case 0:
			case float32(1 / 0.75):
				kept++
				if last[i] > 0 {
					both++
				}
			default:
				t.Fatalf("factor %v", v)
			}
		}
		if share := float64(kept) / n; math.Abs(share-0.75) > 0.02 {
			t.Errorf("batch %d keeps %.3f, expected 0.75", batch, share)
		}
		if share := float64(both) / n; batch > 0 && math.Abs(share-0.75*0.75) > 0.02 {
			t.Errorf("batches %d and %d both keep %.3f, expected %.3f", batch-1, batch, share, 0.75*0.75)
		}
		last = mask
	}
}

func TestShuffled(t *testing.T) {
	segments := []int{3, 5, 8, 13, 21, 34, 55, 89}
	first := shuffled(nil, segments, 1, 1)
	seen := map[int]bool{}
	for _, s := range first {
		seen[s] = true
	}
	if len(seen) != len(segments) {
		t.Errorf("%v is no permutation of %v", first, segments)
	}
	same := func(a, b []int) bool {
		for i := range a {
			if a[i] != b[i] {
				return false
			}
		}
		return true
	}
	if again := shuffled(nil, segments, 1, 1); !same(first, again) {
		t.Errorf("the same epoch gave %v and %v", first, again)
	}
	if next := shuffled(nil, segments, 1, 2); same(first, next) {
		t.Errorf("epochs 1 and 2 have the same order %v", first)
	}
	if other := shuffled(nil, segments, 2, 1); same(first, other) {
		t.Errorf("seeds 1 and 2 give the same order %v", first)
	}
}
