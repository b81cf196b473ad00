// Package simd holds the vector loops that every other room computes with.
//
// A lane is a signal: arrays are [channel][axis][time][lanes], so that one vector register holds the same sample of
// several signals and no loop shuffles. Every function exists in portable Go and, on amd64, in AVX2+FMA and AVX-512
// assembly written by the generator in gen/ (go generate reproduces it byte for byte; the build tag purego leaves it
// out). The variant is chosen at start, and the environment variable ACTMAX_SIMD=portable|avx2|avx512 forces one.
//
// # What callers may rely on
//
// Any number of lanes, columns and rows and any step works in every variant. Lanes says which number of lanes is
// fastest; other numbers are as fast where the columns lie side by side (steps equal to lanes), one lane too.
//
// Each element of Correlate and LaneCorrelate is accumulated in ascending order of the reduction index, in one
// accumulator that starts from 0, the bias or the old value. So a lane's result does not depend on its neighbours, on
// their number, on the number of columns or rows, or on how a reduction is split over calls that add. The same holds for
// an element of Dot and the rows and columns computed with it.
//
// Between variants: avx2 and avx512 agree bit for bit in everything but Dot, whose partial sums are as many as a vector
// has floats. Portable Go on amd64 rounds products where the others fuse them, and so differs in the last bits; on
// processors where the compiler fuses (arm64) it need not equal portable Go on amd64. ReLU, Mask and Adam are the same
// everywhere.
//
// # Precision
//
// A sum of n products differs from exact arithmetic by at most about 2n·2⁻²⁴ times the sum of the products' magnitudes
// (the tests hold every variant to that bound, against float64); in practice by a few units of 2⁻²⁴. Denormal numbers are
// kept. Finite input never yields NaN unless a sum overflows both ways; NaN and infinities stay in their lane.
//
// Functions of this package start no goroutine, allocate nothing (but for Aligned and NewPanel) and may run concurrently
// on different destinations.
package simd
