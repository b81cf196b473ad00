package simd

import (
	"math/rand/v2"
	"testing"
)

// FuzzShapes compares every function that takes a shape with float64, in every variant, for shapes that the fuzzer
// picks.
func FuzzShapes(f *testing.F) {
	f.Add(uint64(1), uint8(64), uint8(80), uint8(30), uint8(16), uint8(0), uint8(0))
	f.Add(uint64(2), uint8(1), uint8(5), uint8(30), uint8(1), uint8(0), uint8(0))
	f.Add(uint64(3), uint8(5), uint8(6), uint8(7), uint8(9), uint8(1), uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, m, r, cols, lanes, srcPad, dstPad uint8) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		s := shape{int(m%70) + 1, int(r % 90), int(cols%40) + 1, int(lanes%50) + 1, int(srcPad % 20), int(dstPad % 20)}
		for l := portable; l <= best(); l++ {
			use(t, l)
			for mode := range 3 {
				checkCorrelate(t, rnd, s, mode, false)
				checkCorrelate(t, rnd, s, mode, true)
			}
			checkDot(t, rnd, s, false)
			checkDot(t, rnd, s, true)
			checkProduct(t, rnd, product{s, 1 + int(r%3)}, r%2 == 0)
			five := fiveTap{1 + int(r%9), 1 + int(m%9), toomOut + s.cols, s.lanes, s.srcPad, s.dstPad}
			checkToom(t, rnd, five)
			checkFans(t, rnd, five, 1+int(m%9))
			checkGradient(t, rnd, fiveTap{five.in, five.out, s.cols, s.lanes, s.srcPad, s.dstPad})
			checkNearest(t, rnd, 1+s.m%3, 1+s.r%6, s.cols, s.lanes, 1+rnd.IntN(s.cols))
		}
	})
}
