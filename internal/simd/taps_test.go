package simd

import (
	"math/rand/v2"
	"testing"
)

// The filters of taps.go give the bits of Correlate and LaneCorrelate, which other tests compare with float64. Fences
// detect reads and writes out of range.
func TestFiveTaps(t *testing.T) {
	each(t, func(t *testing.T) {
		rnd := rand.New(rand.NewPCG(41, 42))
		for _, s := range fiveTapShapes(rnd) {
			s.cols = 1 + rnd.IntN(s.cols) // these filters accept any number
			checkFans(t, rnd, s, 1+rnd.IntN(9))
		}
		for cols := 1; cols <= 45; cols++ { // every tail of every tile
			checkFans(t, rnd, fiveTap{cols: cols, lanes: Lanes()}, 3)
			checkFans(t, rnd, fiveTap{cols: cols, lanes: 2 * Lanes(), srcPad: 3, dstPad: 2}, 5)
		}
	})
}

func checkFans(t *testing.T, rnd *rand.Rand, s fiveTap, n int) {
	t.Helper()
	row, one := s.cols*s.lanes+s.dstPad, s.cols*s.lanes
	srcRow := s.srcRow()
	src, srcFence := fenced(t, rnd, (n-1)*srcRow+(s.cols+Taps-1)*s.lanes)
	act, _ := fenced(t, rnd, (n-1)*row+one)
	w, _ := fenced(t, rnd, n*Taps)
	laneWeights, _ := fenced(t, rnd, n*Taps*s.lanes)
	bias, _ := fenced(t, rnd, n)
	laneBias, _ := fenced(t, rnd, s.lanes)
	oneOff, allOff := tapOffsets(s.lanes), make([]int32, 0, n*Taps)
	for i := range n {
		for k := range Taps {
			allOff = append(allOff, int32(i*srcRow+k*s.lanes))
		}
	}
	tall, flat := NewPacked(n, Taps), NewPacked(1, n*Taps)
	tall.PackMatrix(w, Taps, 1)
	flat.PackMatrix(w, n*Taps, 1)
	compare := func(what string, size int, got, want func(dst []float32)) {
		t.Helper()
		dst, fence := fenced(t, rnd, size)
		other := append([]float32(nil), dst...)
		got(dst)
		want(other)
		srcFence()
		fence()
		for i := range other {
			if dst[i] != other[i] {
				t.Fatalf("%+v, %d rows: %s: element %d is %g, expected %g", s, n, what, i, dst[i], other[i])
			}
		}
	}
	for _, relu := range []bool{false, true} {
		for _, start := range [][]float32{nil, bias} {
			compare("FanOut", len(act), func(d []float32) { FanOut(d, row, w, start, src, s.cols, s.lanes, relu) },
				func(d []float32) {
					Correlate(d, row, s.lanes, tall, start, src, oneOff[:], s.lanes, s.cols, s.lanes, false)
					for i := range n {
						if relu {
							ReLU(d[i*row:][:one])
						}
					}
				})
		}
	}
	for _, mask := range [][]float32{nil, act} {
		compare("LaneFanOut", len(act), func(d []float32) { LaneFanOut(d, row, laneWeights, src, mask, s.cols, s.lanes) },
			func(d []float32) {
				LaneCorrelate(d, row, s.lanes, n, laneWeights, nil, src, oneOff[:], s.lanes, s.cols, s.lanes, false)
				for i := range n {
					if mask != nil {
						Mask(d[i*row:][:one], mask[i*row:][:one])
					}
				}
			})
	}
	for _, add := range []bool{false, true} {
		compare("FanIn", one, func(d []float32) { FanIn(d, w, src, srcRow, s.cols, s.lanes, add) }, func(d []float32) {
			Correlate(d, one, s.lanes, flat, nil, src, allOff, s.lanes, s.cols, s.lanes, add)
		})
		for _, start := range [][]float32{nil, laneBias} {
			compare("LaneFanIn", one, func(d []float32) { LaneFanIn(d, laneWeights, start, src, srcRow, s.cols, s.lanes, add) },
				func(d []float32) {
					LaneCorrelate(d, one, s.lanes, 1, laneWeights, start, src, allOff, s.lanes, s.cols, s.lanes, add)
				})
		}
	}
}

// A signal has the same bits alone and in any lane of any number of lanes. An output channel does not depend on the
// channels computed with it. avx2 and avx512 agree.
func TestToomLaneAlone(t *testing.T) {
	const in, out = 6, 9
	for _, cols := range []int{6, 11, 30, 800} {
		signals := map[level][]float32{}
		each(t, func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(43, uint64(cols)))
			s := fiveTap{in: in, out: out, cols: cols, lanes: 1}
			signal, w, bias := normal(rnd, in*s.srcRow()), normal(rnd, out*in*Taps), normal(rnd, out)
			alone := make([]float32, out*cols)
			toomOf(s, w).Filter(NewToomSpace(out, cols, 1), alone, cols, bias, true, signal, s.srcRow(), cols)
			for _, lanes := range []int{2, 5, 8, 11, 16, 17, 24, 32, 40} {
				lane := rnd.IntN(lanes)
				src := spread(rnd, signal, lanes, lane)
				few := fiveTap{in: in, out: 1 + rnd.IntN(out), cols: cols, lanes: lanes}
				dst := make([]float32, few.out*few.dstRow())
				toomOf(few, w).Filter(NewToomSpace(64, cols, lanes), dst, few.dstRow(), bias, true, src, few.srcRow(), cols)
				for i := range few.out * cols {
					if got := dst[i*lanes+lane]; got != alone[i] {
						t.Fatalf("%d columns, lane %d of %d: value %d is %g, alone %g", cols, lane, lanes, i, got, alone[i])
					}
				}
			}
			signals[active] = alone
		})
		if best() == avx512 {
			same(t, "avx512 and avx2", signals[avx512], signals[avx2])
		}
	}
}
