package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Packed filters are G g in float64, rounded once; PackFilters gives the bits of Pack.
func TestPackFilters(t *testing.T) {
	rnd := rand.New(rand.NewPCG(51, 52))
	const out, in = 11, 6
	w := normal(rnd, out*in*Taps)
	for _, reverse := range []bool{false, true} {
		tap := func(o, i, k int) float32 {
			if reverse {
				k = Taps - 1 - k
			}
			return w[(o*in+i)*Taps+k]
		}
		all, parts := NewToom(out, in), NewToom(out, in)
		all.Pack(tap)
		for from := 0; from < out; from += 4 {
			parts.PackFilters(w, in*Taps, Taps, reverse, from, min(from+4, out))
		}
		for p := range all.points {
			if !slices.Equal(parts.points[p].data, all.points[p].data) {
				t.Errorf("reverse %v, point %d: %v, expected %v", reverse, p, parts.points[p].data, all.points[p].data)
			}
			for o := range out {
				for i := range in {
					want, scale := 0.0, 0.0
					for k := range Taps {
						v := toomWeights[p][k] * float64(tap(o, i, k))
						want += v
						scale += math.Abs(v)
					}
					got := float64(all.points[p].row(o)[i*group])
					if math.Abs(got-want) > math.Abs(want)/(1<<24)+1e-15*scale {
						t.Errorf("point %d of filter %d, %d: %g, expected %g", p, o, i, got, want)
					}
				}
			}
		}
	}
	NewToom(2, 0).Pack(nil)
	NewToom(2, 0).PackFilters(nil, 0, 0, false, 0, 2)
}

func BenchmarkPackFilters(b *testing.B) {
	const n = benchChannels
	w, t := benchData(n*n*Taps), NewToom(n, n)
	for b.Loop() {
		t.PackFilters(w, Taps, n*Taps, true, 0, n)
	}
}
