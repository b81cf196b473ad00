package simd

// NearestWindows finds, for many signals at once, the window that is nearest to a query:
//
//	dist[b*lanes + l] = min over j of  sum over s, i of (blocks[b][s][j+i][l] - query[s][i])²,   0 <= j <= length-width
//
// blocks is [len(dist)/lanes][axes][length][lanes], query is [axes][width] with width = len(query)/axes. at, if not nil,
// takes the j where the minimum lies (the earliest on ties), as long as dist. Each j sums in order of (s, i) in one accumulator.
// It panics if the lengths do not fit each other. Windows with NaN are never nearest; a signal that has no other window
// gets +Inf at 0.
func NearestWindows(dist []float32, at []int32, blocks []float32, axes, length, lanes int, query []float32) {
	if len(dist) == 0 {
		return
	}
	const name = "NearestWindows"
	if axes < 1 || lanes < 1 || len(dist)%lanes != 0 || len(query)%axes != 0 || len(query)/axes < 1 || len(query)/axes > length {
		panic("simd.NearestWindows: expected axes and lanes above 0, dist a multiple of lanes, a query of [axes][1..length]")
	}
	require(name, "blocks", len(blocks), len(dist)*axes*length)
	if at != nil {
		exactly(name, "at", len(at), len(dist))
	}
	if !vectorNearest(dist, at, blocks, axes, length, lanes, query) {
		portableNearest(dist, at, blocks, axes, length, lanes, query)
	}
}

// Transpose writes dst[c*dstRow + r] = src[r*srcRow + c] for r < rows, c < cols. It turns [channel][lane] activations
// into rows that Correlate reads as lanes, and back. It panics if a slice is too short.
func Transpose(dst []float32, dstRow int, src []float32, srcRow, rows, cols int) {
	if rows <= 0 || cols <= 0 {
		return
	}
	require("Transpose", "dst", len(dst), reach(cols, dstRow, 1, 0, rows))
	require("Transpose", "src", len(src), reach(rows, srcRow, 1, 0, cols))
	const block = 16 // a block's lines of both matrices stay in the first-level cache
	for r0 := 0; r0 < rows; r0 += block {
		r1 := min(r0+block, rows)
		for c := range cols {
			d := dst[c*dstRow+r0 : c*dstRow+r1]
			i := r0*srcRow + c
			for r := range d {
				d[r] = src[i]
				i += srcRow
			}
		}
	}
}
