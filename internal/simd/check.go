package simd

import "fmt"

// The assembly checks no bounds, so every function checks its arguments first. A violation is a mistake of the caller,
// like an index out of range, and panics too.

// require panics if a slice has fewer elements than the arguments need.
func require(function, slice string, have, want int) {
	if have < want {
		panic(fmt.Sprintf("simd.%s: %s has %d elements, the arguments need %d", function, slice, have, want))
	}
}

// exactly panics if a slice does not have the length that the arguments need.
func exactly(function, slice string, have, want int) {
	if have != want {
		panic(fmt.Sprintf("simd.%s: %s has %d elements, expected %d", function, slice, have, want))
	}
}

// reach returns the length that rows x columns x lanes need with these steps.
func reach(rows, row, cols, step, lanes int) int {
	if row < 0 || step < 0 {
		panic(fmt.Sprintf("simd: negative step (row %d, column %d)", row, step))
	}
	return (rows-1)*row + (cols-1)*step + lanes
}

// gather returns the length that columns at these offsets need.
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
