//go:build amd64 && !purego

package simd

import "golang.org/x/sys/cpu"

//go:generate go run ./gen -bits 256 -pkg simd -out kernels_avx2_amd64.s -stubs kernels_avx2_amd64.go
//go:generate go run ./gen -bits 512 -pkg simd -out kernels_avx512_amd64.s -stubs kernels_avx512_amd64.go

// best returns the fastest variant that processor and operating system can run.
func best() level {
	x := &cpu.X86
	switch {
	case !x.HasAVX2 || !x.HasFMA || !x.HasPOPCNT:
		return portable
	case x.HasAVX512F && x.HasAVX512VL && x.HasBMI2:
		return avx512
	}
	return avx2
}

// The functions below, and those of the other files for amd64, split the work into the tiles of the kernels. They
// return false if the portable code must do it.

// tiling returns the sizes of the kernels of a variant: floats of a vector, vectors of a tile of Correlate, columns of
// a tile of Dot.
func tiling() (floats, cols, dots int) {
	if active == avx512 {
		return 16, 6, 5
	}
	return 8, 3, 3
}

const (
	laneCols = 6 // columns of a tile of LaneCorrelate
	size     = 4 // bytes of a float
)

func first(s []float32) *float32 {
	if len(s) == 0 {
		return nil
	}
	return &s[0]
}

func integer(b bool) int {
	if b {
		return 1
	}
	return 0
}

func vectorCorrelate(dst []float32, dstRow, dstStep int, p *Packed, bias []float32, src []float32, off []int32,
	srcStep, cols, lanes int, add bool) bool {
	if active == portable {
		return false
	}
	floats, most, _ := tiling()
	tile := func(d, s, dstStep, srcStep, n, tail int) {
		if active == avx512 {
			correlateAVX512(&dst[d], &src[s], &p.data[0], first(bias), &off[0], p.R, p.M, dstRow*size, dstStep*size,
				srcStep*size, n, tail, integer(add))
		} else {
			correlateAVX2(&dst[d], &src[s], &p.data[0], first(bias), &off[0], p.R, p.M, dstRow*size, dstStep*size, srcStep*size,
				n, tail, integer(add))
		}
	}
	tiles(cols, lanes, dstStep, srcStep, floats, most, tile)
	return true
}

func vectorLaneCorrelate(dst []float32, dstRow, dstStep int, m int, w, bias []float32, src []float32, off []int32,
	srcStep, cols, lanes int, add bool) bool {
	if active == portable {
		return false
	}
	floats, _, _ := tiling()
	for l := 0; l < lanes; l += floats {
		var start *float32
		if bias != nil {
			start = &bias[l]
		}
		tail := min(floats, lanes-l)
		for c := 0; c < cols; {
			n := share(cols-c, laneCols)
			d, s := &dst[c*dstStep+l], &src[c*srcStep+l]
			if active == avx512 {
				laneCorrelateAVX512(d, s, &w[l], start, &off[0], len(off), m, dstRow*size, dstStep*size, srcStep*size, lanes*size,
					lanes*size, n, tail, integer(add))
			} else {
				laneCorrelateAVX2(d, s, &w[l], start, &off[0], len(off), m, dstRow*size, dstStep*size, srcStep*size, lanes*size,
					lanes*size, n, tail, integer(add))
			}
			c += n
		}
	}
	return true
}

func vectorDot(dst []float32, dstRow int, a []float32, aRow, aStep, m int, b []float32, off []int32,
	bStep, cols, lanes int, add bool) bool {
	if active == portable {
		return false
	}
	floats, _, width := tiling()
	tile := func(dst *float32, dstRow, i int, columns *int32, add bool) {
		// Surplus rows repeat the last one.
		last := (min(group, m-i) - 1) * aRow
		row1, row2, row3 := min(aRow, last)*size, min(2*aRow, last)*size, min(3*aRow, last)*size
		if active == avx512 {
			dotAVX512(dst, dstRow*size, &a[i*aRow], row1, row2, row3, &b[0], columns, aStep*size, bStep*size, cols, lanes/floats,
				lanes%floats, integer(add))
		} else {
			dotAVX2(dst, dstRow*size, &a[i*aRow], row1, row2, row3, &b[0], columns, aStep*size, bStep*size, cols, lanes/floats,
				lanes%floats, integer(add))
		}
	}
	var sums [group * 5]float32
	var padded [5]int32
	for n := 0; n < len(off); n += width {
		columns := &padded[0]
		if n+width <= len(off) {
			columns = &off[n]
		} else {
			for k := range width { // surplus columns repeat the last one
				padded[k] = off[min(n+k, len(off)-1)]
			}
		}
		for i := 0; i < m; i += group {
			if i+group <= m && n+width <= len(off) {
				tile(&dst[i*dstRow+n], dstRow, i, columns, add)
				continue
			}
			tile(&sums[0], width, i, columns, false)
			for k := range min(group, m-i) {
				d := dst[(i+k)*dstRow+n:][:min(width, len(off)-n)]
				for j := range d {
					if add {
						d[j] += sums[k*width+j]
					} else {
						d[j] = sums[k*width+j]
					}
				}
			}
		}
	}
	return true
}

func vectorNearest(dist []float32, at []int32, blocks []float32, axes, length, lanes int, query []float32) bool {
	floats, _, _ := tiling()
	if active == portable || lanes%floats != 0 {
		return false
	}
	width := len(query) / axes
	for l := 0; l < lanes; l += floats {
		var place *int32
		if at != nil {
			place = &at[l]
		}
		if active == avx512 {
			nearestAVX512(&dist[l], place, &blocks[l], &query[0], axes, width, length-width+1, lanes*size, length*lanes*size,
				axes*length*lanes*size, lanes*size, len(dist)/lanes)
		} else {
			nearestAVX2(&dist[l], place, &blocks[l], &query[0], axes, width, length-width+1, lanes*size, length*lanes*size,
				axes*length*lanes*size, lanes*size, len(dist)/lanes)
		}
	}
	return true
}

// vectorPeak computes 12 n fused multiply-adds of whole vectors and nothing else, as a yardstick for benchmarks.
func vectorPeak(n int) bool {
	switch active {
	case avx512:
		peakAVX512(n)
	case avx2:
		peakAVX2(n)
	}
	return active != portable
}
