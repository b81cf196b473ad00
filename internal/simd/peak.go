package simd

import "time"

// Peak returns the measured rate of fused multiply-adds in registers on one core, in GFLOP/s. Benchmarks report
// percentages of it. It is the best of several short runs, and 0 in portable Go.
func Peak() float64 {
	const loops, chains, flop = 1 << 16, 12, 2
	floats, _, _ := tiling()
	top := 0.0
	for range 20 {
		start := time.Now()
		if !vectorPeak(loops) {
			return 0
		}
		top = max(top, loops*chains*flop*float64(floats)/time.Since(start).Seconds()/1e9)
	}
	return top
}
