package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// product is a case of Product; a Sum has runs of r steps.
type product struct {
	shape
	runs int
}

func checkProduct(t *testing.T, rnd *rand.Rand, s product, add bool) {
	t.Helper()
	dstStep, bStep := s.lanes+s.dstPad, s.lanes+s.srcPad
	sum := Sum{Runs: s.runs, ARun: rnd.IntN(30), BRun: rnd.IntN(30), Steps: s.r, AStep: rnd.IntN(4), BStep: rnd.IntN(50)}
	aRow := rnd.IntN(9)
	last := func(run, step int) int { return max(s.runs-1, 0)*run + max(s.r-1, 0)*step }
	a, _ := fenced(t, rnd, (s.m-1)*aRow+last(sum.ARun, sum.AStep)+1)
	b, _ := fenced(t, rnd, last(sum.BRun, sum.BStep)+(s.cols-1)*bStep+s.lanes)
	dstRow := (s.cols-1)*dstStep + s.lanes + rnd.IntN(4)
	dst, fence := fenced(t, rnd, (s.m-1)*dstRow+(s.cols-1)*dstStep+s.lanes)
	before := slices.Clone(dst)
	Product(dst, dstRow, dstStep, a, aRow, s.m, b, bStep, sum, s.cols, s.lanes, add)
	fence()
	written := make([]bool, len(dst))
	for i := range s.m {
		for c := range s.cols {
			for l := range s.lanes {
				at := i*dstRow + c*dstStep + l
				written[at] = true
				want := 0.0
				if add {
					want = float64(before[at])
				}
				scale := math.Abs(want)
				for r := range sum.Runs {
					for k := range sum.Steps {
						v := float64(a[i*aRow+r*sum.ARun+k*sum.AStep]) * float64(b[r*sum.BRun+k*sum.BStep+c*bStep+l])
						want += v
						scale += math.Abs(v)
					}
				}
				near(t, dst[at], want, scale, 2*s.runs*s.r, "%+v of %+v: row %d column %d lane %d", sum, s.shape, i, c, l)
			}
		}
	}
	for i, v := range dst {
		if !written[i] && v != before[i] {
			t.Fatalf("%+v: wrote between the columns, at %d", s, i)
		}
	}
}

func TestProduct(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(61, 62))
		for i, s := range shapes(rnd) {
			checkProduct(t, rnd, product{s, 1 + i%3}, i%2 == 0)
		}
		checkProduct(t, rnd, product{shape{3, 5, 2, 9, 1, 1}, 0}, true)
	})
}

// An element of Product does not depend on the rows and columns computed with it, nor on how its sum is split.
func TestProductAlone(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(63, 64))
		const m, n, steps = 7, 131, 24
		a, b := normal(rnd, m*steps), normal(rnd, steps*n)
		all, parts := make([]float32, m*n), make([]float32, m*n)
		Product(all, n, 0, a, steps, m, b, 0, Sum{Runs: 4, ARun: 6, BRun: 6 * n, Steps: 6, AStep: 1, BStep: n}, 1, n, false)
		for k := 0; k < steps; k += 8 {
			Product(parts, n, 0, a[k:], steps, m, b[k*n:], 0, Sum{Runs: 1, Steps: 8, AStep: 1, BStep: n}, 1, n, k > 0)
		}
		for i := range m {
			for j := range n {
				var one [1]float32
				Product(one[:], 0, 0, a[i*steps:], 0, 1, b[j:], 0, Sum{Runs: 1, Steps: steps, AStep: 1, BStep: n}, 1, 1, false)
				if one[0] != all[i*n+j] || parts[i*n+j] != all[i*n+j] {
					t.Fatalf("row %d column %d: %g alone, %g in parts, %g in the matrix", i, j, one[0], parts[i*n+j], all[i*n+j])
				}
			}
		}
	})
}
