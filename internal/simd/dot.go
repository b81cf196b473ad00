package simd

// Dot sums products over columns and lanes:
//
//	dst[i*dstRow + n] = start + sum over c, l of a[i*aRow + c*aStep + l] * b[off[n] + c*bStep + l]
//
// for i < m, n < len(off), c < cols, l < lanes; start is the old value of dst if add is set, else 0. Offsets and steps
// are in floats and not negative. This computes the gradient of Correlate's weights (a: gradient of its outputs, b: its
// src), and a dense layer on rows of floats (cols 1, lanes the length of a row). dst must not overlap a or b.
//
// The order of an element's sum does not depend on m and n. Portable Go sums in order of (c, l). The vector variants
// keep one partial sum per vector position (16 or 8), in order of c, then add these in a fixed order, then start. The
// order differs between the three variants. Dot panics if a slice is too short for the arguments.
func Dot(dst []float32, dstRow int, a []float32, aRow, aStep, m int, b []float32, off []int32, bStep, cols, lanes int,
	add bool) {
	if m <= 0 || len(off) == 0 {
		return
	}
	cols, lanes = max(cols, 0), max(lanes, 0)
	const name = "Dot"
	require(name, "dst", len(dst), reach(m, dstRow, 1, 0, len(off)))
	if cols > 0 && lanes > 0 {
		require(name, "a", len(a), reach(m, aRow, cols, aStep, lanes))
		require(name, "b", len(b), gather(name, off, cols, bStep, lanes))
	} else if !add {
		for i := range m {
			clear(dst[i*dstRow : i*dstRow+len(off)])
		}
		return
	} else {
		return
	}
	if aStep == lanes && bStep == lanes {
		cols, lanes = 1, cols*lanes
	}
	if !vectorDot(dst, dstRow, a, aRow, aStep, m, b, off, bStep, cols, lanes, add) {
		portableDot(dst, dstRow, a, aRow, aStep, m, b, off, bStep, cols, lanes, add)
	}
}
