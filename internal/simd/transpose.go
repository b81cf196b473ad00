package simd

// square is the side of the tiles that the kernels transpose, in floats.
const square = 8

// Transpose writes dst[c*dstRow + r] = src[r*srcRow + c] for r < rows, c < cols. It turns [channel][lane] activations
// into rows that Correlate reads as lanes, and back. It panics if a slice is too short.
func Transpose(dst []float32, dstRow int, src []float32, srcRow, rows, cols int) {
	if rows <= 0 || cols <= 0 {
		return
	}
	require("Transpose", "dst", len(dst), reach(cols, dstRow, 1, 0, rows))
	require("Transpose", "src", len(src), reach(rows, srcRow, 1, 0, cols))
	if rows >= square && cols >= square && vectorTranspose(dst, dstRow, src, srcRow, rows, cols) {
		return
	}
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
