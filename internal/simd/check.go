package simd

import "fmt"

// The assembly checks no bounds, so every function checks its arguments first. A violation is a mistake of the calling
// code, as an index out of range is, and panics likewise.

// require panics unless a slice has the floats that the arguments reach.
func require(function, slice string, have, want int) {
	if have < want {
		panic(fmt.Sprintf("simd.%s: %s has %d elements, the arguments need %d", function, slice, have, want))
	}
}

// exactly panics unless a slice has the length that the arguments say.
func exactly(function, slice string, have, want int) {
	if have != want {
		panic(fmt.Sprintf("simd.%s: %s has %d elements, expected %d", function, slice, have, want))
	}
}

// reach is the length that rows x columns x lanes need with these steps.
func reach(rows, row, cols, step, lanes int) int {
	if row < 0 || step < 0 {
		panic(fmt.Sprintf("simd: negative step (row %d, column %d)", row, step))
	}
	return (rows-1)*row + (cols-1)*step + lanes
}

// gather is the length that columns at these offsets need.
func gather(function string, off []int32, cols, step, lanes int) int {
	if len(off) == 0 {
		return 0
	}
	lo, hi := off[0], off[0]
	for _, o := range off {
		lo, hi = min(lo, o), max(hi, o)
	}
	if lo < 0 {
		panic(fmt.Sprintf("simd.%s: negative offset %d", function, lo))
	}
	return int(hi) + reach(1, 0, cols, step, lanes)
}
